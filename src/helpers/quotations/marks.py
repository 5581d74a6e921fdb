"""Quotation marks paired inside one paragraph, whatever is missing, doubled or the wrong way round.

A mark's direction comes from the white space around it, then from its shape, then from what is open. Nothing is
ever paired across a paragraph, so one odd mark harms one paragraph at most. All steps are linear in the text.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc

from helpers.quotations.tree import Range
from helpers.token_lists import flagged, read_spaces, read_strings

OPENING, CLOSING, NEUTRAL = frozenset(("“", "„", "‟", "«", "``")), frozenset(("”", "»", "''")), frozenset(('"', "″"))
DOUBLE = OPENING | CLOSING | NEUTRAL
SINGLE_OPENING, SINGLE = frozenset(("‘", "‚", "‹")), frozenset(("'", "’", "‘", "‚", "‹", "›", "`"))
_MARKS = DOUBLE | SINGLE  # what a token with a mark, or with one glued to it, begins or ends with
_BEFORE_OPENING = frozenset("([{-–—/") | {"--", "...", "…"}
_AFTER_CLOSING = frozenset(")]}.,;:!?-–—…/") | {"--", "...", "'s", "’s"}
_SENTENCE_ENDS = frozenset((".", "!", "?", "…", "..."))
OPEN, CLOSE, EITHER = 1, -1, 0


class QuotedSpan(NamedTuple):
    """The tokens between two marks (`start`, `end`) and with them (`outer_start`, `outer_end`).

    `balanced` is false where a mark is missing; `continued` says that the paragraph after it opens the same
    quotation again, `continues` that this one does so.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    balanced: bool = True
    continued: bool = False
    continues: bool = False


class _Mark(NamedTuple):
    place: int
    inner_start: int  # where a quotation that it opens starts
    inner_end: int  # where a quotation that it closes ends
    spacing: int
    shape: int


def quoted_spans(doc: Doc, paragraphs: list[Range]) -> list[QuotedSpan]:
    """Pair the quotation marks of each paragraph.

    Args:
        doc: A tokenised document; no parse is needed.
        paragraphs: Token ranges, in order, not overlapping.

    Returns:
        The outermost quoted spans in order, not overlapping and not empty; single marks count where no double
        ones surround them.
    """
    (words,), spaces = read_strings(doc, "ORTH"), read_spaces(doc)
    for index in flagged(doc, "IS_SPACE"):
        spaces[index] = True
    with_mark = {word for word in set(words) if word[:1] in _MARKS or word[-1:] in _MARKS}
    marked = [index for index, word in enumerate(words) if word in with_mark]
    found: list[QuotedSpan] = []
    pending = False  # the last paragraph ended inside a quotation
    for start, end in paragraphs:
        places = marked[bisect_left(marked, start) : bisect_left(marked, end)]
        if not places:
            pending = False
            continue
        marks = list(_double_marks(words, spaces, places, start, end))
        spans = _pair(words, marks, start, end)
        if pending and marks and marks[0].place == start and spans:
            found[-1] = found[-1]._replace(continued=True, balanced=True)
            spans[0] = spans[0]._replace(continues=True)
        pending = bool(spans) and not spans[-1].balanced and spans[-1].outer_end == end
        pending = pending and words[spans[-1].outer_start] in DOUBLE
        found += sorted([*spans, *_single_spans(words, spaces, spans, places, start, end)])
    return found


def _spacing(words: list[str], spaces: list[bool], index: int, start: int, end: int) -> int:
    free_left = index == start or spaces[index - 1] or words[index - 1] in _BEFORE_OPENING
    free_right = index + 1 == end or spaces[index] or words[index + 1] in _AFTER_CLOSING
    if index == start:
        return OPEN
    if index + 1 == end:
        return EITHER if free_left else CLOSE
    return EITHER if free_left == free_right else OPEN if free_left else CLOSE


def _double_marks(words: list[str], spaces: list[bool], places: list[int], start: int, end: int) -> Iterator[_Mark]:
    for index in places:
        word = words[index]
        if word in DOUBLE:
            spacing = _spacing(words, spaces, index, start, end)
            if word in NEUTRAL and spacing == CLOSE and words[index - 1][-1:].isdigit() and index + 1 < end:
                if words[index + 1] not in _AFTER_CLOSING:
                    continue  # inches
            shape = OPEN if word in OPENING else CLOSE if word in CLOSING else EITHER
            yield _Mark(index, index + 1, index, spacing, shape)
        elif word == "`" and index + 1 < end and words[index + 1] == "`":  # TeX's opening mark, in two tokens
            yield _Mark(index, index + 2, index, OPEN, OPEN)
        elif len(word) > 1 and word[0] in DOUBLE:  # glued to a word: the token belongs to the content
            yield _Mark(index, index, index, OPEN, EITHER)
        elif len(word) > 1 and word[-1] in DOUBLE:
            yield _Mark(index, index + 1, index + 1, CLOSE, EITHER)


