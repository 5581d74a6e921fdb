"""From statements to positions, pairs of actors, networks and shifts: tables in, tables out."""

from typing import NamedTuple

import pandas as pd

from helpers.comparison.briefing import rank_opponents, show_shifts
from helpers.comparison.duplicates import DUPLICATE_RULES, drop_duplicate_statements
from helpers.comparison.networks import NORMALIZATIONS, build_networks, compare_actors
from helpers.comparison.positions import score_positions
from helpers.comparison.shifts import find_position_shifts

__all__ = [
    "DUPLICATE_RULES",
    "NORMALIZATIONS",
    "Comparison",
    "build_networks",
    "compare_actors",
    "compare_statements",
    "drop_duplicate_statements",
    "find_position_shifts",
    "rank_opponents",
    "score_positions",
    "show_shifts",
]


class Comparison(NamedTuple):
    """The tables that follow from a statements table."""

    positions: pd.DataFrame
    actor_pairs: pd.DataFrame
    position_shifts: pd.DataFrame
    networks: pd.DataFrame


def compare_statements(
    statements: pd.DataFrame,
    *,
    duplicates: str = "document",
    normalize: str = "average",
    min_statements: int = 1,
    min_confidence: float = 0.0,
) -> Comparison:
    """Compare the actors of a statements table.

    Args:
        statements: Table following `tables.STATEMENTS`.
        duplicates: Which repeated statements count once, one of `DUPLICATE_RULES`.
        normalize: How congruence and conflict are normalised, one of `NORMALIZATIONS`.
        min_statements: Leave out positions that rest on fewer statements.
        min_confidence: Count only statements at least so sure, from 0 to 1.

    Returns:
        Positions, actor pairs, position shifts and networks.

    Raises:
        ParameterError: If a rule is unknown or `min_statements` is below 1.
    """
    sure = statements[statements["confidence"] >= min_confidence]
    counted = drop_duplicate_statements(sure, rule=duplicates)
    return Comparison(
        positions=score_positions(counted, min_statements=min_statements),
        actor_pairs=compare_actors(counted, normalize=normalize),
        position_shifts=find_position_shifts(counted),
        networks=build_networks(counted, normalize=normalize),
    )
