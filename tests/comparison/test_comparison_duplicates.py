"""Which statements count once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.comparison import DUPLICATE_RULES, drop_duplicate_statements
from helpers.errors import ParameterError

# Monday 4 March 2024 begins a week; 31 March is a Sunday, 1 April the Monday after.
ROWS = [
    ("a", "x", 1, "d1", "2024-03-04"),
    ("a", "x", 1, "d1", "2024-03-04"),
    ("a", "x", 1, "d2", "2024-03-10"),
    ("a", "x", 1, "d3", "2024-03-11"),
    ("a", "x", 1, "d4", "2024-04-01"),
    ("a", "x", 1, "d5", "2025-04-01"),
    ("a", "x", 1, "d6", None),
    ("a", "x", 1, "d7", None),
]


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("include", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("document", [0, 2, 3, 4, 5, 6, 7]),
        ("week", [0, 3, 4, 5, 6, 7]),
        ("month", [0, 4, 5, 6, 7]),
        ("year", [0, 5, 6, 7]),
        ("acrossrange", [0]),
    ],
)
def test_each_rule_keeps_one_statement_per_unit(build, rule, kept):
    found = drop_duplicate_statements(build(ROWS), rule=rule)
    assert list(found["statement_id"]) == [f"s{i:04}" for i in kept]


def test_another_sign_issue_or_actor_is_another_statement(build):
    rows = [("a", "x", 1, "d"), ("a", "x", -1, "d"), ("a", "x", 0, "d"), ("a", "y", 1, "d"), ("b", "x", 1, "d")]
    assert len(drop_duplicate_statements(build(rows), rule="acrossrange")) == 5


def test_degrees_of_the_same_sign_are_duplicates(build):
    assert len(drop_duplicate_statements(build([("a", "x", 1, "d"), ("a", "x", 0.5, "d")]))) == 1


def test_the_most_confident_statement_is_kept(build):
    rows = [("a", "x", 1, "d", None, 0.4), ("a", "x", 1, "d", None, 0.8), ("a", "x", 1, "d", None, 0.8)]
    assert list(drop_duplicate_statements(build(rows))["statement_id"]) == ["s0001"]


def test_an_index_with_repeated_labels_does_no_harm(build):
    statements = build(ROWS)
    statements.index = [0] * len(statements)
    assert len(drop_duplicate_statements(statements, rule="month")) == 5


def test_an_unknown_rule_is_named_with_the_allowed_ones(build):
    with pytest.raises(ParameterError, match=r"'day'.*include, document, week, month, year, acrossrange"):
        drop_duplicate_statements(build([]), rule="day")


@pytest.mark.parametrize("rule", DUPLICATE_RULES)
def test_no_statements_give_no_statements(build, rule):
    found = drop_duplicate_statements(build([]), rule=rule)
    assert found.empty and list(found.columns) == list(build([]).columns)


_cells = st.tuples(
    st.sampled_from("ab"),
    st.sampled_from("xy"),
    st.sampled_from([-1, 0, 1]),
    st.sampled_from(["d1", "d2", "d3"]),
)
_PUBLISHED = {"d1": "2024-03-04", "d2": "2024-03-08", "d3": None}


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(_cells, max_size=12), rule=st.sampled_from(DUPLICATE_RULES), seed=st.integers(0, 9))
def test_dropping_twice_or_from_shuffled_rows_changes_nothing(build, rows, rule, seed):
    statements = build([(*row, _PUBLISHED[row[3]]) for row in rows])
    once = drop_duplicate_statements(statements, rule=rule)
    shuffled = drop_duplicate_statements(statements.sample(frac=1, random_state=seed), rule=rule)
    assert list(drop_duplicate_statements(once, rule=rule)["statement_id"]) == list(once["statement_id"])
    assert sorted(shuffled["statement_id"]) == list(once["statement_id"])
