"""Actors by issues and actors by actors, with the measures of Discourse Network Analyzer.

With a+ and a- an actor's counts of agreeing and disagreeing statements on an issue:
affiliation (subtract) a+ - a-; congruence sum(a+ b+ + a- b-); conflict sum(a+ b- + a- b+) over issues;
subtract congruence - conflict. Average normalisation divides by the mean of both actors' numbers of statements.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import tables
from helpers.errors import ParameterError

NORMALIZATIONS = ("none", "average")
_DECIMALS = 6


class _Pair(NamedTuple):
    """Two actors that take sides on the same issues, unrounded."""

    actor_id: str
    other_actor_id: str
    n_shared_issues: int
    congruence: float
    conflict: float


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
    rows = [
        {
            "actor_id": pair.actor_id,
            "other_actor_id": pair.other_actor_id,
            "n_shared_issues": pair.n_shared_issues,
            "congruence": round(pair.congruence, _DECIMALS),
            "conflict": round(pair.conflict, _DECIMALS),
            "similarity": round((pair.congruence - pair.conflict) / (pair.congruence + pair.conflict), _DECIMALS),
        }
        for pair in _iter_pairs(statements, normalize)
    ]
    return tables.ACTOR_PAIRS.table(rows)


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
    agree, disagree = count_statements(statements)
    actors, issues = list(agree.index), list(agree.columns)
    difference = agree.to_numpy() - disagree.to_numpy()
    rows = [
        {
            "kind": "affiliation",
            "from_id": actors[row],
            "to_id": issues[column],
            "weight": float(difference[row, column]),
        }
        for row, column in np.argwhere((agree + disagree).to_numpy())
    ]
    for pair in _iter_pairs(statements, normalize):
        weights = {
            "congruence": pair.congruence,
            "conflict": pair.conflict,
            "subtract": pair.congruence - pair.conflict,
        }
        rows += [
            {"kind": kind, "from_id": pair.actor_id, "to_id": pair.other_actor_id, "weight": round(weight, _DECIMALS)}
            for kind, weight in weights.items()
            if weight
        ]
    return tables.NETWORKS.table(rows)


def count_statements(statements: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count agreeing and disagreeing statements: two tables of actors (rows) by issues (columns), both sorted."""
    actors = sorted(statements["actor_id"].unique())
    issues = sorted(statements["issue_id"].unique())
    signs = np.sign(statements["agreement"])

    def count(sign: int) -> pd.DataFrame:
        chosen = statements[signs == sign]
        cells = pd.crosstab(chosen["actor_id"], chosen["issue_id"])
        return cells.reindex(index=actors, columns=issues, fill_value=0).astype("int64")

    return count(1), count(-1)


def _iter_pairs(statements: pd.DataFrame, normalize: str) -> Iterator[_Pair]:
    if normalize not in NORMALIZATIONS:
        raise ParameterError(f"Unknown normalisation {normalize!r}; allowed are {', '.join(NORMALIZATIONS)}.")
    counts = count_statements(statements)
    agree, disagree = counts[0].to_numpy(), counts[1].to_numpy()
    actors = list(counts[0].index)
    congruence = agree @ agree.T + disagree @ disagree.T
    conflict = agree @ disagree.T + disagree @ agree.T
    takes_side = (agree + disagree > 0).astype(np.int64)
    shared = takes_side @ takes_side.T
    # All of an actor's statements, neutral ones too.
    activity = statements.groupby("actor_id").size().reindex(actors).to_numpy()
    for one, other in np.argwhere(np.triu(shared, k=1)):
        divisor = (activity[one] + activity[other]) / 2 if normalize == "average" else 1.0
        yield _Pair(
            actors[one],
            actors[other],
            int(shared[one, other]),
            float(congruence[one, other] / divisor),
            float(conflict[one, other] / divisor),
        )
