"""Coded statements from CSV and Parquet."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from helpers import tables
from helpers.coded.actors import make_actors
from helpers.coded.roles import Coded, names_by_role
from helpers.corpus.articles import Rejected
from helpers.corpus.parquet_files import iter_rows
from helpers.corpus.parquet_footers import read_footer
from helpers.errors import TableSchemaError

# What may be there, beside actor, issue and agreement, and how other tools name it; the first one found is taken.
_FURTHER: Mapping[str, tuple[str, ...]] = {
    "statement_id": ("statement_id", "statement ID", "id", "ID"),
    "document_id": ("document_id", "document ID", "document", "docId", "source"),
    "published": ("published", "date", "time"),
    "confidence": ("confidence",),
    "evidence": ("evidence", "text", "quotation"),
}
_WORDS = {"yes": 1.0, "true": 1.0, "agree": 1.0, "no": -1.0, "false": -1.0, "disagree": -1.0}


def read_tabular(path: Path, *, variables: Mapping[str, str], actor_level: str | None) -> Coded:
    """Read a table of coded statements from CSV or Parquet.

    Needed are an actor, an issue and an agreement: a number from -1 to 1, or yes/no, true/false, 1/0 in a
    column of only these (DNA's binary agreement). Without a document column each statement counts as its own.
    Dates are written year first (2024-03-12).

    Raises:
        TableSchemaError: If the file cannot be read, a needed column is missing or a value is not allowed; it
            names the row.
        ParameterError: If the actor level is unknown.
    """
    wanted = names_by_role(variables, actor_level)
    given = _read_file(path)
    names = {
        column: next((name for name in known if name in given.columns), None)
        for column, known in {**wanted, **_FURTHER}.items()
    }
    missing = [f"{role} ({', '.join(wanted[role])})" for role in wanted if names[role] is None]
    if missing:
        raise TableSchemaError(
            f"The statements at {path} lack {'; '.join(missing)}; they have {list(given.columns)}. "
            "Name a column with --variables, e.g. issue=concept."
        )
    found = {column: name for column, name in names.items() if name is not None}
    rows = [
        {column: "" if pd.isna(row[name]) else str(row[name]).strip() for column, name in found.items()}
        for row in given.to_dict("records")
    ]
    if not rows:
        raise TableSchemaError(f"The statements at {path} have no rows.")
    statements = _complete(rows, path)
    return Coded(statements, make_actors(statements, actor_level or "group"), tables.DOCUMENTS.empty(), {})


def _read_file(path: Path) -> pd.DataFrame:
    """The file's columns as they are; texts where it is CSV."""
    try:
        if path.suffix == ".parquet":
            return _read_parquet(path)
        return pd.read_csv(path, dtype="str", sep=None, engine="python", keep_default_na=False)
    except (OSError, ValueError, csv.Error, pa.ArrowException, Rejected) as error:
        reason = " ".join(str(error).split())
        raise TableSchemaError(
            f"The statements at {path} cannot be read as {'Parquet' if path.suffix == '.parquet' else 'CSV'}: {reason}."
        ) from None


def _read_parquet(path: Path) -> pd.DataFrame:
    """The columns of a Parquet file, read within the bounds that hold for articles: strangers may have made it."""
    with path.open("rb") as file:
        footer = read_footer(file)
        rows = []
        for row in iter_rows(file, footer, footer.names):
            if isinstance(row, Rejected):
                raise row
            rows.append(row)
    return pd.DataFrame(rows, columns=list(footer.names), dtype="object")


def _complete(rows: list[dict[str, str]], path: Path) -> pd.DataFrame:
    """Check every row, and fill in what such tables leave out; nothing that a result rests on."""
    words = dict(_WORDS)
    if {row["agreement"] for row in rows} == {"0", "1"}:
        words |= {"1": 1.0, "0": -1.0}
    completed, seen = [], set()
    for number, row in enumerate(rows, 1):
        place = f"The statements at {path}, row {number}"
        for role in ("actor", "issue"):
            if not row[role]:
                raise TableSchemaError(f"{place}: there is no {role}. Fill it in, or leave the row out.")
        statement_id = row.get("statement_id") or f"s{number:06}"
        if statement_id in seen:
            raise TableSchemaError(
                f"{place}: the id {statement_id!r} is used twice. Make ids unique, or drop the column."
            )
        seen.add(statement_id)
        completed.append(
            {
                "statement_id": statement_id,
                "document_id": row.get("document_id") or f"statement {number:06}",
                "actor_id": row["actor"],
                "issue_id": row["issue"],
                "target_ids": [],
                "agreement": _number(row["agreement"], words, (-1, 1), f"{place}: agreement"),
                "confidence": _number(row.get("confidence") or "1", {}, (0, 1), f"{place}: confidence"),
                "published": _date(row.get("published", ""), place),
                "evidence": row.get("evidence", ""),
                "evidence_start": 0,
                "evidence_end": 0,
                "rationale": f"coded in {path.name}",
                "flags": ["coded"],
            }
        )
    return tables.STATEMENTS.table(completed)


def _number(text: str, words: Mapping[str, float], limits: tuple[float, float], place: str) -> float:
    try:
        value = words[text.lower()] if text.lower() in words else float(text)
    except ValueError:
        value = float("nan")
    if not limits[0] <= value <= limits[1]:
        others = f", or {', '.join(words)}" if words else ""
        raise TableSchemaError(f"{place} is {text!r}; allowed are numbers from {limits[0]} to {limits[1]}{others}.")
    return value


def _date(text: str, place: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise TableSchemaError(f"{place}: the date {text!r} must be written as year-month-day, 2024-03-12.") from None
