"""Tables as Parquet files: the only place that reads and writes them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.errors import TableSchemaError
from helpers.files import replacing
from helpers.schema import Column, TableSchema, order_of, read_column

_BUFFER = 65_536  # bytes of a file that are read at once


def write_table(table: pd.DataFrame, path: Path, schema: TableSchema) -> None:
    """Validate `table`, sort it by the schema's key and write it as Parquet, whole or not at all.

    Equal tables give equal bytes: no pandas metadata, fixed compression, sorted rows.

    Raises:
        TableSchemaError: If the table does not follow `schema`.
    """
    schema.validate(table)
    rows = schema.from_pandas(table)
    order = order_of(rows, schema.key)
    groups = (slice(start, start + schema.row_group) for start in range(0, max(1, len(rows)), schema.row_group))
    _write_groups((rows[group] if order is None else rows.take(order[group]) for group in groups), path, schema)


def write_rows(rows: Iterable[pa.Table], path: Path, schema: TableSchema) -> int:
    """Write a table that comes bit by bit, in the order of its key, as `write_table` would write it.

    Args:
        rows: Tables with the schema's columns and types; beyond them, `schema.row_group` rows are held.
        path: Where the table is written, whole or not at all.
        schema: What it has to follow.

    Returns:
        The number of rows.

    Raises:
        TableSchemaError: If the rows do not follow `schema`, or are not in the order of its key.
    """
    n_rows, last = 0, schema.arrow.empty_table()

    def checked() -> Iterator[pa.Table]:
        nonlocal n_rows, last
        for group in _regrouped(rows, schema):
            schema.validate(schema.from_arrow(group))
            edge = pa.concat_tables([last, group[:1]])
            schema.validate(schema.from_arrow(edge))
            if order_of(edge, schema.key) is not None or order_of(group, schema.key) is not None:
                raise TableSchemaError(f"Table '{schema.name}': rows come in another order than that of their key.")
            n_rows, last = n_rows + len(group), group[-1:]
            yield group

    _write_groups(checked(), path, schema)
    return n_rows


def _regrouped(tables: Iterable[pa.Table], schema: TableSchema) -> Iterator[pa.Table]:
    """The same rows in tables of `schema.row_group`, the last one of fewer; one table at least."""
    held, is_first = schema.arrow.empty_table(), True
    for table in tables:
        held = pa.concat_tables([held, table])
        while len(held) >= schema.row_group:
            yield held[: schema.row_group]
            held, is_first = held[schema.row_group :], False
    if is_first or len(held):
        yield held


def _write_groups(groups: Iterable[pa.Table], path: Path, schema: TableSchema) -> None:
    with (
        replacing(path) as temporary,
        temporary.open("wb") as file,  # Arrow opens no path that is not UTF-8
        pq.ParquetWriter(file, schema.arrow, compression="zstd") as writer,
    ):
        for group in groups:
            writer.write_table(group.combine_chunks(), row_group_size=schema.row_group)  # pages must not follow chunks


def read_table(path: Path, schema: TableSchema) -> pd.DataFrame:
    """Read a table that `write_table` wrote and validate it.

    Raises:
        TableSchemaError: If the file is missing, unreadable or does not follow `schema`.
    """
    with _opened(path, schema) as file:  # column by column, so that no more than one is held twice
        table = pd.DataFrame(
            {column.name: _read(file.read(columns=[column.name]), column, path, schema) for column in schema.columns}
        )
    schema.validate(table)
    return table


def iter_table(path: Path, schema: TableSchema) -> Iterator[pd.DataFrame]:
    """Read such a table bit by bit, in its order, and validate it so; one without rows gives nothing.

    Raises:
        TableSchemaError: As `read_table`.
    """
    with _opened(path, schema) as file:
        for batch in file.iter_batches(max(1, schema.row_group // 4), columns=schema.arrow.names):
            rows = pa.Table.from_batches([batch])
            table = pd.DataFrame({column.name: _read(rows, column, path, schema) for column in schema.columns})
            schema.validate(table)
            yield table


@contextmanager
def _opened(path: Path, schema: TableSchema) -> Iterator[pq.ParquetFile]:
    """A Parquet file that has the schema's columns.

    Raises:
        TableSchemaError: If it is missing, lacks a column, or turns out to be unreadable while it is read.
    """
    try:
        with path.open("rb") as file, pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False) as parquet:
            known = parquet.schema_arrow.names
            missing = [name for name in schema.arrow.names if name not in known]
            if missing:
                raise TableSchemaError(
                    f"Table '{schema.name}' at {path} lacks column(s) {missing}; it has {known}. "
                    "Re-run the notebook that writes it, or see data/README.md for its schema."
                )
            yield parquet
    except FileNotFoundError:
        raise TableSchemaError(
            f"Table '{schema.name}' is missing at {path}. Run the notebook that writes it first."
        ) from None
    except (pa.ArrowInvalid, OSError) as error:
        raise TableSchemaError(f"Table '{schema.name}' at {path} is not readable Parquet: {error}") from None


def _read(rows: pa.Table, column: Column, path: Path, schema: TableSchema) -> "pd.Series[Any]":
    try:
        return read_column(rows.column(column.name).cast(column.type), column)
    except (pa.ArrowException, ValueError) as error:
        raise TableSchemaError(
            f"Table '{schema.name}' at {path}, column '{column.name}', holds values of other types: {error}. "
            "See data/README.md for its schema."
        ) from None
