"""Quotations of one parsed document by rules on syntax and typography: the variant that needs no training."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from spacy.tokens import Doc, Span

from helpers.quotations.complements import iter_complements
from helpers.quotations.cues import Cues, load_cues
from helpers.quotations.direct import find_speech, shorten_unclosed
from helpers.quotations.layout import iter_layout
from helpers.quotations.marks import QuotedSpan, quoted_spans
from helpers.quotations.phrases import iter_according, iter_nouns
from helpers.quotations.selection import select
from helpers.quotations.tree import QUOTE_MARKS, Candidate, Range, Tree
from helpers.quotations.unmarked import mark_unmarked

_EDGES = QUOTE_MARKS | frozenset((",",))

# For speech and for thought, the share of each rule's predictions whose content and source are right on 280 training
# articles of PolNeAR, rounded to 0.05; `dash` and `direct_dash` are too rare there and set by hand. The last two
# figures are upper limits: where no source is named (the share whose content is right), where a mark is missing.
CONFIDENCE: dict[str, tuple[float, float]] = {
    "direct_after": (0.95, 0.95), "parenthesis": (0.85, 0.85), "according": (0.9, 0.9), "clause": (0.9, 0.7),
    "gerund": (0.85, 0.75), "object_infinitive": (0.8, 0.55), "direct_before": (0.8, 0.8), "unmarked": (0.8, 0.8),
    "colon": (0.8, 0.8), "direct_according": (0.75, 0.75), "infinitive": (0.75, 0.6), "object": (0.75, 0.6),
    "preposed": (0.75, 0.75), "particle": (0.75, 0.75), "complement": (0.75, 0.65), "noun_clause": (0.7, 0.5),
    "direct_colon": (0.65, 0.65), "noun_infinitive": (0.55, 0.5), "noun_preposition": (0.5, 0.4),
    "direct_introduced": (0.5, 0.5), "dash": (0.5, 0.5), "direct_dash": (0.75, 0.75), "direct_carried": (0.6, 0.6),
}  # fmt: skip
WITHOUT_SOURCE, WITH_MISSING_MARK = 0.6, 0.45


class Quotation(NamedTuple):
    """One attribution.

    `contents` are what was said or thought, without the outer quotation marks; `cue` the word that signals it;
    `source` the words that name the speaker, null where another sentence does; `kind` one of
    `tables.QUOTATION_KINDS`; `confidence` from 0 to 1; `flags` out of `carried`, `marks_missing`, `nested` and
    `unbalanced_marks`.
    """

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    kind: str
    confidence: float
    flags: tuple[str, ...]


def iter_quotations(doc: Doc, *, cues: Cues | None = None, threshold: float = 0.0) -> Iterator[Quotation]:
    """Find quotations of every kind.

    Args:
        doc: A parsed document; without a parse, only what the quotation marks tell is found.
        cues: The cue words; the built-in ones if none are given.
        threshold: Least confidence, from 0 to 1.

    Yields:
        Quotations in order of their first content; no two have the same contents.
    """
    for candidate, kind in iter_candidates(doc, cues or load_cues()):
        if confidence(candidate) >= threshold:
            yield make_quotation(doc, candidate, kind, confidence(candidate))


def make_quotation(doc: Doc, candidate: Candidate, kind: str, sureness: float) -> Quotation:
    """A candidate in spans of its document."""
    return Quotation(
        tuple(doc[start:end] for start, end in candidate.contents),
        None if candidate.cue is None else doc[slice(*candidate.cue)],
        None if candidate.source is None else doc[slice(*candidate.source)],
        kind,
        sureness,
        tuple(sorted(candidate.flags)),
    )


def confidence(candidate: Candidate) -> float:
    """How often what this rule finds is right, from 0 to 1."""
    figure = CONFIDENCE[candidate.rule][candidate.thought]
    if candidate.source is None:
        figure = min(figure, WITHOUT_SOURCE)
    return min(figure, WITH_MISSING_MARK) if "unbalanced_marks" in candidate.flags else figure


def iter_candidates(doc: Doc, cues: Cues) -> Iterator[tuple[Candidate, str]]:
    """As `iter_quotations`, in token ranges, with the name of the rule: what `CONFIDENCE` is measured on."""
    yield from Analysis(doc, cues).candidates


class Analysis:
    """What the rules see in a document: its `tree`, what is between marks (`covers`), and their `candidates`."""

    def __init__(self, doc: Doc, cues: Cues) -> None:
        self.tree = Tree(doc)
        complements = {c.cue[0]: c for c in iter_complements(self.tree, cues) if c.cue}
        spans = shorten_unclosed(quoted_spans(doc, self.tree.paragraphs), complements)
        self.covers = Covers(spans, self.tree.size)
        speech = find_speech(self.tree, spans, cues, complements)
        phrases = [*iter_according(self.tree), *iter_nouns(self.tree, cues), *iter_layout(self.tree, doc)]
        self.candidates = list(self._choose(speech, [*complements.values(), *phrases], cues))

    def _choose(self, speech: list[Candidate], others: list[Candidate], cues: Cues) -> Iterator[tuple[Candidate, str]]:
        tree, covers = self.tree, self.covers
        others = [mark_unmarked(tree, covers.whole(candidate), covers.quoted) for candidate in others]
        joined = [covers.trimmed(tree, candidate) for candidate in select(tree, speech, others, covers.quoted, cues)]
        done: set[tuple[Range, ...]] = set()
        for candidate in sorted(joined, key=_position):
            if candidate.contents and candidate.contents not in done:
                done.add(candidate.contents)
                yield candidate, covers.kind(candidate)


def _position(candidate: Candidate) -> tuple[tuple[Range, ...], Range]:
    return candidate.contents, candidate.cue or (-1, -1)


class Covers:
    """Which quoted span covers each token (`number`), and how many quoted tokens stand `before` it."""

    def __init__(self, spans: Sequence[QuotedSpan], size: int) -> None:
        self.spans = spans
        self.number = [-1] * size
        self.quoted = [False] * size
        for number, span in enumerate(spans):
            self.number[span.start : span.end] = [number] * (span.end - span.start)
            self.quoted[span.start : span.end] = [True] * (span.end - span.start)
        self.before = [0, *accumulate(self.quoted)]

    def whole(self, candidate: Candidate) -> Candidate:
        """Quoted spans that a content starts outside of and ends in belong to it as a whole."""
        contents = []
        for start, end in candidate.contents:
            last = self.number[end - 1]
            if last >= 0 and self.number[start] != last:
                end = max(end, self.spans[last].end)
            contents.append((start, end))
        return candidate._replace(contents=tuple(contents))

    def trimmed(self, tree: Tree, candidate: Candidate) -> Candidate:
        """Contents without white space, commas and marks at their edges, but with marks whose partner is inside.

        A full stop belongs to what is said word for word only.
        """
        contents = []
        for place in candidate.contents:
            start, end = tree.trim(*place, _EDGES)
            word_for_word = self.number[end - 1] >= 0 or "marks_missing" in candidate.flags
            if end - start > 1 and tree.lower[end - 1] == "." and not word_for_word:
                end -= 1
            if start >= end:
                continue
            first, last = self.number[start], self.number[end - 1]
            if first >= 0 and self.spans[first].start == start and self.spans[first].end < end:
                start = self.spans[first].outer_start
            if last >= 0 and last != first and self.spans[last].balanced:
                end = max(end, self.spans[last].outer_end)
            contents.append((start, end))
        return candidate._replace(contents=tuple(sorted(contents)))

    def kind(self, candidate: Candidate) -> str:
        """The kind of quotation: how much of the content stands between marks, and what its cue means."""
        if "marks_missing" in candidate.flags:
            return "unmarked"
        if candidate.rule.startswith("direct"):
            return "direct"
        inside = sum(self.before[end] - self.before[start] for start, end in candidate.contents)
        if inside and "nested" not in candidate.flags:
            return "direct" if inside == sum(end - start for start, end in candidate.contents) else "mixed"
        return "thought" if candidate.thought else "indirect"
