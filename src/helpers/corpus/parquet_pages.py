"""What the pages of a Parquet column fill when they are opened, from their headers: Arrow opens a page to tell.

The fields are those of `PageHeader` in https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
"""

from collections.abc import Iterator
from typing import IO, NamedTuple

from helpers.corpus.parquet_footers import Chunk
from helpers.corpus.thrift import I32, Fields, ThriftReader

_SIZE, _STORED_SIZE, _DATA_PAGE, _DATA_PAGE_2 = 2, 3, 5, 8
_N_VALUES = 1  # field of both headers of data pages
_HEADER: Fields = {_SIZE: I32, _STORED_SIZE: I32, _DATA_PAGE: {_N_VALUES: I32}, _DATA_PAGE_2: {_N_VALUES: I32}}
_MAX_VALUES = 1000  # of a header


class Page(NamedTuple):
    """One page: bytes when opened, and values; none in a page of a dictionary."""

    size: int
    n_values: int


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
        counts = [header[kind].get(_N_VALUES, -1) for kind in (_DATA_PAGE, _DATA_PAGE_2) if kind in header]
        if min(size, stored, *counts) < 0:
            raise ValueError("a page without sizes")
        yield Page(size, sum(counts))
        file.seek(stored, 1)
