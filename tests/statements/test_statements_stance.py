"""Own sentences on invented matters: for (1), against (-1), explicitly on no side (0), nothing said (None)."""

import pytest

from helpers import tables

# The reporter's own sentences: (sentence, holder, issue, expected)
REPORTED = [
    # carriers and their objects
    ("Norland supports the pipeline.", "norland", "pipeline", 1),
    ("Norland opposes the pipeline.", "norland", "pipeline", -1),
    ("Estavia rejected the sugar tax on Monday.", "estavia", "tax", -1),
    ("Estavia has welcomed the fishing accord.", "estavia", "accord", 1),
    ("The smoking ban was condemned by Sudmark.", "sudmark", "ban", -1),
    ("The tariffs were praised by Norland.", "norland", "tariffs", 1),
    ("Norland objects to the pipeline.", "norland", "pipeline", -1),
    ("Sudmark voted against the smoking ban.", "sudmark", "ban", -1),
    ("Sudmark voted for the smoking ban.", "sudmark", "ban", 1),
    ("Estavia is in favour of the merger.", "estavia", "merger", 1),
    ("Estavia is against the merger.", "estavia", "merger", -1),
    ("Norland stands behind the fishing accord.", "norland", "accord", 1),
    ("Norland turned down the fishing accord.", "norland", "accord", -1),
    ("Norland has ruled out import duties.", "norland", "tariffs", -1),
    ("Estavia calls for tariffs.", "estavia", "tariffs", 1),
    ("Estavia demanded import duties on steel.", "estavia", "tariffs", 1),
    ("Sudmark, for its part, defends the sugar tax.", "sudmark", "tax", 1),
    ("Norland and Estavia denounced the pipeline.", "norland", "pipeline", -1),
    ("Norland and Estavia denounced the pipeline.", "estavia", "pipeline", -1),
    ("Norland backs the pipeline and rejects the sugar tax.", "norland", "pipeline", 1),
    ("Norland backs the pipeline and rejects the sugar tax.", "norland", "tax", -1),
    ("Norland backs the pipeline, while Estavia resists it.", "norland", "pipeline", 1),
    ("Norland rejects both the merger and the pipeline.", "norland", "pipeline", -1),
    ("Norland rejects both the merger and the pipeline.", "norland", "merger", -1),
    # negation, once and twice
    ("Norland does not support the pipeline.", "norland", "pipeline", -1),
    ("Norland no longer supports the pipeline.", "norland", "pipeline", -1),
    ("Norland never opposed the sugar tax.", "norland", "tax", 1),
    ("Estavia would never accept the merger.", "estavia", "merger", -1),
    ("Estavia will not recognise the election.", "estavia", "election", -1),
    ("Estavia refused to recognise the election.", "estavia", "election", -1),
    ("Estavia did not refuse to recognise the election.", "estavia", "election", 1),
    ("Norland has no objection to the merger.", "norland", "merger", 1),
    ("Norland dropped its objections to the merger.", "norland", "merger", 1),
    ("Norland withdrew its support for the merger.", "norland", "merger", -1),
    ("Sudmark lifted its veto on the fishing accord.", "sudmark", "accord", 1),
    ("Norland rejected calls for tariffs.", "norland", "tariffs", -1),
    ("Sudmark takes no part in the election.", "sudmark", "election", -1),
    # nouns that hold a position
    ("Norland repeated its opposition to the pipeline.", "norland", "pipeline", -1),
    ("Estavia voiced its support for the sugar tax.", "estavia", "tax", 1),
    ("Sudmark has reservations about the merger.", "sudmark", "merger", -1),
    ("Norland joined the campaign for the smoking ban.", "norland", "ban", 1),
    # doing and undoing
    ("Norland will ratify the fishing accord.", "norland", "accord", 1),
    ("Norland refuses to ratify the fishing accord.", "norland", "accord", -1),
    ("Norland has withdrawn from the fishing accord.", "norland", "accord", -1),
    ("Norland agreed to lift the import duties.", "norland", "tariffs", -1),
    ("Estavia plans to extend the smoking ban.", "estavia", "ban", 1),
    ("Estavia wants to scrap the sugar tax.", "estavia", "tax", -1),
    ("Sudmark promised to build the pipeline.", "sudmark", "pipeline", 1),
    ("Sudmark has suspended the pipeline.", "sudmark", "pipeline", -1),
    ("Norland urged Estavia to ratify the fishing accord.", "norland", "accord", 1),
    ("Norland urged Estavia not to build the pipeline.", "norland", "pipeline", -1),
    ("Norland called on Estavia to abandon the pipeline.", "norland", "pipeline", -1),
    ("Norland is ready to sign the fishing accord.", "norland", "accord", 1),
    ("Norland is not ready to sign the fishing accord.", "norland", "accord", -1),
    ("Norland is reluctant to sign the fishing accord.", "norland", "accord", -1),
    # judging verbs
    ("Norland considers the merger illegal.", "norland", "merger", -1),
    ("Norland views the election as legitimate.", "norland", "election", 1),
    ("Estavia called the sugar tax a mistake.", "estavia", "tax", -1),
    ("Estavia described the accord as fair.", "estavia", "accord", 1),
    ("Sudmark does not consider the election legitimate.", "sudmark", "election", -1),
    ("Piet Ost regards the pipeline as a gift to the region.", "piet_ost", "pipeline", 1),
    # who the clause's subject is
    ("The parliament of Norland rejected the merger.", "norland", "merger", -1),
    ("The Norland government welcomed the merger.", "norland", "merger", 1),
    ("Foreign Minister Lena Holm welcomed the merger.", "norland", "merger", 1),
    ("Piet Ost, an analyst in Estavia, opposes the merger.", "piet_ost", "merger", -1),
    ("Piet Ost, an analyst in Estavia, opposes the merger.", "estavia", "merger", None),
    ("Norland accused Estavia of rejecting the accord.", "estavia", "accord", None),
    ("Norland condemned the tariffs that Estavia supports.", "norland", "tariffs", -1),
    ("Norland condemned the tariffs that Estavia supports.", "estavia", "tariffs", 1),
    # neutrality
    ("Norland takes no side on the merger.", "norland", "merger", 0),
    ("On the merger Sudmark has stayed neutral.", "sudmark", "merger", 0),
    ("Estavia abstained in the debate on the sugar tax.", "estavia", "tax", 0),
    # no evidence, no statement
    ("Norland discussed the pipeline with Estavia.", "norland", "pipeline", None),
    ("Norland lies north of the pipeline.", "norland", "pipeline", None),
    ("The pipeline crosses Norland.", "norland", "pipeline", None),
    ("The pipeline is a mistake.", "norland", "pipeline", None),
    ("If Norland supports the pipeline, prices will fall.", "norland", "pipeline", None),
    ("Will Norland support the pipeline?", "norland", "pipeline", None),
    ("It is unclear whether Norland supports the pipeline.", "norland", "pipeline", None),
    ("Norland published a report before the election.", "norland", "election", None),
    ("Norland rejected a report on Monday, two days after the election.", "norland", "election", None),
    ("Nobody knows what Norland thinks of the sugar tax.", "norland", "tax", None),
    ("Norland rejected the idea that Estavia owns the pipeline.", "norland", "pipeline", None),
]  # fmt: skip

