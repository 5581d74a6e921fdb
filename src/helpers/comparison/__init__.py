"""From statements to positions, pairs of actors, networks, camps and shifts: tables in, tables out."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd
from threadpoolctl import threadpool_limits

from helpers.comparison import briefing
from helpers.comparison.actor_issues import measure_actor_issues
from helpers.comparison.busiest import MAX_ACTORS, keep_busiest
from helpers.comparison.communities import find_communities
from helpers.comparison.consensus import measure_consensus
from helpers.comparison.duplicates import DUPLICATE_RULES, drop_duplicate_statements
from helpers.comparison.networks import NORMALIZATIONS, build_networks, build_window_networks, compare_actors
from helpers.comparison.polarization import measure_polarization
from helpers.comparison.positions import score_positions
from helpers.comparison.principles import AboutObject, compare_principles, find_principles
from helpers.comparison.shifts import find_position_shifts
from helpers.comparison.windows import WINDOW_UNITS
from helpers.engines import HERE, Engine, beside

__all__ = [
    "DUPLICATE_RULES",
    "MAX_ACTORS",
    "NORMALIZATIONS",
    "WINDOW_UNITS",
    "AboutObject",
    "Comparison",
    "briefing",
    "build_networks",
    "build_window_networks",
    "compare_actors",
    "compare_principles",
    "compare_statements",
    "drop_duplicate_statements",
    "find_communities",
    "find_position_shifts",
    "find_principles",
    "keep_busiest",
    "measure_actor_issues",
    "measure_consensus",
    "measure_polarization",
    "score_positions",
]

# Of statements what polarization is measured by: texts would be sent to another process in vain.
_OF_POLARIZATION = ["statement_id", "document_id", "actor_id", "issue_id", "agreement", "published"]


class Comparison(NamedTuple):
    """The tables that follow from a statements table."""

    positions: pd.DataFrame
    actor_pairs: pd.DataFrame
    position_shifts: pd.DataFrame
    networks: pd.DataFrame
    actor_issues: pd.DataFrame
    window_networks: pd.DataFrame
    communities: pd.DataFrame
    community_pairs: pd.DataFrame
    polarization: pd.DataFrame
    issue_consensus: pd.DataFrame
    principles: pd.DataFrame


def compare_statements(
    statements: pd.DataFrame,
    *,
    duplicates: str = "document",
    normalize: str = "average",
    window: str = "month",
    window_size: int = 1,
    min_statements: int = 1,
    min_confidence: float = 0.0,
    principles: Sequence[AboutObject] = (),
    engine: Engine = HERE,
) -> Comparison:
    """Compare the actors of a statements table.

    Args:
        statements: Table following `tables.STATEMENTS`.
        duplicates: Which repeated statements count once, one of `DUPLICATE_RULES`.
        normalize: How congruence and conflict are normalised, one of `NORMALIZATIONS`.
        window: The unit of the windows that networks and polarization are also measured in, one of `WINDOW_UNITS`.
        window_size: How many units a window holds.
        min_statements: Leave out positions that rest on fewer statements.
        min_confidence: Count only statements at least so sure, from 0 to 1.
        principles: Issues about one principle and different objects, from `find_principles`.
        engine: Whether another process may measure polarization meanwhile; the result is the same.

    Returns:
        Positions, actor pairs, position shifts, networks and all else that follows from them. Pairs, networks,
        communities and polarization are of the `MAX_ACTORS` actors with most statements.

    Raises:
        ParameterError: If a rule or a window is not allowed or `min_statements` is below 1.
    """
    sure = statements[statements["confidence"] >= min_confidence]
    counted = drop_duplicate_statements(sure, rule=duplicates)
    busiest = keep_busiest(counted)
    measure = partial(measure_polarization, window=window, window_size=window_size)
    with (
        threadpool_limits(limits=1, user_api="blas"),  # the matrices are small: threads only wait for each other
        beside(engine, counted["document_id"].nunique(), measure, busiest[_OF_POLARIZATION]) as polarization,
    ):
        positions = score_positions(counted, min_statements=min_statements)
        communities, community_pairs = find_communities(busiest)
        return Comparison(
            positions=positions,
            actor_pairs=compare_actors(busiest, normalize=normalize),
            position_shifts=find_position_shifts(counted),
            networks=build_networks(busiest, normalize=normalize),
            actor_issues=measure_actor_issues(counted),
            window_networks=build_window_networks(busiest, normalize=normalize, window=window, window_size=window_size),
            communities=communities,
            community_pairs=community_pairs,
            issue_consensus=measure_consensus(counted, window=window, window_size=window_size),
            principles=compare_principles(counted, positions, principles),
            polarization=polarization(),
        )
