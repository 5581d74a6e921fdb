"""What comparing articles takes: a few columns of the rows of all parts are held, whole rows only pass by."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.extraction.extractor import SCHEMAS
from helpers.extraction.parts import Parts


class Piece(NamedTuple):
    """The rows of one part: the first of their documents, and their numbers."""

    name: str
    first: str
    start: int
    end: int


def read_columns(
    parts: Parts, table: str, names: Sequence[str], columns: Sequence[str]
) -> tuple[pd.DataFrame, list[Piece]]:
    """Some columns of a table, from parts of these names, in this order, and the pieces that it is made of.

    `document_id` is among the columns; the index is the number of the row.
    """
    schema = SCHEMAS[table].only(*columns)
    read, pieces, start = [schema.arrow.empty_table()], [], 0
    for name in names:
        rows = parts.rows(table, name, schema.arrow.names)
        if len(rows):
            pieces.append(Piece(name, rows["document_id"][0].as_py(), start, start + len(rows)))
            read.append(rows)
            start += len(rows)
    return schema.from_arrow(pa.concat_tables(read)), pieces


def iter_rows(parts: Parts, table: str, pieces: Sequence[Piece], columns: pd.DataFrame) -> Iterator[pa.Table]:
    """The whole rows of a table, in the order of its key, with what has become of some columns put in.

    All ids of a row begin with that of its document. So those that come before the first document of the parts that
    follow are complete, and those that do not belong to documents whose ids are the beginning of that one: few wait.

    Args:
        parts: Where the rows are.
        table: Its name.
        pieces: As `read_columns` gave them.
        columns: The columns that `read_columns` gave, changed; rows that have been dropped are left out.
    """
    schema = SCHEMAS[table]
    (key,), given = schema.key, schema.only(*columns.columns)
    waiting = schema.arrow.empty_table()
    for piece, following in pairwise([*sorted(pieces, key=lambda piece: piece.first), None]):
        assert piece is not None
        own = columns.loc[piece.start : piece.end - 1]
        rows = parts.rows(table, piece.name).take(pa.array(own.index - piece.start))
        changed = given.from_pandas(own)
        for name in changed.column_names:
            rows = rows.set_column(schema.arrow.get_field_index(name), schema.arrow.field(name), changed[name])
        waiting = pa.concat_tables([waiting, rows]).sort_by(key)
        n = len(waiting) if following is None else pc.sum(pc.less(waiting[key], following.first)).as_py() or 0
        yield waiting[:n]
        waiting = waiting[n:]
