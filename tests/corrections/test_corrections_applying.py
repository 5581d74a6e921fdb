"""Corrections put into tables: they win, they say so, and they never land on something else."""

import pandas as pd
import pytest

from helpers import tables
from helpers.actors import Mention, Person, load_catalogue
from helpers.corrections import (
    correct_documents,
    correct_mentions,
    correct_names,
    correct_sides,
    correct_speakers,
    correct_statements,
)
from helpers.errors import CatalogueError

ACTORS, ISSUES = {"norland", "estavia", "sudmark"}, {"tax", "pipeline"}


@pytest.fixture
def corrected(statements, quotations, documents):
    """The statements by id, after corrections."""

    def run(given) -> dict[str, dict]:
        table = correct_statements(
            statements, given, quotations=quotations, documents=documents, actor_ids=ACTORS, issue_ids=ISSUES
        )
        tables.STATEMENTS.validate(table)
        return {row["statement_id"]: row for row in table.to_dict("records")}

    return run


def test_a_corrected_statement_says_what_was_changed_and_why(corrected, give):
    row = corrected(give("statements,d:s1,agreement,1,ironic", "statements,d:s1,actor_id,estavia,"))["d:s1"]
    assert (row["agreement"], row["actor_id"], row["confidence"], row["flags"]) == (1, "estavia", 1, ["corrected"])
    assert row["rationale"] == (
        "corrected by a reader (agreement -1 to 1, actor_id norland to estavia): ironic; computed: 'backs'"
    )


def test_a_statement_that_was_found_right_is_confirmed(corrected, give):
    for line in ("statements,d:s1,agreement,right,", "statements,d:s1,agreement,-1,"):
        row = corrected(give(line))["d:s1"]
        assert (row["agreement"], row["confidence"], row["flags"]) == (-1, 1, ["confirmed"])
        assert row["rationale"].startswith("confirmed by a reader; computed:")


def test_what_a_reader_has_seen_and_found_right_stays_when_something_else_is_computed(corrected, give):
    header = "table,id,column,value,note,actor_id,issue_id,agreement"
    row = corrected(give("statements,d:s1,agreement,right,,norland,tax,0.5", header=header))["d:s1"]
    assert (row["agreement"], row["flags"]) == (0.5, ["corrected"])


def test_a_wrong_statement_is_removed(corrected, give):
    assert set(corrected(give("statements,d:s1,,remove,"))) == {"d:s2"}


def test_targets_are_corrected_or_emptied(corrected, give):
    found = corrected(give("statements,d:s1,target_ids,sudmark estavia,", "statements,d:s2,target_ids,none,"))
    assert (found["d:s1"]["target_ids"], found["d:s1"]["flags"]) == (["sudmark", "estavia"], ["corrected"])
    assert (found["d:s2"]["target_ids"], found["d:s2"]["flags"]) == ([], ["confirmed"])


def test_a_missing_statement_is_added_to_its_quotation(corrected, give):
    (added,) = [row for i, row in corrected(give("statements,d:q1,add,pipeline 1,seen")).items() if "-" in i]
    assert (added["actor_id"], added["issue_id"], added["agreement"]) == ("estavia", "pipeline", 1)
    assert (added["evidence"], added["quotation_id"], added["confidence"]) == ("We like the pipeline", "d:q1", 1)
    assert added["flags"] == ["added", "corrected"] and added["rationale"] == "added by a reader: seen"


def test_nothing_is_added_to_a_quotation_whose_actor_is_unknown(corrected, give):
    given = give("statements,d:q2,add,tax 1,")
    assert set(corrected(given)) == {"d:s1", "d:s2"}
    assert given.outcome("statements") == {"given": 1, "applied": 0, "without_target": ["d:q2"]}


def test_a_correction_whose_target_has_gone_is_applied_to_nothing_and_reported(corrected, give):
    given = give("statements,d:s9,agreement,1,", "statements,d:q1,agreement,1,", "statements,d:s1,agreement,1,")
    assert corrected(give()) == {**corrected(given), "d:s1": corrected(give())["d:s1"]}
    assert given.outcome("statements") == {"given": 3, "applied": 1, "without_target": ["d:s9", "d:q1"]}
    assert given.describe("statements") == (
        "1 of 3 corrections applied; 2 without target: statements d:s9, statements d:q1."
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("statements,d:s1,actor_id,norlund,", "row 2: there is no actor 'norlund'.*norland.*Correct the speaker"),
        ("statements,d:s1,issue_id,taxes,", "row 2: there is no issue 'taxes'.*tax.*issues.yaml"),
        ("statements,d:s1,target_ids,norland x,", "no actor 'x'"),
        ("statements,d:q1,add,taxes 1,", "no issue 'taxes'"),
    ],
)
def test_an_unknown_actor_or_issue_is_named_with_those_most_like_it(corrected, give, line, message):
    with pytest.raises(CatalogueError, match=message):
        corrected(give(line))


