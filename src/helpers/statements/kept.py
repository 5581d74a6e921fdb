"""Statements that were coded from the same text, names, quotations and issues before, kept in the run folder."""

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from helpers import runs
from helpers.files import replacing
from helpers.resources import REFERENCE
from helpers.statements.coding_tasks import Coding, How
from helpers.statements.issues import write_issues

_PACKAGE = Path(__file__).parents[1]


class Kept:
    """The rows of each task as `coded/DIGEST.parquet`: the digest is of all that coding follows.

    Args:
        folder: Where they are.
        how: What is the same for all tasks.
    """

    def __init__(self, folder: Path, how: How) -> None:
        self._folder = folder
        issues = write_issues(how.issues)
        self._settings = runs.fingerprint(
            _PACKAGE, REFERENCE, json.dumps(runs.versions()), issues, str(how.second_opinion)
        )
        actors = how.actors[["actor_id", "kind", "affiliation"]].astype(str)
        self._sides = {row[0]: list(row) for row in actors.itertuples(index=False)}
        self._used: set[Path] = set()

    def find(self, task: Coding) -> pa.Table | None:
        """The rows of a task, as they were coded before; None where they were not, or where the file is damaged."""
        path = self._path(task)
        try:
            with path.open("rb") as file:  # Arrow opens no path that is not UTF-8
                return pq.read_table(file, page_checksum_verification=True)
        except (OSError, pa.ArrowInvalid):
            return None

    def keep(self, task: Coding, rows: pa.Table) -> None:
        """Write the rows of a task."""
        with replacing(self._path(task)) as temporary, temporary.open("wb") as file:
            pq.write_table(rows, file, compression="zstd", write_page_checksum=True)

    def tidy(self) -> None:
        """Remove the rows that no task asked for."""
        for path in sorted(self._folder.glob("*.parquet")):
            if path not in self._used:
                path.unlink()

    def _path(self, task: Coding) -> Path:
        named = {row["actor_id"] for rows in (task.quotations, task.mentions) for own in rows.values() for row in own}
        sides = [self._sides[actor_id] for actor_id in sorted(named - {None}) if actor_id in self._sides]
        digest = hashlib.sha256(task.parses)
        for seen in (self._settings, sides, task.documents, task.quotations, task.mentions):
            digest.update(json.dumps(seen, default=str).encode())
        path = self._folder / f"{digest.hexdigest()[:32]}.parquet"
        self._used.add(path)
        return path
