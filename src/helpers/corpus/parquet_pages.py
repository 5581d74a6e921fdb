"""What the pages of a Parquet column fill when they are opened, from their headers: Arrow opens a page to tell.

The fields are those of `PageHeader` in https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
"""

from collections.abc import Iterator
from typing import IO, NamedTuple

from helpers.corpus.parquet_footers import Chunk
from helpers.corpus.thrift import I32, Fields, ThriftReader

_SIZE, _STORED_SIZE, _DATA_PAGE, _DATA_PAGE_2 = 2, 3, 5, 8
_N_VALUES, _ENCODING, _ENCODING_2 = 1, 2, 4
_HEADER: Fields = {
    _SIZE: I32, _STORED_SIZE: I32, _DATA_PAGE: {_N_VALUES: I32, _ENCODING: I32},
    _DATA_PAGE_2: {_N_VALUES: I32, _ENCODING_2: I32},
}  # fmt: skip
_MAX_VALUES = 1000  # of a header
_OF_DICTIONARY, _DELTA_LENGTHS, _DELTA_TEXTS = (2, 8), 6, 7


class Page(NamedTuple):
    """One page: bytes when opened, values, and their encoding; a page of a dictionary has none."""

    size: int
    n_values: int
    encoding: int | None


class Extent(NamedTuple):
    """What the pages of a column in a row group fill.

    Args:
        total: Bytes of all pages.
        largest: Bytes of the largest one.
        n_values: Values in all.
        expanded: Bytes that all values may have, where they repeat others.
        has_deltas: Whether texts are told by what differs from those before, of which Arrow makes no dictionary.
    """

    total: int
    largest: int
    n_values: int
    expanded: int
    has_deltas: bool


def measure_pages(file: IO[bytes], chunk: Chunk) -> Extent:
    """Measure the pages of a column in a row group.

    Raises:
        ValueError: If a header is broken.
    """
    total = largest = n_values = expanded = dictionary = 0
    has_deltas = False
    for page in iter_pages(file, chunk):
        total, largest, n_values = total + page.size, max(largest, page.size), n_values + page.n_values
        if page.encoding is None:
            dictionary = max(dictionary, page.size)
        elif page.encoding in _OF_DICTIONARY:
            expanded += page.n_values * dictionary
        else:
            expanded += page.size * (page.n_values if page.encoding == _DELTA_TEXTS else 1)
        has_deltas = has_deltas or page.encoding in (_DELTA_LENGTHS, _DELTA_TEXTS)
    return Extent(total, largest, n_values, expanded, has_deltas)


def iter_pages(file: IO[bytes], chunk: Chunk) -> Iterator[Page]:
    """The pages of a column in a row group.

    Raises:
        ValueError: If a header is broken.
    """
    file.seek(chunk.start)
    end = chunk.start + chunk.size
    while file.tell() < end:
        header = ThriftReader(file, _MAX_VALUES).struct(_HEADER)
        size, stored = header.get(_SIZE, -1), header.get(_STORED_SIZE, -1)
        n_values, encoding = 0, None
        for kind, field in ((_DATA_PAGE, _ENCODING), (_DATA_PAGE_2, _ENCODING_2)):
            if kind in header:
                if encoding is not None:
                    raise ValueError("a page of two kinds")
                n_values, encoding = header[kind].get(_N_VALUES, -1), header[kind].get(field, -1)
        if min(size, stored, n_values) < 0:
            raise ValueError("a page without sizes")
        yield Page(size, n_values, encoding)
        file.seek(stored, 1)
