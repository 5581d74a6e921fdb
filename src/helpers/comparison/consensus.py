"""How much those who speak about an issue agree, for the whole and over time."""

from itertools import combinations

import numpy as np
import pandas as pd

from helpers import tables
from helpers.comparison.counts import count_statements
from helpers.comparison.networks import DECIMALS
from helpers.comparison.polarization import iter_parts


def measure_consensus(statements: pd.DataFrame, *, window: str = "month", window_size: int = 1) -> pd.DataFrame:
    """Measure van der Eijk's agreement A for every issue, for the whole and for each window.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.
        window: The unit of windows, one of `windows.WINDOW_UNITS`.
        window_size: How many units a window holds.

    Returns:
        Table following `tables.ISSUE_CONSENSUS`.

    Raises:
        ParameterError: As `windows.iter_windows`.
    """
    rows = []
    for part, some in iter_parts(statements, window=window, window_size=window_size):
        counts = count_statements(some)
        sums = [side.sum(axis=0).tolist() for side in (counts.disagree, counts.neutral, counts.agree)]
        n_actors = ((counts.sided + counts.neutral) > 0).sum(axis=0).tolist()
        for number, (issue_id, ratings) in enumerate(zip(counts.issues, zip(*sums, strict=True), strict=True)):
            rows.append(
                {
                    "window": part.name,
                    "window_start": part.start,
                    "window_end": part.end,
                    "issue_id": issue_id,
                    "n_actors": n_actors[number],
                    "n_disagree": ratings[0],
                    "n_neutral": ratings[1],
                    "n_agree": ratings[2],
                    "consensus": round(agreement_of_ratings(ratings), DECIMALS),
                }
            )
    return tables.ISSUE_CONSENSUS.table(rows)


def agreement_of_ratings(ratings: tuple[int, ...]) -> float:
    """Van der Eijk's A (2001): agreement in a rating scale of ordered categories.

    The distribution is cut into layers, each with the same number of ratings in some of the categories; A is the
    mean of their agreement, weighted by size. A layer in S of K categories has U (1 - (S - 1) / (K - 1)), where U is
    1 for a block of neighbours and falls with every gap between used categories.

    Args:
        ratings: Number of ratings by category, in order; at least three categories and one rating.

    Returns:
        1 when all are in one category, 0 when they are spread evenly, -1 when half are at either end.

    Example:
        >>> agreement_of_ratings((4, 0, 4)), agreement_of_ratings((0, 0, 5)), agreement_of_ratings((2, 2, 2))
        (-1.0, 1.0, 0.0)
    """
    left, total, agreement = np.array(ratings), sum(ratings), 0.0
    while left.any():
        pattern = left > 0
        layer = int(left[pattern].min())
        agreement += layer * int(pattern.sum()) / total * _layer_agreement(pattern)
        left = left - layer * pattern
    return agreement


def _layer_agreement(pattern: np.ndarray) -> float:
    n_categories, n_used = len(pattern), int(pattern.sum())
    if n_used == n_categories:
        return 0.0
    triples = list(combinations(pattern.tolist(), 3))
    unimodal = sum(triple in ((True, True, False), (False, True, True)) for triple in triples)
    bimodal = triples.count((True, False, True))
    k = n_categories
    shape = 1.0 if n_used == 1 else ((k - 2) * unimodal - (k - 1) * bimodal) / ((k - 2) * (unimodal + bimodal))
    return shape * (1 - (n_used - 1) / (k - 1))
