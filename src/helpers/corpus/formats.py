"""Read the files of a corpus: each gives one raw article, or one for each of its records."""

import csv
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import pyarrow as pa

from helpers.corpus.articles import RawArticle, Reject, Rejected, printable
from helpers.corpus.decoding import MAX_CHARACTERS, MAX_PAGE_CHARACTERS, decode
from helpers.corpus.items import Item
from helpers.corpus.json_files import JsonText, iter_listed, iter_records_inside, parse_json
from helpers.corpus.parquet_files import iter_rows
from helpers.corpus.parquet_footers import read_footer
from helpers.corpus.records import FIELDS, Record, column_of, read_record, require_text_column
from helpers.corpus.streams import MAX_LINE, Lines, open_lines, open_text, read_bytes
from helpers.corpus.webpages import declared_encoding, is_webpage, read_webpage
from helpers.errors import HelpersError

MAX_PAGE_BYTES = 40 * 2**20  # far beyond any page
MAX_IN_A_ROW = 500_000  # records of a file that are no articles: more could be meant to fill the memory with rejects
_SEPARATOR = re.compile(r"sep=([,;\t|])\s*", re.IGNORECASE)  # as spreadsheets write it into the first line
_READ_ERRORS = (OSError, EOFError, zlib.error, pa.ArrowException)

type Columns = Mapping[str, str]


def read_item(item: Item, columns: Columns) -> Iterator[RawArticle | Reject]:
    """Read one file.

    Args:
        item: The file.
        columns: Columns named by the user, field to column name.

    Yields:
        A raw article or a reject for a text or page, one of them for each record of a table; a table that cannot
        be used at all gives one reject.
    """
    try:
        if item.suffix in _RECORDS:
            yield from _read_records(item, columns)
        else:
            yield _read_page(item)
    except Rejected as rejected:
        yield Reject(item.source, rejected.reason, rejected.detail)
    except HelpersError:  # the store that it lies in is lost, which is not the file's fault
        raise
    except _READ_ERRORS as error:
        yield Reject(item.source, "unreadable", _reason(error))
    except Exception as error:
        # The libraries that read files are large; what they may do with a broken one must not end the run.
        yield Reject(item.source, "unreadable", f"{type(error).__name__}: {_reason(error)}")


def column_names(item: Item) -> list[str]:
    """The names of a table's columns (of JSON, those of its first records), none for what cannot be read."""
    try:
        if item.suffix == ".parquet":
            with item.path.open("rb") as file:
                return list(read_footer(file).names)
        if item.suffix in (".csv", ".tsv"):
            with open_lines(item) as lines:
                return _header(lines)[1]
        if item.suffix in _RECORDS:
            records = islice(_RECORDS[item.suffix](item, {}), 100)
            return list(dict.fromkeys(name for r in records if isinstance(r, Record) for name in r.values))
    except HelpersError:
        raise
    except Exception:  # whatever a broken file does: it is rejected, with its reason, when it is read
        pass
    return []


def _read_page(item: Item) -> RawArticle:
    data = read_bytes(item, MAX_PAGE_BYTES)
    html = item.suffix in (".html", ".htm")
    declared, limit = (declared_encoding(data), MAX_PAGE_CHARACTERS) if html else (None, MAX_CHARACTERS)
    text, flags = decode(data, declared=declared, max_characters=limit)
    name = printable(item.stem) or "document"
    raw = RawArticle(item.source, name, text, folder=item.folder, dated_name=True, flags=flags)
    return read_webpage(raw) if html or is_webpage(text) else raw


def _read_records(item: Item, columns: Columns) -> Iterator[RawArticle | Reject]:
    number = n_in_a_row = 0
    for number, record in enumerate(_RECORDS[item.suffix](item, columns), start=1):
        outcome = _read_record(record, item, columns)
        n_in_a_row = n_in_a_row + 1 if isinstance(outcome, Reject) else 0
        yield outcome
        if n_in_a_row == MAX_IN_A_ROW:
            raise Rejected("too_large", f"{n_in_a_row} records in a row are no articles{_after(number)}")
    if not number:
        raise Rejected("empty", "no records")


def _read_record(record: Record | Reject, item: Item, columns: Columns) -> RawArticle | Reject:
    if isinstance(record, Reject):
        return record
    try:
        return read_record(record, item, columns)
    except Rejected as rejected:
        return Reject(f"{item.source}#{record.number}", rejected.reason, rejected.detail)
    except RecursionError:
        return _broken(item, record.number, f"record {record.number} has too many levels")


def _iter_csv(item: Item, columns: Columns) -> Iterator[Record | Reject]:
    csv.field_size_limit(MAX_LINE)
    with open_lines(item) as lines:
        delimiter, header = _header(lines)
        require_text_column(header, columns)
        rows = csv.reader(lines, delimiter=delimiter)
        number = 0
        while True:
            lines.begin_record()
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield _broken(item, number, f"line {rows.line_num}: {error}")
                continue
            if not row:
                continue
            number += 1
            extra = row[len(header) :]
            if len(row) < len(header) or any(extra):
                detail = f"line {rows.line_num + 1}: {len(row)} fields, but the header has {len(header)}"
                yield _broken(item, number, detail)
            else:
                yield Record(number, {name: row[i] for i, name in reversed(list(enumerate(header)))})


