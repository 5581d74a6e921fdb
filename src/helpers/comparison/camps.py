"""How far actors fall into two camps: the polarization measure of Discourse Network Analyzer, and its search.

For a split into camps of sizes s1, s2 (they differ by at most one), with average-normalised congruence C and conflict F
of ordered pairs, C* and F* their sums, w = sum of s(s - 1) over camps and b = n(n - 1) - w:

    2 (C* + F*) Q = sum within camp g (|C - (s_g (s_g - 1) / w) C* / w| + |F|)
                    + sum between camps (|C| + |F - (s1 s2 / b) F* / b|)

The polarization is the largest Q of all such splits. Q adds distances from a pattern, so that the split with the
largest one is not the one between friends and foes; communities are.
"""

import math
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from helpers.comparison.networks import ActorNetworks

MAX_EXACT = 15  # actors for which every split is tried
N_STARTS = 16  # random splits that the search for more actors begins with
N_SWAPPED = 4  # the best of them, which every swap of two actors is tried on
MAX_ROUNDS = 30
MIN_GAIN = 1e-12


class Split(NamedTuple):
    """A split into two camps (a boolean array of shape (actors,), the first actor in camp True) and its Q."""

    camp: np.ndarray
    polarization: float


class _Objective(NamedTuple):
    """Q as a quadratic function x'Mx + l'x + c of membership x in the (not smaller) first camp."""

    matrix: np.ndarray
    linear: np.ndarray
    constant: float

    def score(self, camps: np.ndarray) -> np.ndarray:
        """Q of splits: an array of shape (splits, actors) in, of shape (splits,) out."""
        x = camps.astype(float)
        return np.asarray((x @ self.matrix * x).sum(axis=1) + x @ self.linear + self.constant)


def find_camps(networks: ActorNetworks, rng: np.random.Generator) -> Split | None:
    """The balanced split into two camps with the largest Q.

    Up to `MAX_EXACT` actors all splits are tried; of equal ones the first in the order of `combinations` is taken.
    For more, `N_STARTS` random splits are improved by putting into one camp the half of the actors that adds most to
    it, then by swaps of two actors that on their own gain most; the `N_SWAPPED` best then by the best of all swaps, as
    long as there is one. The result is a lower bound.

    Args:
        networks: Average-normalised congruence and conflict.
        rng: Where the random splits come from.

    Returns:
        None for fewer than two actors and where nobody agrees or disagrees with anybody: no data.
    """
    n = len(networks.congruence)
    if n < 2 or not networks.ignore.any():
        return None
    objective = _objective(networks)
    if n <= MAX_EXACT:
        camps = _balanced_splits(n)
        best = camps[np.argmax(objective.score(camps).round(12))]
    else:
        best = _search(objective, rng)
    return Split(best if best[0] else ~best, float(objective.score(best[None, :])[0]))


def measure_split(networks: ActorNetworks, camp: np.ndarray) -> float:
    """Q of one split into two camps whose sizes differ by at most one.

    Args:
        networks: Average-normalised congruence and conflict.
        camp: Boolean array of shape (actors,).
    """
    larger = camp if camp.sum() * 2 >= len(camp) else ~camp
    return float(_objective(networks).score(larger[None, :])[0])


def _objective(networks: ActorNetworks) -> _Objective:
    largest = networks.ignore.sum()
    congruence, conflict = (_on_grid(values, largest) for values in networks)
    n = len(congruence)
    sizes = (n + 1) // 2, n // 2
    within = sum(size * (size - 1) for size in sizes)
    between = n * (n - 1) - within
    total_congruence, total_conflict = congruence.sum(), conflict.sum()
    first, second = (
        abs(congruence - (size * (size - 1) * total_congruence / within**2 if within else 0)) + conflict
        for size in sizes
    )
    across = congruence + abs(conflict - sizes[0] * sizes[1] * total_conflict / between**2)
    for values in (first, second, across):
        np.fill_diagonal(values, 0)
        values /= 2 * (total_congruence + total_conflict)
    first, second, across = (_on_grid(values, 1) for values in (first, second, across))
    return _Objective(
        matrix=first + second - 2 * across,
        linear=2 * (across - second).sum(axis=1),
        constant=float(second.sum()),
    )


