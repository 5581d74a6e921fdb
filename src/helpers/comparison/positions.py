"""An actor's position on an issue: its agreement over all statements, and how sure that is."""

import zlib

import numpy as np
import pandas as pd

from helpers import tables
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
    totals = statements["actor_id"].value_counts().to_dict()
    rows = []
    for (actor_id, issue_id), cell in statements.groupby(["actor_id", "issue_id"], sort=True):
        if len(cell) < min_statements:
            continue
        counts = _counts_by_document(cell)
        rng = np.random.default_rng([seed, zlib.crc32(f"{actor_id}\t{issue_id}".encode())])
        low, high = _bootstrap_interval(counts, n_resamples, rng)
        agree, disagree = counts.sum(axis=0)
        rows.append(
            {
                "actor_id": actor_id,
                "issue_id": issue_id,
                "n_statements": len(cell),
                "n_documents": len(counts),
                "agreement": round(_agreement(agree, disagree), _DECIMALS),
                "ci_low": round(low, _DECIMALS),
                "ci_high": round(high, _DECIMALS),
                "salience": round(len(cell) / totals[actor_id], _DECIMALS),
                "label": _label(agree, disagree, low, high),
            }
        )
    return tables.POSITIONS.table(rows)


def _counts_by_document(cell: pd.DataFrame) -> np.ndarray:
    """Agreeing and disagreeing statements per document: an integer array of shape (documents, 2)."""
    signs = np.sign(cell["agreement"])
    counts = pd.DataFrame({"agree": signs > 0, "disagree": signs < 0}).groupby(cell["document_id"], sort=True).sum()
    return counts.to_numpy(dtype=np.int64)


def _agreement(agree: float, disagree: float) -> float:
    total = agree + disagree
    return float((agree - disagree) / total) if total else 0.0


def _bootstrap_interval(counts: np.ndarray, n_resamples: int, rng: np.random.Generator) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of agreement over resampled documents.

    How often each document is drawn is multinomial; documents with equal counts are drawn together.
    """
    kinds, frequency = np.unique(counts, axis=0, return_counts=True)
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
