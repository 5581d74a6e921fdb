"""The rows of a part's documents, made when they are asked for."""

import pickle

import pandas as pd
import pytest

from helpers.statements import part_rows
from helpers.statements.part_rows import RowsOfPart, only


@pytest.fixture
def rows():
    table = pd.DataFrame({"document_id": ["a", "b", "a", "c"], "start": [1, 2, 3, 4]})
    return RowsOfPart(["a", "b", "x"], table, table.groupby("document_id").indices)


def test_each_document_has_its_rows_in_their_order(rows):
    assert dict(rows) == {
        "a": [{"document_id": "a", "start": 1}, {"document_id": "a", "start": 3}],
        "b": [{"document_id": "b", "start": 2}],
    }


def test_only_those_of_the_documents_that_are_asked_for_are_made(rows, monkeypatch):
    made = []
    monkeypatch.setattr(part_rows, "records", lambda table: made.extend(table["start"]) or [])
    some = only(rows, ["b", "c", "x"])
    assert list(some) == ["b"] and made == []
    list(some.items())
    assert made == [2]


def test_to_another_process_go_the_rows_alone(rows):
    sent = pickle.loads(pickle.dumps(only(rows, ["b"])))
    assert sent == {"b": [{"document_id": "b", "start": 2}]} and only(sent, ["a"]) == {}
