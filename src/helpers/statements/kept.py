"""What was made of a part of a run before, kept in the run folder as long as all that it follows is the same."""

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from helpers import runs
from helpers.files import replacing
from helpers.resources import REFERENCE

_PACKAGE = Path(__file__).parents[1]


class Kept:
    """Tables as `FOLDER/NAME.parquet`: the name is a digest of all that the table follows.

    Args:
        folder: Where they are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._code = runs.fingerprint(_PACKAGE, REFERENCE, json.dumps(runs.versions()))
        self._used: set[Path] = set()

    def name(self, parses: bytes, *seen: object) -> str:
        """The name for what follows packed parses, other values and the code."""
        digest = hashlib.sha256(parses)
        for each in (self._code, *seen):
            digest.update(json.dumps(each, default=str).encode())
        return digest.hexdigest()[:32]

    def find(self, name: str) -> pa.Table | None:
        """The table that was kept under a name; None where none was, or where the file is damaged."""
        try:
            with self._path(name).open("rb") as file:  # Arrow opens no path that is not UTF-8
                return pq.read_table(file, page_checksum_verification=True)
        except (OSError, pa.ArrowInvalid):
            return None

    def keep(self, name: str, table: pa.Table) -> None:
        """Write a table."""
        with replacing(self._path(name)) as temporary, temporary.open("wb") as file:
            pq.write_table(table, file, compression="zstd", write_page_checksum=True)

    def tidy(self) -> None:
        """Remove the tables that nobody asked for."""
        for path in sorted(self._folder.glob("*.parquet")):
            if path not in self._used:
                path.unlink()

    def _path(self, name: str) -> Path:
        path = self._folder / f"{name}.parquet"
        self._used.add(path)
        return path
