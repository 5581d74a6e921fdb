"""The articles to analyse, and the parts that a corpus of them is cut into."""

import hashlib
from collections.abc import Iterable, Iterator, Set
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers import runs, tables
from helpers.model import text_to_parse

MEAN_PART, MAX_PART = 32, 96  # articles


class Article(NamedTuple):
    """What extraction needs of a document."""

    document_id: str
    text: str
    paragraphs: tuple[tuple[int, int], ...]
    published: date | None

    @property
    def analysed(self) -> str:
        """What of the text is parsed, every offset kept."""
        return text_to_parse(self.text, self.paragraphs)

    def key(self) -> str:
        """A digest of all that extraction sees of the article."""
        seen = f"{self.document_id}\0{self.published}\0{self.paragraphs}\0{self.text}"
        return hashlib.sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Part(NamedTuple):
    """Neighbouring articles with their keys; the name is a digest of the keys, so that equal parts have equal names."""

    name: str
    articles: tuple[Article, ...]
    keys: tuple[str, ...]


def iter_articles(documents: pd.DataFrame, segments: pd.DataFrame) -> Iterator[Article]:
    """The documents to analyse, in order: no copies, only titles and body paragraphs."""
    return _with_paragraphs(documents[documents["duplicate_of"].isna()], segments)


def read_articles(run_dir: Path, document_ids: Set[str]) -> Iterator[Article]:
    """The same of these documents of a run folder, be they copies or not; few of them are held at a time."""
    segments = runs.iter_columns(run_dir, "segments", "document_id", "start", "end", "kind")
    waiting = tables.SEGMENTS.empty()
    for documents in runs.iter_columns(run_dir, "documents", "document_id", "text", "published"):
        last = documents["document_id"].iloc[-1]
        while (waiting.empty or waiting["document_id"].iloc[-1] <= last) and (more := next(segments, None)) is not None:
            waiting = pd.concat([waiting, more], ignore_index=True)
        is_wanted = [document_id in document_ids for document_id in documents["document_id"]]
        yield from _with_paragraphs(documents[is_wanted], waiting)
        waiting = waiting[waiting["document_id"] > last]


def _with_paragraphs(documents: pd.DataFrame, segments: pd.DataFrame) -> Iterator[Article]:
    body = segments[segments["kind"].isin(("title", "body"))]
    starts, ends = body["start"].to_numpy(), body["end"].to_numpy()
    rows = body.groupby("document_id", sort=False).indices
    columns = (documents["document_id"], documents["text"], documents["published"])
    for document_id, text, published in zip(*columns, strict=True):
        day = None if pd.isna(published) else published.date()
        own = rows.get(document_id, [])
        yield Article(document_id, text, tuple(zip(starts[own].tolist(), ends[own].tolist(), strict=True)), day)


def cut_parts(articles: Iterable[Article]) -> Iterator[Part]:
    """Cut a corpus into parts, before articles that their ids choose: a new article changes no part but its own."""
    collected: list[Article] = []
    for article in articles:
        begins = hashlib.sha256(article.document_id.encode("utf-8", "surrogatepass")).digest()[0] % MEAN_PART == 0
        if collected and (begins or len(collected) >= MAX_PART):
            yield _part(collected)
            collected = []
        collected.append(article)
    if collected:
        yield _part(collected)


def _part(articles: list[Article]) -> Part:
    keys = tuple(article.key() for article in articles)
    return Part(hashlib.sha256(" ".join(keys).encode()).hexdigest()[:16], tuple(articles), keys)