# What Norland says, word for word: (content, issue, expected)
SAID = [
    ("We support the pipeline.", "pipeline", 1),
    ("I am against the pipeline.", "pipeline", -1),
    ("Our government rejects the sugar tax.", "tax", -1),
    ("Norland welcomes the sugar tax.", "tax", 1),
    ("Estavia supports the sugar tax.", "tax", None),
    ("Estavia rejects the merger.", "merger", None),
    ("The merger is a mistake.", "merger", -1),
    ("The merger is not a mistake.", "merger", 1),
    ("This merger is dangerous and costly.", "merger", -1),
    ("The accord is fair.", "accord", 1),
    ("The accord is neither fair nor useful.", "accord", -1),
    ("The tariffs hurt our farmers.", "tariffs", -1),
    ("The tariffs protect our farmers.", "tariffs", 1),
    ("The tariffs do not protect our farmers.", "tariffs", -1),
    ("The pipeline must be built.", "pipeline", 1),
    ("The pipeline must not be built.", "pipeline", -1),
    ("The pipeline should never have been built.", "pipeline", -1),
    ("No pipeline may be built here.", "pipeline", -1),
    ("The import duties must be lifted at once.", "tariffs", -1),
    ("Estavia must ratify the fishing accord.", "accord", 1),
    ("Estavia will ratify the fishing accord.", "accord", None),
    ("We shall ratify the fishing accord.", "accord", 1),
    ("We cannot accept the fishing accord.", "accord", -1),
    ("We will never sign the fishing accord.", "accord", -1),
    ("It would be wrong to recognise the election.", "election", -1),
    ("It is too early for tariffs.", "tariffs", -1),
    ("It is too early to speak of tariffs.", "tariffs", -1),
    ("We do not think that the accord is fair.", "accord", -1),
    ("I believe that the accord is fair.", "accord", 1),
    ("Although the accord is imperfect, we support it.", "accord", 1),
    ("If the accord is unfair, we will think again.", "accord", None),
    ("We will vote for the accord if Estavia does.", "accord", 1),
    ("Is the accord fair?", "accord", None),
    ("We are worried about the merger.", "merger", -1),
    ("We are not opposed to the merger.", "merger", 1),
    ("The merger deserves our support.", "merger", 1),
    ("The election was rigged.", "election", -1),
    ("The election was not rigged.", "election", 1),
    ("An election at gunpoint binds nobody.", "election", -1),
    ("The election was free and fair.", "election", 1),
    ("That so-called election was held in the dark.", "election", -1),
    ("Tariffs are a matter for the finance ministers.", "tariffs", 0),
    ("We take no position on the tariffs.", "tariffs", 0),
    ("The pipeline is twelve hundred kilometres long.", "pipeline", None),
    ("We talked about the pipeline for an hour.", "pipeline", None),
]  # fmt: skip


