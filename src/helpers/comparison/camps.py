"""How far actors fall into two camps: the polarization measure of Discourse Network Analyzer, and its search.

For a split into camps of sizes s1, s2 (they differ by at most one), with average-normalised congruence C and conflict F
of ordered pairs, C* and F* their sums, w = sum of s(s - 1) over camps and b = n(n - 1) - w:

    2 (C* + F*) Q = sum within camp g (|C - (s_g (s_g - 1) / w) C* / w| + |F|)
                    + sum between camps (|C| + |F - (s1 s2 / b) F* / b|)

The polarization is the largest Q of all such splits. Q adds distances from a pattern, so that the split with the
largest one is not the one between friends and foes; communities are.
"""

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
    """Q as a quadratic function x'Mx + l'x + c of membership x in the (not smaller) first camp, one for each network.

    All numbers are on a grid, so that sums are exact, in any order.
    """

    matrix: np.ndarray  # shape (networks, actors, actors)
    linear: np.ndarray  # shape (networks, actors)
    constant: np.ndarray  # shape (networks,)

    def pulls(self, camps: np.ndarray) -> np.ndarray:
        """2Mx + l for splits, shape (networks, splits, actors): what draws each actor into the first camp."""
        return np.asarray(2 * camps @ self.matrix + self.linear[:, None])

    def score(self, camps: np.ndarray, pulls: np.ndarray | None = None) -> np.ndarray:
        """Q of splits: an array of shape (networks, splits, actors) in, of shape (networks, splits) out."""
        pulls = self.pulls(camps) if pulls is None else pulls
        doubled = ((pulls + self.linear[:, None]) * camps).sum(axis=-1)
        return np.asarray(doubled / 2 + self.constant[:, None])


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
    camps, scores = _find(_stacked(networks), draw_starts(n, rng)[None])
    return Split(camps[0] if camps[0, 0] else ~camps[0], float(scores[0]))


def draw_starts(n: int, rng: np.random.Generator) -> np.ndarray:
    """What the search among splits of `n` actors begins with, shape (starts, actors); nothing where all are tried."""
    return rng.random((N_STARTS if n > MAX_EXACT else 0, n))


def score_camps(networks: ActorNetworks, starts: np.ndarray) -> np.ndarray:
    """The Q that `find_camps` finds in each of several networks of the same two or more actors.

    Args:
        networks: Arrays of shape (networks, actors, actors), each with two that agree or disagree.
        starts: What `draw_starts` gave for each, shape (networks, starts, actors).
    """
    return _find(networks, starts)[1]


