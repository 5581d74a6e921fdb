"""What passes between the steps of loading: raw articles in, articles or rejects out."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from helpers.corpus.wording import Wording
from helpers.plain_text import printable as printable


class Rejected(Exception):
    """One article cannot be used; `reason` is one of the stable words of the table of rejects."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Reject(NamedTuple):
    """A row of `tables.REJECTS`."""

    source: str
    reason: str
    detail: str


class RawArticle(NamedTuple):
    """One article as its file or record gives it: decoded text and what is known about it from outside the text."""

    source: str
    name: str
    text: str
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    date: str | None = None
    url: str | None = None
    folder: str | None = None
    dated_name: bool = False
    flags: tuple[str, ...] = ()


class Segment(NamedTuple):
    """One part of a text, in code points, end exclusive, trimmed of white space."""

    start: int
    end: int
    kind: str


def analysed(segments: Iterable[Segment]) -> list[tuple[int, int]]:
    """The spans of title and body paragraphs, in order."""
    return [(s.start, s.end) for s in segments if s.kind in ("title", "body")]


class Article(NamedTuple):
    """One article understood on its own: the same whatever else is in the corpus."""

    name: str
    source: str
    title: str | None
    outlet: str | None
    byline: str | None
    published: date | None
    published_from: str | None
    language: str
    text: str
    segments: tuple[Segment, ...]
    n_words: int  # of `body`
    wording: Wording  # of the body paragraphs without the title: what makes two articles duplicates of each other
    flags: tuple[str, ...]

    @property
    def body(self) -> list[tuple[int, int]]:
        """The spans that are analysed: title and body paragraphs, in order."""
        return analysed(self.segments)

    @property
    def sha256(self) -> str:
        """The fingerprint of the text, as UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()
