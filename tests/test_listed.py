"""Columns of lists: they look like lists of Python, whatever pandas does with them."""

import pandas as pd
import pyarrow as pa
import pytest

from helpers.listed import ListArray, ListDtype
from helpers.schema import SPANS, STRINGS

SPAN_LISTS = [[(0, 2), (5, 9)], [], [(1, 3)]]


@pytest.fixture
def spans():
    arrow = [[{"start": start, "end": end} for start, end in each] for each in SPAN_LISTS]
    return pd.Series(ListArray(pa.array(arrow, type=SPANS)))


def test_spans_are_lists_of_tuples_one_by_one_and_together(spans):
    assert [spans[0], spans[1], spans.iloc[-1]] == SPAN_LISTS
    assert list(spans) == SPAN_LISTS
    assert pd.DataFrame({"spans": spans}).to_dict("records")[2] == {"spans": [(1, 3)]}


def test_rows_are_chosen_sorted_and_joined_as_in_any_column(spans):
    assert list(spans[[True, False, True]]) == [SPAN_LISTS[0], SPAN_LISTS[2]]
    assert list(spans.iloc[[2, 0]]) == [SPAN_LISTS[2], SPAN_LISTS[0]]
    assert list(spans[::-1]) == SPAN_LISTS[::-1]
    assert list(pd.concat([spans, spans[1:]], ignore_index=True)) == SPAN_LISTS + SPAN_LISTS[1:]
    assert isinstance(pd.concat([spans, spans]).dtype, ListDtype)


def test_a_row_that_is_not_there_is_missing_and_an_empty_list_is_not(spans):
    assert spans.isna().tolist() == [False, False, False]
    assert spans.reindex([0, 7]).isna().tolist() == [False, True]
    with pytest.raises(IndexError, match="3 lists"):
        spans.array.take([9])


def test_lists_are_put_in_other_rows_without_changing_the_original():
    texts = pd.Series(ListArray(pa.array([["a"], [], ["b", "c"]], type=STRINGS)))
    changed = texts.copy()
    changed.loc[[True, False, True]] = pd.Series([["x"], ["y"]], index=[0, 2], dtype=ListDtype(STRINGS))
    assert (list(changed), list(texts)) == ([["x"], [], ["y"]], [["a"], [], ["b", "c"]])


def test_arrow_gets_back_what_it_gave(spans):
    assert pa.array(spans).type == SPANS
    assert pa.array(spans[1:]).to_pylist() == [[], [{"start": 1, "end": 3}]]