def _direction(mark: _Mark, something_open: bool) -> int:
    if mark.spacing != EITHER:
        return mark.spacing
    if mark.shape == OPEN or (mark.shape == CLOSE and something_open):
        return mark.shape
    return CLOSE if something_open else OPEN


def _pair(words: list[str], marks: list[_Mark], start: int, end: int) -> list[QuotedSpan]:
    """Outermost spans of one paragraph: a stack for nested marks, and guesses where one is missing."""
    spans: list[QuotedSpan] = []
    stack: list[int] = []  # positions in `marks` of what is open
    pairs: list[tuple[int, int, QuotedSpan]] = []  # how many are open around a pair, the last of these, the pair
    for position, mark in enumerate(marks):
        if _direction(mark, bool(stack)) == OPEN:
            if stack and mark.shape == EITHER:  # straight marks do not nest: the earlier one was never closed
                spans += _outermost(words, marks, stack, pairs, end)
                stack, pairs = [], []
            stack.append(position)
        elif stack:
            opener = marks[stack.pop()]
            span = QuotedSpan(opener.inner_start, mark.inner_end, opener.place, mark.place + 1)
            pairs.append((len(stack), stack[-1] if stack else -1, span))
        else:
            spans.append(_unopened(words, marks, position, start))
    spans += _outermost(words, marks, stack, pairs, end)
    return _without_overlaps(spans)


def _outermost(
    words: list[str], marks: list[_Mark], stack: list[int], pairs: list[tuple[int, int, QuotedSpan]], end: int
) -> Iterator[QuotedSpan]:
    """Openers that stayed open, and the pairs that stand inside no other pair."""
    for position in stack:
        yield _unclosed(words, marks, position, end)
    for depth, parent, span in pairs:
        if depth == 0 or (depth <= len(stack) and stack[depth - 1] == parent):
            yield span


def _without_overlaps(spans: list[QuotedSpan]) -> list[QuotedSpan]:
    kept: list[QuotedSpan] = []
    for span in sorted(spans):
        if span.start < span.end and (not kept or kept[-1].outer_end <= span.outer_start):
            kept.append(span)
    return kept


def _unclosed(words: list[str], marks: list[_Mark], position: int, end: int) -> QuotedSpan:
    """A quotation without its closing mark.

    It goes up to the paragraph's end where it opens a sentence or follows a comma or colon, else up to its
    sentence's end; and never beyond the last sentence before the next mark.
    """
    mark = marks[position]
    limit = marks[position + 1].place if position + 1 < len(marks) else end
    before = words[mark.place - 1] if mark.place else ""
    stop = limit
    if limit < end:
        while stop > mark.inner_start and words[stop - 1] not in _SENTENCE_ENDS:
            stop -= 1
        stop = stop if stop > mark.inner_start else limit
    elif before[:1].isalnum():
        stop = next((i + 1 for i in range(mark.inner_start, limit) if words[i] in _SENTENCE_ENDS), limit)
    return QuotedSpan(mark.inner_start, stop, mark.place, stop, balanced=False)


def _unopened(words: list[str], marks: list[_Mark], position: int, start: int) -> QuotedSpan:
    """A quotation without its opening mark: from the paragraph's start, or the sentence's after the last mark."""
    mark = marks[position]
    first = start
    if position:
        first = marks[position - 1].place + 1
        while first < mark.place and words[first - 1] not in _SENTENCE_ENDS:
            first += 1
    return QuotedSpan(first, mark.inner_end, first, mark.place + 1, balanced=False)


def _single_spans(
    words: list[str], spaces: list[bool], doubles: list[QuotedSpan], places: list[int], start: int, end: int
) -> Iterator[QuotedSpan]:
    """Pairs of single marks outside double ones, which hold one of `places`; without a closing mark: an apostrophe."""
    covers = iter([*doubles, QuotedSpan(end, end, end, end)])
    cover = next(covers)
    opener: int | None = None
    for index in places:
        while index >= cover.outer_end and cover.outer_start < end:
            cover = next(covers)
        if cover.outer_start <= index:
            opener = None
        elif words[index] in SINGLE:
            spacing = _spacing(words, spaces, index, start, end)
            if spacing == OPEN and not (index + 1 < end and words[index + 1][0].isdigit()):
                opener = index
            elif spacing != OPEN and opener is not None and words[index] not in SINGLE_OPENING:
                if index > opener + 1:
                    yield QuotedSpan(opener + 1, index, opener, index + 1)
                opener = None
