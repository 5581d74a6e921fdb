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
SETS = ("first", "later", "third", "fourth", "fifth")
CELLS = {name: yaml.safe_load((AFFAIRS / name / "cells.yaml").read_text(encoding="utf-8")) for name in SETS}
FLOORS = json.loads((AFFAIRS / "floors.json").read_text(encoding="utf-8"))
COUNTED = 0.5  # the least confidence that counts in a position by default
SIDED = 1 / 3  # from here on a mean sign is a side
UNSCORED = ("none", "open")


def split_of(name, article):
    """Of the first and the third articles the odd ones were learnt from, and the even ones are only scored."""
    part = "learnt" if int(article[1:]) % 2 else "blind"
    return name if name in ("later", "fourth", "fifth") else part if name == "first" else f"{name}_{part}"


def gold_cells(issues):
    """What a reader says of each actor and issue of an article."""
    return {
        (actor, issue): side for issue, sides in issues.items() for side, actors in sides.items() for actor in actors
    }


def found_cells(statements):
    """The side of each actor on each issue in the statements of one article, without those who abstain."""
    counted = statements[(statements["confidence"] >= COUNTED) & (statements["agreement"] != 0)]
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


def run_set(name, run):
    """The statements of one set of articles, with its catalogues."""
    folder = AFFAIRS / name
    catalogues = ["--issues", str(folder / "issues.yaml"), "--actors", str(folder / "actors.yaml")]
    command = [sys.executable, "-m", "helpers", "extract", str(folder / "corpus"), "--out", str(run), *catalogues]
    result = subprocess.run(command, cwd=run.parent, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stderr
    return pd.read_parquet(run / "tables" / "statements.parquet")


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    """The counts of each part."""
    folder = tmp_path_factory.mktemp("affairs")
    total = {split: Counter() for split in FLOORS}
    for name, articles in CELLS.items():
        statements = run_set(name, folder / name)
        for article, issues in articles.items():
            found = found_cells(statements[statements["document_id"] == article])
            total[split_of(name, article)] += compare_cells(gold_cells(issues), found)
    return total


@pytest.mark.parametrize("split", FLOORS)
def test_cells_are_right_as_often_as_the_floor_says(counts, split):
    assert counts[split]["right"] >= FLOORS[split]["right"], dict(counts[split])


@pytest.mark.parametrize(("split", "kind"), [(split, kind) for split in FLOORS for kind in ("wrong", "spurious")])
def test_hardly_any_cell_is_turned_round_or_made_up(counts, split, kind):
    assert counts[split][kind] <= FLOORS[split][kind], dict(counts[split])


@pytest.mark.parametrize("name", SETS)
def test_each_article_has_cells_and_each_cell_its_article(name):
    assert set(CELLS[name]) == {path.stem for path in (AFFAIRS / name / "corpus").glob("*.txt")}
