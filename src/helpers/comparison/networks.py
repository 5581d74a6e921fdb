"""Actors by actors, and the networks of a comparison, with the measures of Discourse Network Analyzer.

With a+ and a- an actor's counts of agreeing and disagreeing statements on an issue:
affiliation a+ - a-; congruence sum(a+ b+ + a- b-); conflict sum(a+ b- + a- b+); ignore sum((a+ + a-)(b+ + b-)),
which is congruence + conflict; subtract congruence - conflict; sums over issues. Average normalisation divides by
the mean of both actors' numbers of statements.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import tables
from helpers.comparison.counts import Counts, count_statements
from helpers.comparison.windows import iter_windows
from helpers.errors import ParameterError

NORMALIZATIONS = ("none", "average")
DECIMALS = 6


class ActorNetworks(NamedTuple):
    """Congruence and conflict of every two actors: symmetric arrays of shape (…, actors, actors), diagonals 0."""

    congruence: np.ndarray
    conflict: np.ndarray

    @property
    def subtract(self) -> np.ndarray:
        """Congruence minus conflict."""
        return np.asarray(self.congruence - self.conflict)

    @property
    def ignore(self) -> np.ndarray:
        """Whatever the sides: sum((a+ + a-)(b+ + b-)) over issues."""
        return np.asarray(self.congruence + self.conflict)


def measure_actors(counts: Counts, *, normalize: str = "average") -> ActorNetworks:
    """Congruence and conflict, unrounded.

    Args:
        counts: Statements by actor and issue.
        normalize: One of `NORMALIZATIONS`.

    Raises:
        ParameterError: If the normalisation is unknown.
    """
    if normalize not in NORMALIZATIONS:
        raise ParameterError(f"Unknown normalisation {normalize!r}; allowed are {', '.join(NORMALIZATIONS)}.")
    sided, affiliation = counts.sided.astype(float), (counts.agree - counts.disagree).astype(float)
    together, apart = sided @ sided.swapaxes(-1, -2), affiliation @ affiliation.swapaxes(-1, -2)
    own = range(sided.shape[-2])
    together[..., own, own] = apart[..., own, own] = 0
    congruence, conflict = together + apart, together - apart  # whole numbers, and twice what they are to be
    if normalize == "average":
        activity = counts.activity.astype(float)
        sums = activity[..., :, None] + activity[..., None, :]
        sums[sums == 0] = 2  # two actors without a statement (in a resample): 0 stays 0
        return ActorNetworks(congruence / sums, conflict / sums)
    congruence /= 2
    conflict /= 2
    return ActorNetworks(congruence, conflict)


def compare_actors(statements: pd.DataFrame, *, normalize: str = "average") -> pd.DataFrame:
    """Compare every two actors that take sides on the same issue.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.
        normalize: One of `NORMALIZATIONS`.

    Returns:
        Table following `tables.ACTOR_PAIRS`, one row per unordered pair (`actor_id` < `other_actor_id`), with the
        number of issues on which both take sides.
        `similarity` is (congruence - conflict) / (congruence + conflict): 1 always agree, -1 never.

    Raises:
        ParameterError: If the normalisation is unknown.
    """
    counts = count_statements(statements)
    networks = measure_actors(counts, normalize=normalize)
    takes_side = (counts.sided > 0).astype(np.int64)
    shared = takes_side @ takes_side.T
    one, other = np.nonzero(np.triu(shared, k=1))
    congruence, conflict = networks.congruence[one, other], networks.conflict[one, other]
    names = np.array(counts.actors, dtype=object)
    return tables.ACTOR_PAIRS.frame(
        {
            "actor_id": names[one],
            "other_actor_id": names[other],
            "n_shared_issues": shared[one, other],
            "congruence": congruence.round(DECIMALS),
            "conflict": conflict.round(DECIMALS),
            "similarity": ((congruence - conflict) / (congruence + conflict)).round(DECIMALS),
        }
    )


def build_networks(statements: pd.DataFrame, *, normalize: str = "average") -> pd.DataFrame:
    """Build the affiliation (actor to issue), congruence, conflict and subtract networks.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.
        normalize: How the actor networks are normalised, one of `NORMALIZATIONS`.

    Returns:
        Table following `tables.NETWORKS`; edges of weight 0 are left out, but an affiliation whose agreeing
        and disagreeing statements cancel out is kept with weight 0.

    Raises:
        ParameterError: If the normalisation is unknown.
    """
    return tables.NETWORKS.frame(_edges(count_statements(statements), normalize=normalize))


def build_window_networks(
    statements: pd.DataFrame, *, normalize: str = "average", window: str = "month", window_size: int = 1
) -> pd.DataFrame:
    """Build the same networks from the statements of each window of time.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped; undated ones are in no window.
        normalize: How the actor networks are normalised, one of `NORMALIZATIONS`.
        window: The unit of windows, one of `windows.WINDOW_UNITS`.
        window_size: How many units a window holds.

    Returns:
        Table following `tables.WINDOW_NETWORKS`.

    Raises:
        ParameterError: If the normalisation is unknown, or as `windows.iter_windows`.
    """
    parts = []
    for part, some in iter_windows(statements, unit=window, size=window_size):
        edges = _edges(count_statements(some), normalize=normalize)
        n = len(edges["kind"])
        days = {"window_start": part.start, "window_end": part.end}
        parts.append(
            {"window": np.full(n, part.name, dtype=object)}
            | {name: np.full(n, day, dtype="datetime64[D]") for name, day in days.items()}
            | edges
        )
    if not parts:
        return tables.WINDOW_NETWORKS.empty()
    return tables.WINDOW_NETWORKS.frame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def _edges(counts: Counts, *, normalize: str) -> dict[str, np.ndarray]:
    """The columns of `tables.NETWORKS`: affiliations first, then the actor networks by pair."""
    actors, issues = np.array(counts.actors, dtype=object), np.array(counts.issues, dtype=object)
    row, column = np.nonzero(counts.sided)
    affiliation = (counts.agree - counts.disagree)[row, column].astype(float)
    networks = measure_actors(counts, normalize=normalize)
    one, other = np.nonzero(np.triu(networks.ignore, k=1))
    pairs = {
        "congruence": networks.congruence[one, other],
        "conflict": networks.conflict[one, other],
        "subtract": networks.subtract[one, other],
    }
    rounded = {kind: weights.round(DECIMALS) for kind, weights in pairs.items()}
    kept = {kind: np.flatnonzero(weights) for kind, weights in rounded.items()}
    return {
        "kind": np.repeat(["affiliation", *kept], [len(row), *(len(some) for some in kept.values())]).astype(object),
        "from_id": np.concatenate([actors[row], *(actors[one[some]] for some in kept.values())]),
        "to_id": np.concatenate([issues[column], *(actors[other[some]] for some in kept.values())]),
        "weight": np.concatenate([affiliation, *(rounded[kind][some] for kind, some in kept.items())]),
    }
