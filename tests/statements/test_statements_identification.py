"""Ids of statements: the same as long as words, issue and holder are the same."""

import pytest

from helpers.statements.identification import identify_statements

QUOTED = {
    "quotation_id": "d:q1", "document_id": "d", "kind": "direct", "content": "x", "content_spans": [(10, 20), (30, 40)],
    "speaker_id": "a", "actor_id": "a", "resolution": "named", "confidence": 1.0, "flags": [],
}  # fmt: skip
ROW = {
    "document_id": "d",
    "quotation_id": None,
    "actor_id": "a",
    "issue_id": "tax",
    "evidence_start": 5,
    "evidence_end": 50,
}


def ids(*rows: dict, speaker: str = "a") -> list[str]:
    quotations = [QUOTED | {"actor_id": speaker}]
    return [row["statement_id"] for row in identify_statements([ROW | row for row in rows], quotations)]


def test_an_id_does_not_depend_on_the_statements_around_it():
    assert ids({}, {"issue_id": "vote"})[1:] == ids({"issue_id": "vote"})


@pytest.mark.parametrize(
    "change", [{"issue_id": "vote"}, {"actor_id": "b"}, {"evidence_start": 6}, {"evidence_end": 51}]
)
def test_another_issue_holder_or_place_is_another_statement(change):
    assert ids(change) != ids({})


def test_a_quotations_statement_has_its_place_and_keeps_its_id_whoever_spoke():
    (one,) = ids({"quotation_id": "d:q1"})
    assert one.startswith("d:s000010-")
    assert ids({"quotation_id": "d:q1", "actor_id": "b"}, speaker="b") == [one]
    assert ids({"quotation_id": "d:q1", "evidence_end": 60}) == [one]


def test_another_holder_inside_a_quotation_is_another_statement():
    one, other = ids({"quotation_id": "d:q1"}, {"quotation_id": "d:q1", "actor_id": "b"})
    assert one != other and "." not in other


def test_ids_are_unique_whatever_comes():
    assert len(set(ids({}, {}, {}))) == 3
