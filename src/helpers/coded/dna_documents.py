"""The articles of a DNA database, with their dates."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from helpers.coded.database import Database
from helpers.coded.texts import plain_text
from helpers.corpus.paragraphs import split_paragraphs

_MILLISECONDS = 1e11  # a number beyond it is no number of seconds, which would be after the year 5000
_HALF_DAY = 43_200


class DnaDocument(NamedTuple):
    """A row of the documents table, and the way from DNA's offsets to ours."""

    row: dict[str, Any]
    offset: Callable[[int], int]


def read_documents(database: Database, path: Path) -> dict[Any, DnaDocument]:
    """The articles by their id in DNA; their language is not known there ("und")."""
    columns = ("id", "title", "text", "author", "source", "date")
    found = list(database.rows("DOCUMENTS", columns))
    dates = _dates([row["date"] for row in found])
    documents = {}
    for row, published in zip(found, dates, strict=True):
        text, offset = plain_text(str(row["text"] or ""))
        documents[row["id"]] = DnaDocument(
            {
                "document_id": str(row["id"]),
                "source": f"{path.name}#{row['id']}",
                "title": row["title"] and str(row["title"]),
                "outlet": row["source"] and str(row["source"]),
                "byline": row["author"] and str(row["author"]),
                "published": published,
                "published_from": None if published is None else "metadata",
                "language": "und",
                "text": text,
                "body": split_paragraphs(text),
                "n_words": len(text.split()),
                "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
                "duplicate_of": None,
                "flags": [],
            },
            offset,
        )
    return documents


def _dates(numbers: list[Any]) -> list[date | None]:
    """Dates from seconds, or milliseconds, since 1970.

    DNA 2 stores the instant of the coder's local midnight. Where all times of day lie in the same hour or two of the
    second half of the day in UTC, they are midnights east of Greenwich, of the following day.
    """
    known = [number for number in numbers if isinstance(number, int | float)]
    in_milliseconds = any(abs(number) > _MILLISECONDS for number in known)
    seconds = [n / 1000 if in_milliseconds else n for n in known]
    times = {int(second) % (2 * _HALF_DAY) for second in seconds}
    east = in_milliseconds and times and min(times) >= _HALF_DAY and max(times) - min(times) <= 3600
    shift = _HALF_DAY if east else 0
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    dates: list[date | None] = []
    for number in numbers:
        try:
            second = number / 1000 if in_milliseconds else number
            dates.append((epoch + timedelta(seconds=second + shift)).date())
        except (TypeError, OverflowError, ValueError):
            dates.append(None)
    return dates