def _header(lines: Lines) -> tuple[str, list[str]]:
    """The separator and the column names: the separator that is named before them, or gives the most columns."""
    try:
        first = next((line for line in lines if line.strip()), "")
        named = _SEPARATOR.fullmatch(first)
        if named:
            first = next(lines, "")
        delimiters = named[1] if named else ",;\t|"
        splits = [(delimiter, next(csv.reader([first], delimiter=delimiter), [])) for delimiter in delimiters]
    except csv.Error as error:
        raise Rejected("no_text_column", f"the first line names no columns: {error}") from None
    delimiter, header = max(splits, key=lambda split: len(split[1]))
    return delimiter, [name.strip() for name in header]


def _iter_json_lines(item: Item, columns: Columns) -> Iterator[Record | Reject]:
    number = line_number = 0
    with open_lines(item) as lines:
        while True:
            line_number += 1
            lines.begin_record()
            try:
                line = next(lines)
                if not line.strip():
                    continue
                number += 1
                yield _json_line(item, number, line_number, line)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield Reject(f"{item.source}#{number}", "too_large", f"line {line_number}: {error}")


def _json_line(item: Item, number: int, line_number: int, line: str) -> Record | Reject:
    try:
        return _json_record(item, number, parse_json(line))
    except Rejected as rejected:
        return Reject(f"{item.source}#{number}", rejected.reason, f"line {line_number}: {rejected.detail}")
    except (ValueError, RecursionError) as error:
        return _broken(item, number, f"line {line_number}: {_reason(error)}")


def _iter_json(item: Item, columns: Columns) -> Iterator[Record | Reject]:
    number = 0
    try:
        with open_text(item) as stream:
            for number, value in enumerate(_json_values(JsonText(stream), columns), start=1):
                yield _json_record(item, number, value)
    except _JsonLines:
        yield from _iter_json_lines(item, columns)
    except Rejected as rejected:
        raise Rejected(rejected.reason, f"{rejected.detail}{_after(number)}") from None
    except (ValueError, RecursionError) as error:
        raise Rejected("broken_record", f"{_reason(error)}{_after(number)}") from None


def _after(number: int) -> str:
    return f", after record {number}, with which reading ends" if number else ""


class _JsonLines(Exception):
    """The file has JSON lines under the name of JSON."""


def _json_values(values: JsonText, columns: Columns) -> Iterator[Any]:
    """The records of a JSON file: the elements of a list, or as `_listed` has them of an object."""
    sign = values.next_sign()
    if not sign:
        raise Rejected("empty", "no text, or only white space")
    if sign == "[":
        yield from iter_listed(values)
        return
    try:
        value = values.value()
        values.end()
    except (ValueError, RecursionError):
        if sign == "{" and values.has_lines:
            raise _JsonLines from None
        raise
    except Rejected as too_large:
        is_record = True
        for value in iter_records_inside(values):
            is_record = False
            yield value
        if is_record:
            raise too_large from None
        return
    yield from _listed(value, columns)


def _listed(value: Any, columns: Columns) -> list[Any]:
    """The records of a value: of an object that is none itself, those of its lists that hold objects."""
    if not isinstance(value, dict) or isinstance(value.get(column_of("text", value, columns) or ""), str):
        return [value]
    lists = [v for v in value.values() if isinstance(v, list) and any(isinstance(r, dict) for r in v)]
    return [record for records in lists for record in records] or [value]


def _json_record(item: Item, number: int, value: Any) -> Record | Reject:
    if isinstance(value, dict):
        return Record(number, value)
    return _broken(item, number, f"record {number} is a {type(value).__name__}, not an object with fields")


def _iter_parquet(item: Item, columns: Columns) -> Iterator[Record | Reject]:
    with item.path.open("rb") as file:
        footer = read_footer(file)
        names = footer.names
        require_text_column(names, columns)
        used = {name for field in FIELDS if (name := column_of(field, names, columns)) is not None}
        for number, row in enumerate(iter_rows(file, footer, sorted(used)), start=1):
            if isinstance(row, Rejected):
                yield Reject(f"{item.source}#{number}", row.reason, row.detail)
            else:
                yield Record(number, row)


_RECORDS: dict[str, Callable[[Item, Columns], Iterator[Record | Reject]]] = {
    ".csv": _iter_csv,
    ".tsv": _iter_csv,
    ".jsonl": _iter_json_lines,
    ".ndjson": _iter_json_lines,
    ".json": _iter_json,
    ".parquet": _iter_parquet,
}


def _broken(item: Item, number: int, detail: str) -> Reject:
    return Reject(f"{item.source}#{number}", "broken_record", printable(detail))


def _reason(error: Exception) -> str:
    return printable(str(getattr(error, "strerror", None) or error))[:200] or type(error).__name__
