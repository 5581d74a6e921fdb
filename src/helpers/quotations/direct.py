"""Direct speech: quoted spans joined into quotations with one cue and one source each."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from helpers.quotations.cues import SPEECH, Cues
from helpers.quotations.marks import QuotedSpan
from helpers.quotations.sources import find_source
from helpers.quotations.speech import Attribution, cue_after, cue_before, is_utterance
from helpers.quotations.tree import Candidate, Tree

_MIN_CARRIED = 5  # tokens of a quotation without a cue
_ENDS = frozenset((".", "!", "?", "…", "..."))


class _Speech:
    """A quotation being put together: spans with one attribution."""

    def __init__(self, spans: Sequence[QuotedSpan], attribution: Attribution | None) -> None:
        self.spans, self.attribution = list(spans), attribution

    def candidate(self) -> Candidate:
        flags = () if all(span.balanced for span in self.spans) else ("unbalanced_marks",)
        contents = tuple((span.start, span.end) for span in self.spans)
        if self.attribution is None:
            return Candidate(contents, None, None, "direct_carried", flags=("carried", *flags))
        cue, source, rule, thought = self.attribution
        return Candidate(contents, cue, source, rule, thought, flags)


class _Place(NamedTuple):
    """A quotation's first span and those that go on with it in later paragraphs, and where its cue may stand."""

    spans: list[QuotedSpan]
    paragraph: int
    after_span: bool  # another quoted span stands before it in its paragraph
    cue_start: int  # the paragraph's start, or the end of the span before
    cue_ends: list[int]  # for each span, the paragraph's end, or the start of the span after


def find_speech(
    tree: Tree, spans: Sequence[QuotedSpan], cues: Cues, complements: Mapping[int, Candidate]
) -> list[Candidate]:
    """Attribute the quoted spans that are whole utterances.

    Args:
        tree: The parse.
        spans: All quoted spans, in order.
        cues: The cue words.
        complements: By the index of its cue, what verbs govern: a span inside such a content belongs to it.

    Returns:
        One candidate for each quotation, in order; several spans with one cue are one quotation.
    """
    found: list[_Speech] = []
    asides = _aside_contents(spans, complements)
    for place in _places(tree, spans):
        span = place.spans[0]
        if span.start in asides:
            continue
        if not is_utterance(tree, span):
            if not _inside(span, complements, tree):
                found += _fragment(tree, span, place.cue_start, cues)
            continue
        attribution = _attribute(tree, place, cues)
        if (
            attribution is not None
            and attribution.cue is not None
            and _governed(tree, span, complements, attribution.cue[0])
        ):
            continue
        previous = found[-1] if found and place.after_span else None
        if previous is not None and _belongs(tree, previous, attribution, place):
            previous.spans += place.spans
        elif attribution is not None:
            found.append(_Speech(place.spans, attribution))
        elif span.outer_start > tree.paragraphs[place.paragraph][0]:
            found += _after_sentence(tree, place, cues)
        elif place.paragraph:
            found += _introduced(tree, place, found, cues)
    return [speech.candidate() for speech in found]


def shorten_unclosed(spans: Sequence[QuotedSpan], complements: Mapping[int, Candidate]) -> list[QuotedSpan]:
    """End each quotation that was never closed where the parse ends it: "We go, he said and left."""
    ends = {c.contents[0][0]: c.contents[0][1] for c in complements.values() if c.rule == "preposed"}
    return [
        span._replace(end=ends[span.start], outer_end=ends[span.start])
        if not span.balanced and span.outer_start < span.start and span.start < ends.get(span.start, 0) < span.end
        else span
        for span in spans
    ]


def _aside_contents(spans: Sequence[QuotedSpan], complements: Mapping[int, Candidate]) -> set[int]:
    """Starts of the spans inside "The plan, he said, "is a mess": their content starts outside of the marks."""
    starts, inside = [span.start for span in spans], set()
    for candidate in complements.values():
        if candidate.rule == "parenthesis":
            first, last = candidate.contents[0][0], candidate.contents[-1][1]
            around = starts[bisect_left(starts, first) : bisect_left(starts, last)]
            if around and spans[bisect_left(starts, first)].outer_start > first:
                inside.update(around)
    return inside


def _places(tree: Tree, spans: Sequence[QuotedSpan]) -> Iterator[_Place]:
    """Quotations with the room around them; one over several paragraphs is one place."""
    place: _Place | None = None
    for number, span in enumerate(spans):
        paragraph = tree.paragraph[span.start]
        start, end = tree.paragraphs[paragraph]
        before = spans[number - 1] if number and spans[number - 1].outer_start >= start else None
        cue_end = min(end, spans[number + 1].outer_start) if number + 1 < len(spans) else end
        if place is not None and span.continues:
            place.spans.append(span)
            place.cue_ends.append(cue_end)
            continue
        if place is not None:
            yield place
        cue_start = start if before is None else before.outer_end
        place = _Place([span], paragraph, before is not None, cue_start, [cue_end])
    if place is not None:
        yield place