def test_without_corrections_the_statements_are_the_same(statements, quotations, documents, give):
    same = correct_statements(
        statements, give(), quotations=quotations, documents=documents, actor_ids=ACTORS, issue_ids=ISSUES
    )
    pd.testing.assert_frame_equal(same, statements)


def test_a_corrected_date_was_found_nowhere(documents, give):
    given = give("documents,d,published,2024-02-01,", "documents,d,outlet,Herald,", "documents,e,title,none,")
    row = correct_documents(documents, given).iloc[0]
    assert (f"{row['published']:%Y-%m-%d}", row["outlet"], row["title"]) == ("2024-02-01", "Herald", "Taxes")
    assert pd.isna(row["published_from"]) and row["flags"] == ["ambiguous_date", "corrected"]
    assert given.outcome("documents")["without_target"] == ["e"]


def test_a_corrected_speaker_still_has_to_be_given_a_side(quotations, give):
    table = correct_speakers(quotations, give("quotations,d:q2,speaker_id,sudmark,"), ACTORS)
    row = table.set_index("quotation_id").loc["d:q2"]
    assert (row["speaker_id"], row["resolution"], row["flags"]) == ("sudmark", "named", ["corrected"])
    assert pd.isna(row["actor_id"])


def test_a_speaker_may_be_nobody_and_a_quotation_none(quotations, give):
    table = correct_speakers(quotations, give("quotations,d:q1,speaker_id,none,", "quotations,d:q2,,remove,"), ACTORS)
    assert [(row["quotation_id"], row["resolution"]) for row in table.to_dict("records")] == [("d:q1", "none")]
    assert table[["speaker_id", "actor_id"]].isna().all(axis=None)


def test_whom_a_speaker_speaks_for_wins_over_what_follows_from_the_speaker(quotations, give):
    table = correct_sides(quotations, give("quotations,d:q1,actor_id,norland,"), ACTORS)
    assert table["actor_id"].tolist()[0] == "norland" and table["speaker_id"].tolist()[0] == "estavia"


def test_a_mention_means_whom_the_reader_says(give):
    row = {"mention_id": "d:m1", "document_id": "d", "start": 0, "end": 7, "text": "Georgia", "label": "GPE",
           "actor_id": None, "confidence": 0.4}  # fmt: skip
    table = correct_mentions(tables.MENTIONS.table([row]), give("mentions,d:m1,actor_id,norland,"), ACTORS)
    assert table.loc[0, ["actor_id", "confidence"]].tolist() == ["norland", 1.0]
    with pytest.raises(CatalogueError, match=r"no actor 'GEO'.*actors\.yaml"):
        correct_mentions(tables.MENTIONS.table([row]), give("mentions,d:m1,actor_id,GEO,"), ACTORS)


def test_inside_an_article_a_corrected_name_decides_who_is_there():
    catalogue = load_catalogue()
    mentions = [Mention(0, 7, "Georgia", "PERSON", "georgia_lee", 0.5), Mention(9, 12, "Lee", "PERSON", None, 0.5)]
    persons = [Person("georgia_lee", "Georgia Lee", None, None, 1)]
    named, left = correct_names("d", mentions, persons, {"d:m000000-000007": "GEO"}, catalogue)
    assert (named[0].actor_id, named[0].label, left) == ("GEO", "GPE", [])
    official = next(a for a in catalogue.actors.values() if a.kind == "person" and a.affiliation)
    named, left = correct_names("d", mentions, persons, {"d:m000009-000012": official.actor_id}, catalogue)
    assert named[1].actor_id == official.actor_id
    assert left[1] == Person(official.actor_id, official.name, official.role, official.affiliation, 1)
    assert correct_names("d", mentions, persons, {"d:m000009-000012": "nobody_knows"}, catalogue) == (mentions, persons)
