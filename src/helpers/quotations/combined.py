"""Quotations by the learned model and the rules together: the model finds more, the rules say what kind it is.

The model's quotations come first. Where a rule found the same one, both are surer, and the rule's kind and flags
hold. Of what only the rules found, the sure ones stay: titles, transcripts, speech without marks or cue, and
what is said inside a quotation are theirs alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from helpers.quotations.cues import Cues, load_cues
from helpers.quotations.learned.model import FoundQuotation, load_shipped_model
from helpers.quotations.rules import Analysis, Quotation, confidence, make_quotation
from helpers.quotations.tree import QUOTE_MARKS, Candidate, Range
from helpers.quotations.unmarked import mark_unmarked

# Chosen on the PolNeAR dev articles for attribution F1; see docs/quotations.md.
MIN_CONFIDENCE = 0.39  # of the model and, where they agree, the rules together
MIN_WITHOUT_SOURCE = 0.6  # of what only the model found, and for which it names nobody
AGREEMENT = 0.1  # by how much a quotation is surer that a rule found too
MIN_RULE = 0.75  # confidence of what only the rules found
_EDGES = QUOTE_MARKS | frozenset((",", ";", ":", "-", "–", "—", "(", ")"))
_SAME_CUE = 3  # tokens between the cues of one quotation, at most


def iter_quotations(doc: Doc) -> Iterator[Quotation]:
    """Find quotations of every kind.

    Args:
        doc: A parsed document with tags and entities.

    Yields:
        Quotations in order of their first content; no two have the same contents.
    """
    cues = load_cues()
    analysis = Analysis(doc, cues)
    ruled = [_Ruled(candidate, kind) for candidate, kind in analysis.candidates]
    by_token: dict[int, list[_Ruled]] = {}
    for rule in ruled:
        for index in rule.tokens:
            by_token.setdefault(index, []).append(rule)
    merged: dict[tuple[Range, ...], _Chosen] = {}
    for found in load_shipped_model().find(doc, threshold=MIN_CONFIDENCE - AGREEMENT):
        same = _same(found, by_token)
        sureness = min(found.confidence + (AGREEMENT if same else 0.0), 0.99)
        if sureness < (MIN_CONFIDENCE if found.source or same else MIN_WITHOUT_SOURCE):
            continue
        if same is not None:
            same.done = True
        candidate = _described(found, same, analysis, cues)
        if candidate.contents:
            kind = same.kind if same is not None else analysis.covers.kind(candidate)
            merged[candidate.contents] = _Chosen(candidate, kind, round(sureness, 2))
    covered = _covered(merged.values(), analysis.tree.size)
    for rule in ruled:
        if not rule.done and confidence(rule.candidate) >= MIN_RULE and _is_new(rule.candidate, covered):
            merged.setdefault(rule.candidate.contents, _Chosen(rule.candidate, rule.kind, confidence(rule.candidate)))
    for _, (candidate, kind, sureness) in sorted(merged.items()):
        yield make_quotation(doc, candidate, kind, sureness)


class _Chosen(NamedTuple):
    """A quotation, its kind and how sure it is."""

    candidate: Candidate
    kind: str
    sureness: float


class _Ruled:
    """What a rule found, and whether the model found it too."""

    def __init__(self, candidate: Candidate, kind: str) -> None:
        self.candidate, self.kind, self.done = candidate, kind, False
        self.tokens = _tokens(candidate.contents)


def _tokens(ranges: tuple[Range, ...]) -> frozenset[int]:
    return frozenset(index for start, end in ranges for index in range(start, end))


def _same(found: FoundQuotation, by_token: Mapping[int, Sequence[_Ruled]]) -> _Ruled | None:
    """The rule's version of a quotation: cues side by side, half of the shorter content in common."""
    tokens = _tokens(found.contents)
    shared = Counter(rule for index in sorted(tokens) for rule in by_token.get(index, ()))
    for rule, n in shared.items():
        cue = rule.candidate.cue
        if cue is not None and abs(cue[0] - found.cue[0]) > _SAME_CUE:
            continue
        if 2 * n >= min(len(tokens), len(rule.tokens)):
            return rule
    return None


def _described(found: FoundQuotation, same: _Ruled | None, analysis: Analysis, cues: Cues) -> Candidate:
    """The model's quotation with what rules know: missing marks, thoughts, the edges of quoted text."""
    if same is not None and same.kind == "unmarked":
        return same.candidate
    lemma = analysis.tree.lemma[found.cue[0]]
    before = found.contents[-1][1] <= found.cue[0]
    candidate = Candidate(
        contents=found.contents,
        cue=found.cue,
        source=_trimmed(found.source, analysis) or (same.candidate.source if same else None),
        rule="preposed" if before else "learned",
        thought=same.candidate.thought if same else cues.is_thought(lemma),
        flags=same.candidate.flags if same else (),
    )
    if same is None:
        candidate = mark_unmarked(analysis.tree, candidate, analysis.covers.quoted)
    return analysis.covers.trimmed(analysis.tree, candidate)


def _trimmed(source: Range | None, analysis: Analysis) -> Range | None:
    """The source without marks and commas at its edges."""
    if source is None:
        return None
    start, end = analysis.tree.trim(*source, _EDGES)
    return (start, end) if start < end else None


def _covered(chosen: Iterable[_Chosen], size: int) -> list[str]:
    """For each token the kind of the quotation whose content it is in; empty outside of all."""
    covered = [""] * size
    for candidate, kind, _ in chosen:
        for start, end in candidate.contents:
            covered[start:end] = [kind] * (end - start)
    return covered


def _is_new(candidate: Candidate, covered: Sequence[str]) -> bool:
    """Whether most of the content, and the cue, are in no quotation yet.

    What somebody is said to have said that another one said is kept too, unless it is in the first one's own words.
    """
    around = covered[candidate.cue[0]] if candidate.cue is not None else ""
    if "nested" in candidate.flags:
        return around not in ("direct", "unmarked")
    inside = [bool(covered[index]) for start, end in candidate.contents for index in range(start, end)]
    return 2 * sum(inside) < len(inside) and not around