def _attribute(tree: Tree, place: _Place, cues: Cues) -> Attribution | None:
    span = place.spans[0]
    if span.outer_start > place.cue_start and tree.lower[span.outer_start - 1] == ":":
        attribution = cue_before(tree, span, place.cue_start, cues)
        if attribution is not None:
            return attribution
    for member, end in zip(place.spans, place.cue_ends, strict=True):
        attribution = cue_after(tree, member, end, cues)
        if attribution is not None:
            return attribution
    return cue_before(tree, span, place.cue_start, cues)


def _belongs(tree: Tree, previous: _Speech, attribution: Attribution | None, place: _Place) -> bool:
    """Whether a span goes on with the one before: "A," X said, "B"; "A," X said. "B" too."""
    known, span = previous.attribution, place.spans[0]
    if previous.spans[-1].outer_end != place.cue_start:
        return False
    if attribution is None:
        gap = tree.sentence[span.outer_start] - tree.sentence[previous.spans[-1].outer_end - 1]
        return gap <= 2 and tree.lower[span.outer_start - 1] in (*_ENDS, ",", "—", "–")
    return known is not None and known.cue == attribution.cue


def _governed(tree: Tree, span: QuotedSpan, complements: Mapping[int, Candidate], cue: int) -> bool:
    """X said the plan was "a mess. We …": words of the content stand before the mark."""
    governor = complements.get(cue)
    if governor is None:
        return False
    bare = span.outer_start - (tree.lower[span.outer_start - 1] == "that")
    return any(cue < start < bare and span.start < end for start, end in governor.contents)


def _inside(span: QuotedSpan, complements: Mapping[int, Candidate], tree: Tree) -> bool:
    head = span.start
    for _ in range(12):
        if tree.head[head] == head:
            return False
        head = tree.head[head]
        governor = complements.get(head)
        if governor is not None and any(s < span.end and span.start < e for s, e in governor.contents):
            return True
    return False


def _fragment(tree: Tree, span: QuotedSpan, start: int, cues: Cues) -> list[_Speech]:
    """X said "yes": a quoted phrase right after its cue; every other one is nobody's quotation."""
    before = span.outer_start - 1
    if before < start or not (tree.is_verb(before) or tree.lower[before] in (":", "that")):
        return []
    attribution = cue_before(tree, span, start, cues)
    if attribution is None or attribution.cue is None or attribution.source is None:
        return []
    return [_Speech([span], attribution)] if attribution.cue[0] >= before - 1 else []


def _introduced(tree: Tree, place: _Place, found: Sequence[_Speech], cues: Cues) -> list[_Speech]:
    """A paragraph of quoted speech without a cue, after one that introduces it or quotes a speaker."""
    before = place.paragraph - 1
    start, end = tree.paragraphs[before]
    if tree.lower[end - 1] == ":":
        return [_Speech(place.spans, cue_before(tree, place.spans[0]._replace(outer_start=end), start, cues))]
    attribution = _bare_cue(tree, start, end, cues)
    span = place.spans[0]
    follows = bool(found) and tree.paragraph[found[-1].spans[-1].start] == before
    follows = follows or (span.balanced and tree.lower[span.end - 1] in _ENDS)
    if attribution is not None or (follows and span.end - span.start >= _MIN_CARRIED):
        return [_Speech(place.spans, attribution)]
    return []


def _after_sentence(tree: Tree, place: _Place, cues: Cues) -> list[_Speech]:
    """Quoted sentences without a cue after a sentence about somebody: Varga rose. "We are done." is such a pair."""
    span, end = place.spans[0], place.spans[0].outer_start
    if tree.lower[end - 1] not in _ENDS or tree.lower[span.end - 1] not in _ENDS or end <= place.cue_start:
        return []
    attribution = _bare_cue(tree, place.cue_start, end, cues)
    if attribution is not None:
        return [_Speech(place.spans, attribution)]
    sentence = tree.sentence[end - 1]
    for index in range(end - 1, max(place.cue_start, end - 60) - 1, -1):
        if tree.sentence[index] == sentence and tree.dep[index] == "nsubj" and tree.dep[tree.head[index]] == "ROOT":
            person = tree.tag[index] == "NNP" or tree.lower[index] in ("he", "she")
            return [_Speech(place.spans, None)] if person else []
    return []


def _bare_cue(tree: Tree, start: int, end: int, cues: Cues) -> Attribution | None:
    """A last sentence whose main verb is a cue without content: Varga explained as he left."""
    for index in range(end - 1, start - 1, -1):
        if tree.sentence[index] != tree.sentence[end - 1]:
            return None
        if tree.dep[index] == "ROOT" and cues.kind("quote", tree.lemma[index]) == SPEECH and tree.is_verb(index):
            if tree.child(index, "ccomp", "dobj", "xcomp", "parataxis", "prep", "acomp") is not None:
                return None
            source = find_source(tree, index)
            return None if source is None else Attribution((index, index + 1), source, "direct_introduced")
    return None
