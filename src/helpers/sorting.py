"""Put tables that need not fit into memory into the order of their key: sorted pieces on disk that are merged.

An external merge sort (Knuth, The Art of Computer Programming 3, 5.4), by batches of rows.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.schema import TableSchema

_PIECE = 32 * 2**20  # bytes of rows that are held until they are sorted
_BATCH = 2**18  # bytes of rows that are read at once of each piece, about


class Sorter:
    """Takes rows in any order and gives them in that of their key; those of equal keys in the order in which they came.

    Args:
        file: An empty file to write to and to read from; it may be removed when all rows have been given.
        schema: What the rows follow.
    """

    def __init__(self, file: IO[bytes], schema: TableSchema) -> None:
        self._file, self._schema = file, schema
        self._writer = pa.ipc.new_file(file, schema.arrow, options=pa.ipc.IpcWriteOptions(compression="lz4"))
        self._held: list[pa.Table] = []
        self._pieces: list[range] = []  # the numbers of the batches of each
        self._n_bytes = self.n_rows = 0

    def add(self, rows: pa.Table) -> None:
        """Take some rows."""
        self._held.append(rows)
        self._n_bytes += rows.nbytes
        self.n_rows += len(rows)
        if self._n_bytes >= _PIECE:
            self._write()

    def _write(self) -> None:
        rows = self._ordered(self._held)
        self._held, self._n_bytes = [], 0
        first = number = self._pieces[-1].stop if self._pieces else 0
        for start, end in pairwise(_cuts(rows[self._schema.key[0]], len(rows) * _BATCH // max(1, rows.nbytes))):
            for batch in rows[start:end].to_batches():
                self._writer.write_batch(batch)
                number += 1
        self._pieces.append(range(first, number))

    def _ordered(self, tables: list[pa.Table]) -> pa.Table:
        rows = pa.concat_tables([self._schema.arrow.empty_table(), *tables])
        order = pc.sort_indices(rows, [(name, "ascending") for name in self._schema.key])
        return rows.take(order).combine_chunks()

    def rows(self) -> Iterator[pa.Table]:
        """All rows, once, some at a time."""
        if not self._pieces:  # they fit
            self._writer.close()
            yield self._ordered(self._held)
            return
        self._write()
        self._writer.close()
        yield from self._merged(pa.ipc.open_file(self._file))

    def _merged(self, reader: pa.RecordBatchFileReader) -> Iterator[pa.Table]:
        """Of the pieces' next batches, all rows up to the least of their last keys: nothing lower is still to come."""
        heads = [_Head(reader, piece, self._schema.key[0]) for piece in self._pieces if len(piece)]
        while heads:
            bound = min(head.last for head in heads)
            yield self._ordered([head.take(bound) for head in heads if head.first <= bound])
            heads = [head for head in heads if head.is_there]


def _cuts(keys: pa.ChunkedArray, at_once: int) -> list[int]:
    """Where to cut sorted rows, so that about `at_once` lie between two cuts, and none between equal keys."""
    changes = np.flatnonzero(np.asarray(pc.not_equal(keys[1:], keys[:-1]), dtype=bool)) + 1
    places = np.searchsorted(changes, np.arange(max(1, at_once), len(keys), max(1, at_once)))
    within = changes[np.unique(places[places < len(changes)])]
    return [0, *within.tolist(), len(keys)] if len(keys) else []


class _Head:
    """The next rows of a piece, of which the first column of the key says where they belong."""

    def __init__(self, reader: pa.RecordBatchFileReader, piece: range, key: str) -> None:
        self._reader, self._numbers, self._key = reader, iter(piece), key
        self.is_there = True
        self._next()

    def _next(self) -> None:
        number = next(self._numbers, None)
        if number is None:
            self.is_there = False
            return
        self._rows = pa.Table.from_batches([self._reader.get_batch(number)])
        self._look()

    def _look(self) -> None:
        keys = self._rows[self._key]
        self.first, self.last = keys[0].as_py(), keys[-1].as_py()

    def take(self, bound: str) -> pa.Table:
        """The rows up to a key; others come next."""
        n = pc.sum(pc.less_equal(self._rows[self._key], bound)).as_py() or 0
        taken, self._rows = self._rows[:n], self._rows[n:]
        if len(self._rows):
            self._look()
        else:
            self._next()
        return taken