def sign(row: dict | None) -> int | None:
    return None if row is None else (row["agreement"] > 0) - (row["agreement"] < 0)


def found(rows: list[dict], actor: str, issue: str) -> int | None:
    return sign(next((r for r in rows if (r["actor_id"], r["issue_id"]) == (actor, issue)), None))


@pytest.fixture(scope="module")
def parsed(nlp) -> dict:
    texts = sorted({case[0] for case in REPORTED} | {case[0] for case in SAID})
    return dict(zip(texts, nlp.pipe(texts), strict=True))


@pytest.mark.parametrize(("sentence", "holder", "issue", "expected"), REPORTED, ids=lambda value: str(value))
def test_reporters_sentences_are_coded(parsed, code, sentence, holder, issue, expected):
    assert found(code(parsed[sentence]), holder, issue) == expected


@pytest.mark.parametrize(("content", "issue", "expected"), SAID, ids=lambda value: str(value))
def test_what_somebody_says_is_coded(parsed, code, quote, content, issue, expected):
    doc = parsed[content]
    rows = code(doc, [quote(doc, content, actor="norland")])
    assert found(rows, "norland", issue) == expected
    assert {r["actor_id"] for r in rows} <= {"norland"}


def test_rows_follow_the_schema_and_say_why(parsed, code):
    doc = parsed["Norland does not support the pipeline."]
    rows = code(doc)
    tables.STATEMENTS.validate(tables.STATEMENTS.table(rows))
    (row,) = rows
    assert row["statement_id"].startswith("d:s000000-")
    assert row["quotation_id"] is None
    assert doc.text[row["evidence_start"] : row["evidence_end"]] == row["evidence"] == doc.text
    assert row["rationale"] == "'support' (for), negated by 'not' on 'pipeline'"
