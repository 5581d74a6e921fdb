"""Statement tables from short rows."""

from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from helpers import tables

type Build = Callable[[list[tuple]], pd.DataFrame]


@pytest.fixture(scope="session")
def build() -> Build:
    """Rows are (actor, issue, agreement, document, published, confidence); the last two may be left out."""

    def build(rows: list[tuple]) -> pd.DataFrame:
        full = []
        for number, row in enumerate(rows):
            actor, issue, agreement, document, published, confidence = (*row, *(None, 0.9)[len(row) - 4 :])
            full.append(
                {
                    "statement_id": f"s{number:04}",
                    "document_id": document,
                    "actor_id": actor,
                    "issue_id": issue,
                    "target_ids": [],
                    "agreement": agreement,
                    "confidence": confidence,
                    "published": pd.Timestamp(published) if published else None,
                    "evidence": "so",
                    "evidence_start": 0,
                    "evidence_end": 2,
                    "rationale": "",
                    "flags": [],
                }
            )
        return tables.STATEMENTS.table(full)

    return build


@pytest.fixture(scope="session")
def reference() -> ModuleType:
    """The formulae in plain Python, from `reference.py` beside this file."""
    spec = spec_from_file_location("reference", Path(__file__).with_name("reference.py"))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
