"""README says what the code does."""

import re
from pathlib import Path

from helpers.pipeline import STEPS, Step

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def written(step: Step) -> str:
    kept = f"; keeps {', '.join(step.keeps)}" if step.keeps else ""
    return ", ".join(step.writes + step.files) + kept


def test_the_pipeline_table_is_that_of_the_code():
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", README, flags=re.M)
    expected = [(step.notebook, step.question, ", ".join(step.reads), written(step)) for step in STEPS]
    assert rows == expected


def test_every_file_that_it_names_exists():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links and all((ROOT / link).exists() for link in links)


def test_every_make_target_that_it_names_exists():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    assert set(re.findall(r"\bmake (run|test|lab|\w+)\b(?= |`|\n)", README)) - {"the"} <= targets | {"run"}
