"""Fixtures that several parts share."""

import pytest
from spacy.language import Language

from helpers.model import load_model


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_model()
