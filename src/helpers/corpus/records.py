"""Records of a table or a JSON file: which of their columns is what, and one record to one raw article."""

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from helpers.corpus.articles import RawArticle, Rejected, printable
from helpers.corpus.decoding import clean_text, decode
from helpers.corpus.items import Item
from helpers.corpus.webpages import has_markup, markup_text
from helpers.errors import CorpusError
from helpers.resources import read_reference

FIELDS = ("text", "title", "date", "outlet", "url", "id", "byline")
_NESTED_NAMES = ("name", "title", "text", "value", "$oid", "$date")
_MAX_FIELD = 1000  # characters of a title, a name or an address
_ESCAPED_BYTE, _OTHER_SURROGATE = re.compile("[\udc80-\udcff]"), re.compile("[\ud800-\udc7f]")
_MARKUP_FIELDS = ("title", "outlet", "byline")


class Record(NamedTuple):
    """One record as stored, numbered from 1 within its file."""

    number: int
    values: Mapping[str, Any]


@functools.cache
def _usual_names() -> dict[str, tuple[str, ...]]:
    names = read_reference("columns.yaml")
    return {field: tuple(names[field]) for field in FIELDS}


def check_fields(columns: Mapping[str, str]) -> None:
    """Check what is on the left of `--column FIELD=NAME`.

    Raises:
        CorpusError: If a field is none of `FIELDS`.
    """
    for field in columns:
        if field not in FIELDS:
            raise CorpusError(f"'{field}' is no field of an article; name columns for {', '.join(FIELDS)}.")


def column_of(field: str, names: Iterable[str], columns: Mapping[str, str]) -> str | None:
    """The name of the column that holds `field`: as named by the user, else by its usual names.

    Example:
        >>> column_of("text", ["ID", "Full Text"], {})
        'Full Text'
    """
    return columns_of(names, columns).get(field)


def columns_of(names: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """The names of the columns that hold a field, by field, as `column_of` finds them.

    Example:
        >>> columns_of(["ID", "Full Text"], {"id": "Number"})
        {'text': 'Full Text'}
    """
    present = tuple(names)
    found = {f: name for f, name in _usual_columns(present).items() if f not in columns}
    return found | {f: name for f, name in columns.items() if name in present}


@functools.lru_cache(maxsize=64)  # records of a file have the same columns
def _usual_columns(names: tuple[str, ...]) -> dict[str, str]:
    """Of some names those of columns that hold a field by a usual name, by field."""
    keys: dict[str, str] = {}
    for name in names:
        keys.setdefault(re.sub(r"[\s\-]+", "_", name.strip()).casefold(), name)
    found = {f: next((keys[usual] for usual in usuals if usual in keys), None) for f, usuals in _usual_names().items()}
    return {field: name for field, name in found.items() if name is not None}


def require_text_column(names: Iterable[str], columns: Mapping[str, str]) -> str:
    """The column with the text.

    Raises:
        Rejected: `no_text_column`, naming the columns that exist.
    """
    present = list(names)
    column = column_of("text", present, columns)
    if column is None:
        shown = printable(", ".join(present[:30])) or "none"
        raise Rejected("no_text_column", f"the columns are: {shown}; name the one with the text (--column text=NAME)")
    return column


def read_record(record: Record, item: Item, columns: Mapping[str, str]) -> RawArticle:
    """One record to one raw article.

    Raises:
        Rejected: `no_text_column`, or as `clean_text` does.
    """
    names = columns_of(record.values, columns)
    text_column = names.get("text") or require_text_column(record.values, columns)
    fields = {f: _string(record.values[name]) for f, name in names.items() if f != "text"}
    raw = _string(record.values[text_column])
    if raw is None:
        raise Rejected("empty", f"column '{printable(text_column)}' is empty")
    text, flags = _text(raw)
    if has_markup(text):
        text, more = clean_text(markup_text(text))
        flags = (*dict.fromkeys(flags + more), "markup_removed")
    known = {f: _field(fields.get(f), f) for f in FIELDS}
    return RawArticle(
        source=f"{item.source}#{record.number}",
        name=printable((fields.get("id") or "")[:_MAX_FIELD]) or f"{item.stem}-{record.number}",
        text=text,
        title=known["title"],
        outlet=known["outlet"],
        byline=known["byline"],
        date=known["date"],
        url=known["url"],
        folder=item.folder,
        flags=flags,
    )


def _text(value: str) -> tuple[str, tuple[str, ...]]:
    """Text of a record; bytes that were no UTF-8 came as surrogate escapes and are decoded like those of a file."""
    if _ESCAPED_BYTE.search(value) and not _OTHER_SURROGATE.search(value):
        return decode(value.encode("utf-8", "surrogateescape"))
    return clean_text(value)


def _field(value: str | None, field: str) -> str | None:
    if not value or not value.strip():
        return None
    try:
        text = _text(value[: 10 * _MAX_FIELD])[0]
    except Rejected:
        return None
    if field in _MARKUP_FIELDS and has_markup(text):
        text = markup_text(text)
    return printable(text)[:_MAX_FIELD].rstrip() or None


def _string(value: Any) -> str | None:
    """A value as written; of nested ones the name (`{"name": "Daily"}`) or the list joined by commas."""
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, Mapping):
        return _string(next((value[k] for k in _NESTED_NAMES if k in value), None))
    if isinstance(value, list | tuple):
        parts = [part for part in (_string(v) for v in value) if part]
        return ", ".join(parts) or None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
