"""Imports that cost less."""

import gc
import subprocess
import sys

import pytest

from helpers.imports import lightly

LIGHT = """
import sys
from helpers.imports import lightly
with lightly():
    import spacy
assert "spacy.cli.download" not in sys.modules and "spacy.cli" not in sys.modules
assert spacy.info()["spacy_version"] == spacy.__version__
import spacy.cli
assert callable(spacy.cli.download)
"""


def test_the_garbage_collector_does_not_look_at_what_was_imported_and_watches_again_whatever_happened():
    gc.unfreeze()
    with pytest.raises(ImportError), lightly():
        assert not gc.isenabled()
        import no_such_module  # noqa: F401
    assert gc.isenabled() and gc.get_freeze_count() > 0
    gc.unfreeze()


def test_the_command_line_of_spacy_is_imported_when_it_is_asked_for():
    found = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, found.stderr


def test_where_spacy_is_there_nothing_stands_in_for_a_part_of_it():
    import spacy.cli

    with lightly():
        assert sys.modules["spacy.cli"] is spacy.cli
    assert sys.modules["spacy.cli"] is spacy.cli
