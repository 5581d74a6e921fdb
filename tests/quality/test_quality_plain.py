"""Plain news about affairs that the rules know nothing of is read at least as well as `plain/floors.json` says.

A lower floor is a reviewed change of its own, with its reason in the commit.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import scoring

PLAIN = Path(__file__).with_name("plain")
FLOORS = json.loads((PLAIN / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    run = tmp_path_factory.mktemp("plain") / "run"
    catalogues = ["--issues", str(PLAIN / "issues.yaml"), "--actors", str(PLAIN / "actors.yaml")]
    command = [sys.executable, "-m", "helpers", "extract", str(PLAIN / "corpus"), "--out", str(run), *catalogues]
    result = subprocess.run(command, cwd=run.parent, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stderr
    return {
        split: scoring.score_run(PLAIN / "gold", run, split=split).set_index(["table", "measure"]) for split in FLOORS
    }


@pytest.mark.parametrize(("split", "key"), [(split, key) for split, keys in FLOORS.items() for key in keys])
def test_plain_news_is_read_no_worse_than_its_floor(scores, split, key):
    table, measure, figure = key.split("/")
    assert 100 * scores[split].loc[(table, measure), figure] >= FLOORS[split][key]


def test_the_side_of_an_actor_in_plain_news_is_seldom_turned_round(scores):
    assert scores["all"].loc[("statements", "opposite sign"), "precision"] <= 0.07


def test_each_annotated_sentence_stands_in_its_article():
    for line in (PLAIN / "gold" / "statements.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = (PLAIN / "corpus" / f"{row['document_id']}.txt").read_text(encoding="utf-8")
        assert text[row["evidence_start"] : row["evidence_end"]] == row["evidence"]
