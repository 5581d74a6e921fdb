"""Quotations by the learned model and the rules together: the model finds more, the rules say what kind it is.

Where both found a quotation, the rule's kind and flags hold. Titles, transcripts, speech without marks or cue, and
what is said inside a quotation are the rules' alone. How sure each is, is a logistic regression for each of three
origins (found by `both`, by the model alone, by the rules alone), fitted on articles that the model was not trained on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from spacy.tokens import Doc

from helpers.quotations.cues import Cues, load_cues
from helpers.quotations.hollow import is_hollow
from helpers.quotations.learned.decode import logit
from helpers.quotations.learned.model import FoundQuotation, LearnedModel, probability
from helpers.quotations.rules import Analysis, Quotation, confidence, make_quotation
from helpers.quotations.selection import is_scare_quote
from helpers.quotations.tree import QUOTE_MARKS, Candidate, Range
from helpers.quotations.unmarked import mark_unmarked

MIN_SCORE = 0.1  # of the model's quotations: below it, nothing is worth a look
DECIMALS = 2  # of a confidence: more would differ between processors
# Too rare in the articles that the regressions are fitted on, or no quotations there: they count what has a cue alone.
_RARE = frozenset(("dash", "direct_dash", "colon", "direct_carried"))
_EDGES = QUOTE_MARKS | frozenset((",", ";", ":", "-", "–", "—", "(", ")"))
_SAME_CUE = 3  # tokens between the cues of one quotation, at most


class Finding(NamedTuple):
    """A quotation before it is known how sure it is.

    `score` is the model's, null where it found nothing; `rule` the rules' confidence, null where they found nothing.
    """

    candidate: Candidate
    kind: str
    score: float | None
    rule: float | None

    @property
    def origin(self) -> str:
        """Who found it: `both`, `learned`, `rules`, or `rare` where only the rules' own confidence is known."""
        if self.candidate.rule in _RARE:
            return "rare"
        if self.score is None:
            return "rare" if "nested" in self.candidate.flags else "rules"
        return "learned" if self.rule is None else "both"

    @property
    def features(self) -> tuple[float, float, float, float]:
        """What the regression of its origin sees."""
        return (
            logit(self.score) if self.score is not None else 0.0,
            logit(self.rule) if self.rule is not None else 0.0,
            float(self.kind == "thought"),
            float(self.candidate.source is None),
        )


def iter_quotations(doc: Doc, *, model: LearnedModel, threshold: float | None = None) -> Iterator[Quotation]:
    """Find quotations of every kind.

    Args:
        doc: A parsed document with tags and entities.
        model: The learned model.
        threshold: Least confidence, from 0 to 1: a higher one errs less, a lower one finds more. The model's own,
            which has the best F1, when None.

    Yields:
        Quotations in order of their first content; no two have the same contents.
    """
    combination = model.settings["combination"]
    least = combination["threshold"] if threshold is None else threshold
    sure = [(sureness(finding, combination), finding) for finding in find_all(doc, model)]
    for share, finding in sorted(without_doubles(sure, len(doc)), key=lambda pair: pair[1].candidate.contents):
        if share >= least:
            yield make_quotation(doc, finding.candidate, finding.kind, share)


def sureness(finding: Finding, combination: Mapping[str, Any]) -> float:
    """The probability that a finding is right, to two decimals."""
    if finding.origin == "rare":
        return round(finding.rule or 0.0, DECIMALS)
    fitted = combination[finding.origin]
    total = fitted["bias"] + sum(w * f for w, f in zip(fitted["weights"], finding.features, strict=True))
    return round(min(max(probability(total), 0.01), 0.99), DECIMALS)


def find_all(doc: Doc, model: LearnedModel) -> list[Finding]:
    """Everything that the model or the rules find in a document, scare quotes aside; doubles are among them."""
    cues = load_cues()
    analysis = Analysis(doc, cues)
    ruled = [_Ruled(candidate, kind) for candidate, kind in analysis.candidates]
    by_token: dict[int, list[_Ruled]] = {}
    for rule in ruled:
        for index in rule.tokens:
            by_token.setdefault(index, []).append(rule)
    findings = []
    for found in model.find(doc, threshold=MIN_SCORE):
        same = _same(found, by_token)
        candidate = _described(found, same, analysis, cues)
        quoted = analysis.covers.quoted
        if not candidate.contents or is_scare_quote(analysis.tree, candidate, quoted, cues):
            continue
        if is_hollow(analysis.tree, candidate, quoted):
            continue
        if same is not None:
            same.done = True
        kind = same.kind if same is not None else analysis.covers.kind(candidate)
        findings.append(Finding(candidate, kind, found.score, confidence(same.candidate) if same else None))
    findings += [Finding(r.candidate, r.kind, None, confidence(r.candidate)) for r in ruled if not r.done]
    return findings


def without_doubles(sure: Sequence[tuple[float, Finding]], size: int) -> list[tuple[float, Finding]]:
    """Keep the surest of findings that stand in each other's way, so that a threshold only ever takes some away.

    The model's do not; a rule's is left out where most of its content or its cue is in a surer one already. What
    somebody is said to have said that another one said is kept, unless it is in the first one's own words.
    """
    kept: dict[tuple[Range, ...], tuple[float, Finding]] = {}
    covered = [""] * size
    for share, finding in sorted(sure, key=lambda pair: (-pair[0], pair[1].score is None, pair[1].candidate.contents)):
        candidate = finding.candidate
        if candidate.contents in kept or (finding.score is None and not _is_new(candidate, covered)):
            continue
        kept[candidate.contents] = share, finding
        for start, end in candidate.contents:
            covered[start:end] = [finding.kind] * (end - start)
    return list(kept.values())


class _Ruled:
    """What a rule found, and whether the model found it too."""

    def __init__(self, candidate: Candidate, kind: str) -> None:
        self.candidate, self.kind, self.done = candidate, kind, False

    @cached_property
    def tokens(self) -> frozenset[int]:
        return _tokens(self.candidate.contents)


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
        contents=_whole_speech(found, same),
        cue=found.cue,
        source=_trimmed(found.source, analysis) or (same.candidate.source if same else None),
        rule="preposed" if before else "learned",
        thought=same.candidate.thought if same else cues.is_thought(lemma),
        flags=same.candidate.flags if same else (),
    )
    if same is None:
        candidate = mark_unmarked(analysis.tree, candidate, analysis.covers.quoted)
    return analysis.covers.trimmed(analysis.tree, candidate)


def _whole_speech(found: FoundQuotation, same: _Ruled | None) -> tuple[Range, ...]:
    """All that stands between the marks of one speech, where the model stops after a sentence of it."""
    if same is None or same.kind != "direct":
        return found.contents
    joined: list[Range] = []
    for start, end in sorted((*found.contents, *same.candidate.contents)):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _trimmed(source: Range | None, analysis: Analysis) -> Range | None:
    """The source without marks and commas at its edges."""
    if source is None:
        return None
    start, end = analysis.tree.trim(*source, _EDGES)
    return (start, end) if start < end else None


def _is_new(candidate: Candidate, covered: Sequence[str]) -> bool:
    """Whether most of the content, and the cue, are in no quotation yet; for what is nested, see `without_doubles`."""
    around = covered[candidate.cue[0]] if candidate.cue is not None else ""
    if "nested" in candidate.flags:
        return around not in ("direct", "unmarked")
    inside = [bool(covered[index]) for start, end in candidate.contents for index in range(start, end)]
    return 2 * sum(inside) < len(inside) and not around
