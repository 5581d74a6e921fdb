"""Polarization for the whole and over time, beside the same measure on shuffled statements."""

import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers import tables
from helpers.comparison.camps import MAX_EXACT, draw_starts, find_camps, score_camps
from helpers.comparison.counts import Counts, count_statements
from helpers.comparison.networks import DECIMALS, measure_actors
from helpers.comparison.windows import WHOLE, Window, iter_windows
from helpers.errors import ParameterError

N_SHUFFLES = 99
N_SHUFFLES_SEARCHED = 39  # where there are too many actors to try every split: a search takes longer
_CELLS_AT_ONCE = 250_000  # pairs of actors in networks that are looked at together: memory stays bounded


def iter_parts(statements: pd.DataFrame, *, window: str, window_size: int) -> Iterator[tuple[Window, pd.DataFrame]]:
    """The whole (undated statements too), then its windows."""
    if len(statements):
        yield Window(WHOLE, None, None), statements
    yield from iter_windows(statements, unit=window, size=window_size)


def measure_polarization(
    statements: pd.DataFrame,
    *,
    window: str = "month",
    window_size: int = 1,
    n_shuffles: int = N_SHUFFLES,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure how far the actors fall into two camps, for the whole and for each window.

    Scores of this kind run high on noise, the more so the fewer statements there are (Salloum, Chen and Kivela 2022).
    So each stands beside the scores of shuffled statements: within every issue, the sides are dealt out anew among
    the statements that take one. Every actor still speaks as often on every issue, and every issue is as contested
    as before; only who is on which side is left to chance.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.
        window: The unit of windows, one of `windows.WINDOW_UNITS`.
        window_size: How many units a window holds.
        n_shuffles: How often the sides are dealt out anew; at most `N_SHUFFLES_SEARCHED` times for more actors than
            `camps.MAX_EXACT`.
        seed: Seed of shuffles and search; every part of time draws from its own stream.

    Returns:
        Table following `tables.POLARIZATION`; where fewer than two actors speak, or none agrees or disagrees with
        another, the score, the null and the camps are missing: no data.

    Raises:
        ParameterError: As `windows.iter_windows`, or if `n_shuffles` is below 1.
    """
    if n_shuffles < 1:
        raise ParameterError(f"n_shuffles must be at least 1; it is {n_shuffles}.")
    rows = []
    for part, some in iter_parts(statements, window=window, window_size=window_size):
        counts = count_statements(some)
        rng = np.random.default_rng([seed, zlib.crc32(part.name.encode())])
        rows.append(
            {
                "window": part.name,
                "window_start": part.start,
                "window_end": part.end,
                "n_statements": len(some),
                "n_documents": some["document_id"].nunique(),
                "n_actors": len(counts.actors),
                "n_issues": len(counts.issues),
                **_score(counts, n_shuffles, rng),
                "seed": seed,
            }
        )
    return tables.POLARIZATION.table(rows)


def _score(counts: Counts, n_shuffles: int, rng: np.random.Generator) -> dict[str, Any]:
    split = find_camps(measure_actors(counts), rng)
    if split is None:
        return {"search": "none", "n_shuffles": 0}
    exact = len(counts.actors) <= MAX_EXACT
    n_shuffles = n_shuffles if exact else min(n_shuffles, N_SHUFFLES_SEARCHED)
    shuffled = _shuffled_scores(counts, n_shuffles, rng)
    low, median, high = np.percentile(shuffled, [2.5, 50, 97.5]).round(DECIMALS)
    n_as_high = int((shuffled >= split.polarization - 1e-9).sum())
    names = np.array(counts.actors, dtype=object)
    return {
        "polarization": round(split.polarization, DECIMALS),
        "null_low": low,
        "null_median": median,
        "null_high": high,
        "p_value": round((n_as_high + 1) / (n_shuffles + 1), DECIMALS),
        "n_shuffles": n_shuffles,
        "search": "exact" if exact else "heuristic",
        "camp": names[split.camp].tolist(),
        "other_camp": names[~split.camp].tolist(),
    }


def _shuffled_scores(counts: Counts, n_shuffles: int, rng: np.random.Generator) -> np.ndarray:
    """The polarization each time after the sides of each issue were dealt out anew among its statements that take one.

    Shuffling keeps a pair that speaks on a common issue, so that there is always something to measure.
    """
    sided, n_agree = counts.sided, counts.agree.sum(axis=0).tolist()
    n_actors = len(counts.actors)
    at_once = max(1, _CELLS_AT_ONCE // n_actors**2)
    scores = []
    for begin in range(0, n_shuffles, at_once):
        drawn = [
            (_deal(sided, n_agree, rng), draw_starts(n_actors, rng)) for _ in range(min(at_once, n_shuffles - begin))
        ]
        agree, starts = map(np.array, zip(*drawn, strict=True))
        networks = measure_actors(counts._replace(agree=agree, disagree=sided - agree))
        scores.append(score_camps(networks, starts))
    return np.concatenate(scores)


def _deal(sided: np.ndarray, n_agree: list[int], rng: np.random.Generator) -> np.ndarray:
    """Who agrees when so many of the statements on each issue do, drawn by chance."""
    issues = zip(sided.T, n_agree, strict=True)
    return np.array([rng.multivariate_hypergeometric(one, n, method="marginals") for one, n in issues]).T
