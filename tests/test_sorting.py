"""Rows that come in any order are given in that of their key, though few of them are held."""

from tempfile import TemporaryFile

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import sorting, tables
from helpers.sorting import Sorter

ROWS = st.lists(st.tuples(st.text("ab\u00e9\U0001f600", max_size=2), st.integers(0, 9)), max_size=40)


def table(rows) -> pa.Table:
    return tables.SEGMENTS.to_arrow({"document_id": i, "start": n, "end": n, "kind": "body"} for i, n in rows)


def pairs(rows: pa.Table) -> list[tuple]:
    return list(zip(rows["document_id"].to_pylist(), rows["start"].to_pylist(), strict=True))


def given_back(file, added: list[list[tuple]]) -> list[pa.Table]:
    sorter = Sorter(file, tables.SEGMENTS)
    for rows in added:
        sorter.add(table(rows))
    assert sorter.n_rows == sum(map(len, added))
    return list(sorter.rows())


@settings(deadline=None)
@given(st.lists(ROWS, max_size=6), st.sampled_from((1, 60, 300, 10**6)), st.sampled_from((1, 60, 10**6)))
def test_whatever_order_they_come_in(added, piece, batch):
    with pytest.MonkeyPatch.context() as patch, TemporaryFile() as file:
        patch.setattr(sorting, "_PIECE", piece)
        patch.setattr(sorting, "_BATCH", batch)
        found = given_back(file, added)
    assert [pair for rows in found for pair in pairs(rows)] == sorted(pair for rows in added for pair in rows)


def test_few_rows_are_given_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(sorting, "_PIECE", 20_000)
    monkeypatch.setattr(sorting, "_BATCH", 2_000)
    added = [[(f"d{n * 7919 % 10_000:05}", 0)] * 2 for n in range(3000)]
    with (tmp_path / "file").open("w+b") as file:
        found = given_back(file, added)
    assert sum(map(len, found)) == 6000
    assert max(rows.nbytes for rows in found) < 100_000  # a batch of each of the pieces at most
    assert len(found) > 20


def test_without_rows_there_is_an_empty_table(tmp_path):
    with (tmp_path / "file").open("w+b") as file:
        (found,) = given_back(file, [])
    assert found.schema == tables.SEGMENTS.arrow and not len(found)
