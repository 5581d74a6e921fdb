"""What is drawn does not depend on which tests ran before."""

import pytest
from hypothesis.internal.conjecture import providers


@pytest.fixture(autouse=True)
def same_draws_in_any_order(monkeypatch):
    """Otherwise hypothesis also draws numbers and texts that it finds in the modules loaded so far."""
    monkeypatch.setattr(providers.HypothesisProvider, "_local_constants", providers.Constants())
    monkeypatch.setattr(providers, "CONSTANTS_CACHE", type(providers.CONSTANTS_CACHE)(1024))
