"""docs/reliability.md names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_promise_names_a_test_that_exists():
    rows = re.findall(
        r"^\| (?!Promise|What|-)(.+?) \| (`tests/.+?) \|$", (ROOT / "docs/reliability.md").read_text(), re.M
    )
    assert len(rows) > 12
    for promise, held_by in rows:
        for path in re.findall(r"`(.+?)`", held_by):
            assert (ROOT / path).is_file(), f"{promise}: {path}"


def test_every_file_of_hostile_tests_holds_a_promise():
    text = (ROOT / "docs/reliability.md").read_text()
    held = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).name}
    assert all(name in text for name in held)
