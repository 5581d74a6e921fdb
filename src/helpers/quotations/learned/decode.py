"""From scores to quotations: spans of one candidate, features of the reranker, choice among candidates."""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from helpers.quotations.learned.roles import CONTENT, CUE, NONE, SOURCE
from helpers.quotations.learned.words import MARK, OUTSIDE, Floats, Words

Range = tuple[int, int]
_EPSILON = 1e-6
_EDGES = frozenset((",", ";", ":", "-", "–", "—", "--", "‘", "’", "'", "`"))


class View(NamedTuple):
    """An article seen from one anchor: how likely it is one, and the roles of the words from row `low` on.

    `scores` has shape (rows, 4): log-probabilities of none, content, source and cue.
    """

    anchor: int
    probability: float
    low: int
    scores: Floats


class Candidate(NamedTuple):
    """One possible attribution, in rows of `Words`; `features` is what the reranker sees of it."""

    anchor: int
    contents: tuple[Range, ...]
    cue: Range | None
    source: Range | None
    features: tuple[float, ...]


def logit(probability: float) -> float:
    """The log-odds of a probability, finite at 0 and 1."""
    p = min(max(probability, _EPSILON), 1 - _EPSILON)
    return math.log(p / (1 - p))


def best_roles(scores: Floats, penalty: float) -> list[int]:
    """The likeliest sequence of roles when each change of role costs `penalty` (Viterbi).

    Args:
        scores: (words, 4) log-probabilities.
        penalty: Cost of a change.

    Returns:
        One role per word.
    """
    rows = iter(scores.tolist())
    a, b, c, d = next(rows)  # of the best sequence so far that ends in each role; written out, for this is the hot loop
    back = []
    for none, content, source, cue in rows:
        totals = (a, b, c, d)
        most = max(totals)
        floor = most - penalty
        back.append((totals, floor, most))
        a = (a if a > floor else floor) + none
        b = (b if b > floor else floor) + content
        c = (c if c > floor else floor) + source
        d = (d if d > floor else floor) + cue
    roles = [(a, b, c, d).index(max(a, b, c, d))]
    for totals, floor, most in reversed(back):
        role = roles[-1]
        roles.append(role if totals[role] >= floor else totals.index(most))
    return roles[::-1]


def _runs(roles: Sequence[int], low: int) -> dict[int, list[Range]]:
    """Where each role stands: ranges of rows by role, the first role at row `low`."""
    runs: dict[int, list[Range]] = {NONE: [], CONTENT: [], SOURCE: [], CUE: []}
    start = low
    for role, same in groupby(roles):
        end = start + sum(1 for _ in same)
        runs[role].append((start, end))
        start = end
    return runs


def trim(words: Words, rows: Range) -> Range | None:
    """Take marks, commas, dashes and line breaks off both edges; None where nothing else is left."""
    start, end = rows
    while start < end and _is_edge(words, start):
        start += 1
    while start < end and _is_edge(words, end - 1):
        end -= 1
    return (start, end) if start < end else None


def _is_edge(words: Words, row: int) -> bool:
    return words.quoted[row] == MARK or words.texts[row] in _EDGES or "\n" in words.texts[row]


def build_candidate(words: Words, view: View, *, penalty: float, min_source: float, rescue: float) -> Candidate | None:
    """Decode the spans of one anchor.

    Args:
        words: The article.
        view: What the model says of the anchor.
        penalty: Cost of a change of role.
        min_source: Where no source is found, the likeliest words count as one from this probability on.
        rescue: Where no content is found, "none" is held to be less likely by this much (log).

    Returns:
        A candidate, or None where no content is found.
    """
    anchor, probability, low, scores = view
    roles = best_roles(scores, penalty)
    rescued = CONTENT not in roles
    if rescued:
        roles = best_roles(scores - np.array([rescue, 0, 0, 0], np.float32), penalty)
    runs = _runs(roles, low)
    contents = [trimmed for run in runs[CONTENT] if (trimmed := trim(words, run))]
    if not contents:
        return None
    sources = runs[SOURCE]
    fallen_back = not sources
    if fallen_back:
        sources = _likeliest_source(scores[:, SOURCE], math.log(min_source), low)
    source = min(sources, key=lambda r: min(abs(r[0] - anchor), abs(r[1] - anchor)), default=None)
    cues = runs[CUE]
    cue = min(cues, key=lambda r: (not r[0] <= anchor < r[1], r), default=None)
    inner = np.concatenate([scores[a - low : b - low, CONTENT] for a, b in contents])
    rows = np.concatenate([np.arange(a, b) for a, b in contents])
    n, at = len(rows), scores[anchor - low]
    features = (
        logit(probability),
        float(inner.mean()),
        float(inner.min()),
        math.log(n),
        float(n < 4),
        float(fallen_back),
        float(scores[:, SOURCE].max()),
        float(scores[source[0] - low : source[1] - low, SOURCE].mean()) if source else -8.0,
        float(len(contents)),
        float(source is None),
        float((words.quoted[rows] != OUTSIDE).mean()),
        float(words.pos[anchor] == "NOUN"),
        float(words.pos[anchor] in ("VERB", "AUX")),
        float(words.quoted[anchor] != OUTSIDE),
        float(source is not None and words.pos[source[0]] == "PRON"),
        float(source is not None and any(words.ent[source[0] : source[1]])),
        max(float(at[CUE]), -8.0),
        max(float(at[NONE]), -8.0),
        float(contents[0][0] > anchor),
        float(rescued),
    )
    return Candidate(anchor, tuple(contents), cue, source, features)


def _likeliest_source(scores: Floats, floor: float, low: int) -> list[Range]:
    start = int(scores.argmax())
    if scores[start] <= floor:
        return []
    end = start + 1
    while start > 0 and scores[start - 1] > floor:
        start -= 1
    while end < len(scores) and scores[end] > floor:
        end += 1
    return [(low + start, low + end)]


def choose(scored: Sequence[tuple[float, Candidate]], threshold: float) -> list[tuple[float, Candidate]]:
    """Keep the best candidates that do not stand in each other's way.

    Best first, a candidate is left out when its score is not above `threshold`, when its anchor lies in a content
    already kept, or when most of the shorter of two contents would be said twice.

    Args:
        scored: Candidates of one article with their scores.
        threshold: From 0 to 1.

    Returns:
        What is kept, in order of the anchors.
    """
    kept: list[tuple[float, Candidate]] = []
    owner: dict[int, set[int]] = {}  # rows of kept contents: numbers of the contents
    sizes: list[int] = []
    for score, candidate in sorted(scored, key=lambda pair: (-pair[0], pair[1].anchor)):
        rows = [i for a, b in candidate.contents for i in range(a, b)]
        shared: dict[int, int] = {}
        for i in rows:
            for number in owner.get(i, ()):
                shared[number] = shared.get(number, 0) + 1
        clash = any(2 * n > min(sizes[number], len(rows)) for number, n in shared.items())
        if score <= threshold or clash or candidate.anchor in owner:
            continue
        for i in rows:
            owner.setdefault(i, set()).add(len(kept))
        kept.append((score, candidate))
        sizes.append(len(rows))
    return sorted(kept, key=lambda pair: pair[1].anchor)
