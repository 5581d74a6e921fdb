"""The rows of a Parquet file: how much its pages fill is known before they are opened."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from helpers.corpus.articles import Rejected
from helpers.corpus.parquet_pages import iter_pages
from helpers.corpus.streams import MAX_LINE, expansion_limit

MAX_OPEN = 2**27  # bytes of the largest pages of a row group together, and of the rows that are read at once
MAX_NESTED = 2**28  # bytes, and
_MAX_VALUES = 2**25  # values, of lists in a row group: a single row may hold them all
_MAX_FIXED = 1024  # bytes of a value of fixed length, which a page may repeat
_ROWS_AT_ONCE = 256
_FREE_ROWS = 10_000

type Row = dict[str, Any]


def column_names(file: IO[bytes]) -> list[str]:
    """The names of the columns."""
    return [str(name) for name in pq.read_schema(file).names]


def iter_rows(file: IO[bytes], columns: Sequence[str]) -> Iterator[Row | Rejected]:
    """Some columns of each row, or why it is not read.

    Args:
        file: The file, also one whose path is not UTF-8, which Arrow would not open.
        columns: Names of columns.

    Raises:
        Rejected: `too_large` if the file promises more rows than it can hold, or they grow too much.
        pa.ArrowException, OSError, ValueError: If it is broken.
    """
    nested = _paths_of_lists(pq.read_metadata(file))
    # Arrow would read whole columns without a buffer.
    with pq.ParquetFile(file, read_dictionary=nested, pre_buffer=False, buffer_size=2**20) as table:
        n_rows, size = table.metadata.num_rows, file.seek(0, 2)
        limit = expansion_limit(size)
        if n_rows > _FREE_ROWS + size:
            raise Rejected("too_large", f"{n_rows} rows in {size} bytes")
        opened = 0
        for number in range(table.num_row_groups):
            if table.metadata.row_group(number).num_rows == 0:
                continue
            try:
                at_once = _rows_at_once(file, table.metadata, number, columns)
            except Rejected as rejected:
                yield from (rejected for _ in range(table.metadata.row_group(number).num_rows))
                continue
            for batch in table.iter_batches(at_once, [number], list(columns), use_threads=False):
                extents = [_extent(column) for column in batch.columns]
                opened += sum(extents)
                if opened > limit:
                    raise Rejected("too_large", f"rows of more than {limit // 2**20} MiB in {size} bytes")
                yield from _rows(batch, is_small=sum(extents) <= MAX_LINE)


def _paths_of_lists(metadata: pq.FileMetaData) -> list[str]:
    """The columns of texts in lists: read as dictionaries, as a row may repeat a long text any number of times."""
    columns = (metadata.schema.column(i) for i in range(metadata.num_columns))
    return [c.path for c in columns if c.max_repetition_level and c.physical_type == "BYTE_ARRAY"]


def _rows_at_once(file: IO[bytes], metadata: pq.FileMetaData, group: int, columns: Sequence[str]) -> int:
    """How many rows of a group may be read at once: outside lists, no value is longer than a page.

    Raises:
        Rejected: `too_large` if not even one.
    """
    largest = 1
    for i in range(metadata.num_columns):
        column, chunk = metadata.schema.column(i), metadata.row_group(group).column(i)
        if not any(column.path == name or column.path.startswith(f"{name}.") for name in columns):
            continue
        if column.length > _MAX_FIXED:
            raise Rejected("too_large", f"values of {column.length} bytes each")
        total = n_values = largest_page = 0
        for page in iter_pages(file, chunk):
            total, n_values = total + page.size, n_values + page.n_values
            largest_page = max(largest_page, page.size)
        if column.max_repetition_level and (total > MAX_NESTED or n_values > _MAX_VALUES):
            raise Rejected("too_large", f"a row group with lists of {n_values} values, {total // 2**20} MiB")
        largest += largest_page
    if largest > MAX_OPEN:
        raise Rejected("too_large", f"pages of {largest // 2**20} MiB; at most {MAX_OPEN // 2**20} MiB are opened")
    return min(_ROWS_AT_ONCE, MAX_OPEN // largest)


def _rows(batch: pa.RecordBatch, *, is_small: bool) -> Iterator[Row | Rejected]:
    names = batch.schema.names
    if is_small:
        for values in zip(*(_values(column) for column in batch.columns), strict=True):
            yield dict(zip(names, values, strict=True))
        return
    for i in range(batch.num_rows):
        row = batch.slice(i, 1)
        if sum(_extent(column) for column in row.columns) > MAX_LINE:
            yield Rejected("too_large", f"a row of more than {MAX_LINE} bytes")
        else:
            yield {name: next(iter(_values(column))) for name, column in zip(names, row.columns, strict=True)}


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
    except (ValueError, OverflowError, pa.ArrowException):
        return [_value(scalar) for scalar in column]


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError, pa.ArrowException):
        return str(scalar.cast(pa.string(), safe=False))
