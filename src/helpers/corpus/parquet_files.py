"""The rows of a Parquet file: how much its pages fill is known before they are opened."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from helpers.corpus.articles import Rejected
from helpers.corpus.parquet_footers import Column, Footer, Group
from helpers.corpus.parquet_pages import measure_pages
from helpers.corpus.streams import MAX_LINE, expansion_limit

MAX_OPEN = 2**27  # bytes of the largest pages of a row group together, and of the rows that are read at once
MAX_NESTED = 2**28  # bytes, and
_MAX_VALUES = 2**25  # values, of lists in a row group: a single row may hold them all
_MAX_FIXED = 1024  # bytes of a value of fixed length, which a page may repeat
_ROWS_AT_ONCE = 256
_FREE_ROWS = 10_000
_NO_VALUE = (ValueError, OverflowError, KeyError, pa.ArrowException)

type Row = dict[str, Any]


class _Plan(NamedTuple):
    """How many rows of a group may be read at once, and whether lists of texts are read as dictionaries.

    A row may repeat a long text any number of times. But of texts told by what differs from those before, Arrow
    makes no dictionaries.
    """

    n_rows: int
    as_dictionaries: bool


def iter_rows(file: IO[bytes], footer: Footer, columns: Sequence[str]) -> Iterator[Row | Rejected]:
    """Some columns of each row, or why it is not read.

    Args:
        file: The file, also one whose path is not UTF-8, which Arrow would not open.
        footer: What it says about its columns.
        columns: Names of columns.

    Raises:
        Rejected: `too_large` if the file promises more rows than it can hold, or they grow too much.
        pa.ArrowException, OSError, ValueError: If it is broken.
    """
    size = file.seek(0, 2)
    _check_sizes(footer, size)
    limit, opened = expansion_limit(size), 0
    metadata = footer.metadata()
    nested = [i for i, column in enumerate(footer.columns) if column.in_lists and column.is_binary]
    with _table(file, metadata, nested) as of_dictionaries, _table(file, metadata, []) as of_texts:
        for number, group in enumerate(footer.groups):
            if group.n_rows == 0:
                continue
            try:
                plan = _plan(file, footer.columns, group, columns)
            except Rejected as rejected:
                yield from (rejected for _ in range(group.n_rows))
                continue
            n_read = 0
            table = of_dictionaries if plan.as_dictionaries else of_texts
            for batch in table.iter_batches(plan.n_rows, [number], list(columns), use_threads=False):
                extents = [_extent(column) for column in batch.columns]
                opened += sum(extents)
                if opened > limit:
                    raise Rejected("too_large", f"rows of more than {limit // 2**20} MiB in {size} bytes")
                yield from _rows(batch, is_small=sum(extents) <= MAX_LINE)
                n_read += batch.num_rows
            if n_read != group.n_rows:
                raise ValueError(f"{n_read} of {group.n_rows} rows in a row group")


def _table(file: IO[bytes], metadata: pq.FileMetaData, read_dictionary: Sequence[int]) -> pq.ParquetFile:
    # Arrow would read whole columns without a buffer.
    return pq.ParquetFile(file, metadata=metadata, read_dictionary=read_dictionary, pre_buffer=False, buffer_size=2**20)


def _check_sizes(footer: Footer, size: int) -> None:
    """Rows and columns must fit into a file of `size` bytes, so that none is read twice.

    Raises:
        Rejected: `too_large` if there are too many rows.
        ValueError: If columns overlap, or lie elsewhere.
    """
    n_rows = sum(group.n_rows for group in footer.groups)
    if n_rows > _FREE_ROWS + size:
        raise Rejected("too_large", f"{n_rows} rows in {size} bytes")
    chunks = [chunk for group in footer.groups for chunk in group.chunks]
    if sum(chunk.size for chunk in chunks) > size or any(chunk.start + chunk.size > size for chunk in chunks):
        raise ValueError("columns that are larger than the file, or outside of it")


def _plan(file: IO[bytes], described: Sequence[Column], group: Group, columns: Sequence[str]) -> _Plan:
    """How to read a group: outside lists, no value is longer than a page.

    Raises:
        Rejected: `too_large` if not even one row can be.
        ValueError: If a column has more values than rows.
    """
    largest, expanded, has_deltas = 1, 0, False
    for column, chunk in zip(described, group.chunks, strict=True):
        if not any(column.path == name or column.path.startswith(f"{name}.") for name in columns):
            continue
        if column.length > _MAX_FIXED:
            raise Rejected("too_large", f"values of {column.length} bytes each")
        extent = measure_pages(file, chunk)
        if column.in_lists and (extent.total > MAX_NESTED or extent.n_values > _MAX_VALUES):
            size = extent.total // 2**20
            raise Rejected("too_large", f"a row group with lists of {extent.n_values} values, {size} MiB")
        if not column.in_lists and extent.n_values > group.n_rows:
            raise ValueError(f"a column with {extent.n_values} values in {group.n_rows} rows")
        largest += extent.largest
        if column.in_lists and column.is_binary:
            has_deltas, expanded = has_deltas or extent.has_deltas, expanded + extent.expanded
    if largest > MAX_OPEN:
        raise Rejected(
            "too_large", f"pages of {largest // 2**20} MiB, of at most {MAX_OPEN // 2**20}; write smaller row groups"
        )
    if has_deltas and expanded > MAX_NESTED:
        raise Rejected("too_large", f"lists of texts that repeat each other, of up to {expanded // 2**20} MiB")
    return _Plan(min(_ROWS_AT_ONCE, MAX_OPEN // largest), as_dictionaries=not has_deltas)


def _rows(batch: pa.RecordBatch, *, is_small: bool) -> Iterator[Row | Rejected]:
    names = batch.schema.names
    if is_small:
        for values in zip(*(_values(column) for column in batch.columns), strict=True):
            yield _named(names, values)
        return
    for i in range(batch.num_rows):
        row = batch.slice(i, 1)
        if sum(_extent(column) for column in row.columns) > MAX_LINE:
            yield Rejected("too_large", f"a row of more than {MAX_LINE} bytes")
        else:
            yield _named(names, [next(iter(_values(column))) for column in row.columns])


def _named(names: Sequence[str], values: Sequence[Any]) -> Row:
    """A row; of columns of the same name, the first."""
    return dict(zip(reversed(names), reversed(values), strict=True))


def _extent(values: pa.Array) -> int:
    """The bytes that values take, each text of a dictionary counted as often as it is there."""
    if isinstance(values, pa.ExtensionArray):
        values = values.storage
    if isinstance(values, pa.DictionaryArray):
        lengths = pc.binary_length(values.dictionary)
        return len(values) + (pc.sum(lengths.take(values.indices)).as_py() or 0)
    if isinstance(values, pa.ListArray | pa.LargeListArray | pa.FixedSizeListArray):
        inside = values.flatten()
        return len(inside) + _extent(inside)
    if isinstance(values, pa.StructArray):
        return sum(_extent(field) for field in values.flatten())
    return int(values.nbytes)


def _values(column: pa.Array) -> Iterable[Any]:
    """Python values of a column; those that Python has none for, such as a date in the year 148108, as text."""
    try:
        return list(column.to_pylist())
    except _NO_VALUE:
        return [_value(scalar) for scalar in column]


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except _NO_VALUE:
        if pa.types.is_timestamp(scalar.type):  # of an unknown time zone, perhaps: what is stored is universal time
            scalar = scalar.cast(pa.timestamp(scalar.type.unit))
        return str(scalar.cast(pa.string(), safe=False))
