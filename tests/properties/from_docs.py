"""Arguments of what reads parses: actors, quotations, statements."""

import pandas as pd
import pyarrow as pa
from hypothesis import assume
from hypothesis import strategies as st
from tests.properties.drawing import attribute, chosen, drawn, inside, several
from tests.properties.tables import DAYS
from tests.properties.texts import LONG_TEXTS, NAMES, TEXTS, WORDS
from tests.properties.world import Judge, World, matcher, model

from helpers import parses, tables
from helpers.actors.ambiguity import Match
from helpers.actors.catalogue import Alias
from helpers.actors.entries import ActorEntry
from helpers.actors.roles import MentionIndex
from helpers.actors.words import nominals
from helpers.losses import Loss
from helpers.model import load_model, load_vectors
from helpers.quotations import rules
from helpers.quotations.combined import Finding
from helpers.quotations.cues import FRAMES
from helpers.quotations.learned.features import Labels
from helpers.quotations.learned.windows import iter_windows
from helpers.statements import coding_tasks
from helpers.statements.argued import read_argued
from helpers.statements.company import COMPANY, read_company
from helpers.statements.kept import Kept
from helpers.statements.part_rows import RowsOfPart
from helpers.statements.phrases import actor_places, content_places
from helpers.statements.predicated import Described
from helpers.statements.quoted import read_quoted
from helpers.token_lists import TokenRanges

WORD_SEQUENCES = st.lists(WORDS.map(str.lower), min_size=1, max_size=4)
LOSSES = st.builds(Loss, TEXTS, TEXTS)


def matches_of_names(world: World) -> list[Match]:
    """What the catalogue's matcher might find, overlapping or not."""
    ids = (None, "lena_holm", *sorted(world.catalogue.actors))

    def one() -> Match:
        label, actor_id = world.draw(st.sampled_from(("GPE", "PERSON", "NORP"))), world.draw(st.sampled_from(ids))
        return Match(*world.range(), actor_id, label, world.draw(st.floats(0, 1)))

    return world.some(one, 4)


def alias(world: World) -> Alias:
    known = list(world.catalogue.aliases.values())
    return world.draw(st.sampled_from(known)) if known else Alias(None, "NORP", 0.5)


def mention_index(world: World) -> MentionIndex:
    index = {}
    for mention in world.mentions:
        span = world.doc.char_span(mention.start, mention.end)
        index |= dict.fromkeys(range(span.start, span.end), mention)
    return MentionIndex(index)


def role_phrase(world: World) -> list[str]:
    return world.draw(WORD_SEQUENCES)


def quotations_of(world: World) -> list[rules.Quotation]:
    """Quotations of the Doc, as rules or anybody might find them."""
    drawn_ones = world.some(lambda: rules.make_quotation(world.doc, world.candidate, "direct", 0.5), 2)
    return [*rules.iter_quotations(world.doc), *drawn_ones]


def finding(world: World) -> Finding:
    scores = st.sampled_from((None, 0.0, 0.3, 1.0))
    kind = world.draw(st.sampled_from(tables.QUOTATION_KINDS))
    candidate = world.candidate
    score, rule = world.draw(scores), world.draw(scores)
    return Finding(candidate, kind, score, 0.5 if score is None and rule is None else rule)


def findings(world: World) -> list[tuple[float, Finding]]:
    return world.some(lambda: (world.draw(st.floats(0, 1)), finding(world)), 4)


def listed_cues(world: World) -> dict[str, dict[str, str]]:
    """Cues as the file lists them, some under names that there are not."""
    frames = st.dictionaries(
        st.sampled_from((*FRAMES, "x")), st.sampled_from(("say, tell", "say", "", ",")), max_size=3
    )
    return world.draw(st.dictionaries(st.sampled_from(("speech", "thought", "x")), frames, max_size=2))


def window(world: World) -> dict:
    """A window, and a word in it."""
    found = world.one_of(list(iter_windows(world.words, model()._tokenizer, limit=world.draw(st.integers(1, 192)))))
    return {"words": world.words, "window": found, "anchor": found.start + world.index(found.end - found.start)}


