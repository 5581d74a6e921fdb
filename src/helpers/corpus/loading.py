"""Load a corpus: every file and record ends in the documents or in the rejects, once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import batched, islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from helpers import tables
from helpers.corpus.articles import Article, RawArticle, Reject, Segment, printable
from helpers.corpus.duplicates import DuplicateIndex, UniqueIds
from helpers.corpus.formats import column_names, read_item
from helpers.corpus.items import Item, find_items
from helpers.corpus.reading import read_article
from helpers.corpus.records import check_fields
from helpers.corpus.remembered import remembering
from helpers.errors import CorpusError

_AT_ONCE = 256  # articles whose rows are held as Python objects
_MADE_HERE = ("document_id", "duplicate_of", "flags", "body")
_OF_ARTICLE = tuple(column.name for column in tables.DOCUMENTS.columns if column.name not in _MADE_HERE)

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
    remembered: Path | None = None,
) -> Corpus:
    """Load a folder, a file or a glob of news articles.

    Args:
        path: The corpus: `.txt`, `.html`, `.jsonl`, `.json`, `.csv`, `.tsv`, `.parquet`, `.gz` of the text ones.
        columns: Names of columns in tables of articles, by field (`records.FIELDS`), where they have no usual name.
        max_documents: Stop after this many documents.
        near_duplicates: Mark near duplicates, not only articles of the same words.
        leave_out: A folder that is no part of the corpus though it may lie in it: the run's own.
        remembered: A folder in which to keep what was read out of articles, for the next time.

    Returns:
        Documents and their segments in corpus order, and what could not be used, with the reason.

    Raises:
        CorpusError: If there is no such path, nothing usable in it, or a named column is in none of its tables.
    """
    found = iter_rows(
        path,
        columns=columns,
        max_documents=max_documents,
        near_duplicates=near_duplicates,
        leave_out=leave_out,
        remembered=remembered,
    )
    schemas = (tables.DOCUMENTS, tables.SEGMENTS, tables.REJECTS)
    return Corpus(
        *(s.from_arrow(pa.concat_tables(some)) for s, some in zip(schemas, zip(*found, strict=True), strict=True))
    )


def iter_rows(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    max_documents: int | None = None,
    near_duplicates: bool = True,
    leave_out: Path | None = None,
    remembered: Path | None = None,
) -> Iterator[tuple[pa.Table, pa.Table, pa.Table]]:
    """Load a corpus as `load_corpus` does, some articles at a time.

    Args:
        path: The corpus.
        columns: Names of columns in tables of articles, by field.
        max_documents: Stop after this many documents.
        near_duplicates: Mark near duplicates, not only articles of the same words.
        leave_out: A folder that is no part of the corpus though it may lie in it.
        remembered: A folder in which to keep what was read out of articles.

    Yields:
        Rows of `tables.DOCUMENTS`, `tables.SEGMENTS` and `tables.REJECTS`, in corpus order.

    Raises:
        CorpusError: As there.
    """
    if max_documents is not None and max_documents < 1:
        raise CorpusError(f"max_documents is {max_documents}; give a number from 1, or leave it out for all.")
    items = find_items(path, leave_out=leave_out)
    check_columns(items, columns or {})
    rejects: list[Reject] = []  # since rows were given
    is_usable = False
    with ExitStack() as stack:
        kept = stack.enter_context(remembering(remembered)) if remembered is not None else None
        outcomes = iter_articles(items, columns or {}, kept.read if kept else read_article)
        articles = islice(_usable(outcomes, rejects), max_documents)
        for rows in batched(document_rows(articles, near_duplicates=near_duplicates), _AT_ONCE):
            is_usable = True
            yield _as_tables(rows, rejects)
            rejects.clear()
    if not is_usable:
        raise CorpusError(_nothing_usable(path, rejects))
    yield _as_tables((), rejects)


def _as_tables(
    rows: Sequence[tuple[Row, Sequence[Segment]]], rejects: Sequence[Reject]
) -> tuple[pa.Table, pa.Table, pa.Table]:
    segments = [(row["document_id"], *segment) for row, own in rows for segment in own]
    columns = zip(*segments, strict=True) if segments else ((), (), (), ())
    return (
        tables.DOCUMENTS.to_arrow(row for row, _ in rows),
        tables.SEGMENTS.from_columns(dict(zip(("document_id", *Segment._fields), columns, strict=True))),
        tables.REJECTS.to_arrow(reject._asdict() for reject in rejects),
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


def iter_articles(
    items: Iterable[Item | Reject],
    columns: Mapping[str, str],
    read: Callable[[RawArticle], Article | Reject] = read_article,
) -> Iterator[Article | Reject]:
    """One article or reject for each file and record, in order, each the same whatever the others are."""
    for item in items:
        if isinstance(item, Reject):
            yield item
            continue
        for raw in read_item(item, columns):
            yield raw if isinstance(raw, Reject) else read(raw)


def document_rows(
    articles: Iterable[Article], *, near_duplicates: bool = True
) -> Iterator[tuple[Row, tuple[Segment, ...]]]:
    """Rows of `tables.DOCUMENTS`, each with the segments of the document.

    What depends on the articles before (ids, duplicates) is added here.
    """
    ids, index = UniqueIds(), DuplicateIndex(near_duplicates=near_duplicates)
    for article in articles:
        document_id = ids.add(article.name)
        duplicate = index.add(document_id, article.wording)
        flags = [*article.flags]
        flags += ["id_renamed"] if document_id != article.name else []
        flags += [duplicate.flag] if duplicate else []
        row = {name: getattr(article, name) for name in _OF_ARTICLE} | {
            "document_id": document_id,
            "duplicate_of": duplicate.duplicate_of if duplicate else None,
            "flags": sorted(set(flags)),
            "body": [{"start": start, "end": end} for start, end in article.body],
        }
        yield row, article.segments


def _nothing_usable(path: str | Path, rejects: list[Reject]) -> str:
    counts = ", ".join(f"{n} {reason}" for reason, n in sorted(Counter(r.reason for r in rejects).items()))
    example = f"; e.g. '{rejects[0].source}': {rejects[0].detail}" if rejects else ""
    return f"Nothing in the corpus '{path}' can be used: {counts or 'no records'}{example}. Give English news articles."
