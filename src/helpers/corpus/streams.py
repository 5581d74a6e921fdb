"""The bytes and lines of a file, never more at once than an article can need, whatever a compressed file promises."""

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Self, cast

from helpers.corpus.articles import Rejected
from helpers.corpus.decoding import guess_encoding
from helpers.corpus.items import Item

MAX_LINE = 2**24  # characters of a record on one line, or of one field of it
# Text shrinks to a tenth, of dull tables perhaps to a fiftieth; what grows more than this was made to fill a disk.
MAX_EXPANSION, FREE_EXPANSION = 200, 2**26
MAX_RECORD = 2 * MAX_LINE  # characters of a record on several lines
_SNIFFED = 2**16


class _Expanding(io.RawIOBase):
    """The content of a compressed file, as far as it is in proportion to the file."""

    def __init__(self, compressed: IO[bytes], limit: int) -> None:
        self._compressed, self._limit = compressed, limit
        self._file = gzip.GzipFile(fileobj=compressed)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """To its start, as tables need."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As of any file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As of any file."""
        return self._file.tell()

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        """Read the next bytes.

        Raises:
            Rejected: `too_large` beyond the limit.
        """
        n_read = self._file.readinto(buffer)
        if self._file.tell() > self._limit:
            raise Rejected("too_large", f"the compressed file expands to more than {self._limit // 2**20} MiB")
        return n_read

    def close(self) -> None:
        """Close the file too."""
        self._file.close()
        self._compressed.close()
        super().close()


class Lines:
    """The lines of a table; one that is too long for any record is passed over with an error, and the next follows."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._length = 0  # of the record so far

    def __iter__(self) -> Self:
        return self

    def begin_record(self) -> None:
        """The next line is the first of a record, which may have several."""
        self._length = 0

    def __next__(self) -> str:
        """The next line.

        Raises:
            csv.Error: If it is too long, with its rest skipped, or its record is.
        """
        line = self._stream.readline(MAX_LINE)
        if not line:
            raise StopIteration
        self._length += len(line)
        if self._length > MAX_RECORD:
            raise csv.Error(f"a record of more than {MAX_RECORD} characters")
        if len(line) < MAX_LINE or line.endswith(("\n", "\r")):
            return line
        while len(rest := self._stream.readline(MAX_LINE)) == MAX_LINE and not rest.endswith(("\n", "\r")):
            pass
        raise csv.Error(f"a line of more than {MAX_LINE} characters")


def expansion_limit(size: int) -> int:
    """How many bytes a file of `size` bytes may have when it is opened."""
    return FREE_EXPANSION + MAX_EXPANSION * size


def _open_bytes(item: Item) -> IO[bytes]:
    """Open a file, expanding a compressed one within limits."""
    file = item.path.open("rb")
    if not item.compressed:
        return file
    limit = expansion_limit(file.seek(0, io.SEEK_END))
    file.seek(0)
    return io.BufferedReader(_Expanding(file, limit))


def read_bytes(item: Item, limit: int) -> bytes:
    """The whole content of a file.

    Raises:
        Rejected: `too_large` if it has more than `limit` bytes.
    """
    with _open_bytes(item) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise Rejected("too_large", f"more than {limit // 2**20} MiB")
    return data


@contextmanager
def open_text(item: Item) -> Iterator[IO[str]]:
    """The text of a table; bytes that do not fit its encoding are surrogate escapes, to be decoded field by field."""
    with _open_bytes(item) as file:
        encoding = guess_encoding(cast("io.BufferedReader", file).read1(_SNIFFED))
        file.seek(0)
        errors = "surrogateescape" if encoding == "utf-8" else "replace"
        with io.TextIOWrapper(file, encoding, errors, newline="") as stream:
            if stream.read(1) != "\ufeff":
                stream.seek(0)
            yield stream


@contextmanager
def open_lines(item: Item) -> Iterator[Lines]:
    """The lines of a table, as `open_text` reads them."""
    with open_text(item) as stream:
        yield Lines(stream)
