"""What a table is: its columns, and what their values may be.

In pandas, a list of spans is a list of `(start, end)` tuples, a list of strings a list of `str`, a date a
`datetime64`, and a missing value null. Texts and lists are held as Arrow holds them, in a fraction of the room.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.errors import TableSchemaError
from helpers.listed import ListArray, ListDtype

if TYPE_CHECKING:
    import pandera.pandas as pa_checks

STRING, INTEGER, NUMBER, DATE = pa.string(), pa.int64(), pa.float64(), pa.date32()
STRINGS = pa.list_(pa.string())
SPANS = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))

_ROW_GROUP = 65_536  # rows of most tables that are written at once

_PLAIN = frozenset((str, int, list, tuple, dict, date, type(None)))  # whose values `_plain` leaves as they are

type Values = Sequence[Any] | np.ndarray | pd.Series[Any]


@dataclass(frozen=True)
class Column:
    """One column: its Arrow type and what its values may be."""

    name: str
    type: pa.DataType = STRING
    nullable: bool = False
    allowed: tuple[str, ...] | None = None
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True)
class TableSchema:
    """A table's columns, in order, and the columns that identify and sort its rows.

    Its rows are written `row_group` at a time: writing takes the room of so many.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    row_group: int = _ROW_GROUP

    @cached_property
    def arrow(self) -> pa.Schema:
        """The Arrow schema, as stored in Parquet."""
        return pa.schema([pa.field(c.name, c.type, c.nullable) for c in self.columns])

    @cached_property
    def checks(self) -> "pa_checks.DataFrameSchema":
        """What values may be, as a pandera schema."""
        import pandera.pandas as pa_checks  # for half a second, which workers do without

        columns = {}
        for column in self.columns:
            rules = []
            if column.allowed is not None:
                rules.append(pa_checks.Check.isin(column.allowed))
            if column.bounds is not None:
                rules.append(pa_checks.Check.in_range(*column.bounds))
            columns[column.name] = pa_checks.Column(None, rules, nullable=column.nullable)
        return pa_checks.DataFrameSchema(columns)

    def only(self, *names: str) -> "TableSchema":
        """The schema of a table that has only these columns, in their order here."""
        columns = tuple(column for column in self.columns if column.name in names)
        return replace(self, key=self.key if {*self.key} <= {*names} else (), columns=columns)

    def empty(self) -> pd.DataFrame:
        """A table without rows and with all columns."""
        return self.table([])

    def table(self, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
        """A table of `rows` with this schema's columns and types, in the rows' order.

        Raises:
            TableSchemaError: If a value does not fit its column's type.
        """
        return self.from_arrow(self.to_arrow(rows))

    def to_arrow(self, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
        """The same as an Arrow table, which takes far less room than the rows.

        Raises:
            TableSchemaError: If a value does not fit its column's type.
        """
        given = list(rows)
        return self.from_columns({c.name: [row.get(c.name) for row in given] for c in self.columns})

    def from_arrow(self, table: pa.Table) -> pd.DataFrame:
        """The pandas table of an Arrow table with this schema's columns and types."""
        return _to_pandas(table, self)

    def from_pandas(self, table: pd.DataFrame) -> pa.Table:
        """The Arrow table of a pandas table that has this schema's columns.

        Raises:
            TableSchemaError: If a value does not fit its column's type.
        """
        return self.from_columns({c.name: _values(table[c.name], c) for c in self.columns})

    def frame(self, columns: Mapping[str, "Values"]) -> pd.DataFrame:
        """A table from whole columns of one length, with this schema's columns and types; missing ones are null.

        Raises:
            TableSchemaError: If a value does not fit its column's type.
        """
        return _to_pandas(self.from_columns(columns), self)

    def validate(self, table: pd.DataFrame) -> None:
        """Check columns, missing values, allowed values, bounds and the uniqueness of the key.

        Raises:
            TableSchemaError: Naming the column, the check and up to three failing values.
        """
        missing = [c.name for c in self.columns if c.name not in table.columns]
        if missing:
            raise TableSchemaError(
                f"Table '{self.name}' lacks column(s) {missing}; it has {sorted(table.columns)}. "
                "Re-run the notebook that writes it, or see data/README.md for its schema."
            )
        from pandera.errors import SchemaErrors

        try:
            self.checks.validate(table.reset_index(drop=True), lazy=True)
        except SchemaErrors as error:
            cases = error.failure_cases
            first = cases.iloc[0]
            values = ", ".join(repr(v) for v in cases["failure_case"].head(3))
            raise TableSchemaError(
                f"Table '{self.name}', column '{first['column']}': {len(cases)} value(s) fail "
                f"'{first['check']}', e.g. {values}. See data/README.md for what is allowed."
            ) from None
        repeated = _repeated(table[list(self.key)])
        if len(repeated):
            raise TableSchemaError(
                f"Table '{self.name}', column '{', '.join(self.key)}': {len(repeated)} row(s) repeat what must be "
                f"unique, e.g. {', '.join(map(repr, repeated.iloc[0]))}. See data/README.md for what is allowed."
            )

    def from_columns(self, columns: Mapping[str, "Values"]) -> pa.Table:
        """The Arrow table of whole columns of one length; missing ones are null.

        Raises:
            TableSchemaError: If a value does not fit its column's type.
        """
        n_rows = max(map(len, columns.values()), default=0)
        arrays = []
        for column in self.columns:
            given = columns.get(column.name, [None] * n_rows)
            is_whole = isinstance(given, np.ndarray | pd.Series)
            is_plain = is_whole or _PLAIN.issuperset(map(type, given))
            values = given if is_plain else [_plain(value) for value in given]
            try:
                arrays.append(pa.array(values, type=column.type, from_pandas=True))
            except (
                pa.ArrowInvalid,
                pa.ArrowTypeError,
                OverflowError,
                TypeError,
                UnicodeEncodeError,
            ) as error:
                raise TableSchemaError(f"Table '{self.name}', column '{column.name}': {error}") from None
            if column.type == INTEGER and not column.nullable and arrays[-1].null_count:
                raise TableSchemaError(f"Table '{self.name}', column '{column.name}': a number is missing.")
        return pa.Table.from_arrays(arrays, schema=self.arrow)


def _repeated(keys: pd.DataFrame) -> pd.DataFrame:
    """The keys that come again; sorting them takes less room than a set of them."""
    rows = pa.table({name: pa.array(keys[name]) for name in keys})
    if not rows.num_columns or len(rows) < 2:
        return keys.iloc[:0]
    order = order_of(rows, tuple(rows.column_names))
    same = np.ones(len(rows) - 1, dtype=bool)
    for start in range(0, len(same), _ROW_GROUP):
        part = slice(start, start + _ROW_GROUP + 1)
        for column in (rows[part] if order is None else rows.take(order[part])).columns:
            same[start : start + _ROW_GROUP] &= np.asarray(pc.equal(column[1:], column[:-1]), dtype=bool)
    again = np.flatnonzero(same) + 1
    return keys.iloc[again if order is None else np.asarray(order)[again]]


def order_of(rows: pa.Table, key: tuple[str, ...]) -> pa.Array | None:
    """The order of some columns, stable; None where the rows are in it already."""
    if not key or (len(key) == 1 and _is_ascending(rows[key[0]])):
        return None
    order = pc.sort_indices(rows, [(name, "ascending") for name in key])
    return None if np.array_equal(order, np.arange(len(rows))) else order


def _is_ascending(values: pa.ChunkedArray) -> bool:
    """Whether each value is followed by none that is less; where one is missing, that is not told."""
    return pc.all(pc.less_equal(values[:-1], values[1:]), skip_nulls=False, min_count=0).as_py() is True


def _plain(value: Any) -> Any:
    """`None` for pandas' missing scalars, dates for timestamps, else the value itself."""
    if isinstance(value, list | tuple | dict | str):
        return value
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _values(values: "pd.Series[Any]", column: Column) -> "Values":
    """A column's values: whole arrays where they are plain, for they are many."""
    if isinstance(values.dtype, pd.StringDtype | pd.Int64Dtype | ListDtype):
        return values
    if column.type == DATE and pd.api.types.is_datetime64_dtype(values.dtype):
        return values.to_numpy().astype("datetime64[D]")
    is_plain = column.type in (STRING, NUMBER) or (column.type == INTEGER and not column.nullable)
    return values.to_numpy() if is_plain else list(values)


def _to_pandas(table: pa.Table, schema: TableSchema) -> pd.DataFrame:
    return pd.DataFrame({column.name: read_column(table.column(column.name), column) for column in schema.columns})


def read_column(array: pa.ChunkedArray, column: Column) -> "pd.Series[Any]":
    """The values of a column, as tables hold them in pandas."""
    if column.type in (SPANS, STRINGS):
        return pd.Series(ListArray(_without_null(array)))
    if column.type == DATE:
        return pd.Series(array.cast(pa.timestamp("s")).to_numpy(), dtype="datetime64[s]")
    if column.type == INTEGER and column.nullable:
        return pd.Series(pd.arrays.IntegerArray(array.fill_null(0).to_numpy(), array.is_null().to_numpy()))
    if column.type == STRING:
        return pd.Series(pd.array(array, dtype="str"))
    return pd.Series(array.to_numpy(), dtype={INTEGER: "int64", NUMBER: "float64"}[column.type])


def _without_null(array: pa.ChunkedArray) -> pa.ChunkedArray:
    """Empty lists for what is missing."""
    if not array.null_count:
        return array
    return pa.chunked_array([pa.array([items or [] for items in array.to_pylist()], type=array.type)])
