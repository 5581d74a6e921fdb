"""What a reader may correct: which tables, which columns, to which values."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from helpers import tables
from helpers.errors import CatalogueError

type Value = str | float | date | tuple[str, ...] | tuple[str, float] | None

RIGHT, REMOVE, ADD, NOTHING = "right", "remove", "add", "none"


def _agreement(text: str) -> float:
    number = float(text.replace("\N{MINUS SIGN}", "-").replace(",", "."))
    if not tables.SIGNED[0] <= number <= tables.SIGNED[1]:
        raise ValueError
    return number


def _added(text: str) -> tuple[str, float]:
    issue_id, agreement = text.split()
    return issue_id, _agreement(agreement)


def _kind(text: str) -> str:
    if text not in tables.QUOTATION_KINDS:
        raise ValueError
    return text


def _id(text: str) -> str:
    if not re.fullmatch(r"\w+", text):
        raise ValueError
    return text


def _or_nothing[V](parse: Callable[[str], V]) -> Callable[[str], V | None]:
    return lambda text: None if text.lower() == NOTHING else parse(text)


def _ids(text: str) -> tuple[str, ...]:
    return () if text.lower() == NOTHING else tuple(_id(word) for word in re.split(r"[\s,;]+", text) if word)


_ACTOR = "the actor_id of an actor of the run"
_PARSERS: Mapping[str, Mapping[str, tuple[Callable[[str], Value], str]]] = {
    "documents": {
        "published": (_or_nothing(date.fromisoformat), "a date as year-month-day (2024-03-12), or none"),
        "outlet": (_or_nothing(str), "a text, or none"),
        "title": (_or_nothing(str), "a text, or none"),
    },
    "mentions": {"actor_id": (_or_nothing(_id), f"{_ACTOR}, or none")},
    "quotations": {
        "speaker_id": (_or_nothing(_id), f"{_ACTOR}, or none"),
        "actor_id": (_or_nothing(_id), f"{_ACTOR}, or none"),
        "kind": (_kind, f"one of {', '.join(tables.QUOTATION_KINDS)}"),
    },
    "statements": {
        "agreement": (_agreement, "a number from -1 to 1, right or remove"),
        "actor_id": (_id, f"{_ACTOR}, right or remove"),
        "issue_id": (_id, "the id of an issue of the catalogue, right or remove"),
        "target_ids": (_ids, "actor_ids with spaces between them, or none"),
        ADD: (_added, "an issue_id and a number from -1 to 1, with a space between them"),
    },
}
_VERDICTS: Mapping[str, tuple[str, ...]] = {"quotations": (REMOVE,), "statements": (RIGHT, REMOVE)}

TABLES = tuple(_PARSERS)


def parse_column(table: str, column: str, value: str, place: str) -> str:
    """The column that a row corrects; a verdict on the whole row (`right`, `remove`) counts as a column of its own.

    Raises:
        CatalogueError: If that column cannot be corrected.
    """
    verdicts = _VERDICTS.get(table, ())
    if value.lower() in verdicts:
        return value.lower()
    if column not in _PARSERS[table]:
        others = f"; or the value may be {' or '.join(verdicts)}" if verdicts else ""
        raise CatalogueError(
            f"{place}: of {table} the column {column!r} cannot be corrected, only {', '.join(_PARSERS[table])}{others}."
        )
    return column


def parse_value(table: str, column: str, text: str, place: str) -> Value:
    """The value of a cell, as the table keeps it.

    Raises:
        CatalogueError: If it is not allowed; it says what is.
    """
    if column in _VERDICTS.get(table, ()):
        return None
    parse, allowed = _PARSERS[table][column]
    try:
        return parse(text)
    except ValueError:
        shown = text if len(text) <= 60 else text[:59] + "…"
        raise CatalogueError(f"{place}: {column} cannot be {shown!r}; allowed is {allowed}.") from None
