"""The tables of a run folder: their schemas. Column by column they are described in data/README.md.

Offsets count Unicode code points into `documents.text`, end exclusive.
"""

from helpers.schema import DATE, INTEGER, NUMBER, SPANS, STRINGS, Column, TableSchema
from helpers.table_files import iter_table as iter_table
from helpers.table_files import read_table as read_table
from helpers.table_files import write_rows as write_rows
from helpers.table_files import write_table as write_table

SEGMENT_KINDS = ("title", "byline", "dateline", "body", "boilerplate")
ACTOR_KINDS = ("state", "organisation", "person", "media", "group")
QUOTATION_KINDS = ("direct", "indirect", "mixed", "unmarked", "thought")
RESOLUTIONS = ("named", "pronoun", "nominal", "carried", "none")
POSITION_LABELS = ("support", "oppose", "mixed", "unclear")
NETWORK_KINDS = ("affiliation", "congruence", "conflict", "subtract")

UNIT, SIGNED = (0.0, 1.0), (-1.0, 1.0)

DOCUMENTS = TableSchema(
    "documents",
    ("document_id",),
    (
        Column("document_id"),
        Column("source"),
        Column("title", nullable=True),
        Column("outlet", nullable=True),
        Column("byline", nullable=True),
        Column("published", DATE, nullable=True),
        Column("published_from", nullable=True, allowed=("metadata", "dateline", "filename", "text")),
        Column("language"),
        Column("text"),
        Column("body", SPANS),
        Column("n_words", INTEGER),
        Column("sha256"),
        Column("duplicate_of", nullable=True),
        Column("flags", STRINGS),
    ),
    row_group=4096,  # their texts are long
)

REJECTS = TableSchema("rejects", ("source", "reason"), (Column("source"), Column("reason"), Column("detail")))

SEGMENTS = TableSchema(
    "segments",
    ("document_id", "start"),
    (
        Column("document_id"),
        Column("start", INTEGER),
        Column("end", INTEGER),
        Column("kind", allowed=SEGMENT_KINDS),
    ),
)

MENTIONS = TableSchema(
    "mentions",
    ("mention_id",),
    (
        Column("mention_id"),
        Column("document_id"),
        Column("start", INTEGER),
        Column("end", INTEGER),
        Column("text"),
        Column("label"),
        Column("actor_id", nullable=True),
        Column("confidence", NUMBER, bounds=UNIT),
    ),
)

PERSONS = TableSchema(
    "persons",
    ("document_id", "actor_id"),
    (
        Column("document_id"),
        Column("actor_id"),
        Column("name"),
        Column("role", nullable=True),
        Column("affiliation", nullable=True),
        Column("n_mentions", INTEGER),
    ),
)

ACTORS = TableSchema(
    "actors",
    ("actor_id",),
    (
        Column("actor_id"),
        Column("name"),
        Column("kind", allowed=ACTOR_KINDS),
        Column("affiliation", nullable=True),
        Column("role", nullable=True),
        Column("aliases", STRINGS),
        Column("n_mentions", INTEGER),
        Column("n_documents", INTEGER),
        Column("known_from", nullable=True, allowed=("user", "catalogue", "countries", "articles")),
    ),
)

ALIAS_SUGGESTIONS = TableSchema(
    "alias_suggestions",
    ("name",),
    (
        Column("name"),
        Column("actor_id"),
        Column("known_name"),
        Column("score", NUMBER, bounds=UNIT),
        Column("context"),
        Column("known_context"),
        Column("line"),
    ),
)

ISSUE_SUGGESTIONS = TableSchema(
    "issue_suggestions",
    ("issue_id", "term"),
    (
        Column("issue_id"),
        Column("term"),
        Column("score", NUMBER, bounds=UNIT),
        Column("n_documents", INTEGER),
        Column("evidence"),
        Column("line"),
    ),
)

