"""Whole columns: the same answers as row by row."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from helpers.actors.rows import distinct, find_last, renamed, with_values

_ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 3)), max_size=8)


def frame(rows, names):
    return pd.DataFrame({names[0]: pd.Series([r[0] for r in rows], dtype="str"),
                         names[1]: pd.Series([r[1] for r in rows], dtype="int64")})  # fmt: skip


@given(_ROWS, _ROWS)
def test_the_last_row_with_the_same_values_is_found(rows, among):
    expected = [max((n for n, other in enumerate(among) if other == row), default=-1) for row in rows]
    found = find_last(frame(rows, ("document_id", "end")), frame(among, ("document_id", "source_end")))
    assert found.tolist() == expected


def test_what_is_missing_matches_nothing():
    rows = pd.DataFrame({"a": pd.Series(["x", None], dtype="str")})
    assert find_last(rows, pd.DataFrame({"b": pd.Series(["x"], dtype="str")})).tolist() == [0, -1]


def test_different_values_are_counted_in_the_order_in_which_they_come():
    table = pd.DataFrame({"x": pd.Series(["b", None, "b", "a"], dtype="str")})
    assert distinct(table, "x") == [{"x": "b", "n": 2}, {"x": None, "n": 1}, {"x": "a", "n": 1}]


def test_ids_are_renamed_and_values_replaced_in_a_copy():
    column = pd.Series(["a", None, "b"], dtype="str")
    assert renamed(column, {"a": "z"}).fillna("-").tolist() == ["z", "-", "b"]
    assert with_values(column, np.array([1]), ["n"]).tolist() == ["a", "n", "b"]
    assert column.fillna("-").tolist() == ["a", "-", "b"]
