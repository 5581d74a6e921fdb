"""Every public function on drawn arguments: it ends, fails only as it says, and neither changes nor leaks what it got.

More examples find more: `PROPERTY_EXAMPLES=200 pytest tests/properties`.
"""

import os
import shutil
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.properties.calls import KNOWN, Call, draw_call, finished, keys_of, missing_ways, plain, tables_in
from tests.properties.public import Public, public_functions
from tests.properties.texts import PLANTED
from tests.properties.world import World

from helpers import tables
from helpers.errors import HelpersError

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "2"))
ROOT = Path(__file__).parents[2]
SECONDS = 10  # that a call may take on a few short texts

# What cannot be held this way, why, and where it is held.
ELSEWHERE = {
    "__main__.start": "it ends the process: tests/test_cli.py",
    "cli.cli": "cli.main calls it",
    "cli.run": "it starts kernels: tests/test_cli.py",
    "cli.extract": "it starts a run: tests/test_cli.py",
    "cli.batch": "it starts runs: tests/series/test_series.py",
    "cli.compare": "cli.main calls it",
    "cli.score": "cli.main calls it",
    "cli.review": "cli.main calls it",
    "cli.precision": "cli.main calls it",
    "cli.pictures": "it needs a browser: tests/charts/test_charts_pictures.py",
    "engines.begin_workers": "it starts a process: tests/test_engines.py",
    "engines.beside": "it starts a process: tests/test_engines.py",
    "kernels.options": "it takes another address each time: tests/notebooks/test_notebook_kernels.py",
    "kernels.kept": "it starts a kernel: tests/notebooks/test_notebook_kernels.py",
    "kernels.lent": "it starts a kernel: tests/notebooks/test_notebook_kernels.py",
    "notebooks.run_notebook": "it starts a kernel: tests/notebooks/test_notebook_kernels.py",
    "options.choose_parameters": "cli.main calls it",
    "options.check_inputs": "cli.main calls it",
    "options.catalogues": "cli.main calls it",
    "pictures.write_pictures": "it needs a browser: tests/charts/test_charts_pictures.py",
    "pipeline.run_pipeline": "it runs all steps: tests/test_pipeline.py",
    "workers.begin": "it starts a process: tests/hostile/test_hostile_workers.py",
    "refresh.refresh_notebooks": "it writes into the package: tests/notebooks/test_notebook_contract.py",
}
PUBLIC = public_functions()
HELD = {public.name: public for public in PUBLIC if public.name not in ELSEWHERE}


class Elements(HTMLParser):
    """What comes alive in a page: names of elements and attributes, and addresses."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.alive: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.alive.append(tag)
        for name, value in attrs:
            self.alive.append(name)
            leads_out = name in ("href", "src", "action", "srcdoc", "data") and not (value or "").startswith("#")
            if leads_out or name.startswith("on"):
                self.alive.append(value or "")


def alive(page: str) -> list[str]:
    """What of the planted markup is more than text in a page."""
    return [each for each in Elements(page).alive if PLANTED in each]


class Done(NamedTuple):
    """What a call gave, or the error that it may end with, and the files that it wrote or changed."""

    result: Any
    files: dict[str, bytes]


def done(public: Public, call: Call, folder: Path) -> Done:
    """Call the function in a folder of its own."""
    made = call.made(folder)
    before = files_below(folder)
    started = time.process_time()
    try:
        result = finished(public.function(*made.positional, **made.named))
    except (Exception, SystemExit) as error:
        names = {kind.__name__ for kind in type(error).__mro__}
        if not (isinstance(error, HelpersError) or public.raises & names):
            raise
        result = error
    assert time.process_time() - started < SECONDS
    after = files_below(folder)
    return Done(result, {name: data for name, data in after.items() if before.get(name) != data})


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_of_every_function_somebody_says_how_to_draw_its_arguments_or_which_other_test_holds_it():
    assert {name: missing for name, public in HELD.items() if (missing := missing_ways(public))} == {}


def test_what_is_held_elsewhere_is_there_and_drawn_by_nobody():
    assert ELSEWHERE.keys() <= {public.name for public in PUBLIC}
    assert not ELSEWHERE.keys() & {key.partition("(")[0] for key in KNOWN}
    for reason in ELSEWHERE.values():
        assert "cli.main" in reason or (ROOT / reason.rpartition(" ")[2]).is_file(), reason


def test_every_way_to_draw_an_argument_is_one_of_some_function():
    asked = {key for public in HELD.values() for each in public.parameters for key in keys_of(public, each)}
    assert KNOWN.keys() - asked - HELD.keys() == set()


@pytest.mark.parametrize("name", HELD)
def test_every_public_function(name, tmp_path, monkeypatch, capfd):
    public = HELD[name]
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # what is drawn is small, and to make it smaller takes minutes
    )
    @given(data=st.data())
    def check(data):
        call = draw_call(public, World(data.draw))
        before = plain([call.positional, call.named])
        results = []
        for _ in range(2):
            here.mkdir()
            try:
                found = done(public, call, here)
            finally:
                shutil.rmtree(here)
            hold(found)
            results.append(plain(found))
        assert plain([call.positional, call.named]) == before, "the arguments have changed"
        assert results[0] == results[1], "the same arguments give another result"
        assert list(elsewhere.iterdir()) == []

    check()


def hold(found: Done) -> None:
    """Tables follow their schemas; nothing of the texts is alive in pages."""
    for table in tables_in(found.result):
        schema = next((s for s in tables.SCHEMAS.values() if list(table) == [c.name for c in s.columns]), None)
        if schema is not None:
            schema.validate(table)
    for name, data in found.files.items():
        assert not name.endswith(".html") or alive(data.decode()) == []
