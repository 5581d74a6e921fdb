"""Actors by issues: the two-mode measures of Discourse Network Analyzer, side by side."""

import numpy as np
import pandas as pd

from helpers import tables
from helpers.comparison.counts import count_statements
from helpers.comparison.networks import DECIMALS


def measure_actor_issues(statements: pd.DataFrame) -> pd.DataFrame:
    """Count and normalise each actor's statements on each issue.

    `ignore` is a+ + a-, `subtract` a+ - a-; the combination of both is `n_agree` beside `n_disagree`. Activity
    divides by the actor's sum of a+ + a- over issues, prominence by the issue's over actors. `log_ratio` is
    log((a+ + 1/2) / (a- + 1/2)), the scale of Lowe, Benoit, Mikhaylov and Laver (2011), which grows with the number
    of statements where (P - N) / (P + N) stays at its end.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.

    Returns:
        Table following `tables.ACTOR_ISSUES`, one row for each actor and issue with a statement. Normalised
        measures are null where nobody takes a side, so that there is nothing to divide by.
    """
    counts = count_statements(statements)
    row, column = np.nonzero(counts.sided + counts.neutral)
    ignore, subtract = counts.sided[row, column], (counts.agree - counts.disagree)[row, column]
    agree, disagree = counts.agree[row, column], counts.disagree[row, column]
    activity, prominence = counts.sided.sum(axis=1)[row], counts.sided.sum(axis=0)[column]
    return tables.ACTOR_ISSUES.frame(
        {
            "actor_id": np.array(counts.actors, dtype=object)[row],
            "issue_id": np.array(counts.issues, dtype=object)[column],
            "n_agree": agree,
            "n_disagree": disagree,
            "n_neutral": counts.neutral[row, column],
            "ignore": ignore,
            "subtract": subtract,
            "ignore_activity": _share(ignore, activity),
            "subtract_activity": _share(subtract, activity),
            "ignore_prominence": _share(ignore, prominence),
            "subtract_prominence": _share(subtract, prominence),
            "log_ratio": np.log((agree + 0.5) / (disagree + 0.5)).round(DECIMALS),
        }
    )


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Quotients; nan where the whole is 0."""
    shares: np.ndarray = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return shares.round(DECIMALS)