def target_text(world: World) -> dict:
    """A sentence, and a stretch of it that holds something."""
    text = world.draw(LONG_TEXTS)
    words = [i for i, letter in enumerate(text) if letter.strip()]
    start = world.one_of(words)
    return {
        "tokenizer": model()._tokenizer,
        "text": text,
        "start": start,
        "end": world.draw(st.integers(start + 1, len(text))),
    }


def descend(world: World) -> dict:
    """A noun phrase of the sentence: its head, and the tokens that it must end before."""
    noun = world.number
    return {"tree": world.tree, "noun": noun, "until": world.draw(st.none() | st.integers(noun + 1, len(world.doc)))}


def speech(world: World) -> dict:
    """Direct speech, and other candidates, on one tree."""
    return {
        "tree": world.tree, "speech": world.some(lambda: world.candidate),
        "others": world.some(lambda: world.candidate),
        "quoted": world.bools(), "cues": world.cues,
    }  # fmt: skip


def read_article(world: World) -> dict:
    """What of documents argues about what."""
    contents, names = (f(world.run.table(n)) for f, n in ((content_places, "quotations"), (actor_places, "mentions")))
    return {i: (contents.get(i, []), names.get(i, [])) for i in world.run.document_ids}


def argued_table(world: World) -> pa.Table:
    return read_argued(world.docs, read_article(world), world.stance_words)


def company(world: World) -> pa.Table:
    rows = [
        {"document_id": doc.user_data["document_id"], "sentences": read_company(doc, matches, [], world.stance_words)}
        for doc in world.docs
        for matches in [world.matches if doc is world.doc else []]
    ]
    return pa.Table.from_pylist(rows, COMPANY)


def composed(world: World) -> dict[str, object]:
    ids = [doc.user_data["document_id"] for doc in world.docs]
    return {
        "document_ids": world.draw(st.permutations(ids)),
        "packed": [(parses.pack([doc]), [document_id]) for doc, document_id in zip(world.docs, ids, strict=True)],
    }


def how(world: World) -> coding_tasks.How:
    return coding_tasks.How(world.run.table("actors"), world.issues, False)


def coding(world: World) -> coding_tasks.Coding:
    """A task of coding all Docs."""
    texts = {row["document_id"]: (row["text"], pd.Timestamp(row["published"])) for row in world.run.rows("documents")}
    rows = {
        name: {i: [row for row in world.run.rows(name) if row["document_id"] == i] for i in texts}
        for name in ("quotations", "mentions")
    }
    mentions = {i: [row for row in own if row["actor_id"]] for i, own in rows["mentions"].items()}
    keys = dict.fromkeys(texts, "key")
    return coding_tasks.Coding(keys, parses.pack(world.docs), texts, rows["quotations"], mentions, frozenset(texts))


def rows_of_part(world: World) -> RowsOfPart:
    """The mentions of some documents, of which one may be nowhere."""
    table = world.run.table("mentions")
    return RowsOfPart(["x", *table["document_id"].unique()], table, table.groupby("document_id").indices)


def coded(world: World) -> pa.Table:
    return coding_tasks.start(how(world))(coding(world))


def statement_rows(world: World) -> list[dict]:
    return [{k: v for k, v in row.items() if k != "statement_id"} for row in world.rows("statements")]


def tone(world: World) -> dict:
    """The part of a quotation in a sentence: some of its words, in order."""
    inside_ = [token for token in world.sentence if world.draw(st.booleans())]
    assume(inside_)
    return {"inside": inside_, "sentence": world.sentence, "targets": world.targets(), "context": world.context(),
            "holders": world.holders()}  # fmt: skip


