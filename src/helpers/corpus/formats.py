"""Read the files of a corpus: each gives one raw article, or one for each of its records."""

import csv
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from helpers.corpus.articles import RawArticle, Reject, Rejected, printable
from helpers.corpus.decoding import MAX_CHARACTERS, MAX_PAGE_CHARACTERS, decode, guess_encoding
from helpers.corpus.items import Item
from helpers.corpus.records import FIELDS, Record, column_of, read_record, require_text_column
from helpers.corpus.streams import MAX_LINE, Lines, open_lines, read_bytes
from helpers.corpus.webpages import declared_encoding, is_webpage, read_webpage

# Far beyond any article or page; of tables only `.json` has to be read as a whole.
MAX_PAGE_BYTES = 40 * 2**20
MAX_JSON_BYTES = 2**28
_SNIFFED = 2**16
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
            is_empty = True
            for record in _RECORDS[item.suffix](item, columns):
                is_empty = False
                yield _read_record(record, item, columns)
            if is_empty:
                yield Reject(item.source, "empty", "no records")
        else:
            yield _read_page(item)
    except Rejected as rejected:
        yield Reject(item.source, rejected.reason, rejected.detail)
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
                return [str(name) for name in pq.read_schema(file).names]
        if item.suffix in (".csv", ".tsv"):
            with open_lines(item) as lines:
                return _header(lines)[1]
        if item.suffix in _RECORDS:
            records = islice(_RECORDS[item.suffix](item, {}), 100)
            return list(dict.fromkeys(name for r in records if isinstance(r, Record) for name in r.values))
    except (Rejected, *_READ_ERRORS):
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
    """The separator and the column names: the separator that gives the most columns."""
    try:
        first = next((line for line in lines if line.strip()), "")
        splits = [(delimiter, next(csv.reader([first], delimiter=delimiter), [])) for delimiter in ",;\t|"]
    except csv.Error as error:
        raise Rejected("no_text_column", f"the first line names no columns: {error}") from None
    delimiter, header = max(splits, key=lambda split: len(split[1]))
    return delimiter, [name.strip() for name in header]


def _iter_json_lines(item: Item, columns: Columns) -> Iterator[Record | Reject]:
    with open_lines(item) as lines:
        yield from _parse_lines(item, lines)


def _parse_lines(item: Item, lines: Lines) -> Iterator[Record | Reject]:
    number = line_number = 0
    while True:
        line_number += 1
        try:
            line = next(lines)
            if not line.strip():
                continue
            number += 1
            yield _json_record(item, number, _parse_json(line))
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Reject(f"{item.source}#{number}", "too_large", f"line {line_number}: {error}")
        except (ValueError, RecursionError) as error:
            yield _broken(item, number, f"line {line_number}: {_reason(error)}")


def _iter_json(item: Item, columns: Columns) -> Iterator[Record | Reject]:
    data = read_bytes(item, MAX_JSON_BYTES)
    encoding = guess_encoding(data[:_SNIFFED])
    text = data.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace").removeprefix("\ufeff")
    if not text.strip():
        raise Rejected("empty", "no text, or only white space")
    try:
        values = _parse_json(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("{") and "\n" in text.strip():
            # JSON lines under the name of JSON.
            yield from _parse_lines(item, Lines(io.StringIO(text)))
            return
        raise Rejected("broken_record", _reason(error)) from None
    for number, value in enumerate(_listed(values, columns), start=1):
        yield _json_record(item, number, value)


def _parse_json(text: str) -> Any:
    """JSON with numbers as the strings that were written: an id `007.10` or a large number keeps its digits."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=lambda _: None)


def _listed(values: Any, columns: Columns) -> list[Any]:
    """The records of a JSON file: a list, the lists of objects that an object holds, or one object."""
    if isinstance(values, list):
        return values
    if not isinstance(values, dict) or isinstance(values.get(column_of("text", values, columns) or ""), str):
        return [values]
    lists = [v for v in values.values() if isinstance(v, list) and any(isinstance(r, dict) for r in v)]
    return [record for records in lists for record in records] or [values]


def _json_record(item: Item, number: int, value: Any) -> Record | Reject:
    if isinstance(value, dict):
        return Record(number, value)
    return _broken(item, number, f"record {number} is a {type(value).__name__}, not an object with fields")


def _iter_parquet(item: Item, columns: Columns) -> Iterator[Record | Reject]:
    with item.path.open("rb") as file, pq.ParquetFile(file) as table:  # Arrow opens no path that is not UTF-8
        names = table.schema_arrow.names
        require_text_column(names, columns)
        used = {name for field in FIELDS if (name := column_of(field, names, columns)) is not None}
        number = 0
        for batch in table.iter_batches(batch_size=256, columns=sorted(used)):
            rows = [_values(column) for column in batch.columns]
            for values in zip(*rows, strict=True):
                number += 1
                yield Record(number, dict(zip(batch.schema.names, values, strict=True)))


def _values(column: pa.Array) -> Iterable[Any]:
    """Python values of a column; those that Python has none for, such as a date in the year 148108, as text."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError, pa.ArrowException):
        return [_value(scalar) for scalar in column]


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError, pa.ArrowException):
        return str(scalar.cast(pa.string(), safe=False))


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
