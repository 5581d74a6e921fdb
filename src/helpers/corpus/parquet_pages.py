"""What the pages of a Parquet column fill when they are opened, from their headers: Arrow opens a page to tell.

The headers are in Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md);
their fields are those of `PageHeader` in https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
"""

from collections.abc import Iterator
from typing import IO, NamedTuple

import pyarrow.parquet as pq

_SIZE, _STORED_SIZE, _DATA_PAGE, _DATA_PAGE_2 = 2, 3, 5, 8  # fields of a page header
_N_VALUES = 1  # field of both headers of data pages
_TRUE, _FALSE, _BYTE, _INTEGERS, _DOUBLE, _BINARY, _LISTS, _STRUCT = 1, 2, 3, (4, 5, 6), 7, 8, (9, 10), 12
_MAX_DEPTH = 8

type _Struct = dict[int, "int | _Struct | None"]


class Page(NamedTuple):
    """One page: bytes when opened, and values; none in a page of a dictionary."""

    size: int
    n_values: int


def iter_pages(file: IO[bytes], chunk: pq.ColumnChunkMetaData) -> Iterator[Page]:
    """The pages of a column in a row group.

    Raises:
        ValueError: If a header is broken.
    """
    start = chunk.data_page_offset
    if chunk.has_dictionary_page and 0 < chunk.dictionary_page_offset < start:
        start = chunk.dictionary_page_offset
    file.seek(start)
    end = start + chunk.total_compressed_size
    while file.tell() < end:
        header = _read_struct(file, 0)
        size, stored = header.get(_SIZE), header.get(_STORED_SIZE)
        if not isinstance(size, int) or not isinstance(stored, int) or size < 0 or stored < 0:
            raise ValueError("a page header without sizes")
        about = header.get(_DATA_PAGE) or header.get(_DATA_PAGE_2)
        n_values = about.get(_N_VALUES) if isinstance(about, dict) else 0
        yield Page(size, n_values if isinstance(n_values, int) else 0)
        file.seek(stored, 1)


def _read_struct(file: IO[bytes], depth: int) -> _Struct:
    """The integers and structs of a struct by the numbers of their fields; of what else it holds, None."""
    if depth > _MAX_DEPTH:
        raise ValueError("a page header with too many levels")
    fields: _Struct = {}
    number = 0
    while (head := _read_byte(file)) != 0:
        number = number + (head >> 4) if head >> 4 else _zigzag(_read_varint(file))
        fields[number] = _read_value(file, head & 15, depth)
    return fields


def _read_value(file: IO[bytes], kind: int, depth: int) -> "int | _Struct | None":
    if kind in _INTEGERS:
        return _zigzag(_read_varint(file))
    if kind == _STRUCT:
        return _read_struct(file, depth + 1)
    if kind == _BINARY:
        file.seek(_read_varint(file), 1)
    elif kind in _LISTS:
        head = _read_byte(file)
        for _ in range(_read_varint(file) if head >> 4 == 15 else head >> 4):
            if head & 15 in (_TRUE, _FALSE):
                _read_byte(file)
            else:
                _read_value(file, head & 15, depth + 1)
    elif kind in (_BYTE, _DOUBLE):
        file.seek(1 if kind == _BYTE else 8, 1)
    elif kind not in (_TRUE, _FALSE):
        raise ValueError(f"a page header with a field of unknown type {kind}")
    return None


def _read_byte(file: IO[bytes]) -> int:
    byte = file.read(1)
    if not byte:
        raise ValueError("a page header that is cut")
    return byte[0]


def _read_varint(file: IO[bytes]) -> int:
    value = shift = 0
    while True:
        byte = _read_byte(file)
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value
        if shift > 63:
            raise ValueError("a page header with a number that has no end")


def _zigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