def _find(networks: ActorNetworks, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best splits, shape (networks, actors), and their Q, shape (networks,)."""
    objective = _objective(networks)
    camps = _search(objective, starts) if starts.shape[-1] > MAX_EXACT else _try_all(objective)
    return camps, objective.score(camps[:, None])[:, 0]


def _stacked(networks: ActorNetworks) -> ActorNetworks:
    return ActorNetworks(*(values[None] for values in networks))


def measure_split(networks: ActorNetworks, camp: np.ndarray) -> float:
    """Q of one split into two camps whose sizes differ by at most one.

    Args:
        networks: Average-normalised congruence and conflict.
        camp: Boolean array of shape (actors,).
    """
    larger = camp if camp.sum() * 2 >= len(camp) else ~camp
    return float(_objective(_stacked(networks)).score(larger[None, None])[0, 0])


def _objective(networks: ActorNetworks) -> _Objective:
    largest = np.array([values.sum() for values in networks.ignore])
    congruence, conflict = (_on_grid(values, largest) for values in networks)
    n = congruence.shape[-1]
    sizes = (n + 1) // 2, n // 2
    within = sum(size * (size - 1) for size in sizes)
    between = n * (n - 1) - within
    total_congruence, total_conflict = (values.sum(axis=(1, 2)) for values in (congruence, conflict))
    scale = 2 * (total_congruence + total_conflict)

    def distances(values: np.ndarray, pattern: np.ndarray, others: np.ndarray) -> np.ndarray:
        distance = values - pattern[:, None, None]
        np.abs(distance, out=distance)
        distance += others
        distance[:, range(n), range(n)] = 0
        distance /= scale[:, None, None]
        return _on_grid(distance, np.ones(1))

    patterns = [size * (size - 1) * total_congruence / (within**2 or 1) for size in sizes]
    first = distances(congruence, patterns[0], conflict)
    second = first if sizes[0] == sizes[1] else distances(congruence, patterns[1], conflict)
    across = distances(conflict, sizes[0] * sizes[1] * total_conflict / between**2, congruence)
    return _Objective(
        matrix=first + second - 2 * across,
        linear=2 * (across - second).sum(axis=2),
        constant=second.sum(axis=(1, 2)),
    )


def _on_grid(values: np.ndarray, largest: np.ndarray) -> np.ndarray:
    """Round to multiples of a power of 2 so small that it moves nothing and so large that sums are exact.

    They are then the same in any order of adding, on any machine.
    """
    grain = np.ldexp(1.0, np.frexp(largest)[1] - 48)[:, None, None]
    rounded = values / grain
    np.rint(rounded, out=rounded)
    rounded *= grain
    return np.asarray(rounded)


def _try_all(objective: _Objective) -> np.ndarray:
    """Of all balanced splits the best one for each network."""
    splits, together = _balanced_splits(objective.linear.shape[1])
    one, other = np.triu_indices(splits.shape[1], 1)
    scores = 2 * objective.matrix[:, one, other] @ together + objective.linear @ splits.T
    return np.asarray(splits[np.argmax((scores + objective.constant[:, None]).round(12), axis=1)])


@lru_cache(maxsize=MAX_EXACT)
def _balanced_splits(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Every balanced split once, and which two actors are in the first camp together.

    The larger camp is True: a boolean array of shape (splits, n), and numbers of shape (pairs of actors, splits).
    """
    size = (n + 1) // 2
    chosen = [members for members in combinations(range(n), size) if n % 2 or members[0] == 0]
    splits = np.zeros((len(chosen), n), dtype=bool)
    splits[np.repeat(np.arange(len(chosen)), size), np.ravel(chosen)] = True
    one, other = np.triu_indices(n, 1)
    return splits, (splits.T[one] & splits.T[other]).astype(float)


def _search(objective: _Objective, starts: np.ndarray) -> np.ndarray:
    """A good split of many actors for each network, as a boolean array."""
    camps = _top_half(starts)
    pulls = objective.pulls(camps)
    scores = objective.score(camps, pulls)
    improves = np.ones(len(camps), dtype=bool)
    for _ in range(MAX_ROUNDS):
        moved = _top_half(pulls)
        moved_pulls = objective.pulls(moved)
        better = objective.score(moved, moved_pulls)
        improves &= (better > scores + MIN_GAIN).any(axis=1)
        if not improves.any():
            break
        taken = (better > scores) & improves[:, None]
        camps[taken], pulls[taken], scores[taken] = moved[taken], moved_pulls[taken], better[taken]
    doubled = 2 * objective.matrix
    _swap_eagerly(camps, pulls, doubled)
    tried = list(map(_ranked, camps, objective.score(camps, pulls).round(12)))
    least = doubled.min(axis=2)
    for number, some in enumerate(tried):
        for split in some[:N_SWAPPED]:
            _swap(camps[number, split], pulls[number, split], doubled[number], least[number])
    scores = objective.score(camps, pulls).round(12)
    best = [max(some[:N_SWAPPED], key=of_split.__getitem__) for some, of_split in zip(tried, scores, strict=True)]
    return np.asarray(camps[np.arange(len(best)), best])


def _ranked(camps: np.ndarray, scores: np.ndarray) -> list[int]:
    """The numbers of splits that differ, the one with the highest score first; of equal ones in order of the splits."""
    different = {camp.tobytes(): number for number, camp in enumerate(camps)}
    return sorted((different[camp] for camp in sorted(different)), key=lambda number: -scores[number])


def _top_half(fields: np.ndarray) -> np.ndarray:
    """In each row the larger half of the actors, those with the highest values; of equal ones the first."""
    camps = np.zeros(fields.shape, dtype=bool)
    highest = np.argsort(-fields.round(12), axis=-1, kind="stable")[..., : (fields.shape[-1] + 1) // 2]
    np.put_along_axis(camps, highest, True, axis=-1)
    return camps


def _swap_eagerly(camps: np.ndarray, pulls: np.ndarray, doubled: np.ndarray) -> None:
    """In all splits at once, swap the two actors that on their own gain most, as long as that helps; in place."""
    n = camps.shape[-1]
    rows = doubled.reshape(-1, n)
    network, split = (places.ravel() for places in np.indices(camps.shape[:2]))
    # Of the splits that still gain: adding 0 or infinity is the fastest way to leave actors out.
    pull, camp = pulls[network, split], camps[network, split]
    outside, inside = np.where(camp, 0, np.inf), np.where(camp, np.inf, 0)
    while len(split):
        leaves, enters = (pull + outside).argmin(axis=1), (pull - inside).argmax(axis=1)
        row, first = np.arange(len(split)), network * n
        better = pull[row, enters] - pull[row, leaves] - rows[first + leaves, enters] > MIN_GAIN
        if not better.all():
            done = network[~better], split[~better]
            camps[done], pulls[done] = inside[~better] > 0, pull[~better]
            still = (each[better] for each in (pull, outside, inside, network, split, leaves, enters))
            pull, outside, inside, network, split, leaves, enters = still
            row, first = row[: len(split)], network * n
        outside[row, leaves] = inside[row, enters] = np.inf
        outside[row, enters] = inside[row, leaves] = 0
        pull += rows.take(first + enters, axis=0)
        pull -= rows.take(first + leaves, axis=0)


def _swap(camp: np.ndarray, pull: np.ndarray, doubled: np.ndarray, least: np.ndarray) -> None:
    """Make the best of all swaps, again and again, until none raises Q; in place.

    Args:
        camp: A split.
        pull: Its pulls.
        doubled: Twice the matrix of the objective.
        least: The lowest number in each row of it.
    """
    while True:
        (inside,), (outside,) = camp.nonzero(), (~camp).nonzero()
        # Most actors gain with nobody, not even if the number of the pair were the lowest of their row.
        inside = inside[pull[outside].max() - pull[inside] - least[inside] > MIN_GAIN]
        if not len(inside):
            return
        outside = outside[pull[outside] - pull[inside].min() - least[outside] > MIN_GAIN]
        if not len(outside):
            return
        gain = pull[outside] - pull[inside][:, None] - doubled[inside[:, None], outside]
        best = int(np.argmax(gain))
        if gain.flat[best] <= MIN_GAIN:
            return
        leaves, enters = inside[best // len(outside)], outside[best % len(outside)]
        camp[leaves], camp[enters] = False, True
        pull += doubled[enters] - doubled[leaves]
