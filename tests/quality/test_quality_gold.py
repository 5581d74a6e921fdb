"""A run of the sample is at least as good against the hand-made gold as `floors.json` says.

A lower floor is a reviewed change of its own, with its reason in the commit.
"""

import json
from pathlib import Path

import pytest

from helpers import scoring

ROOT = Path(__file__).parents[2]
FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores(sample_run):
    return {
        split: scoring.score_run(ROOT / "data/gold", sample_run, split=split).set_index(["table", "measure"])
        for split in FLOORS
    }


@pytest.mark.parametrize(("split", "key"), [(split, key) for split, keys in FLOORS.items() for key in keys])
def test_a_run_is_no_worse_than_its_floor(scores, split, key):
    table, measure, figure = key.split("/")
    assert 100 * scores[split].loc[(table, measure), figure] >= FLOORS[split][key]


def test_the_side_of_an_actor_is_hardly_ever_turned_round(scores):
    assert scores["all"].loc[("statements", "opposite sign"), "precision"] <= 0.05