def _on_grid(values: np.ndarray, largest: float) -> np.ndarray:
    """Round to multiples of a power of 2 so small that it moves nothing and so large that sums are exact.

    They are then the same in any order of adding, on any machine.
    """
    grain = 2.0 ** (math.frexp(largest)[1] - 48)
    return np.asarray(np.rint(values / grain) * grain)


@lru_cache(maxsize=MAX_EXACT)
def _balanced_splits(n: int) -> np.ndarray:
    """Every balanced split once, the larger camp True: a boolean array of shape (splits, n)."""
    size = (n + 1) // 2
    chosen = [members for members in combinations(range(n), size) if n % 2 or members[0] == 0]
    splits = np.zeros((len(chosen), n), dtype=bool)
    splits[np.repeat(np.arange(len(chosen)), size), np.ravel(chosen)] = True
    return splits


def _search(objective: _Objective, rng: np.random.Generator) -> np.ndarray:
    """A good split of many actors, as a boolean array."""
    camps = _top_half(rng.random((N_STARTS, len(objective.linear))))
    scores = objective.score(camps)
    for _ in range(MAX_ROUNDS):
        moved = _top_half(2 * camps @ objective.matrix + objective.linear)
        better = objective.score(moved)
        if not (better > scores + MIN_GAIN).any():
            break
        camps = np.where((better > scores)[:, None], moved, camps)
        scores = np.maximum(better, scores)
    camps = np.unique(_swap_eagerly(camps, objective), axis=0)
    best = np.argsort(-objective.score(camps).round(12), kind="stable")[:N_SWAPPED]
    found = np.array([_swap(camp, objective) for camp in camps[best]])
    return np.asarray(found[np.argmax(objective.score(found).round(12))])


def _top_half(fields: np.ndarray) -> np.ndarray:
    """In each row the larger half of the actors, those with the highest values; of equal ones the first."""
    camps = np.zeros(fields.shape, dtype=bool)
    highest = np.argsort(-fields.round(12), axis=1, kind="stable")[:, : (fields.shape[1] + 1) // 2]
    np.put_along_axis(camps, highest, True, axis=1)
    return camps


def _swap_eagerly(camps: np.ndarray, objective: _Objective) -> np.ndarray:
    """In all splits at once, swap the two actors that on their own gain most, as long as that helps."""
    camps = camps.copy()
    pulls = 2 * camps @ objective.matrix + objective.linear
    row = np.arange(len(camps))
    while len(row):
        leaves = np.where(camps[row], pulls[row], np.inf).argmin(axis=1)
        enters = np.where(camps[row], -np.inf, pulls[row]).argmax(axis=1)
        gain = pulls[row, enters] - pulls[row, leaves] - 2 * objective.matrix[leaves, enters]
        better = gain > MIN_GAIN
        row, leaves, enters = row[better], leaves[better], enters[better]
        camps[row, leaves], camps[row, enters] = False, True
        pulls[row] += 2 * (objective.matrix[enters] - objective.matrix[leaves])
    return camps


def _swap(camp: np.ndarray, objective: _Objective) -> np.ndarray:
    """Make the best of all swaps, again and again, until none raises Q."""
    camp = camp.copy()
    doubled = 2 * objective.matrix
    pull = doubled @ camp + objective.linear
    while True:
        inside, outside = np.flatnonzero(camp), np.flatnonzero(~camp)
        gain = pull[outside] - pull[inside][:, None]
        gain -= doubled[inside].take(outside, axis=1)
        best = int(np.argmax(gain))
        if gain.flat[best] <= MIN_GAIN:
            return camp
        leaves, enters = inside[best // len(outside)], outside[best % len(outside)]
        camp[leaves], camp[enters] = False, True
        pull += 2 * (objective.matrix[enters] - objective.matrix[leaves])
