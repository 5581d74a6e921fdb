"""Load a corpus: every file and record ends in the documents or in the rejects, once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import batched, islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from helpers import tables
from helpers.corpus.articles import Article, RawArticle, Reject, Rejected, printable
from helpers.corpus.dates import choose_date, date_in_file_name, date_in_url, parse_date
from helpers.corpus.duplicates import DuplicateIndex, UniqueIds
from helpers.corpus.formats import column_names, read_item
from helpers.corpus.items import Item, find_items
from helpers.corpus.language import require_english
from helpers.corpus.layout import read_layout
from helpers.corpus.records import check_fields
from helpers.errors import CorpusError
from helpers.resources import read_reference

_AT_ONCE = 256  # articles whose rows are held as Python objects

Row = dict[str, Any]


class Corpus(NamedTuple):
    """The tables of a corpus, following `tables.DOCUMENTS`, `tables.SEGMENTS` and `tables.REJECTS`."""

    documents: pd.DataFrame
    segments: pd.DataFrame
    rejects: pd.DataFrame


def load_corpus(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    max_documents: int | None = None,
    near_duplicates: bool = True,
    leave_out: Path | None = None,
) -> Corpus:
    """Load a folder, a file or a glob of news articles.

    Args:
        path: The corpus: `.txt`, `.html`, `.jsonl`, `.json`, `.csv`, `.tsv`, `.parquet`, `.gz` of the text ones.
        columns: Names of columns in tables of articles, by field (`records.FIELDS`), where they have no usual name.
        max_documents: Stop after this many documents.
        near_duplicates: Mark near duplicates, not only articles of the same words.
        leave_out: A folder that is no part of the corpus though it may lie in it: the run's own.

    Returns:
        Documents and their segments in corpus order, and what could not be used, with the reason.

    Raises:
        CorpusError: If there is no such path, nothing usable in it, or a named column is in none of its tables.
    """
    if max_documents is not None and max_documents < 1:
        raise CorpusError(f"max_documents is {max_documents}; give a number from 1, or leave it out for all.")
    items = find_items(path, leave_out=leave_out)
    check_columns(items, columns or {})
    rejects: list[Reject] = []
    articles = islice(_usable(iter_articles(items, columns or {}), rejects), max_documents)
    documents, segments = [], []
    for rows in batched(document_rows(articles, near_duplicates=near_duplicates), _AT_ONCE):
        documents.append(tables.DOCUMENTS.to_arrow(row for row, _ in rows))
        segments.append(tables.SEGMENTS.to_arrow(segment for _, own in rows for segment in own))
    if not documents:
        raise CorpusError(_nothing_usable(path, rejects))
    return Corpus(
        documents=tables.DOCUMENTS.from_arrow(pa.concat_tables(documents)),
        segments=tables.SEGMENTS.from_arrow(pa.concat_tables(segments)),
        rejects=tables.REJECTS.table(reject._asdict() for reject in rejects),
    )


def _usable(outcomes: Iterable[Article | Reject], rejects: list[Reject]) -> Iterator[Article]:
    """The articles; what is rejected is added to `rejects`."""
    for outcome in outcomes:
        if isinstance(outcome, Reject):
            rejects.append(outcome)
        else:
            yield outcome


def check_columns(items: Iterable[Item | Reject], columns: Mapping[str, str]) -> None:
    """Check the columns that the user named against the tables of the corpus.

    Raises:
        CorpusError: If a field is unknown, or a column is in none of the tables.
    """
    check_fields(columns)
    if not columns:
        return
    present: dict[str, None] = {}
    for item in items:
        if isinstance(item, Item):
            present.update(dict.fromkeys(column_names(item)))
    for field, name in columns.items():
        if name not in present:
            shown = ", ".join(printable(p) for p in list(present)[:40]) or "none, as it holds no tables"
            raise CorpusError(f"No column '{name}' (named for {field}) in the corpus; its columns are: {shown}.")


def iter_articles(items: Iterable[Item | Reject], columns: Mapping[str, str]) -> Iterator[Article | Reject]:
    """One article or reject for each file and record, in order, each the same whatever the others are."""
    for item in items:
        if isinstance(item, Reject):
            yield item
            continue
        for raw in read_item(item, columns):
            yield raw if isinstance(raw, Reject) else read_article(raw)


def read_article(raw: RawArticle) -> Article | Reject:
    """Understand one article on its own."""
    try:
        return _read_article(raw)
    except Rejected as rejected:
        return Reject(raw.source, rejected.reason, rejected.detail)
    except Exception as error:
        # One article that cannot be understood must not end the run.
        return Reject(raw.source, "analysis_failed", printable(f"{type(error).__name__}: {error}")[:200])


def _read_article(raw: RawArticle) -> Article:
    layout = read_layout(raw.text, title=raw.title)
    body = "\n".join(raw.text[s.start : s.end] for s in layout.segments if s.kind == "body")
    if not body:
        raise Rejected("boilerplate_only", "no paragraph is left besides titles, bylines, dates and boilerplate")
    language = require_english(body)
    chosen = choose_date(
        (
            ("metadata", parse_date(raw.date) if raw.date else None),
            ("metadata", date_in_url(raw.url) if raw.url else None),
            ("dateline", layout.dateline_days),
            ("filename", date_in_file_name(raw.name) if raw.dated_name else None),
            ("text", layout.header_days),
        )
    )
    return Article(
        name=raw.name,
        source=raw.source,
        title=raw.title or layout.title,
        outlet=raw.outlet or layout.outlet or outlet_of_folder(raw.folder),
        byline=raw.byline or layout.byline,
        published=chosen.published,
        published_from=chosen.published_from,
        language=language,
        text=raw.text,
        segments=layout.segments,
        flags=raw.flags + chosen.flags,
    )


def document_rows(articles: Iterable[Article], *, near_duplicates: bool = True) -> Iterator[tuple[Row, list[Row]]]:
    """Rows of `tables.DOCUMENTS`, each with its rows of `tables.SEGMENTS`.

    What depends on the articles before (ids, duplicates) is added here.
    """
    ids, index = UniqueIds(), DuplicateIndex(near_duplicates=near_duplicates)
    for article in articles:
        document_id = ids.add(article.name)
        duplicate = index.add(document_id, article.paragraphs())
        flags = [*article.flags]
        flags += ["id_renamed"] if document_id != article.name else []
        flags += [duplicate.flag] if duplicate else []
        row = {column.name: getattr(article, column.name, None) for column in tables.DOCUMENTS.columns}
        row |= {
            "document_id": document_id,
            "duplicate_of": duplicate.duplicate_of if duplicate else None,
            "flags": sorted(set(flags)),
            "body": [{"start": start, "end": end} for start, end in article.body],
        }
        yield row, [{"document_id": document_id, **segment._asdict()} for segment in article.segments]


def outlet_of_folder(folder: str | None) -> str | None:
    """The outlet that a top-level folder is named after.

    Example:
        >>> outlet_of_folder("harbour_mail"), outlet_of_folder("2024"), outlet_of_folder("html")
        ('Harbour Mail', None, None)
    """
    if folder is None or re.search(r"\d", folder) or folder.casefold() in _other_folders():
        return None
    words = printable(re.sub(r"[\W_]+", " ", folder)).split()
    return " ".join(word[0].upper() + word[1:] for word in words) or None


@cache
def _other_folders() -> frozenset[str]:
    return frozenset(read_reference("outlets.yaml")["folders"])


def _nothing_usable(path: str | Path, rejects: list[Reject]) -> str:
    counts = ", ".join(f"{n} {reason}" for reason, n in sorted(Counter(r.reason for r in rejects).items()))
    example = f"; e.g. '{rejects[0].source}': {rejects[0].detail}" if rejects else ""
    return f"Nothing in the corpus '{path}' can be used: {counts or 'no records'}{example}. Give English news articles."
