"""From a file of coded statements to a run folder: tables, charts, report and exports."""

from collections.abc import Mapping
from pathlib import Path

from helpers import charts, comparison, exports, report, runs, tables
from helpers.coded.database import is_sqlite
from helpers.coded.dna import read_dna
from helpers.coded.roles import Coded
from helpers.coded.tabular import read_tabular
from helpers.errors import RunFolderError, TableSchemaError

_DATABASES = (".dna", ".db", ".sqlite", ".sqlite3")


def read_coded_statements(
    path: Path, *, variables: Mapping[str, str] | None = None, actor_level: str | None = None
) -> Coded:
    """Read coded statements from CSV, Parquet or a database of Discourse Network Analyzer (SQLite).

    Args:
        path: The file; databases are known by their content.
        variables: What the file calls `actor`, `issue` and `agreement`, where it is not one of the usual names.
        actor_level: `person` or `organisation`, where the file has both.

    Raises:
        TableSchemaError: If the file cannot be read, lacks something needed or holds a value that is not allowed.
        ParameterError: If the actor level is unknown.
    """
    if is_sqlite(path):
        return read_dna(path, variables=variables or {}, actor_level=actor_level)
    if path.suffix.lower() in _DATABASES and path.is_file():
        raise TableSchemaError(f"The file {path} is no SQLite database, so that it cannot be one of DNA.")
    return read_tabular(path, variables=variables or {}, actor_level=actor_level)


def compare_coded_statements(
    path: Path,
    run_dir: Path,
    *,
    duplicates: str = "document",
    normalize: str = "average",
    window: str = "month",
    window_size: int = 1,
    variables: Mapping[str, str] | None = None,
    actor_level: str | None = None,
) -> Coded:
    """Write all tables of the comparison, charts, report and exports for coded statements.

    Returns:
        What was read.

    Raises:
        TableSchemaError: If the statements cannot be read.
        ParameterError: If a rule, a window or the actor level is not allowed.
        RunFolderError: If the folder holds the run of a corpus.
    """
    if "stages" in runs.read_manifest(run_dir):
        raise RunFolderError(f"The run folder {run_dir} holds the run of a corpus. Give another folder with --out.")
    coded = read_coded_statements(path, variables=variables, actor_level=actor_level)
    compared = comparison.compare_statements(
        coded.statements, duplicates=duplicates, normalize=normalize, window=window, window_size=window_size
    )
    with runs.locked(run_dir):
        made = {"statements": coded.statements, "actors": coded.actors, "documents": coded.documents}
        everything = {name: schema.empty() for name, schema in tables.SCHEMAS.items()} | made | compared._asdict()
        runs.write_tables(run_dir, **everything)
        parameters = {
            "STATEMENTS": path.name,
            "DUPLICATES": duplicates,
            "NORMALIZE": normalize,
            "WINDOW": window,
            "WINDOW_SIZE": window_size,
            "ACTOR_LEVEL": actor_level,
            "VARIABLES": dict(variables or {}),
        }
        runs.write_manifest(
            run_dir,
            runs.read_manifest(run_dir)
            | {"parameters": parameters, "versions": runs.versions(), "left_out": dict(coded.left_out)},
        )
        issues = {issue: issue for issue in sorted(coded.statements["issue_id"].unique())}
        figures = charts.plot_all(everything, issues)
        exports.write_charts(run_dir / "charts", figures)
        exports.write_exports(run_dir / "exports", everything, issues=issues)
        run = runs.read_manifest(run_dir)
        report.write_report(run_dir / "report.html", tables=everything, issues=issues, run=run, figures=figures)
    return coded