QUOTATIONS = TableSchema(
    "quotations",
    ("quotation_id",),
    (
        Column("quotation_id"),
        Column("document_id"),
        Column("kind", allowed=QUOTATION_KINDS),
        Column("content"),
        Column("content_spans", SPANS),
        Column("cue", nullable=True),
        Column("cue_start", INTEGER, nullable=True),
        Column("cue_end", INTEGER, nullable=True),
        Column("cue_lemma", nullable=True),
        Column("source", nullable=True),
        Column("source_start", INTEGER, nullable=True),
        Column("source_end", INTEGER, nullable=True),
        Column("speaker_id", nullable=True),
        Column("actor_id", nullable=True),
        Column("resolution", allowed=RESOLUTIONS),
        Column("confidence", NUMBER, bounds=UNIT),
        Column("flags", STRINGS),
    ),
)

STATEMENTS = TableSchema(
    "statements",
    ("statement_id",),
    (
        Column("statement_id"),
        Column("document_id"),
        Column("quotation_id", nullable=True),
        Column("actor_id"),
        Column("issue_id"),
        Column("target_ids", STRINGS),
        Column("agreement", NUMBER, bounds=SIGNED),
        Column("confidence", NUMBER, bounds=UNIT),
        Column("published", DATE, nullable=True),
        Column("evidence"),
        Column("evidence_start", INTEGER),
        Column("evidence_end", INTEGER),
        Column("rationale"),
        Column("flags", STRINGS),
    ),
)

POSITIONS = TableSchema(
    "positions",
    ("actor_id", "issue_id"),
    (
        Column("actor_id"),
        Column("issue_id"),
        Column("n_statements", INTEGER),
        Column("n_documents", INTEGER),
        Column("agreement", NUMBER, bounds=SIGNED),
        Column("ci_low", NUMBER, bounds=SIGNED),
        Column("ci_high", NUMBER, bounds=SIGNED),
        Column("salience", NUMBER, bounds=UNIT),
        Column("label", allowed=POSITION_LABELS),
    ),
)

ACTOR_PAIRS = TableSchema(
    "actor_pairs",
    ("actor_id", "other_actor_id"),
    (
        Column("actor_id"),
        Column("other_actor_id"),
        Column("n_shared_issues", INTEGER),
        Column("congruence", NUMBER),
        Column("conflict", NUMBER),
        Column("similarity", NUMBER, nullable=True, bounds=SIGNED),
    ),
)

POSITION_SHIFTS = TableSchema(
    "position_shifts",
    ("actor_id", "issue_id", "kind", "evidence_before", "evidence_after"),
    (
        Column("actor_id"),
        Column("issue_id"),
        Column("before", NUMBER, bounds=SIGNED),
        Column("after", NUMBER, bounds=SIGNED),
        Column("date", DATE, nullable=True),
        Column("confidence", NUMBER, bounds=UNIT),
        Column("evidence_before"),
        Column("evidence_after"),
        Column("kind", allowed=("shift", "contradiction")),
    ),
)

NETWORKS = TableSchema(
    "networks",
    ("kind", "from_id", "to_id"),
    (
        Column("kind", allowed=NETWORK_KINDS),
        Column("from_id"),
        Column("to_id"),
        Column("weight", NUMBER),
    ),
)

ACTOR_ISSUES = TableSchema(
    "actor_issues",
    ("actor_id", "issue_id"),
    (
        Column("actor_id"),
        Column("issue_id"),
        Column("n_agree", INTEGER),
        Column("n_disagree", INTEGER),
        Column("n_neutral", INTEGER),
        Column("ignore", INTEGER),
        Column("subtract", INTEGER),
        Column("ignore_activity", NUMBER, nullable=True, bounds=UNIT),
        Column("subtract_activity", NUMBER, nullable=True, bounds=SIGNED),
        Column("ignore_prominence", NUMBER, nullable=True, bounds=UNIT),
        Column("subtract_prominence", NUMBER, nullable=True, bounds=SIGNED),
        Column("log_ratio", NUMBER),
    ),
)

