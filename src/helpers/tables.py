"""The tables of a run folder: their schemas, and the only place that reads and writes them.

Column by column they are described in data/README.md. In pandas, a list of spans is a list of
`(start, end)` tuples, a list of strings a list of `str`, a date a `datetime64`, and a missing value null.
Offsets count Unicode code points into `documents.text`, end exclusive.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa_checks
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.errors import TableSchemaError
from helpers.files import replacing

STRING, INTEGER, NUMBER, DATE = pa.string(), pa.int64(), pa.float64(), pa.date32()
STRINGS = pa.list_(pa.string())
SPANS = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))


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
    """A table's columns, in order, and the columns that identify and sort its rows."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def arrow(self) -> pa.Schema:
        """The Arrow schema, as stored in Parquet."""
        return pa.schema([pa.field(c.name, c.type, c.nullable) for c in self.columns])

    @cached_property
    def checks(self) -> pa_checks.DataFrameSchema:
        """What values may be, as a pandera schema."""
        columns = {}
        for column in self.columns:
            rules = []
            if column.allowed is not None:
                rules.append(pa_checks.Check.isin(column.allowed))
            if column.bounds is not None:
                rules.append(pa_checks.Check.in_range(*column.bounds))
            columns[column.name] = pa_checks.Column(None, rules, nullable=column.nullable)
        return pa_checks.DataFrameSchema(columns, unique=list(self.key) or None)

    def empty(self) -> pd.DataFrame:
        """A table without rows and with all columns."""
        return self.table([])

    def table(self, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
        """A table of `rows` with this schema's columns and types, in the rows' order.

        Raises:
            TableSchemaError: If a value does not fit its column's type.
        """
        return _to_pandas(self._to_arrow(list(rows)), self)

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
        try:
            self.checks.validate(table.reset_index(drop=True), lazy=True)
        except pa_checks.errors.SchemaErrors as error:
            cases = error.failure_cases
            first = cases.iloc[0]
            values = ", ".join(repr(v) for v in cases["failure_case"].head(3))
            raise TableSchemaError(
                f"Table '{self.name}', column '{first['column']}': {len(cases)} value(s) fail "
                f"'{first['check']}', e.g. {values}. See data/README.md for what is allowed."
            ) from None

    def _to_arrow(self, rows: Sequence[Mapping[Any, Any]]) -> pa.Table:
        arrays = []
        for column in self.columns:
            values = [_plain(row.get(column.name)) for row in rows]
            try:
                arrays.append(pa.array(values, type=column.type))
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


def _plain(value: Any) -> Any:
    """`None` for pandas' missing scalars, dates for timestamps, else the value itself."""
    if isinstance(value, list | tuple | dict | str):
        return value
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _to_pandas(table: pa.Table, schema: TableSchema) -> pd.DataFrame:
    columns = {}
    for column in schema.columns:
        array = table.column(column.name)
        if column.type == SPANS:
            values = [[(s["start"], s["end"]) for s in spans or []] for spans in array.to_pylist()]
            columns[column.name] = pd.Series(values, dtype=object)
        elif column.type == STRINGS:
            columns[column.name] = pd.Series([v or [] for v in array.to_pylist()], dtype=object)
        elif column.type == DATE:
            columns[column.name] = pd.Series(pd.to_datetime(array.to_pylist()), dtype="datetime64[s]")
        elif column.type == INTEGER:
            dtype = "Int64" if column.nullable else "int64"
            columns[column.name] = pd.Series(array.to_pylist(), dtype=dtype)
        elif column.type == NUMBER:
            columns[column.name] = pd.Series(array.to_pylist(), dtype="float64")
        else:
            columns[column.name] = pd.Series(array.to_pylist(), dtype="str")
    return pd.DataFrame(columns, columns=[c.name for c in schema.columns])


def write_table(table: pd.DataFrame, path: Path, schema: TableSchema) -> None:
    """Validate `table`, sort it by the schema's key and write it as Parquet, whole or not at all.

    Equal tables give equal bytes: no pandas metadata, fixed compression, sorted rows.

    Raises:
        TableSchemaError: If the table does not follow `schema`.
    """
    schema.validate(table)
    rows = table.sort_values(list(schema.key), kind="stable") if schema.key else table
    arrow = schema._to_arrow(rows[[c.name for c in schema.columns]].to_dict("records"))
    with replacing(path) as temporary:
        pq.write_table(arrow, temporary, compression="zstd")


def read_table(path: Path, schema: TableSchema) -> pd.DataFrame:
    """Read a table that `write_table` wrote and validate it.

    Raises:
        TableSchemaError: If the file is missing, unreadable or does not follow `schema`.
    """
    try:
        arrow = pq.read_table(path)
    except FileNotFoundError:
        raise TableSchemaError(
            f"Table '{schema.name}' is missing at {path}. Run the notebook that writes it first."
        ) from None
    except (pa.ArrowInvalid, OSError) as error:
        raise TableSchemaError(f"Table '{schema.name}' at {path} is not readable Parquet: {error}") from None
    missing = [name for name in schema.arrow.names if name not in arrow.column_names]
    if missing:
        raise TableSchemaError(
            f"Table '{schema.name}' at {path} lacks column(s) {missing}; it has {arrow.column_names}. "
            "Re-run the notebook that writes it, or see data/README.md for its schema."
        )
    try:
        table = _to_pandas(arrow.select(schema.arrow.names).cast(schema.arrow), schema)
    except (pa.ArrowException, ValueError) as error:
        raise TableSchemaError(
            f"Table '{schema.name}' at {path} holds values of other types: {error}. See data/README.md for its schema."
        ) from None
    schema.validate(table)
    return table


# --- The schemas, in the order in which a run writes them --------------------------------------

SEGMENT_KINDS = ("title", "byline", "dateline", "body", "boilerplate")
ACTOR_KINDS = ("state", "organisation", "person", "media", "group")
QUOTATION_KINDS = ("direct", "indirect", "mixed", "unmarked", "thought")
RESOLUTIONS = ("named", "pronoun", "nominal", "carried", "none")
POSITION_LABELS = ("support", "oppose", "mixed", "unclear")
NETWORK_KINDS = ("affiliation", "congruence", "conflict", "subtract")

UNIT, SIGNED = (0.0, 1.0), (-1.0, 1.0)

DOCUMENTS = TableSchema(
    "documents",
    ("document_id",),
    (
        Column("document_id"),
        Column("source"),
        Column("title", nullable=True),
        Column("outlet", nullable=True),
        Column("byline", nullable=True),
        Column("published", DATE, nullable=True),
        Column("published_from", nullable=True, allowed=("metadata", "dateline", "filename", "text")),
        Column("language"),
        Column("text"),
        Column("body", SPANS),
        Column("n_words", INTEGER),
        Column("sha256"),
        Column("duplicate_of", nullable=True),
        Column("flags", STRINGS),
    ),
)

REJECTS = TableSchema("rejects", ("source", "reason"), (Column("source"), Column("reason"), Column("detail")))

SEGMENTS = TableSchema(
    "segments",
    ("document_id", "start"),
    (
        Column("document_id"),
        Column("start", INTEGER),
        Column("end", INTEGER),
        Column("kind", allowed=SEGMENT_KINDS),
    ),
)

MENTIONS = TableSchema(
    "mentions",
    ("mention_id",),
    (
        Column("mention_id"),
        Column("document_id"),
        Column("start", INTEGER),
        Column("end", INTEGER),
        Column("text"),
        Column("label"),
        Column("actor_id", nullable=True),
        Column("confidence", NUMBER, bounds=UNIT),
    ),
)

PERSONS = TableSchema(
    "persons",
    ("document_id", "actor_id"),
    (
        Column("document_id"),
        Column("actor_id"),
        Column("name"),
        Column("role", nullable=True),
        Column("affiliation", nullable=True),
        Column("n_mentions", INTEGER),
    ),
)

ACTORS = TableSchema(
    "actors",
    ("actor_id",),
    (
        Column("actor_id"),
        Column("name"),
        Column("kind", allowed=ACTOR_KINDS),
        Column("affiliation", nullable=True),
        Column("role", nullable=True),
        Column("aliases", STRINGS),
        Column("n_mentions", INTEGER),
        Column("n_documents", INTEGER),
    ),
)

QUOTATIONS = TableSchema(
    "quotations",
    ("quotation_id",),
    (
        Column("quotation_id"),
        Column("document_id"),
        Column("kind", allowed=QUOTATION_KINDS),
        Column("content"),
        Column("content_spans", SPANS),
        Column("cue", nullable=True),
        Column("cue_start", INTEGER, nullable=True),
        Column("cue_end", INTEGER, nullable=True),
        Column("cue_lemma", nullable=True),
        Column("source", nullable=True),
        Column("source_start", INTEGER, nullable=True),
        Column("source_end", INTEGER, nullable=True),
        Column("speaker_id", nullable=True),
        Column("actor_id", nullable=True),
        Column("resolution", allowed=RESOLUTIONS),
        Column("confidence", NUMBER, bounds=UNIT),
        Column("flags", STRINGS),
    ),
)

STATEMENTS = TableSchema(
    "statements",
    ("statement_id",),
    (
        Column("statement_id"),
        Column("document_id"),
        Column("quotation_id", nullable=True),
        Column("actor_id"),
        Column("issue_id"),
        Column("target_ids", STRINGS),
        Column("agreement", NUMBER, bounds=SIGNED),
        Column("confidence", NUMBER, bounds=UNIT),
        Column("published", DATE, nullable=True),
        Column("evidence"),
        Column("evidence_start", INTEGER),
        Column("evidence_end", INTEGER),
        Column("rationale"),
        Column("flags", STRINGS),
    ),
)

POSITIONS = TableSchema(
    "positions",
    ("actor_id", "issue_id"),
    (
        Column("actor_id"),
        Column("issue_id"),
        Column("n_statements", INTEGER),
        Column("n_documents", INTEGER),
        Column("agreement", NUMBER, bounds=SIGNED),
        Column("ci_low", NUMBER, bounds=SIGNED),
        Column("ci_high", NUMBER, bounds=SIGNED),
        Column("salience", NUMBER, bounds=UNIT),
        Column("label", allowed=POSITION_LABELS),
    ),
)

ACTOR_PAIRS = TableSchema(
    "actor_pairs",
    ("actor_id", "other_actor_id"),
    (
        Column("actor_id"),
        Column("other_actor_id"),
        Column("n_shared_issues", INTEGER),
        Column("congruence", NUMBER),
        Column("conflict", NUMBER),
        Column("similarity", NUMBER, nullable=True, bounds=SIGNED),
    ),
)

POSITION_SHIFTS = TableSchema(
    "position_shifts",
    ("actor_id", "issue_id", "kind", "evidence_before", "evidence_after"),
    (
        Column("actor_id"),
        Column("issue_id"),
        Column("before", NUMBER, bounds=SIGNED),
        Column("after", NUMBER, bounds=SIGNED),
        Column("date", DATE, nullable=True),
        Column("confidence", NUMBER, bounds=UNIT),
        Column("evidence_before"),
        Column("evidence_after"),
        Column("kind", allowed=("shift", "contradiction")),
    ),
)

NETWORKS = TableSchema(
    "networks",
    ("kind", "from_id", "to_id"),
    (
        Column("kind", allowed=NETWORK_KINDS),
        Column("from_id"),
        Column("to_id"),
        Column("weight", NUMBER),
    ),
)

SCHEMAS = {
    schema.name: schema
    for schema in (
        DOCUMENTS, REJECTS, SEGMENTS, MENTIONS, PERSONS, ACTORS, QUOTATIONS,
        STATEMENTS, POSITIONS, ACTOR_PAIRS, POSITION_SHIFTS, NETWORKS,
    )
}  # fmt: skip
