"""Which actors stand together, and how firmly: communities of the subtract network, and their stability."""

from typing import NamedTuple

import graspologic_native
import numpy as np
import pandas as pd

from helpers import tables
from helpers.comparison.counts import Coordinates, Counts, count_located, count_statements, locate_statements
from helpers.comparison.networks import DECIMALS, measure_actors

N_RESAMPLES = 50
RESOLUTION = 1.0


class Communities(NamedTuple):
    """Communities of actors, and how often every two actors stood in one over resamples of the documents."""

    communities: pd.DataFrame
    community_pairs: pd.DataFrame


def find_communities(statements: pd.DataFrame, *, n_resamples: int = N_RESAMPLES, seed: int = 0) -> Communities:
    """Find groups of actors that agree with each other more than they disagree.

    Communities are those of Leiden's method (Traag, Waltman and van Eck 2019), which looks for the partition of largest
    modularity, on the average-normalised subtract network, of which only the positive edges count: who disagrees more
    than agrees is not held together. Stability comes from resamples of the documents (as often as there are documents,
    with replacement), on which the communities are found again.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.
        n_resamples: How often the documents are drawn anew.
        seed: Seed of resamples and method.

    Returns:
        Tables following `tables.COMMUNITIES` (actors that never take a side have no row) and
        `tables.COMMUNITY_PAIRS` (pairs that never stood together have none).
    """
    sided = statements[statements["agreement"] != 0]
    if sided.empty:
        return Communities(tables.COMMUNITIES.empty(), tables.COMMUNITY_PAIRS.empty())
    counts, place = count_statements(statements), locate_statements(statements)
    speaks = np.flatnonzero(counts.sided.any(axis=1))
    weights = _positive(counts, speaks)
    member = _communities(weights, seed)
    together = _share_together(statements, place, n_resamples, seed)[np.ix_(speaks, speaks)]
    actors = [counts.actors[actor] for actor in speaks]
    return Communities(
        _communities_table(actors, counts.activity[speaks], member, weights, together, n_resamples),
        _pairs_table(actors, member, together),
    )


def _positive(counts: Counts, speaks: np.ndarray) -> np.ndarray:
    """The positive part of the average-normalised subtract network of those who take sides."""
    return np.asarray(np.maximum(measure_actors(counts).subtract, 0)[np.ix_(speaks, speaks)])


def _communities(weights: np.ndarray, seed: int) -> np.ndarray:
    """The number of each actor's community, the largest first: an integer array of shape (actors,)."""
    alone = [[actor] for actor in range(len(weights))]
    edges = weights.round(9)
    found = _grouped(edges, seed) if edges.any() else alone
    ordered = sorted(found, key=lambda members: (-len(members), members))
    member = np.empty(len(weights), dtype=np.int64)
    for number, members in enumerate(ordered, 1):
        member[members] = number
    return member


def _grouped(edges: np.ndarray, seed: int) -> list[list[int]]:
    """The actors of each community, in order; who has no edge is one."""
    one, other = edges.nonzero()
    begins = np.searchsorted(one, np.arange(len(edges) + 1)).astype(np.int64)  # compressed sparse rows
    sparse = begins, other.astype(np.int32), edges[one, other].astype(np.float64)
    _, community_of = graspologic_native.leiden_csr(*sparse, len(edges), resolution=RESOLUTION, seed=seed)
    found: dict[object, list[int]] = {}
    for actor in range(len(edges)):
        found.setdefault(community_of.get(actor, ("alone", actor)), []).append(actor)
    return list(found.values())


def _share_together(statements: pd.DataFrame, place: Coordinates, n_resamples: int, seed: int) -> np.ndarray:
    """The share of resamples with both actors in which they stand in one community; nan if there is none."""
    document, documents = pd.factorize(statements["document_id"], sort=True)
    rng = np.random.default_rng(seed)
    shape = (len(place.actors), len(place.actors))
    together, present = np.zeros(shape), np.zeros(shape)
    for number in range(n_resamples):
        drawn = rng.multinomial(len(documents), np.full(len(documents), 1 / len(documents)))
        counts = count_located(place, drawn[document].astype(float))
        speaks = np.flatnonzero(counts.sided.any(axis=1))
        member = _communities(_positive(counts, speaks), seed + number + 1)
        present[np.ix_(speaks, speaks)] += 1
        together[np.ix_(speaks, speaks)] += member[:, None] == member
    share: np.ndarray = np.divide(together, present, out=np.full(shape, np.nan), where=present > 0)
    return share


def _communities_table(
    actors: list[str],
    activity: np.ndarray,
    member: np.ndarray,
    weights: np.ndarray,
    together: np.ndarray,
    n_resamples: int,
) -> pd.DataFrame:
    rows = []
    for number, actor_id in enumerate(actors):
        others = np.flatnonzero(member == member[number])
        others = others[others != number]
        shares = together[number, others]
        shares = shares[~np.isnan(shares)]
        rows.append(
            {
                "actor_id": actor_id,
                "community": int(member[number]),
                "n_members": len(others) + 1,
                "n_statements": int(activity[number]),
                "strength": round(float(weights[number, others].sum()), DECIMALS),
                "stability": round(float(shares.mean()), DECIMALS) if len(shares) else None,
                "n_resamples": n_resamples,
            }
        )
    return tables.COMMUNITIES.table(rows)


def _pairs_table(actors: list[str], member: np.ndarray, together: np.ndarray) -> pd.DataFrame:
    same = member[:, None] == member
    one, other = np.nonzero(np.triu((np.nan_to_num(together) > 0) | same, k=1))
    names = np.array(actors, dtype=object)
    return tables.COMMUNITY_PAIRS.frame(
        {
            "actor_id": names[one],
            "other_actor_id": names[other],
            "community": np.where(same[one, other], member[one].astype(object), np.full(len(one), None)),
            "together": together[one, other].round(DECIMALS),
        }
    )
