"""Where an actor moved, and where it contradicts itself: always with both pieces of evidence."""

import zlib
from collections import deque
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
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
_CELLS_AT_ONCE = 2_000_000  # numbers shuffled at once: memory stays bounded
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
    for cell in _iter_cells(statements):
        shift = _find_shift([row for row in cell if row["published"] is not None])
        contradiction = _find_contradiction(cell, None if shift is None else shift["date"])
        rows += [row for row in (shift, contradiction) if row is not None]
    return tables.POSITION_SHIFTS.table(rows)


def _iter_cells(statements: pd.DataFrame) -> Iterator[list[_Row]]:
    """The statements of each actor on each issue that take a side and are not of the past, in order of time."""
    order = ["actor_id", "issue_id", "published", "document_id", "statement_id"]
    columns = [*order, "agreement", "confidence", "flags"]
    ordered = statements.loc[statements["agreement"] != 0, columns].sort_values(order)
    dates = [None if pd.isna(date) else date for date in ordered["published"].tolist()]
    rows = ordered.assign(published=pd.Series(dates, index=ordered.index, dtype=object)).to_dict("records")
    current = [row for row in rows if "past" not in row["flags"]]
    for _, cell in groupby(current, key=itemgetter("actor_id", "issue_id")):
        yield list(cell)


def _find_shift(dated: list[_Row]) -> _Row | None:
    splits = _possible_splits(dated)
    if not len(splits):
        return None
    agreement = np.array([row["agreement"] for row in dated], dtype=float)
    scores = _score_splits(agreement, splits)
    turn = int(splits[np.argmax(scores)])
    before, after = float(agreement[:turn].mean()), float(agreement[turn:].mean())
    if abs(after - before) <= MIN_DIFFERENCE:
        return None
    first = dated[0]
    rng = np.random.default_rng(zlib.crc32(f"{first['actor_id']}\t{first['issue_id']}".encode()))
    batch = max(1, _CELLS_AT_ONCE // len(agreement))
    n_as_large = 0
    for start in range(0, _PERMUTATIONS, batch):
        shuffled = rng.permuted(np.tile(agreement, (min(batch, _PERMUTATIONS - start), 1)), axis=1)
        n_as_large += int((_score_splits(shuffled, splits).max(axis=1) >= scores.max() - 1e-9).sum())
    return {
        "actor_id": first["actor_id"],
        "issue_id": first["issue_id"],
        "before": round(before, _DECIMALS),
        "after": round(after, _DECIMALS),
        "date": dated[turn]["published"],
        "confidence": round(float(1 - (n_as_large + 1) / (_PERMUTATIONS + 1)), 3),
        "evidence_before": _witness(dated[:turn][::-1], before),
        "evidence_after": _witness(dated[turn:], after),
        "kind": "shift",
    }


def _possible_splits(dated: list[_Row]) -> np.ndarray:
    """Positions where a new date begins, with enough documents on both sides."""
    seen: set[str] = set()
    n_documents = []
    for row in dated:
        seen.add(row["document_id"])
        n_documents.append(len(seen))
    return np.array(
        [
            at
            for at in range(1, len(dated))
            if dated[at]["published"] != dated[at - 1]["published"]
            and n_documents[at - 1] >= MIN_DOCUMENTS
            and n_documents[-1] - n_documents[at - 1] >= MIN_DOCUMENTS
        ],
        dtype=np.int64,
    )


def _score_splits(agreement: np.ndarray, splits: np.ndarray) -> np.ndarray:
    """By how much each split lowers the sum of squares around the mean; shape (…, statements) to (…, splits)."""
    n, sums = agreement.shape[-1], agreement.cumsum(axis=-1)
    before = sums[..., splits - 1]
    difference = (sums[..., -1:] - before) / (n - splits) - before / splits
    return np.asarray(difference**2 * splits * (n - splits) / n)


def _witness(statements: list[_Row], mean: float) -> str:
    """The statement nearest to the turn whose sign is that of its side."""
    same = [row for row in statements if np.sign(row["agreement"]) == np.sign(mean)]
    return str((same or statements)[0]["statement_id"])


def _find_contradiction(cell: list[_Row], turn: pd.Timestamp | None) -> _Row | None:
    """The surest contradiction in an actor's ordered statements on an issue."""
    sure = [r for r in cell if r["confidence"] >= MIN_CONFIDENCE and INDIRECT_FLAGS.isdisjoint(r["flags"])]
    dated = [row for row in sure if row["published"] is not None]
    undated = [list(group) for _, group in groupby(sure[len(dated) :], key=itemgetter("document_id"))]
    if turn is None:
        sides = [dated]
    else:
        sides = [[r for r in dated if r["published"] < turn], [r for r in dated if r["published"] >= turn]]
    pairs = [pair for side in (*sides, *undated) for pair in _iter_close_opposites(side)]
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
    if earlier["published"] is None:
        return 0
    return int((later["published"] - earlier["published"]).days)
