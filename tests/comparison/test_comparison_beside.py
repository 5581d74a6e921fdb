"""What another process measures meanwhile is what this one would have measured."""

import os
from functools import partial

import pandas as pd

from helpers import comparison, engines
from helpers.comparison.polarization import measure_polarization
from helpers.engines import Engine


def measured_elsewhere(pid, statements, **how):
    """Measures in any process but the one that asks."""
    assert os.getpid() != pid
    return measure_polarization(statements, **how)


def test_polarization_is_the_same_measured_beside_the_rest(build, monkeypatch):
    sides = zip("abcdef" * 4, ["toll", "bridge"] * 12, [1, -1, 1, 1, -1] * 5, strict=False)
    coded = build(
        [(actor, issue, side, f"d{n}", f"2026-0{1 + n % 3}-01") for n, (actor, issue, side) in enumerate(sides)]
    )
    alone = comparison.compare_statements(coded)
    monkeypatch.setattr(comparison, "measure_polarization", partial(measured_elsewhere, os.getpid()))
    monkeypatch.setattr(engines, "have_begun", lambda: True)
    monkeypatch.setattr(engines, "WORTH_BESIDE", 2)
    together = comparison.compare_statements(coded, engine=Engine(2))
    for here, there in zip(alone, together, strict=True):
        pd.testing.assert_frame_equal(here, there)
