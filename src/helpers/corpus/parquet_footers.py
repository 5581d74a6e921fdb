"""What a Parquet file says at its end about its columns and where they are: read here, not by Arrow.

Arrow stops the whole program at some contradictions in what a stranger may have written there. So what reading needs
is read, checked, and written again for Arrow: statistics, indexes, encryption and what is unknown never reach it.
The fields are those of https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
"""

import io
from collections.abc import Sequence
from typing import IO, NamedTuple

import pyarrow.parquet as pq

from helpers.corpus.articles import Rejected
from helpers.corpus.thrift import BINARY, BOOL, BYTE, I32, I64, Fields, Struct, ThriftReader, write_struct

MAX_FOOTER = 2**24  # bytes
_MAX_VALUES = 2**22
_MAX_PATHS = 2**22  # bytes of all paths of columns together, which repeat the names above them
_MAX_LEVELS = 50
_MAGIC = b"PAR1"
_ARROW_SCHEMA = b"ARROW:schema"  # the only one of the notes that says how to read: time zones

_UNIT: Fields = {1: {}, 2: {}, 3: {}}
_TIME: Fields = {1: BOOL, 2: _UNIT}
_LOGICAL_TYPE: Fields = {
    **{number: {} for number in (1, 2, 3, 4, 6, 11, 12, 13, 14, 15)},
    **{5: {1: I32, 2: I32}, 7: _TIME, 8: _TIME, 10: {1: BYTE, 2: BOOL}},
}
_TYPE, _LENGTH, _REPETITION, _NAME, _N_CHILDREN, _LOGICAL = 1, 2, 3, 4, 5, 10
_ELEMENT: Fields = {
    _TYPE: I32, _LENGTH: I32, _REPETITION: I32, _NAME: BINARY, _N_CHILDREN: I32, 6: I32, 7: I32, 8: I32,
    _LOGICAL: _LOGICAL_TYPE,
}  # fmt: skip
_SIZE, _DATA, _DICTIONARY = 7, 9, 11
_PLACE: Fields = {
    1: I32, 2: [I32], 3: [BINARY], 4: I32, 5: I64, 6: I64, _SIZE: I64, _DATA: I64, _DICTIONARY: I64
}  # fmt: skip
_FILE, _META = 1, 3
_CHUNK: Fields = {_FILE: BINARY, 2: I64, _META: _PLACE}
_CHUNKS, _N_ROWS = 1, 3
_GROUP: Fields = {_CHUNKS: [_CHUNK], 2: I64, _N_ROWS: I64}
_SCHEMA, _GROUPS, _NOTES = 2, 4, 5
_FOOTER: Fields = {1: I32, _SCHEMA: [_ELEMENT], _N_ROWS: I64, _GROUPS: [_GROUP], _NOTES: [{1: BINARY, 2: BINARY}]}
_REPEATED, _REPETITIONS = 2, (0, 1, 2)
_BYTE_ARRAY, _FIXED = 6, 7


class Column(NamedTuple):
    """A column of values: its place in the schema, the bytes of each value if all have as many, what it is."""

    path: str
    kind: int
    length: int
    in_lists: bool

    @property
    def is_binary(self) -> bool:
        """Whether its values are texts, or other bytes of any number."""
        return self.kind == _BYTE_ARRAY


class Chunk(NamedTuple):
    """Where a column of a row group lies in the file."""

    start: int
    size: int


class Group(NamedTuple):
    """A row group, with a chunk for each column."""

    n_rows: int
    chunks: Sequence[Chunk]


class Footer(NamedTuple):
    """The names that rows have, the columns below them, the row groups, and what of all this Arrow needs."""

    names: Sequence[str]
    columns: Sequence[Column]
    groups: Sequence[Group]
    values: Struct

    def metadata(self) -> pq.FileMetaData:
        """The same for Arrow.

        Raises:
            pa.ArrowException: If it cannot be.
        """
        data = write_struct(self.values, _FOOTER)
        return pq.read_metadata(io.BytesIO(_MAGIC + data + len(data).to_bytes(4, "little") + _MAGIC))


