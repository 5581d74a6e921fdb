"""Where an actor moved, and where it contradicts itself: always with both pieces of evidence."""

import zlib
from collections import deque
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers import tables

MIN_DOCUMENTS = 2  # dated documents needed on each side of a shift
MIN_DIFFERENCE = 1.0  # that mean agreement before and after must exceed: from one side to neither is no shift
MAX_DAYS = 14  # two opposite statements so close in time are a contradiction, not a change of mind
MIN_CONFIDENCE = 0.7  # of each statement of a contradiction: a charge that needs sure evidence
# Statements whose issue or side only follows from what stands around them contradict nobody.
INDIRECT_FLAGS = frozenset(("issue_from_context", "issue_word", "thought"))
_PERMUTATIONS = 999
_DECIMALS = 6

type _Row = dict[Any, Any]


def find_position_shifts(statements: pd.DataFrame) -> pd.DataFrame:
    """Find shifts over time and contradictions, at most one of each per actor and issue.

    A shift is the date that parts an actor's dated statements on an issue best (least squares around the means
    before and after), when these means differ by more than `MIN_DIFFERENCE`; its confidence is 1 - p of a
    permutation test. A contradiction is a pair of statements of opposite sign, at most `MAX_DAYS` apart or in
    one document, on the same side of a shift; its confidence is the lower one of the two. Of several the surest
    is given. Statements flagged `past` ("had once rejected") are left out: the article's date is not theirs, and
    who reports a turn does not contradict itself.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.

    Returns:
        Table following `tables.POSITION_SHIFTS`; `date` is the first one after the shift, or that of the later
        statement of a contradiction.
    """
    rows = []
    ordered = statements.sort_values(["published", "document_id", "statement_id"])
    is_past = ordered["flags"].map(lambda flags: "past" in flags).astype(bool)
    for _, cell in ordered[~is_past & (ordered["agreement"] != 0)].groupby(["actor_id", "issue_id"], sort=True):
        shift = _find_shift(cell[cell["published"].notna()])
        contradiction = _find_contradiction(cell, None if shift is None else shift["date"])
        rows += [row for row in (shift, contradiction) if row is not None]
    return tables.POSITION_SHIFTS.table(rows)


def _find_shift(dated: pd.DataFrame) -> _Row | None:
    splits = _possible_splits(dated)
    if not len(splits):
        return None
    agreement = dated["agreement"].to_numpy(dtype=float)
    scores = _score_splits(agreement, splits)
    turn = int(splits[np.argmax(scores)])
    before, after = float(agreement[:turn].mean()), float(agreement[turn:].mean())
    if abs(after - before) <= MIN_DIFFERENCE:
        return None
    first, at_turn = dated.iloc[0], dated.iloc[turn]
    rng = np.random.default_rng(zlib.crc32(f"{first['actor_id']}\t{first['issue_id']}".encode()))
    shuffled = (_score_splits(rng.permutation(agreement), splits).max() for _ in range(_PERMUTATIONS))
    n_as_large = sum(score >= scores.max() - 1e-9 for score in shuffled)
    return {
        "actor_id": first["actor_id"],
        "issue_id": first["issue_id"],
        "before": round(before, _DECIMALS),
        "after": round(after, _DECIMALS),
        "date": at_turn["published"],
        "confidence": round(float(1 - (n_as_large + 1) / (_PERMUTATIONS + 1)), 3),
        "evidence_before": _witness(dated[:turn][::-1], before),
        "evidence_after": _witness(dated[turn:], after),
        "kind": "shift",
    }


def _possible_splits(dated: pd.DataFrame) -> np.ndarray:
    """Positions where a new date begins, with enough documents on both sides."""
    dates = dated["published"].to_numpy()
    n_documents = (~dated["document_id"].duplicated()).to_numpy().cumsum()
    splits = np.flatnonzero(dates[1:] != dates[:-1]) + 1
    before = n_documents[splits - 1]
    return splits[(before >= MIN_DOCUMENTS) & (n_documents[-1:] - before >= MIN_DOCUMENTS)]


def _score_splits(agreement: np.ndarray, splits: np.ndarray) -> np.ndarray:
    """By how much each split lowers the sum of squares around the mean."""
    n, sums = len(agreement), agreement.cumsum()
    before = sums[splits - 1]
    difference = (sums[-1] - before) / (n - splits) - before / splits
    return np.asarray(difference**2 * splits * (n - splits) / n)


def _witness(statements: pd.DataFrame, mean: float) -> str:
    """The statement nearest to the turn whose sign is that of its side."""
    same = statements[np.sign(statements["agreement"]) == np.sign(mean)]
    return str((same if len(same) else statements).iloc[0]["statement_id"])


def _find_contradiction(cell: pd.DataFrame, turn: pd.Timestamp | None) -> _Row | None:
    """The surest contradiction in an actor's ordered statements on an issue."""
    indirect = cell["flags"].map(lambda flags: not INDIRECT_FLAGS.isdisjoint(flags)).astype(bool)
    sure = cell[(cell["confidence"] >= MIN_CONFIDENCE) & ~indirect]
    dated = sure[sure["published"].notna()]
    undated = [group for _, group in sure[sure["published"].isna()].groupby("document_id", sort=True)]
    sides = [dated] if turn is None else [dated[dated["published"] < turn], dated[dated["published"] >= turn]]
    pairs = [pair for side in (*sides, *undated) for pair in _iter_close_opposites(side.to_dict("records"))]
    if not pairs:
        return None
    earlier, later = min(pairs, key=lambda pair: (-_confidence(*pair), _days_apart(*pair)))
    return {
        "actor_id": earlier["actor_id"],
        "issue_id": earlier["issue_id"],
        "before": earlier["agreement"],
        "after": later["agreement"],
        "date": later["published"],
        "confidence": round(_confidence(earlier, later), 3),
        "evidence_before": earlier["statement_id"],
        "evidence_after": later["statement_id"],
        "kind": "contradiction",
    }


def _iter_close_opposites(rows: list[_Row]) -> Iterator[tuple[_Row, _Row]]:
    """Each statement with the surest one of opposite sign in the days before it: a sliding maximum, linear."""
    recent: dict[bool, deque[_Row]] = {True: deque(), False: deque()}
    for row in rows:
        side = row["agreement"] > 0
        others, same = recent[not side], recent[side]
        while others and _days_apart(others[0], row) > MAX_DAYS:
            others.popleft()
        if others:
            yield others[0], row
        while same and same[-1]["confidence"] <= row["confidence"]:
            same.pop()
        same.append(row)


def _confidence(one: _Row, other: _Row) -> float:
    return float(min(one["confidence"], other["confidence"]))


def _days_apart(earlier: _Row, later: _Row) -> int:
    """Days between two statements; 0 for undated ones, which are compared within their document only."""
    days = (later["published"] - earlier["published"]).days
    return 0 if pd.isna(days) else int(days)
