"""What the tests on actors share: the catalogue and its matcher, read once."""

import pytest
from spacy.language import Language

from helpers import resources
from helpers.actors.catalogue import ActorCatalogue, load_catalogue
from helpers.actors.matcher import ActorMatcher


@pytest.fixture(scope="session")
def catalogue() -> ActorCatalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def sample_catalogue() -> ActorCatalogue:
    return load_catalogue(resources.REFERENCE / "sample_actors.yaml")


@pytest.fixture(scope="session")
def matcher(catalogue: ActorCatalogue, nlp: Language) -> ActorMatcher:
    return ActorMatcher(catalogue, nlp)


@pytest.fixture(scope="session")
def sample_matcher(sample_catalogue: ActorCatalogue, nlp: Language) -> ActorMatcher:
    return ActorMatcher(sample_catalogue, nlp)
