"""Corrections written down while reading: one more row in a corrections.csv, checked before it is kept."""

import csv
import io
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from helpers.corrections import read_corrections
from helpers.corrections.applying import check_known
from helpers.corrections.reading import REQUIRED, Correction, read_rows
from helpers.corrections.rules import ADD, REMOVE
from helpers.errors import CatalogueError
from helpers.exports import FORMULA_STARTS
from helpers.files import replacing

HEADER = (*REQUIRED, "note")


class Wish(NamedTuple):
    """A correction as the reader gives it: texts, as they would stand in the file."""

    table: str
    id: str
    column: str
    value: str
    note: str = ""


def save_correction(
    path: Path,
    wish: Wish,
    *,
    actor_ids: Collection[str],
    issue_ids: Collection[str],
    given: Path | None = None,
) -> None:
    """Add a row to a file of corrections; the rows that are there are kept as they are.

    Args:
        path: The file; it is made if it is missing.
        wish: What to add. Where the file corrects the same thing already, the new value replaces the old one.
        actor_ids: Actors that may be named.
        issue_ids: Issues that may be named.
        given: The file of corrections that the run was made with. A new file begins as a copy of it, since a run takes
            one file only.

    Raises:
        CatalogueError: If the value is not allowed, or if the file is no file of corrections; it is left as it was.
    """
    if not wish.value.strip():
        raise CatalogueError("There is no value yet. Choose or type what it should be.")
    start = path if path.exists() else given
    header, rows = _read(start) if start is not None else (list(HEADER), [])
    kept = [row for row in rows if not _replaces(wish._asdict(), row)]
    table = [[row.get(name, "") for name in header] for row in [*kept, wish._asdict()]]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *([_safe(cell) for cell in row] for row in table)])
    with replacing(path) as temporary:
        try:
            temporary.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
            for correction in read_corrections(temporary):
                if correction.id == wish.id:
                    _check(correction, actor_ids, issue_ids)
        except UnicodeEncodeError:
            raise CatalogueError(
                f"{wish.value!r} holds half a character, which no file can hold. Type it anew."
            ) from None
        except CatalogueError as error:
            raise CatalogueError(str(error).replace(str(temporary), path.name)) from None


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """The names of the columns, `note` among them, and the rows of a file of corrections."""
    read_corrections(path)
    rows = [cells for _, cells in read_rows(path)]
    header = list(rows[0]) if rows else list(HEADER)
    return header if "note" in header else [*header, "note"], rows


def _replaces(new: Mapping[str, str], old: Mapping[str, str]) -> bool:
    """Whether two rows cannot both hold: they say the same kind of thing of one row, or one of them removes it."""
    if not old["value"] or (new["table"], new["id"]) != (old["table"].lower(), old["id"]):
        return False
    return _subject(new) == _subject(old) or REMOVE in (new["value"].lower(), old["value"].lower())


def _subject(row: Mapping[str, str]) -> str:
    """What a row says something of: its column, or the issue on which it adds a statement."""
    column = row["column"].lower()
    return f"{ADD} {row['value'].split()[0]}" if column == ADD else column


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that `read_corrections` reads as the same text."""
    number = re.fullmatch(r"[+-]?\d+([.,]\d+)?", cell)
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not number else cell


def _check(correction: Correction, actor_ids: Collection[str], issue_ids: Collection[str]) -> None:
    value = correction.value
    if correction.column in ("actor_id", "speaker_id"):
        check_known(correction, actor_ids)
    elif correction.column == "issue_id":
        check_known(correction, issue_ids, "issue")
    elif correction.column == ADD and isinstance(value, tuple):
        check_known(correction._replace(value=value[0]), issue_ids, "issue")
    elif correction.column == "target_ids" and isinstance(value, tuple):
        for each in value:
            check_known(correction._replace(value=each), actor_ids)
