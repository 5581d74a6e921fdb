"""The rows of a part's documents, made when they are asked for: in most runs few are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from helpers.actors.rows import records

type Rows = Mapping[str, Sequence[Mapping[str, Any]]]


class RowsOfPart(Mapping[str, Sequence[Mapping[str, Any]]]):
    """By document its rows of a table, all made when the first are asked for.

    Args:
        ids: The documents; those that have no rows are not among the keys.
        table: Rows of these and others.
        places: By document the numbers of its rows.
    """

    def __init__(self, ids: Collection[str], table: pd.DataFrame, places: Mapping[Any, Any]) -> None:
        self._ids, self._table, self._places = {i: None for i in ids if i in places}, table, places

    def only(self, ids: Collection[str]) -> "RowsOfPart":
        """The same of some of the documents."""
        return RowsOfPart([i for i in self._ids if i in ids], self._table, self._places)

    @cached_property
    def _rows(self) -> dict[str, list[dict[str, Any]]]:
        rows: dict[str, list[dict[str, Any]]] = {document_id: [] for document_id in self._ids}
        own = [self._places[document_id] for document_id in self._ids]
        for row in records(self._table.iloc[np.concatenate(own)]) if own else ():
            rows[row["document_id"]].append(row)
        return rows

    def __getitem__(self, document_id: str) -> Sequence[Mapping[str, Any]]:
        return self._rows[document_id]

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process go the rows, and not the table."""
        return dict, (self._rows,)


def only(rows: Rows, ids: Collection[str]) -> Rows:
    """The rows of some documents."""
    return rows.only(ids) if isinstance(rows, RowsOfPart) else {i: rows[i] for i in ids if i in rows}
