"""How many of the statements that a reader has checked are right, and how sure that figure is."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from helpers.corrections.reading import Correction, read_corrections, read_rows
from helpers.corrections.review import RANDOM, UNCERTAIN
from helpers.corrections.rules import REMOVE, RIGHT, parse_value
from helpers.errors import CatalogueError

BANDS = ((0.9, 1.0), (0.7, 0.9), (0.5, 0.7), (0.0, 0.5))  # of confidence, lower end inclusive
_ADVICE = {
    RANDOM: "drawn at random: the estimate holds for all statements of the run that nobody had checked",
    UNCERTAIN: "the least certain first: the other statements of the run are probably right more often",
}


class Checked(NamedTuple):
    """A statement that a reader has checked, as it was computed."""

    statement_id: str
    chosen: str
    confidence: float
    right: bool


def read_checked(path: Path) -> list[Checked]:
    """The statements of a review file that are filled in.

    A statement is right if its actor, its issue and its side (for, against, neither) are; how strong the agreement
    is, and whom it is directed at, do not count.

    Raises:
        CatalogueError: As `read_corrections`, and if a cell of the review's own columns was damaged.
    """
    by_id: dict[str, list[Correction]] = {}
    for correction in read_corrections(path):
        if correction.table == "statements" and correction.seen.get("chosen"):
            by_id.setdefault(correction.id, []).append(correction)
    return [
        Checked(
            statement_id,
            corrections[0].seen["chosen"],
            _number(path, corrections[0], "confidence"),
            all(_is_right(path, c) for c in corrections),
        )
        for statement_id, corrections in by_id.items()
    ]


def measure_precision(checked: Sequence[Checked]) -> pd.DataFrame:
    """Precision of checked statements, all together and by confidence.

    Returns:
        One row per band of confidence with checked statements, after one for all: `confidence`, `n_checked`,
        `n_right`, `precision`, and `ci_low` and `ci_high` (Wilson's 95 % interval).
    """
    groups = [("all", list(checked))]
    for low, high in BANDS:
        inside = [c for c in checked if low <= c.confidence < high or c.confidence == high == 1.0]
        groups.append((f"{low:.1f} to {high:.1f}", inside))
    rows = []
    for name, group in groups:
        if group:
            n_right = sum(c.right for c in group)
            interval = binomtest(n_right, len(group)).proportion_ci(method="wilson")
            rows.append((name, len(group), n_right, n_right / len(group), interval.low, interval.high))
    return pd.DataFrame(rows, columns=["confidence", "n_checked", "n_right", "precision", "ci_low", "ci_high"])


def report_precision(path: Path) -> str:
    """What a filled-in review file says about the run, as text.

    Raises:
        CatalogueError: As `read_checked`, or if no statement is checked yet.
    """
    checked = read_checked(path)
    if not checked:
        raise CatalogueError(
            f"{path} holds no checked statement. Fill in the column 'value' of a file that 'standpoints review' wrote: "
            "right, remove, or what the column should be."
        )
    n_open = sum(bool(cells.get("chosen")) and not cells["value"] for _, cells in read_rows(path))
    blocks = []
    for chosen, advice in _ADVICE.items():
        group = [c for c in checked if c.chosen == chosen]
        if group:
            table = measure_precision(group).round(2).to_string(index=False)
            blocks.append(f"{len(group)} statements checked, {advice}.\n{table}")
    if n_open:
        blocks.append(f"{n_open} not filled in yet.")
    return "\n\n".join(blocks)


def _is_right(path: Path, correction: Correction) -> bool:
    value = correction.value
    if correction.column in (RIGHT, REMOVE):
        return correction.column == RIGHT
    if isinstance(value, float):
        return bool(np.sign(_number(path, correction, "agreement")) == np.sign(value))
    return correction.column == "target_ids" or value == correction.seen.get(correction.column)


def _number(path: Path, correction: Correction, column: str) -> float:
    value = parse_value("statements", "agreement", correction.seen.get(column, ""), f"{path}, row {correction.row}")
    assert isinstance(value, float)
    return value