WINDOW_NETWORKS = TableSchema(
    "window_networks",
    ("window", "kind", "from_id", "to_id"),
    (
        Column("window"),
        Column("window_start", DATE),
        Column("window_end", DATE),
        Column("kind", allowed=NETWORK_KINDS),
        Column("from_id"),
        Column("to_id"),
        Column("weight", NUMBER),
    ),
)

COMMUNITIES = TableSchema(
    "communities",
    ("actor_id",),
    (
        Column("actor_id"),
        Column("community", INTEGER),
        Column("n_members", INTEGER),
        Column("n_statements", INTEGER),
        Column("strength", NUMBER),
        Column("stability", NUMBER, nullable=True, bounds=UNIT),
        Column("n_resamples", INTEGER),
    ),
)

COMMUNITY_PAIRS = TableSchema(
    "community_pairs",
    ("actor_id", "other_actor_id"),
    (
        Column("actor_id"),
        Column("other_actor_id"),
        Column("community", INTEGER, nullable=True),
        Column("together", NUMBER, nullable=True, bounds=UNIT),
    ),
)

POLARIZATION = TableSchema(
    "polarization",
    ("window",),
    (
        Column("window"),
        Column("window_start", DATE, nullable=True),
        Column("window_end", DATE, nullable=True),
        Column("n_statements", INTEGER),
        Column("n_documents", INTEGER),
        Column("n_actors", INTEGER),
        Column("n_issues", INTEGER),
        Column("polarization", NUMBER, nullable=True, bounds=UNIT),
        Column("null_low", NUMBER, nullable=True, bounds=UNIT),
        Column("null_median", NUMBER, nullable=True, bounds=UNIT),
        Column("null_high", NUMBER, nullable=True, bounds=UNIT),
        Column("p_value", NUMBER, nullable=True, bounds=UNIT),
        Column("n_shuffles", INTEGER),
        Column("seed", INTEGER),
        Column("search", allowed=("exact", "heuristic", "none")),
        Column("camp", STRINGS),
        Column("other_camp", STRINGS),
    ),
)

ISSUE_CONSENSUS = TableSchema(
    "issue_consensus",
    ("window", "issue_id"),
    (
        Column("window"),
        Column("window_start", DATE, nullable=True),
        Column("window_end", DATE, nullable=True),
        Column("issue_id"),
        Column("n_actors", INTEGER),
        Column("n_disagree", INTEGER),
        Column("n_neutral", INTEGER),
        Column("n_agree", INTEGER),
        Column("consensus", NUMBER, bounds=SIGNED),
    ),
)

PRINCIPLES = TableSchema(
    "principles",
    ("actor_id", "issue_id", "other_issue_id"),
    (
        Column("actor_id"),
        Column("principle"),
        Column("issue_id"),
        Column("object"),
        Column("n_statements", INTEGER),
        Column("agreement", NUMBER, bounds=SIGNED),
        Column("evidence"),
        Column("other_issue_id"),
        Column("other_object"),
        Column("other_n_statements", INTEGER),
        Column("other_agreement", NUMBER, bounds=SIGNED),
        Column("other_evidence"),
        Column("confidence", NUMBER, bounds=UNIT),
        Column("kind", allowed=("consistent", "contradiction")),
    ),
)

SCHEMAS = {
    schema.name: schema
    for schema in (
        DOCUMENTS, REJECTS, SEGMENTS, MENTIONS, PERSONS, ACTORS, ALIAS_SUGGESTIONS, QUOTATIONS,
        ISSUE_SUGGESTIONS, STATEMENTS, POSITIONS, ACTOR_PAIRS, POSITION_SHIFTS, NETWORKS,
        ACTOR_ISSUES, WINDOW_NETWORKS, COMMUNITIES, COMMUNITY_PAIRS, POLARIZATION, ISSUE_CONSENSUS, PRINCIPLES,
    )
}  # fmt: skip
