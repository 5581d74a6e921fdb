"""Rows of tables as dictionaries where they are few, and what is done with whole columns where they are many."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

type Places = np.ndarray[tuple[int], np.dtype[np.int64]]


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries, missing values as `None`."""
    names = [str(name) for name in table.columns]
    columns = (table[name].astype(object).where(table[name].notna(), None).tolist() for name in names)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def distinct(table: pd.DataFrame, *columns: str) -> list[dict[str, Any]]:
    """The different values of some columns as dictionaries, in the order in which they come first.

    `n` says in how many rows each is.
    """
    counts = table.groupby(list(columns), sort=False, dropna=False).size()
    return records(counts.reset_index(name="n"))


def find_last(rows: pd.DataFrame, among: pd.DataFrame) -> Places:
    """For each row the place of the last row of `among` with the same values, -1 where there is none.

    Args:
        rows: Columns of values.
        among: As many columns, under any names, and without missing values.
    """
    names = list(rows.columns)
    kept = among.set_axis(names, axis="columns").assign(place=np.arange(len(among)))
    found = rows.merge(kept.drop_duplicates(names, keep="last"), how="left", on=names)["place"]
    return found.fillna(-1).to_numpy(dtype=np.int64)


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