def read_footer(file: IO[bytes]) -> Footer:
    """The footer of a file.

    Raises:
        Rejected: `too_large`.
        ValueError: If it is broken, or says what no reader could follow.
    """
    data = _footer(file)
    values = ThriftReader(io.BytesIO(data), min(len(data), _MAX_VALUES)).struct(_FOOTER)
    names, columns = _columns(values.get(_SCHEMA) or [])
    groups = [_group(group, columns) for group in values.setdefault(_GROUPS, [])]
    values[_N_ROWS] = sum(group.n_rows for group in groups)
    values[_NOTES] = [note for note in values.get(_NOTES, []) if note.get(1) == _ARROW_SCHEMA][:1]
    return Footer(names, columns, groups, values)


def _footer(file: IO[bytes]) -> bytes:
    end = file.seek(0, 2) - 8
    if end < 4:
        raise ValueError("no Parquet file: too short")
    file.seek(end)
    tail = file.read(8)
    size = int.from_bytes(tail[:4], "little")
    if tail[4:] != _MAGIC or size > end - 4:
        raise ValueError("encrypted" if tail[4:] == b"PARE" else "no Parquet file, or one that is cut")
    if size > MAX_FOOTER:
        raise Rejected("too_large", f"a description of columns of more than {MAX_FOOTER // 2**20} MiB")
    file.seek(end - size)
    return file.read(size)


def _columns(elements: Sequence[Struct]) -> tuple[list[str], list[Column]]:
    """The names in the first level of a schema, and the columns at its leaves."""
    names: list[str] = []
    columns: list[Column] = []
    n_bytes = 0
    open_levels = [(1, "", False)]  # of each: how many are to come, the path and whether it is in lists
    for element in elements:
        while open_levels and not open_levels[-1][0]:
            open_levels.pop()
        if not open_levels or len(open_levels) > _MAX_LEVELS:
            raise ValueError("a schema that has more columns or levels than can be")
        n_to_come, path, in_lists = open_levels[-1]
        open_levels[-1] = (n_to_come - 1, path, in_lists)
        name, n_children = element.get(_NAME, b"").decode(), element.get(_N_CHILDREN, 0)
        if len(open_levels) == 2:
            names.append(name)
        if len(open_levels) > 1:
            path = f"{path}.{name}" if len(open_levels) > 2 else name
            if element.get(_REPETITION) not in _REPETITIONS:
                raise ValueError("a column that is neither required nor optional nor repeated")
            in_lists = in_lists or element[_REPETITION] == _REPEATED
        n_bytes += len(path)
        if n_children < 0 or n_bytes > _MAX_PATHS:
            raise ValueError("a schema with names that are too long, or less than no columns")
        if n_children or _TYPE not in element:
            open_levels.append((n_children, path, in_lists))
        else:
            kind = element[_TYPE]
            columns.append(Column(path, kind, element.get(_LENGTH, 0) if kind == _FIXED else 0, in_lists))
    if any(n_to_come for n_to_come, _, _ in open_levels):
        raise ValueError("a schema that has fewer columns than it says")
    return names, columns


def _group(values: Struct, columns: Sequence[Column]) -> Group:
    chunks, n_rows = values.get(_CHUNKS, []), values.get(_N_ROWS, -1)
    if len(chunks) != len(columns) or n_rows < 0:
        raise ValueError(f"a row group with {len(chunks)} columns of {len(columns)} and {n_rows} rows")
    return Group(n_rows, [_chunk(chunk, column) for chunk, column in zip(chunks, columns, strict=True)])


def _chunk(values: Struct, column: Column) -> Chunk:
    if values.get(_FILE) or _META not in values:
        raise ValueError("a column that is encrypted or in another file")
    place = values[_META]
    if place.get(_TYPE) != column.kind:
        raise ValueError("a column of another type than the schema says")
    start, size, dictionary = place.get(_DATA, -1), place.get(_SIZE, -1), place.get(_DICTIONARY, 0)
    if start < 0 or size < 0 or dictionary < 0:
        raise ValueError("a column that lies nowhere in the file")
    return Chunk(min(start, dictionary or start), size)
