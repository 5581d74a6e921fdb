"""Is a prediction right?  The rule by which attributions are scored, word by word.

A prediction is matched one to one, by overlap, to the attribution it overlaps by at least half of the gold content;
it is right when its source shares a content word with the gold source.
"""

from collections.abc import Sequence
from typing import NamedTuple

from helpers.quotations.learned.decode import Candidate, Range
from helpers.quotations.learned.words import Words
from helpers.training.examples import Labelled

_FUNCTION_WORDS = frozenset(("DET", "ADP", "CCONJ", "SCONJ", "PRON", "AUX", "PART", "PUNCT", "SPACE"))


class Counts(NamedTuple):
    """Right predictions, predictions that count, and gold attributions with a source."""

    right: int
    predicted: int
    gold: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(self.predicted + self.gold, 1)


def _rows(words: Words, ranges: Sequence[Range]) -> set[int]:
    return {i for a, b in ranges for i in range(a, b) if words.pos[i] not in ("SPACE", "PUNCT")}


def _heads(words: Words, ranges: Sequence[Range]) -> set[int]:
    rows = _rows(words, ranges)
    return {i for i in rows if words.pos[i] not in _FUNCTION_WORDS} or rows


def judge(words: Words, gold: Sequence[Labelled], predicted: Sequence[Candidate]) -> tuple[list[bool | None], Counts]:
    """Compare predictions with the annotations of one article.

    Returns:
        For each prediction whether it is right, None where it matches an attribution without a source; the counts.
    """
    contents = [_rows(words, g.content) for g in gold]
    sources = [_heads(words, g.source) for g in gold]
    pairs = []
    for p, candidate in enumerate(predicted):
        rows = _rows(words, candidate.contents)
        source = _rows(words, [candidate.source] if candidate.source else [])
        for g, content in enumerate(contents):
            shared = len(rows & content)
            if shared and 2 * shared >= len(content):
                pairs.append((-shared, len(rows) - shared, not source & sources[g], g, p))
    verdicts: list[bool | None] = [False] * len(predicted)
    taken: set[int] = set()
    matched: set[int] = set()
    for _, _, wrong, g, p in sorted(pairs):
        if g not in taken and p not in matched:
            taken.add(g)
            matched.add(p)
            verdicts[p] = None if not gold[g].source else not wrong
    right = sum(v is True for v in verdicts)
    return verdicts, Counts(right, sum(v is not None for v in verdicts), sum(bool(g.source) for g in gold))


def total(counts: Sequence[Counts]) -> Counts:
    """Add up the counts of articles."""
    return Counts(*(sum(column) for column in zip(*counts, strict=True)))
