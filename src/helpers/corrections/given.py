"""The corrections given to a run: what each step takes of them, and what became of them."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from helpers import runs
from helpers.corrections.reading import Correction, read_corrections


class Corrections:
    """The corrections of one file, and which of them have found what they correct."""

    def __init__(self, rows: Collection[Correction] = ()) -> None:
        self._rows = tuple(rows)
        self._applied: set[int] = set()

    def of(self, table: str) -> list[Correction]:
        """Those of a table, in the file's order."""
        return [correction for correction in self._rows if correction.table == table]

    def take(self, table: str, has_target: Callable[[Correction], bool]) -> Iterator[Correction]:
        """Those of a table that have a target; they count as applied. What has gone is corrected nowhere."""
        for correction in self.of(table):
            if has_target(correction):
                self._applied.add(correction.row)
                yield correction

    def digest(self, tables: Collection[str]) -> str:
        """Equal digests mean equal corrections of these tables, whatever else is in the file."""
        return runs.fingerprint(*(repr(c._replace(row=0)) for c in self._rows if c.table in tables))

    def outcome(self, table: str) -> dict[str, Any]:
        """How many corrections of a table were given and applied, and the ids of those without a target."""
        rows = self.of(table)
        lost = [c.id for c in rows if c.row not in self._applied]
        return {"given": len(rows), "applied": len(rows) - len(lost), "without_target": lost}

    def describe(self, *tables: str) -> str:
        """What became of the corrections of these tables, in one line."""
        return describe_outcomes({table: self.outcome(table) for table in tables})

    def record(self, run_dir: Path, *tables: str) -> str:
        """Count the corrections of these tables in run.json, and say the same in words."""
        manifest = runs.read_manifest(run_dir)
        counted = {table: found for table, found in manifest.get("corrections", {}).items() if table not in tables}
        counted |= {table: self.outcome(table) for table in tables if self.of(table)}
        manifest["corrections"] = counted
        runs.write_manifest(run_dir, manifest)
        return self.describe(*tables)


def load_corrections(path: str | Path | None) -> Corrections:
    """The corrections of a file; none for an empty path.

    Raises:
        CatalogueError: As `read_corrections`.
    """
    return Corrections(read_corrections(Path(path)) if path else ())


def describe_outcomes(outcomes: dict[str, dict[str, Any]]) -> str:
    """What became of the corrections of some tables, in one line."""
    given, applied = (sum(found[key] for found in outcomes.values()) for key in ("given", "applied"))
    lost = [f"{table} {each}" for table, found in outcomes.items() for each in found["without_target"]]
    if not given:
        return "No corrections given."
    text = f"{applied} of {given} corrections applied"
    if lost:
        shown = ", ".join(lost[:5]) + (" …" if len(lost) > 5 else "")
        text += f"; {len(lost)} without target: {shown}"
    return text + "."
