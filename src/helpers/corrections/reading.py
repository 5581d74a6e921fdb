"""`corrections.csv` as people and their spreadsheets write it, read into corrections or one clear error."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from helpers.corrections.rules import ADD, TABLES, Value, parse_column, parse_value
from helpers.errors import CatalogueError

REQUIRED = ("table", "id", "column", "value")
_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)  # how some spreadsheets name the delimiter
_NOT_SEEN = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")
_FORMULA = re.compile("'(?=[=+\\-@\t\r\n＝＋－＠])")  # the apostrophe that keeps a text from being a formula
MAX_BYTES = 100_000_000  # a device may have no end
_MAX_NOTE = 200
_MAX_CELL = 100_000  # a cell that is longer begins with a quotation mark that nothing closes


class Correction(NamedTuple):
    """One row of the file that says something.

    `seen` holds the row's other columns: in a file made by `standpoints review`, what the reader was shown.
    """

    row: int  # as a spreadsheet counts, the header being row 1
    table: str
    id: str
    column: str
    value: Value
    note: str
    seen: Mapping[str, str]


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read a file of corrections.

    Args:
        path: CSV with the columns `table, id, column, value, note` (`note` may be missing, others are ignored but
            for those of a review file), divided by comma, semicolon, tab or bar, in UTF-8 or UTF-16. Rows without a
            value are not filled in yet.

    Returns:
        The corrections in the file's order, each table's id and column at most once.

    Raises:
        CatalogueError: One line that names the file, the row, the value and what is allowed.
    """
    corrections: dict[tuple[str, str, str], Correction] = {}
    for number, cells in read_rows(path):
        if not cells["value"]:
            continue
        correction = _correction(number, cells, f"Corrections {path}, row {number}")
        key = correction.table, correction.id, _subject(correction)
        before = corrections.setdefault(key, correction)
        if before.value != correction.value:
            raise CatalogueError(
                f"Corrections {path}, row {number}: row {before.row} corrects {correction.table} "
                f"{correction.id!r}, {correction.column}, already, to another value. Keep one of the two."
            )
    _check_removals(path, list(corrections.values()))
    return tuple(corrections.values())


def _correction(number: int, cells: Mapping[str, str], place: str) -> Correction:
    table = cells["table"].lower()
    if table not in TABLES:
        raise CatalogueError(f"{place}: table {cells['table']!r} is not one of {', '.join(TABLES)}.")
    if not cells["id"]:
        raise CatalogueError(f"{place}: the id is missing; copy it from the table {table}.")
    column = parse_column(table, cells["column"].lower(), cells["value"], place)
    value = parse_value(table, column, cells["value"], place)
    note = " ".join(cells.get("note", "").split())
    note = note if len(note) <= _MAX_NOTE else note[: _MAX_NOTE - 1] + "…"
    return Correction(number, table, cells["id"], column, value, note, cells)


def _subject(correction: Correction) -> str:
    """What may be said only once of an id: its column, or that it has a statement on an issue."""
    value = correction.value
    return f"{ADD} {value[0]}" if correction.column == ADD and isinstance(value, tuple) else correction.column


def _check_removals(path: Path, corrections: list[Correction]) -> None:
    removed = {(c.table, c.id): c for c in corrections if c.column == "remove"}
    for correction in corrections:
        removal = removed.get((correction.table, correction.id), correction)
        if removal is not correction:
            raise CatalogueError(
                f"Corrections {path}, row {correction.row}: row {removal.row} removes {correction.table} "
                f"{correction.id!r}, so that its {correction.column} cannot be corrected too. Keep one of the two."
            )


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The number and the cells by column of each row that is not empty; errors are those of `read_corrections`."""
    text = _decoded(path)
    named = _SEPARATOR_LINE.match(text)
    delimiter, text = (named[1], text[named.end() :]) if named else (_delimiter(text), text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    header: list[str] = []
    try:
        for number, line in enumerate(lines, 1):
            if max(map(len, line), default=0) > _MAX_CELL:
                raise csv.Error(f"a cell is longer than {_MAX_CELL:,} characters")
            cells = [_plain(cell) for cell in line]
            if not header:
                header = _header(path, cells)
            elif any(cells):
                if any(cells[len(header) :]):
                    raise CatalogueError(
                        f"Corrections {path}, row {number}, has {len(cells)} cells, the header {len(header)}. "
                        f"Put quotation marks around a cell that holds {delimiter!r}."
                    )
                yield number, {name: cells[n] if n < len(cells) else "" for n, name in enumerate(header) if name}
    except csv.Error as error:
        raise CatalogueError(
            f"Corrections {path}, near row {number}, is not CSV: {error}. Save it from a spreadsheet again."
        ) from None
    if not header:
        raise CatalogueError(f"Corrections {path} is empty; its first row must name {', '.join(REQUIRED)} and note.")


def _decoded(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise CatalogueError(f"Corrections {path} has more than {MAX_BYTES:,} bytes. Leave unchecked rows out.")
        utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except OSError as error:
        raise CatalogueError(f"Corrections {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise CatalogueError(
            f"Corrections {path} is not UTF-8 text (byte {error.start}). Save it as 'CSV UTF-8'."
        ) from None


def _delimiter(text: str) -> str:
    """The sign that parts most names of the first row."""
    header = text.partition("\n")[0]
    return max(_DELIMITERS, key=header.count)


def _header(path: Path, cells: list[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    missing = [name for name in REQUIRED if name not in names]
    twice = [name for name in (*REQUIRED, "note") if names.count(name) > 1]
    if missing or twice:
        what = f"lacks the column(s) {', '.join(missing)}" if missing else f"has the column(s) {', '.join(twice)} twice"
        shown = ", ".join(repr(cell)[:40] for cell in cells[:8])
        raise CatalogueError(
            f"Corrections {path} {what}; its first row is {shown}, and must name {', '.join(REQUIRED)} and note."
        )
    return names


def _plain(cell: str) -> str:
    """A cell without what is not seen around it, and without the apostrophe that makes it safe in a spreadsheet."""
    return _FORMULA.sub("", _NOT_SEEN.sub("", cell).strip(), count=1) if cell else cell
