"""Fixtures that several parts share."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock
from spacy.language import Language

from helpers import extraction, runs, tables
from helpers.model import load_model


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_model()


@pytest.fixture(scope="session")
def extract() -> Callable[..., SimpleNamespace]:
    """Extract from documents and segments in a run folder of their own, and read the tables that this makes."""

    def extract(folder: Path, documents, segments, **how) -> SimpleNamespace:
        runs.write_tables(folder, documents=documents, segments=segments, rejects=tables.REJECTS.empty())
        extraction.extract_run(folder, **how)
        names = ("mentions", "persons", "actors", "quotations", "alias_suggestions", "documents", "rejects")
        made = dict(zip(names, runs.read_tables(folder, *names), strict=True))
        return SimpleNamespace(reuse=extraction.Reuse(**runs.read_manifest(folder)["articles"]), **made)

    return extract


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory) -> Path:
    """The sample corpus run as users run it: notebooks, papermill, defaults; once, also for tests side by side."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "run" / "sample"
    folder.parent.mkdir(exist_ok=True)
    done = folder.parent / "stdout.txt"
    with FileLock(folder.parent / "lock"):
        if not done.exists():
            result = subprocess.run(
                [sys.executable, "-m", "helpers", "run", "--out", str(folder)],
                env=os.environ | {"PYTHONHASHSEED": "1"},
                cwd=folder.parent,
                capture_output=True,
                text=True,
                timeout=900,
            )
            assert result.returncode == 0, result.stderr
            done.write_text(result.stdout)
    return folder
