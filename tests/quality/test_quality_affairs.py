"""Who stands where in articles on foreign affairs: cells of actor and issue, article by article (`affairs/README.md`).

A lower floor is a reviewed change of its own, with its reason in the commit.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
import yaml

AFFAIRS = Path(__file__).with_name("affairs")
CELLS = yaml.safe_load((AFFAIRS / "cells.yaml").read_text(encoding="utf-8"))
FLOORS = json.loads((AFFAIRS / "floors.json").read_text(encoding="utf-8"))
COUNTED = 0.5  # the least confidence that counts in a position by default
SIDED = 1 / 3  # from here on a mean sign is a side
UNSCORED = ("none", "open")


def split_of(article):
    """The odd articles were learnt from, the even ones are only scored."""
    return "learnt" if int(article[1:]) % 2 else "blind"


def gold_cells(article):
    """What a reader says of each actor and issue of an article."""
    return {
        (actor, issue): side
        for issue, sides in CELLS[article].items()
        for side, actors in sides.items()
        for actor in actors
    }


def found_cells(statements):
    """The side of each actor on each issue in the statements of one article."""
    counted = statements[statements["confidence"] >= COUNTED]
    signs = counted["agreement"].map(lambda agreement: (agreement > 0) - (agreement < 0))
    means = signs.groupby([counted["actor_id"], counted["issue_id"]]).mean()
    return {cell: "for" if mean > SIDED else "against" if mean < -SIDED else "mixed" for cell, mean in means.items()}


def compare_cells(gold, found):
    """Count what is right, missing, half (one of them is mixed), wrong and spurious."""
    counts = Counter()
    for cell, side in gold.items():
        if side not in UNSCORED:
            seen = found.get(cell)
            half = "half" if "mixed" in (seen, side) else "wrong"
            counts["missing" if seen is None else "right" if seen == side else half] += 1
    counts["spurious"] = sum(gold.get(cell, "none") == "none" for cell in found)
    return counts


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    """The counts of both halves."""
    run = tmp_path_factory.mktemp("affairs") / "run"
    catalogues = ["--issues", str(AFFAIRS / "issues.yaml"), "--actors", str(AFFAIRS / "actors.yaml")]
    command = [sys.executable, "-m", "helpers", "extract", str(AFFAIRS / "corpus"), "--out", str(run), *catalogues]
    result = subprocess.run(command, cwd=run.parent, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stderr
    statements = pd.read_parquet(run / "tables" / "statements.parquet")
    total = {split: Counter() for split in FLOORS}
    for article in CELLS:
        found = found_cells(statements[statements["document_id"] == article])
        total[split_of(article)] += compare_cells(gold_cells(article), found)
    return total


@pytest.mark.parametrize("split", FLOORS)
def test_cells_are_right_as_often_as_the_floor_says(counts, split):
    assert counts[split]["right"] >= FLOORS[split]["right"], dict(counts[split])


@pytest.mark.parametrize(("split", "kind"), [(split, kind) for split in FLOORS for kind in ("wrong", "spurious")])
def test_hardly_any_cell_is_turned_round_or_made_up(counts, split, kind):
    assert counts[split][kind] <= FLOORS[split][kind], dict(counts[split])


def test_each_article_has_cells_and_each_cell_its_article():
    assert set(CELLS) == {path.stem for path in (AFFAIRS / "corpus").glob("*.txt")}
