"""Statements that were coded elsewhere, e.g. by hand, compared with the same measures and charts."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from helpers import charts, comparison, exports, report, runs, tables
from helpers.errors import TableSchemaError

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


def read_coded_statements(path: Path) -> pd.DataFrame:
    """Read a table of coded statements from CSV or Parquet.

    Needed are an actor, an issue and an agreement: a number from -1 to 1, or yes/no, true/false, 1/0 in a
    column of only these (DNA's binary agreement). Without a document column each statement counts as its own.

    Returns:
        Table following `tables.STATEMENTS`.

    Raises:
        TableSchemaError: If the file cannot be read, a needed column is missing or an agreement is no such value.
    """
    try:
        if path.suffix == ".parquet":
            given = pd.read_parquet(path)
        else:
            given = pd.read_csv(path, dtype="str", sep=None, engine="python", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise TableSchemaError(f"The statements at {path} cannot be read: {' '.join(str(error).split())}.") from None
    names = {
        column: next((name for name in known if name in given.columns), None) for column, known in COLUMN_NAMES.items()
    }
    missing = [f"{column} ({', '.join(COLUMN_NAMES[column])})" for column in REQUIRED if names[column] is None]
    if missing:
        raise TableSchemaError(f"The statements at {path} lack {'; '.join(missing)}; they have {list(given.columns)}.")
    read = pd.DataFrame({column: given[name] for column, name in names.items() if name is not None})
    return _complete(read, path)


def _complete(read: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Fill in what such tables leave out; nothing that a result rests on."""
    numbers = [f"{n:06}" for n in range(1, len(read) + 1)]
    published = pd.to_datetime(read["published"], errors="coerce") if "published" in read else [None] * len(read)
    return tables.STATEMENTS.table(
        {
            "statement_id": row.get("statement_id") or f"s{number}",
            "document_id": row.get("document_id") or f"statement {number}",
            "actor_id": row["actor_id"],
            "issue_id": row["issue_id"],
            "target_ids": [],
            "agreement": agreement,
            "confidence": float(row.get("confidence") or 1.0),
            "published": date,
            "evidence": row.get("evidence") or "",
            "evidence_start": 0,
            "evidence_end": 0,
            "rationale": f"coded in {path.name}",
            "flags": ["coded"],
        }
        for number, row, agreement, date in zip(
            numbers,
            read.astype("str").to_dict("records"),
            _read_agreement(read["agreement"], path),
            published,
            strict=True,
        )
    )


def _read_agreement(column: pd.Series, path: Path) -> list[float]:
    words = {"yes": 1.0, "true": 1.0, "agree": 1.0, "no": -1.0, "false": -1.0, "disagree": -1.0}
    texts = [str(value).strip().lower() for value in column]
    if set(texts) == {"0", "1"}:
        words |= {"1": 1.0, "0": -1.0}
    values = []
    for number, text in enumerate(texts, 1):
        try:
            value = words[text] if text in words else float(text)
        except ValueError:
            value = float("nan")
        if not -1 <= value <= 1:
            raise TableSchemaError(
                f"The statements at {path} have agreement {text!r} in row {number}; "
                "allowed are numbers from -1 to 1, or yes/no, true/false, agree/disagree, 1/0."
            )
        values.append(value)
    return values


def compare_coded_statements(path: Path, run_dir: Path, *, duplicates: str, normalize: str) -> None:
    """Write positions, pairs, shifts, networks, charts, report and exports for coded statements.

    Raises:
        TableSchemaError: If the statements cannot be read.
        ParameterError: If a rule is unknown.
    """
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
