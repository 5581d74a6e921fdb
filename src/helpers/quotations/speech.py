"""Who says what stands between quotation marks: the cue after it, before it, or in the middle of it."""

from typing import NamedTuple

from helpers.quotations.cues import THOUGHT, Cues
from helpers.quotations.marks import QuotedSpan
from helpers.quotations.sources import adjacent_source, find_source, noun_phrase
from helpers.quotations.tree import NOUN_TAGS, Range, Tree

_REACH = 40  # tokens between a quotation and its cue, at most
_MAX_NAME = 6  # tokens in a name after a dash
_DASHES = frozenset(("—", "–", "--", "-", "―"))
_ENDS = frozenset((".", "!", "?", "…", "..."))
_UTTERANCE_ENDS = _ENDS | {",", "—", "–", "--", "-", ";"}
_INTRODUCTIONS = frozenset((",", ":", "that"))


class Attribution(NamedTuple):
    """A quoted span's cue and source, and the rule that found them."""

    cue: Range | None
    source: Range | None
    rule: str
    thought: bool = False


def is_utterance(tree: Tree, span: QuotedSpan) -> bool:
    """Whether the span looks like a whole utterance, not like a quoted word or phrase."""
    last = tree.lower[span.end - 1]
    after = tree.lower[span.outer_end] if span.outer_end < tree.size else ""
    before = tree.lower[span.outer_start - 1] if span.outer_start else ""
    start, end = tree.paragraphs[tree.paragraph[span.start]]
    if span.outer_start == start:
        return span.end - span.start > 3 or last in _UTTERANCE_ENDS
    if last in _ENDS or before == ":":
        return span.end - span.start > 2 or before in (",", ":")
    if last == "," or after == ",":
        return before in _ENDS | {":", ","} and span.end - span.start > 3
    if before in _ENDS:
        return span.outer_end == end
    return before in _INTRODUCTIONS and span.end - span.start > 3


def cue_after(tree: Tree, span: QuotedSpan, stop: int, cues: Cues) -> Attribution | None:
    """Find the cue after a quotation: "…," X said; "…," said X; "…," according to X.

    Args:
        tree: The parse.
        span: The quoted span.
        stop: The end of the paragraph, or where the next quotation starts.
        cues: The cue words.
    """
    end = span.outer_end
    while end < min(stop, span.outer_end + _REACH) and tree.lower[end] not in _ENDS:
        end += 1
    start = span.outer_end
    while start < end and (tree.lower[start] == "," or tree.lower[start] in _DASHES):
        start += 1
    if start + 1 < end and tree.lower[start] == "according" and tree.lower[start + 1] == "to":
        noun = tree.child(start + 1, "pobj")
        return None if noun is None else Attribution((start, start + 2), noun_phrase(tree, noun), "direct_according")
    if start > span.outer_end and tree.lower[start - 1] in _DASHES and start < end <= start + _MAX_NAME:
        if end == stop and all(tree.tag[i] in ("NNP", "NNPS") or tree.lower[i] == "," for i in range(start, end)):
            return Attribution((start - 1, start), (start, end), "direct_dash")
    closed_sentence = tree.lower[span.end - 1] == "." and start == span.outer_end
    for index in range(start, end):
        kind = cues.kind("quote", tree.lemma[index]) if tree.is_verb(index) else None
        if kind is None:
            if tree.is_verb(index) and tree.dep[index] in ("ROOT", "ccomp", "conj") and index - start > 12:
                return None
            continue
        if any(c > index and tree.dep[c] == "ccomp" and tree.left[c] > index for c in tree.children[index]) and (
            closed_sentence or start == span.outer_end
        ):
            return None
        if closed_sentence and index - start > 6:
            return None
        source = _outside(find_source(tree, index), span) or adjacent_source(tree, index, start, end)
        if source is None and closed_sentence:
            return None
        return Attribution((index, index + 1), source, "direct_after", kind == THOUGHT)
    return None


def cue_before(tree: Tree, span: QuotedSpan, stop: int, cues: Cues) -> Attribution | None:
    """Find the cue before a quotation: X said: "…"; X told Y on Monday, "…"; X said that "…".

    Args:
        tree: The parse.
        span: The quoted span.
        stop: The start of the paragraph, or the end of the quotation before.
        cues: The cue words.
    """
    last = span.outer_start - 1
    if last < stop:
        return None
    mark = tree.lower[last]
    if mark in _ENDS or mark == ";":
        return None
    start = last
    while start > max(stop, last - _REACH) and tree.lower[start - 1] not in _ENDS:
        start -= 1
    for index in range(last, start - 1, -1):
        kind = cues.kind("quote", tree.lemma[index]) if tree.is_verb(index) else None
        if kind is None:
            continue
        if mark not in (",", ":", "that") and index < last - 8:
            return None
        source = _outside(find_source(tree, index), span) or adjacent_source(tree, index, start, last)
        return Attribution((index, index + 1), source, "direct_before", kind == THOUGHT)
    return _colon(tree, start, last) if mark == ":" else None


def _colon(tree: Tree, start: int, colon: int) -> Attribution | None:
    """NAME: "…"; From NAME: "…"; X had one answer: "…"."""
    for index in range(start, colon):
        outside = not start <= tree.head[index] < colon or tree.head[index] == index
        if outside and tree.tag[index] in NOUN_TAGS:
            return Attribution((colon, colon + 1), noun_phrase(tree, index, until=colon), "direct_colon")
        if outside and tree.tag[index] == "IN" and tree.child(index, "pobj") is not None:
            name = tree.child(index, "pobj") or index
            return Attribution((colon, colon + 1), noun_phrase(tree, name, until=colon), "direct_colon")
        if outside and tree.is_verb(index):
            source = find_source(tree, index)
            return None if source is None else Attribution((index, index + 1), source, "direct_introduced")
    return None


def _outside(source: Range | None, span: QuotedSpan) -> Range | None:
    """The source, unless a wrong parse found it inside the quotation."""
    if source is None or (source[0] < span.outer_end and source[1] > span.outer_start):
        return None
    return source
