"""Principle against object."""

import pytest

from helpers.comparison import AboutObject, compare_principles, find_principles, score_positions
from helpers.statements.issues import parse_issues

TERRITORY = [AboutObject("a_whole", "integrity", "AAA"), AboutObject("b_whole", "integrity", "BBB")]


def catalogue(*entries: str):
    return parse_issues("issues:\n" + "".join(f"  - {{{entry}, terms: [t]}}\n" for entry in entries)).issues


def compared(build, rows, principles=TERRITORY):
    statements = build(rows)
    return compare_principles(statements, score_positions(statements), principles)


def test_issues_with_the_same_principle_belong_together():
    issues = catalogue(
        "id: b, label: B stays whole, object: BBB, principle: integrity",
        "id: a, label: No part of A may leave, object: AAA, principle: integrity",
        "id: dam, label: The dam, object: AAA, principle: dams",
        "id: tax, label: Tax",
    )
    assert find_principles(issues) == [AboutObject("a", "integrity", "AAA"), AboutObject("b", "integrity", "BBB")]


def test_without_it_labels_that_differ_by_their_object_only_do():
    issues = catalogue(
        "id: a, label: Territorial integrity of Northland, object: NOR",
        "id: b, label: territorial integrity of BBB, object: BBB",
        "id: c, label: Borders of Northland, object: NOR",
    )
    found = find_principles(issues, {"NOR": ["Northland", "North"]})
    assert found == [
        AboutObject("b", "territorial integrity of …", "BBB"), AboutObject("a", "territorial integrity of …", "NOR"),
    ]  # fmt: skip


def test_two_issues_about_one_object_are_no_principle():
    issues = catalogue(
        "id: a, label: One, object: AAA, principle: integrity", "id: b, label: Two, object: AAA, principle: integrity"
    )
    assert find_principles(issues) == []


def test_who_supports_for_one_what_it_opposes_for_another_contradicts_itself(build):
    rows = [
        ("a", "a_whole", 1, "d1", "2020-01-01", 0.6), ("a", "a_whole", 1, "d2", "2021-01-01", 0.9),
        ("a", "b_whole", -1, "d3", "2024-01-01", 0.8), ("a", "b_whole", 1, "d4", "2024-01-01", 0.95),
        ("a", "b_whole", -1, "d5", "2024-01-01", 0.7),
        ("b", "a_whole", 1, "d1", None, 0.9), ("b", "b_whole", 1, "d1", None, 0.9),
        ("c", "a_whole", 1, "d1", None, 0.9),
    ]  # fmt: skip
    found = compared(build, rows).set_index("actor_id")
    assert found["kind"].to_dict() == {"a": "contradiction", "b": "consistent"}
    row = found.loc["a"]
    assert [row["object"], row["agreement"], row["n_statements"], row["evidence"]] == ["AAA", 1, 2, "s0001"]
    # The surest statement on its side: s0003 is surer, but says the opposite of the position.
    assert [row["other_object"], row["other_n_statements"], row["other_evidence"]] == ["BBB", 3, "s0002"]
    assert row["confidence"] == 0.8


@pytest.mark.parametrize("sides", [(1, 0), (0, -1)], ids=["neutral_on_the_second", "neutral_on_the_first"])
def test_a_neutral_position_is_compared_with_nothing(build, sides):
    assert compared(build, [("a", "a_whole", sides[0], "d1"), ("a", "b_whole", sides[1], "d2")]).empty


def test_without_principles_the_table_is_empty(build):
    assert compared(build, [("a", "a_whole", 1, "d1"), ("a", "b_whole", -1, "d1")], []).empty