DOCS = {
    "Doc": attribute("doc"),
    "Span": attribute("sentence"),
    "Token": attribute("token"),
    "Tree": attribute("tree"),
    "Cues": attribute("cues"),
    "Words": attribute("words"),
    "Candidate": attribute("candidate"),
    "Quoted": lambda world: read_quoted(world.doc, world.one_of(world.rows("quotations"))),
    "QuotedSpan": attribute("quoted_span"),
    "Sequence[QuotedSpan]": attribute("quoted_spans"),
    "Mapping[int, Candidate]": World.complements,
    "Range": World.range,
    "Iterable[Doc]": attribute("docs"),
    "Doc | Span": lambda world: world.doc,
    "Sequence[Described]": lambda world: [Described("x", "open", world.token.lower_)],
    "Sequence[Token]": lambda world: [token for token in world.sentence if world.draw(st.booleans())],
    "Iterable[Token]": lambda world: list(world.sentence),
    "Sequence[bool]": World.bools,
    "list[bool]": World.bools,
    "Language": lambda world: load_model(),
    "Vocab": lambda world: parses.plain_vocab(),
    "Vocab | None": lambda world: world.maybe(load_vectors),
    "LearnedModel": lambda world: model(),
    "WordPiece": lambda world: model()._tokenizer,
    "Labels": lambda world: Labels({"dep": ["ROOT", "nsubj"], "tag": ["NN"], "ent": ["ORG"]}),
    "View": World.view,
    "Sequence[tuple[float, Candidate]]": several(World.decoded, 4),
    "Finding": finding,
    "ActorCatalogue": attribute("catalogue"),
    "actors.ActorCatalogue": attribute("catalogue"),
    "ActorMatcher": lambda world: matcher(world.catalogue_number),
    "ActorEntry": lambda world: ActorEntry(
        id="x", name=world.draw(NAMES) or "x", aliases=world.draw(st.lists(TEXTS, max_size=2))
    ),
    "Alias": alias,
    "MentionIndex": mention_index,
    "TokenRanges": lambda world: TokenRanges(world.doc),
    "token_lists.read_strings(attributes)": lambda world: ("LOWER", "TAG"),
    "token_lists.flagged(flags)": lambda world: ("IS_ALPHA", "IS_TITLE"),
    "Sequence[Mention]": attribute("mentions"),
    "Sequence[Person]": World.persons,
    "Sequence[QuotationLike]": quotations_of,
    "StanceWords": attribute("stance_words"),
    "StanceWords | None": lambda world: None,
    "IssueCatalogue": attribute("issues"),
    "Issue": lambda world: world.draw(st.sampled_from(world.issues.issues)),
    "Sequence[IssueMatch]": attribute("matches"),
    "Context": World.context,
    "Holders": World.holders,
    "Climb": World.climb,
    "Carrier": lambda world: world.carrier(world.token)[1],
    "Judge": lambda world: Judge(world.draw(st.sampled_from(((0.9, 0.1, 0.0), (0.0, 0.2, 0.8), (0.3, 0.4, 0.3))))),
    "Judge | None": lambda world: world.maybe(lambda: Judge((0.9, 0.1, 0.0))),
    "How": how,
    "Rows": lambda world: world.draw(st.sampled_from((rows_of_part(world), dict(rows_of_part(world))))),
    "ids: Collection[str]": lambda world: world.draw(st.frozensets(st.sampled_from(("x", *world.run.document_ids)))),
    "Kept": inside(lambda world: lambda folder: Kept(folder / "kept", coding_tasks.CODED)),
    "Loss": drawn(LOSSES),
    "Mapping[str, Loss]": lambda world: world.draw(st.dictionaries(st.sampled_from(world.run.document_ids), LOSSES)),
    "Mapping[str, tuple[Spans, Spans]]": read_article,
    "list[Range]": lambda world: world.tree.paragraphs,
    "index: int": attribute("number"),
    "verb: int": attribute("number"),
    "preposition: int": lambda world: world.index(len(world.doc)),
    "noun: int": lambda world: world.index(len(world.doc)),
    "position: int": lambda world: world.word.i,
    "noun: str": lambda world: world.draw(WORDS.map(str.lower)),
    "phrase: Sequence[str]": role_phrase,
    "cues: Collection[int]": lambda world: world.draw(st.frozensets(st.sampled_from(range(len(world.doc))))),
    "named: Collection[int]": lambda world: world.draw(st.frozensets(st.sampled_from(range(len(world.doc))))),
    "quoted: Collection[int]": lambda world: world.draw(st.frozensets(st.sampled_from(range(len(world.doc))))),
    "others: Collection[str]": lambda world: world.draw(st.frozensets(WORDS, max_size=2)),
    "dep: str": lambda world: world.token.dep_,
    "role: str": chosen("subject", "object", "prep", "clause", "agent", ""),
    "packed: bytes": lambda world: parses.pack(world.docs),
    "packed: Iterable[bytes]": lambda world: [parses.pack([doc]) for doc in world.docs],
    "parses.compose": composed,
    "published: object": drawn(st.none() | DAYS.map(pd.Timestamp)),
    "published: date | None": drawn(st.none() | DAYS),
    "actors: set[int]": lambda world: world.draw(st.sets(st.sampled_from(range(len(world.doc))))),
    "penalty: float": drawn(st.floats(0, 9)),
    "rescue: float": drawn(st.floats(0, 9)),
    "min_source: float": drawn(st.floats(0.001, 1)),
    "odds: float": drawn(st.floats(allow_nan=False)),
    "sampled: frozenset[str]": lambda world: world.draw(st.frozensets(st.sampled_from(world.run.document_ids))),
    # Of one function
    "actors.ambiguity.without_namesakes(matches)": matches_of_names,
    "actors.ambiguity.is_plain_word": lambda world: dict(
        zip(("doc", "start", "end"), (world.doc, *world.range()), strict=True)
    ),
    "actors.ambiguity.is_language": lambda world: dict(
        zip(("doc", "start", "end", "alias"), (world.doc, *world.range(), alias(world)), strict=True)
    ),
    "actors.matcher.longest(matches)": matches_of_names,
    "actors.roles.describe_person": lambda world: dict(
        zip(("doc", "start", "end", "index"), (world.doc, *world.range(), mention_index(world)), strict=True)
    ),
    "actors.mentions.mentions_by_token": lambda world: {
        "mentions": world.mentions,
        "ranges": TokenRanges(world.doc),
    },
    "actors.names.misspelt_names(known)": drawn(
        st.dictionaries(st.sampled_from(("lund", "petrov", "holm")), TEXTS, max_size=2)
    ),
    "actors.nominals.antecedent_body(words)": lambda world: [
        *role_phrase(world),
        world.draw(st.sampled_from(sorted(nominals().bodies))),
    ],
    "actors.persons.find_persons(mentions)": lambda world: world.mentions_of(None, *sorted(world.catalogue.actors)),
    "corrections.article.correct_names(document_id)": attribute("document_id"),
    "corrections.article.correct_names(wanted)": lambda world: world.draw(
        st.dictionaries(
            st.sampled_from(["x", *(f"{world.document_id}:m{m.start:06}-{m.end:06}" for m in world.mentions)]),
            st.sampled_from((None, "norland", "lena_holm")),
            max_size=2,
        )
    ),
    "quotations.combined.sureness(combination)": lambda world: model().settings["combination"],
    "quotations.combined.without_doubles": lambda world: {"sure": findings(world), "size": len(world.doc)},
    "quotations.complements.around(aside)": World.range,
    "quotations.cues.cues_from(listed)": listed_cues,
    "quotations.layout.iter_layout": lambda world: {"tree": world.tree, "doc": world.doc},
    "quotations.learned.decode.best_roles(scores)": lambda world: world.scores(1 + world.index(5)),
    "quotations.learned.decode.trim(rows)": lambda world: world.range(len(world.words.texts)),
    "quotations.learned.windows.reach": window,
    "quotations.selection.select": speech,
    "quotations.sources.noun_phrase": descend,
    "quotations.sources.adjacent_source": lambda world: dict(
        zip(("tree", "verb", "start", "end"), (world.tree, world.number, *world.range()), strict=True)
    ),
    "quotations.speech.cue_after": lambda world: _with_stop(world, after=True),
    "quotations.speech.cue_before": lambda world: _with_stop(world, after=False),
    "sentiment.pieces.read_pieces": target_text,
    "statements.argued.read_argued(places)": read_article,
    "statements.borrowed.without_borrowed(mentions)": lambda world: world.rows("mentions"),
    "statements.candidates.positions_of(candidates)": several(World.possible_statement, 4),
    "statements.candidates.choose(candidates)": several(World.possible_statement, 4),
    "statements.coding_tasks.statements_of(coded)": coded,
    "statements.company.read_company(names)": lambda world: [(m.start, m.end) for m in world.mentions],
    "statements.deciding.find_deciding(innermost)": lambda world: {i: q for q in world.quoted for i in q.tokens},
    "statements.discovery.find_issues(argued)": argued_table,
    "statements.evidence.clause_of": lambda world: {"token": world.word, "sentence": world.sentence},
    "statements.evidence.make_row": lambda world: {
        "c": world.possible_statement(),
        "text": world.doc.text,
        "document_id": world.document_id,
        "published": world.draw(st.none() | DAYS),
        "target": world.draw(st.sampled_from((None, "norland"))),
    },
    "statements.frames.is_short_of(path)": role_phrase,
    "Mapping[str, tuple[str, float]]": lambda world: world.draw(
        st.dictionaries(
            st.sampled_from(("norland", "lena_holm", "RUS")),
            st.tuples(world.run.issue_ids, st.sampled_from((-1.0, 1.0))),
        )
    ),
    "statements.identification.identify_statements": lambda world: {
        "rows": statement_rows(world),
        "quotations": world.rows("quotations"),
    },
    "statements.objects.choose_by_object(mentions)": lambda world: world.rows("mentions"),
    "statements.opinion.confirm(candidate)": World.possible_statement,
    "statements.deeds.deed_named(deeds)": lambda world: world.draw(
        st.dictionaries(st.text(max_size=8), st.sampled_from((-1, 1)), max_size=3)
    ),
    "statements.partisans.is_camp(noun)": lambda world: world.draw(st.sampled_from((None, world.token))),
    "statements.phrases.covered_tokens(spans)": lambda world: [world.characters(world.doc.text) for _ in range(2)],
    "statements.quoted.read_quoted(row)": lambda world: world.one_of(world.rows("quotations")),
    "statements.row_digests.digest_rows": lambda world: {"table": world.run.table("quotations")},
    "statements.row_digests.hash_column": lambda world: {
        "column": world.run.table("quotations")[
            world.draw(st.sampled_from(("content_spans", "cue_start", "source", "confidence", "flags", "kind")))
        ]
    },
    "statements.run_folder.suggest_run_terms(sentences)": company,
    "statements.run_parts.iter_codings(quotations)": lambda world: world.run.table("quotations"),
    "statements.run_parts.read_rows": lambda world: {
        "run_dir": world.run_folder(),
        "name": "mentions",
        "columns": ["start", "document_id"],
        "of": world.draw(st.frozensets(st.sampled_from(("x", *world.run.document_ids)))),
    },
    "statements.suggestions.rank_terms(company)": company,
    "statements.tone.find_tone": tone,
    "statements.tree.child(deps)": lambda world: world.draw(
        st.lists(st.sampled_from(("nsubj", "prep", "dobj")), min_size=1)
    ),
    "statements.tree.has_modal(kind)": chosen("obligation", "possibility", "commitment"),
    "statements.coding.code_statements": lambda world: {
        "doc": world.doc,
        "issues": world.issues,
        "actors": world.run.table("actors"),
        "document_id": None,
        "quotations": tables.QUOTATIONS.table(world.rows("quotations")),
        "published": world.draw(st.none() | DAYS),
        "mentions": tables.MENTIONS.table(world.rows("mentions")),
        "text": None,
    },
}


def _with_stop(world: World, *, after: bool) -> dict:
    """A quoted span, and where its paragraph, or another span in it, ends on that side."""
    span = world.quoted_span
    start, end = world.tree.paragraphs[world.tree.paragraph[span.start]]
    stop = world.draw(st.integers(span.outer_end, end) if after else st.integers(start, span.outer_start))
    return {"tree": world.tree, "span": span, "stop": stop, "cues": world.cues}
