"""Thrift's compact protocol, in which Parquet says what a file holds: read strictly, and written again.

Its source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from collections.abc import Mapping
from typing import IO, Any

BOOL, BYTE, I32, I64, BINARY = 1, 3, 5, 6, 8
_FALSE, _I16, _DOUBLE, _LIST, _SET, _MAP, _STRUCT, _UUID = 2, 4, 7, 9, 10, 11, 12, 13
_WIDTHS = {BYTE: 1, _DOUBLE: 8, _UUID: 16}  # bytes
_BITS = {I32: 32, I64: 64}
_MAX_DEPTH = 16
_MAX_NUMBER = 2**15  # of a field

# What is expected: a plain type, a list of one kind of values, or the fields of a struct by their numbers.
type Kind = int | list[Kind] | Fields
type Fields = Mapping[int, Kind]
type Struct = dict[int, Any]


class ThriftReader:
    """The values of a file from where it is, each read once; what was not expected is passed over.

    Args:
        file: The file.
        max_values: How many values may be read or passed over.
    """

    def __init__(self, file: IO[bytes], max_values: int) -> None:
        self._file, self._n_left = file, max_values

    def struct(self, fields: Fields, depth: int = 0) -> Struct:
        """The next struct: the values of those of `fields` that it has.

        Raises:
            ValueError: If it is cut, too long or too deep, or has a field twice, or one of another type than expected.
        """
        if depth > _MAX_DEPTH:
            raise ValueError("values with too many levels")
        seen: set[int] = set()
        values: Struct = {}
        number = 0
        while (head := self._byte()) != 0:
            number = number + (head >> 4) if head >> 4 else _zigzag(self._varint())
            if number in seen or not 0 <= number < _MAX_NUMBER:
                raise ValueError(f"field {number}, which is there twice or cannot be")
            seen.add(number)
            kind = head & 15
            if kind in (BOOL, _FALSE):
                self._count()
                value = kind == BOOL
            else:
                value = self._value(kind, fields.get(number), depth)
            if number in fields:
                if (fields[number] == BOOL) != isinstance(value, bool):
                    raise ValueError(f"field {number} with a value of type {kind}")
                values[number] = value
        return values

    def _value(self, kind: int, expected: Kind | None, depth: int) -> Any:
        if expected is None:
            return self._pass_over(kind, depth)
        if kind != _kind(expected):
            raise ValueError(f"a value of type {kind} where {_kind(expected)} is expected")
        self._count()
        if isinstance(expected, list):
            kind, n_values = self._list()
            return [self._value(kind, expected[0], depth + 1) for _ in range(n_values)]
        if not isinstance(expected, int):
            return self.struct(expected, depth + 1)
        if kind == BYTE:
            return self._byte()
        if kind == BINARY:
            return self._read(self._varint())
        value = self._varint()
        if value >> _BITS[kind]:
            raise ValueError(f"a number that has more than {_BITS[kind]} bits")
        return _zigzag(value)

    def _pass_over(self, kind: int, depth: int) -> None:
        self._count()
        if kind in (_I16, I32, I64):
            self._varint()
        elif kind == _STRUCT:
            self.struct({}, depth + 1)
        elif kind in (_LIST, _SET):
            kind, n_values = self._list()
            self._pass_over_all(kind, n_values, depth + 1)
        elif kind == _MAP:
            if n_pairs := self._varint():
                kinds = self._byte()
                for _ in range(n_pairs):
                    self._count()
                    self._pass_over_all(kinds >> 4, 1, depth + 1)
                    self._pass_over_all(kinds & 15, 1, depth + 1)
        elif kind == BINARY or kind in _WIDTHS:
            self._skip(self._varint() if kind == BINARY else _WIDTHS[kind])
        else:
            raise ValueError(f"a value of unknown type {kind}")

    def _pass_over_all(self, kind: int, n_values: int, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise ValueError("values with too many levels")
        if kind in (BOOL, _FALSE):  # in lists, a byte each
            self._skip(n_values)
            return
        for _ in range(n_values):
            self._pass_over(kind, depth)

    def _list(self) -> tuple[int, int]:
        """The type of a list's values, and how many it has."""
        head = self._byte()
        return head & 15, self._varint() if head >> 4 == 15 else head >> 4

    def _count(self) -> None:
        self._n_left -= 1
        if self._n_left < 0:
            raise ValueError("too many values")

    def _byte(self) -> int:
        return self._read(1)[0]

    def _read(self, n_bytes: int) -> bytes:
        data = self._file.read(n_bytes)
        if len(data) < n_bytes:
            raise ValueError("values that are cut")
        return data

    def _skip(self, n_bytes: int) -> None:
        if n_bytes >> 31:
            raise ValueError("values that are cut")
        self._file.seek(n_bytes, 1)

    def _varint(self) -> int:
        value = shift = 0
        while shift <= 63:
            byte = self._byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
        raise ValueError("a number that has no end")


def write_struct(values: Struct, fields: Fields) -> bytes:
    """A struct as bytes.

    Args:
        values: As `ThriftReader.struct` gives them.
        fields: What they are, with numbers of at most 15.
    """
    out = bytearray()
    before = 0
    for number in sorted(values):
        value, expected = values[number], fields[number]
        kind = _FALSE if value is False else _kind(expected)
        out.append(number - before << 4 | kind)
        before = number
        if expected != BOOL:
            out += _written(value, expected)
    out.append(0)
    return bytes(out)


def _written(value: Any, expected: Kind) -> bytes:
    if isinstance(expected, list):
        head = bytes([0xF0 | _kind(expected[0])]) + _written_varint(len(value))
        return head + b"".join(_written(element, expected[0]) for element in value)
    if not isinstance(expected, int):
        return write_struct(value, expected)
    if expected == BYTE:
        return bytes([value])
    if expected == BINARY:
        return _written_varint(len(value)) + bytes(value)
    return _written_varint(value << 1 ^ value >> 63)


def _written_varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _kind(expected: Kind) -> int:
    if isinstance(expected, int):
        return expected
    return _LIST if isinstance(expected, list) else _STRUCT


def _zigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
