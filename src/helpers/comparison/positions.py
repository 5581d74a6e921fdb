"""An actor's position on an issue: its agreement over all statements, and how sure that is."""

import zlib
from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers import tables
from helpers.comparison.counts import Coordinates, locate_statements
from helpers.errors import ParameterError

MIXED_SHARE = 1 / 3  # both sides are strong when the weaker one has at least this share …
MIXED_STATEMENTS = 2  # … and at least so many statements
_DECIMALS = 6


def score_positions(
    statements: pd.DataFrame, *, min_statements: int = 1, n_resamples: int = 1000, seed: int = 0
) -> pd.DataFrame:
    """Score each actor's agreement with each issue.

    Agreement is (P - N) / (P + N), with P and N the numbers of agreeing and disagreeing statements (0 when
    all are neutral). Its 95 % interval is a percentile bootstrap over documents, not statements, since the
    statements of one article are not independent; with one document it has no width.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.
        min_statements: Leave out actor-issue pairs with fewer statements.
        n_resamples: Bootstrap samples per pair.
        seed: Seed of the bootstrap; each pair draws from its own stream, whatever else is in the table.

    Returns:
        Table following `tables.POSITIONS`. `label` is support or oppose when the interval excludes 0, mixed
        when both sides are strong, else unclear. `salience` is the share of the actor's statements.

    Raises:
        ParameterError: If `min_statements` is below 1.
    """
    if min_statements < 1:
        raise ParameterError(f"min_statements must be at least 1; it is {min_statements}.")
    place = locate_statements(statements)
    totals = np.bincount(place.actor, minlength=len(place.actors))
    rows = []
    for (actor, issue), cell in _counts_by_document(statements, place):
        n_statements = int(cell.sum())
        if n_statements < min_statements:
            continue
        actor_id, issue_id = place.actors[actor], place.issues[issue]
        low, high = _bootstrap_interval(
            cell[:, :2], n_resamples, [seed, zlib.crc32(f"{actor_id}\t{issue_id}".encode())]
        )
        agree, disagree = cell[:, :2].sum(axis=0)
        rows.append(
            {
                "actor_id": actor_id,
                "issue_id": issue_id,
                "n_statements": n_statements,
                "n_documents": len(cell),
                "agreement": round(_agreement(agree, disagree), _DECIMALS),
                "ci_low": round(low, _DECIMALS),
                "ci_high": round(high, _DECIMALS),
                "salience": round(n_statements / int(totals[actor]), _DECIMALS),
                "label": _label(agree, disagree, low, high),
            }
        )
    return tables.POSITIONS.table(rows)


def _counts_by_document(statements: pd.DataFrame, place: Coordinates) -> Iterator[tuple[tuple[int, int], np.ndarray]]:
    """Each actor and issue with its agreeing, disagreeing and neutral statements: an array of shape (documents, 3)."""
    document = pd.factorize(statements["document_id"], sort=True)[0]
    signs = {"agree": place.sign > 0, "disagree": place.sign < 0, "neutral": place.sign == 0}
    counts = pd.DataFrame(signs).groupby([place.actor, place.issue, document], sort=True).sum()
    if counts.empty:
        return
    actor, issue = (counts.index.get_level_values(level).to_numpy() for level in (0, 1))
    starts = np.flatnonzero(np.diff(actor, prepend=-1) | np.diff(issue, prepend=-1))
    cells = np.split(counts.to_numpy(dtype=np.int64), starts[1:])
    yield from zip(zip(actor[starts].tolist(), issue[starts].tolist(), strict=True), cells, strict=True)


def _agreement(agree: float, disagree: float) -> float:
    total = agree + disagree
    return float((agree - disagree) / total) if total else 0.0


def _bootstrap_interval(counts: np.ndarray, n_resamples: int, seeds: list[int]) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of agreement over resampled documents.

    How often each document is drawn is multinomial; documents with equal counts are drawn together.
    """
    if (counts == counts[0]).all():
        return (_agreement(*counts[0]),) * 2
    kinds, frequency = np.unique(counts, axis=0, return_counts=True)
    rng = np.random.default_rng(seeds)
    draws = rng.multinomial(len(counts), frequency / len(counts), size=n_resamples)
    sums = draws @ kinds
    total = sums.sum(axis=1)
    values = np.where(total > 0, (sums[:, 0] - sums[:, 1]) / np.maximum(total, 1), 0.0)
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _label(agree: int, disagree: int, low: float, high: float) -> str:
    weaker = min(agree, disagree)
    if weaker >= MIXED_STATEMENTS and weaker >= MIXED_SHARE * (agree + disagree):
        return "mixed"
    if low > 0:
        return "support"
    return "oppose" if high < 0 else "unclear"
