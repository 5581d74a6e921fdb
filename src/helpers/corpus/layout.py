"""The layout of an article: which spans are title, byline, dateline, body and boilerplate."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from helpers.corpus.articles import Segment, printable
from helpers.corpus.boilerplate import is_headline, mark_boilerplate, split_glued
from helpers.corpus.headers import Header, is_labelled, read_byline, read_date_line, read_dateline, split_stamp
from helpers.corpus.paragraphs import split_paragraphs

_HEADER_PARAGRAPHS = 8
_MAX_HEADLINE = 250
_MIN_HEADLINE_WORDS = 3
_KICKER_WORDS = 2


class Layout(NamedTuple):
    """What a text says about itself, and its segments."""

    segments: tuple[Segment, ...]
    title: str | None
    byline: str | None
    outlet: str | None
    dateline_days: tuple[date, ...] | None
    header_days: tuple[date, ...] | None


def read_layout(text: str, *, title: str | None = None) -> Layout:
    """Divide a text into segments.

    Args:
        text: The text of one article.
        title: Its title where that is known from elsewhere; then only this very title is a title segment.

    Returns:
        Segments that cover all that is not white space, in order, without overlap, each trimmed.
    """
    segments = _pieces(text)
    headers: list[Header] = []
    _mark_header(text, segments, headers)
    _mark_title(text, segments, title)
    _split_dateline(text, segments, headers)
    found = next((text[s.start : s.end] for s in segments if s.kind == "title"), None)
    return Layout(
        segments=tuple(segments),
        title=printable(found) if found else None,
        byline=_first(h.byline for h in headers),
        outlet=_first(h.outlet for h in headers),
        dateline_days=_first(h.days for h in headers if h.origin == "dateline"),
        header_days=_first(h.days for h in headers if h.origin == "text"),
    )


def _first[T](values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _pieces(text: str) -> list[Segment]:
    """Paragraphs as body or boilerplate; what is glued to the end of a paragraph is cut off."""
    spans = split_paragraphs(text)
    marked = mark_boilerplate([text[start:end] for start, end in spans])
    pieces = []
    for (start, end), is_boilerplate in zip(spans, marked, strict=True):
        cut = None if is_boilerplate else split_glued(text[start:end])
        if cut:
            before = text[start : start + cut].rstrip()
            pieces.append(Segment(start, start + len(before), "body"))
            pieces.append(Segment(start + cut, end, "boilerplate"))
        else:
            pieces.append(Segment(start, end, "boilerplate" if is_boilerplate else "body"))
    return pieces


def _mark_header(text: str, segments: list[Segment], headers: list[Header]) -> None:
    """Bylines, date lines and stamps among the first paragraphs; a bare date below the first prose is a heading."""
    in_head = True
    for i, segment in enumerate(segments[:_HEADER_PARAGRAPHS]):
        if segment.kind != "body":
            continue
        line = text[segment.start : segment.end]
        byline = read_byline(line)
        header = byline or (read_date_line(line) if in_head or is_labelled(line) else None)
        if header is not None:
            segments[i] = segment._replace(kind="byline" if byline else "dateline")
            headers.append(header)
            continue
        cut = split_stamp(line) if in_head else None
        if cut:
            stamp = line[:cut].rstrip()
            rest = segment._replace(start=segment.start + cut)
            segments[i : i + 1] = [Segment(segment.start, segment.start + len(stamp), "dateline"), rest]
            headers.append(read_date_line(stamp) or Header())
            return
        in_head = in_head and is_headline(line)


def _mark_title(text: str, segments: list[Segment], title: str | None) -> None:
    body = [i for i, s in enumerate(segments[:_HEADER_PARAGRAPHS]) if s.kind == "body"]
    for place, i in enumerate(body):
        line = text[segments[i].start : segments[i].end]
        if title is not None:
            if printable(line).casefold() == title.casefold():
                segments[i] = segments[i]._replace(kind="title")
                return
        elif len(line.split()) > _KICKER_WORDS or place > 1:
            followed = any(s.kind == "body" for s in segments[i + 1 :])
            if followed and _is_title(line):
                segments[i] = segments[i]._replace(kind="title")
            return


def _is_title(line: str) -> bool:
    long_enough = len(line.split()) >= _MIN_HEADLINE_WORDS
    return long_enough and len(line) <= _MAX_HEADLINE and is_headline(line) and not line[0].islower()


def _split_dateline(text: str, segments: list[Segment], headers: list[Header]) -> None:
    """Cut "PLACE, date (Agency) -" off the first paragraphs of the body."""
    for i, segment in enumerate(segments[:_HEADER_PARAGRAPHS]):
        if segment.kind != "body":
            continue
        found = read_dateline(text[segment.start : min(segment.end, segment.start + 200)])
        if found is None:
            continue
        length, header = found
        line = text[segment.start : segment.start + length].rstrip()
        rest = segment.start + length
        if rest < segment.end:
            headers.append(header)
            cut = Segment(segment.start, segment.start + len(line), "dateline")
            segments[i : i + 1] = [cut, segment._replace(start=rest)]
            return
