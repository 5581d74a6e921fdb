"""Rows of tables as dictionaries where they are few, and what is done with whole columns where they are many."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_AT_ONCE = 1024

type Places = np.ndarray[tuple[int], np.dtype[np.int64]]


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries, missing values as `None`."""
    names = [str(name) for name in table.columns]
    columns = (_values(table[name]) for name in names)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def iter_records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The same one after the other, where they are not so few: `_AT_ONCE` are held."""
    for start in range(0, len(table), _AT_ONCE):
        yield from records(table.iloc[start : start + _AT_ONCE])


def _values(column: "pd.Series[Any]") -> list[Any]:
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]


def iter_values(table: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The values of some columns, row by row."""
    return zip(*(table[name] for name in columns), strict=True)


def distinct(table: pd.DataFrame, *columns: str) -> list[dict[str, Any]]:
    """The different values of some columns as dictionaries, in the order in which they come first.

    `n` says in how many rows each is.
    """
    rows = pa.table({name: pa.array(table[name]) for name in columns})
    counts = rows.group_by(list(columns), use_threads=False).aggregate([([], "count_all")])
    found: list[dict[str, Any]] = counts.rename_columns([*columns, "n"]).to_pylist()
    return found


def find_last(rows: pd.DataFrame, among: pd.DataFrame) -> Places:
    """For each row the place of the last row of `among` with the same values, -1 where there is none.

    Args:
        rows: Columns of ids, also as categories, or of whole numbers.
        among: As many columns, under any names, and without missing values.
    """
    own, others = np.zeros(len(rows), dtype=np.int64), np.zeros(len(among), dtype=np.int64)
    if not len(among):
        return own - 1
    for name, other_name in zip(rows.columns, among.columns, strict=True):
        known = pc.unique(_plain(among[other_name]))
        codes, other_codes = (_codes(column, known) for column in (rows[name], among[other_name]))
        own = np.where((own < 0) | (codes < 0), -1, own * len(known) + codes)
        others = others * len(known) + other_codes
    order = np.argsort(others, kind="stable")
    at = np.searchsorted(others, own, side="right", sorter=order) - 1
    found = order[at]
    return np.where((at >= 0) & (others[found] == own), found, -1)


def _codes(column: "pd.Series[Any]", known: pa.Array) -> Places:
    """The places of values among the known ones, -1 for others."""
    return np.asarray(pc.index_in(_plain(column), known).fill_null(-1), dtype=np.int64)


def _plain(column: "pd.Series[Any]") -> pa.Array:
    values = pa.array(column)
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def with_values(column: "pd.Series[Any]", places: Places | Sequence[int], values: Any) -> "pd.Series[Any]":
    """A copy of a column with other values in some places."""
    changed = column.copy()
    if len(places):
        changed.iloc[np.asarray(places)] = values
    return changed


def renamed(column: "pd.Series[str]", names: Mapping[str, str]) -> "pd.Series[str]":
    """A copy of a column of ids in which some have become others; what is missing stays so."""
    codes, ids = pd.factorize(column)
    known = pd.Series([names.get(str(each), str(each)) for each in ids], dtype="str").array
    return pd.Series(known.take(codes, allow_fill=True), index=column.index)
