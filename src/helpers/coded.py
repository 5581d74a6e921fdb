"""Statements that were coded elsewhere, e.g. by hand, compared with the same measures and charts."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from helpers import charts, comparison, exports, report, runs, tables
from helpers.errors import RunFolderError, TableSchemaError

# How other tools name the columns; the first one found is taken.
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "statement_id": ("statement_id", "id", "ID"),
    "document_id": ("document_id", "document", "docId", "source"),
    "actor_id": ("actor_id", "actor", "organization", "organisation", "person"),
    "issue_id": ("issue_id", "issue", "concept", "category"),
    "agreement": ("agreement", "stance", "qualifier"),
    "published": ("published", "date", "time"),
    "confidence": ("confidence",),
    "evidence": ("evidence", "text", "quotation"),
}
REQUIRED = ("actor_id", "issue_id", "agreement")
_WORDS = {"yes": 1.0, "true": 1.0, "agree": 1.0, "no": -1.0, "false": -1.0, "disagree": -1.0}


def read_coded_statements(path: Path) -> pd.DataFrame:
    """Read a table of coded statements from CSV or Parquet.

    Needed are an actor, an issue and an agreement: a number from -1 to 1, or yes/no, true/false, 1/0 in a
    column of only these (DNA's binary agreement). Without a document column each statement counts as its own.
    Dates are written year first (2024-03-12).

    Returns:
        Table following `tables.STATEMENTS`.

    Raises:
        TableSchemaError: If the file cannot be read, a needed column is missing or a value is not allowed; it
            names the row.
    """
    given = _read_file(path)
    names = {
        column: next((name for name in known if name in given.columns), None) for column, known in COLUMN_NAMES.items()
    }
    missing = [f"{column} ({', '.join(COLUMN_NAMES[column])})" for column in REQUIRED if names[column] is None]
    if missing:
        raise TableSchemaError(f"The statements at {path} lack {'; '.join(missing)}; they have {list(given.columns)}.")
    found = {column: name for column, name in names.items() if name is not None}
    rows = [
        {column: "" if pd.isna(row[name]) else str(row[name]).strip() for column, name in found.items()}
        for row in given.to_dict("records")
    ]
    if not rows:
        raise TableSchemaError(f"The statements at {path} have no rows.")
    return _complete(rows, path)


def _read_file(path: Path) -> pd.DataFrame:
    """The file's columns as they are; texts where it is CSV."""
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, dtype="str", sep=None, engine="python", keep_default_na=False)
    except (OSError, ValueError, csv.Error) as error:
        reason = " ".join(str(error).split())
        raise TableSchemaError(
            f"The statements at {path} cannot be read as {'Parquet' if path.suffix == '.parquet' else 'CSV'}: {reason}."
        ) from None


def _complete(rows: list[dict[str, str]], path: Path) -> pd.DataFrame:
    """Check every row, and fill in what such tables leave out; nothing that a result rests on."""
    words = dict(_WORDS)
    if {row["agreement"] for row in rows} == {"0", "1"}:
        words |= {"1": 1.0, "0": -1.0}
    completed, seen = [], set()
    for number, row in enumerate(rows, 1):
        place = f"The statements at {path}, row {number}"
        for column in ("actor_id", "issue_id"):
            if not row[column]:
                raise TableSchemaError(f"{place}: there is no {column}. Fill it in, or leave the row out.")
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
                "actor_id": row["actor_id"],
                "issue_id": row["issue_id"],
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


def compare_coded_statements(path: Path, run_dir: Path, *, duplicates: str, normalize: str) -> None:
    """Write positions, pairs, shifts, networks, charts, report and exports for coded statements.

    Raises:
        TableSchemaError: If the statements cannot be read.
        ParameterError: If a rule is unknown.
        RunFolderError: If the folder holds the run of a corpus.
    """
    if "stages" in runs.read_manifest(run_dir):
        raise RunFolderError(f"The run folder {run_dir} holds the run of a corpus. Give another folder with --out.")
    statements = read_coded_statements(path)
    compared = comparison.compare_statements(statements, duplicates=duplicates, normalize=normalize)
    with runs.locked(run_dir):
        made = {"statements": statements, "actors": _actors(statements), **compared._asdict()}
        runs.write_tables(run_dir, **made)
        runs.write_manifest(
            run_dir,
            runs.read_manifest(run_dir)
            | {"parameters": {"STATEMENTS": path.name, "DUPLICATES": duplicates, "NORMALIZE": normalize}}
            | {"versions": runs.versions()},
        )
        everything = {name: made.get(name, schema.empty()) for name, schema in tables.SCHEMAS.items()}
        issues = {issue: issue for issue in sorted(statements["issue_id"].unique())}
        exports.write_charts(run_dir / "charts", charts.plot_all(everything, issues))
        exports.write_exports(run_dir / "exports", everything, issues=issues)
        report.write_report(run_dir / "report.html", tables=everything, issues=issues, run=runs.read_manifest(run_dir))


def _actors(statements: pd.DataFrame) -> pd.DataFrame:
    counts = statements.groupby("actor_id").agg(n=("statement_id", "size"), documents=("document_id", "nunique"))
    return tables.ACTORS.table(
        {
            "actor_id": actor_id,
            "name": actor_id,
            "kind": "group",
            "aliases": [],
            "n_mentions": row.n,
            "n_documents": row.documents,
        }
        for actor_id, row in zip(counts.index, counts.itertuples(), strict=True)
    )
