"""The articles to analyse, and the parts that a corpus of them is cut into."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import pandas as pd

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
    body = segments[segments["kind"].isin(("title", "body"))]
    starts, ends = body["start"].to_numpy(), body["end"].to_numpy()
    rows = body.groupby("document_id", sort=False).indices
    kept = documents[documents["duplicate_of"].isna()]
    for document_id, text, published in zip(kept["document_id"], kept["text"], kept["published"], strict=True):
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
