"""Digests of a document's rows: the same for equal rows, others for whatever differs."""

import numpy as np
import pandas as pd
import pytest

from helpers import tables
from helpers.statements.row_digests import digest_rows, hash_column

QUOTATIONS = tables.QUOTATIONS.only("document_id", "kind", "content_spans", "cue_start", "source", "actor_id")
ROWS = (
    {"document_id": "a", "kind": "direct", "content_spans": [(0, 4), (9, 12)], "cue_start": 5, "source": "Orin"},
    {"document_id": "b", "kind": "indirect", "content_spans": [(0, 4)], "cue_start": None, "actor_id": "orin"},
    {"document_id": "a", "kind": "mixed", "content_spans": [(20, 24)], "cue_start": 3, "source": None},
)


def digests(*rows):
    return digest_rows(QUOTATIONS.table(rows))


def changed(number, **values):
    return digests(*(row | values if n == number else row for n, row in enumerate(ROWS)))


def test_equal_rows_have_equal_digests_wherever_those_of_other_documents_stand():
    assert digests(*ROWS) == digests(ROWS[1], ROWS[0], ROWS[2])
    assert digests(ROWS[1])["b"] == digests(*ROWS)["b"]


def test_rows_in_another_order_are_not_the_same():
    assert digests(*ROWS)["a"] != digests(ROWS[2], ROWS[0])["a"]


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "mixed"},
        {"content_spans": [(0, 4)]},
        {"content_spans": [(9, 12), (0, 4)]},
        {"content_spans": [(0, 4), (9, 13)]},
        {"content_spans": []},
        {"cue_start": 6},
        {"cue_start": None},
        {"cue_start": 0},
        {"source": "Alva"},
        {"source": ""},
        {"source": None},
        {"actor_id": "Orin", "source": None},
    ],
)
def test_whatever_differs_in_a_document_gives_it_another_digest(values):
    before, after = digests(*ROWS), changed(0, **values)
    assert before["a"] != after["a"]
    assert before["b"] == after["b"]


def test_columns_of_numbers_beside_the_table_count():
    table = QUOTATIONS.table(ROWS)
    own = [digest_rows(table, np.array(column, dtype=np.uint64)) for column in ([1, 2, 3], [1, 2, 4], [1, 5, 3])]
    assert own[0]["a"] != own[1]["a"] and own[0]["b"] == own[1]["b"]
    assert own[0]["a"] == own[2]["a"] and own[0]["b"] != own[2]["b"]


def test_a_value_has_the_same_number_in_any_column():
    column = pd.Series(["ash", None, "elm", "ash"], dtype="str")
    numbers = hash_column(column)
    assert numbers[0] == numbers[3] != numbers[2]
    assert hash_column(column[1:].reset_index(drop=True)).tolist() == numbers[1:].tolist()
    assert hash_column(column)[0] == 7692071162755607683  # on any machine, in any run
