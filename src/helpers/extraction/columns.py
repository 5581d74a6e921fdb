"""What comparing articles takes: a few columns of the rows of all parts are held, whole rows only pass by."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.extraction.extractor import SCHEMAS
from helpers.extraction.parts import Parts
from helpers.schema import order_of


class Piece(NamedTuple):
    """The rows of one part: the first of their documents, and their numbers."""

    name: str
    first: str
    start: int
    end: int


def read_columns(
    parts: Parts, table: str, names: Sequence[str], columns: Sequence[str], repeated: Collection[str] = ()
) -> tuple[pd.DataFrame, list[Piece]]:
    """Some columns of a table, and the pieces that it is made of.

    Args:
        parts: Where the rows are.
        table: Its name.
        names: Of the parts, in the order of their rows.
        columns: `document_id` among them.
        repeated: Those to be held as categories: each text once.

    Returns:
        The columns, whose index is the number of the row, and where the rows of each part are.
    """
    schema = SCHEMAS[table].only(*columns)
    read, pieces, start = [_encoded(schema.arrow.empty_table(), repeated)], [], 0
    for name, rows in zip(names, parts.rows(table, names, schema.arrow.names), strict=True):
        if len(rows):
            pieces.append(Piece(name, rows["document_id"][0].as_py(), start, start + len(rows)))
            read.append(_encoded(rows, repeated))
            start += len(rows)
    rows = pa.concat_tables(read)
    others = schema.only(*(name for name in columns if name not in repeated)).from_arrow(rows)
    categories = {name: _categories(rows[name]) for name in columns if name in repeated}
    return others.assign(**categories)[schema.arrow.names], pieces


def _encoded(rows: pa.Table, repeated: Collection[str]) -> pa.Table:
    for place, name in enumerate(rows.column_names):
        if name in repeated:
            rows = rows.set_column(place, name, rows[name].dictionary_encode())
    return rows


def _categories(texts: pa.ChunkedArray) -> pd.Categorical:
    """Texts that come again and again: each is held once, and they sort as texts do."""
    array = texts.combine_chunks()
    codes = array.indices.fill_null(-1).to_numpy()
    categories = pd.Categorical.from_codes(codes, pd.Index(array.dictionary, dtype="str"))
    return categories.reorder_categories(categories.categories.sort_values())


def iter_rows(parts: Parts, table: str, pieces: Sequence[Piece], columns: pd.DataFrame) -> Iterator[pa.Table]:
    """The whole rows of a table, in the order of its key, with what has become of some columns put in.

    All ids of a row begin with that of its document. So those that come before the first document of the parts that
    follow are complete, and those that do not belong to documents whose ids are the beginning of that one: few wait.

    Args:
        parts: Where the rows are.
        table: Its name.
        pieces: As `read_columns` gave them.
        columns: Those that have changed, with the index that `read_columns` gave; rows that are missing are left out.
    """
    schema = SCHEMAS[table]
    (key,), changed = schema.key, schema.only(*columns.columns)
    waiting = schema.arrow.empty_table()
    ordered = sorted(pieces, key=lambda piece: piece.first)
    whole = parts.rows(table, [piece.name for piece in ordered])
    for piece, following, rows in zip(ordered, [*ordered, None][1:], whole, strict=True):
        own = columns.loc[piece.start : piece.end - 1]
        places = own.index.to_numpy() - piece.start
        if not np.array_equal(places, np.arange(len(rows))):
            rows = rows.take(pa.array(places))
        for field, values in zip(changed.arrow, changed.from_pandas(own).columns, strict=True):
            rows = rows.set_column(schema.arrow.get_field_index(field.name), field, values)
        waiting = pa.concat_tables([waiting, rows])
        order = order_of(waiting, schema.key)
        waiting = waiting if order is None else waiting.take(order)
        n = len(waiting) if following is None else pc.sum(pc.less(waiting[key], following.first)).as_py() or 0
        yield waiting[:n]
        waiting = waiting[n:]
