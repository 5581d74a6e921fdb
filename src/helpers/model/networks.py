"""The networks in a pipeline."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from thinc.api import Model

if TYPE_CHECKING:
    from spacy.language import Language


def iter_networks(nlp: "Language") -> "Iterator[Model[Any, Any]]":
    """The networks of a pipeline's components, in order; rules have none."""
    for _, component in nlp.pipeline:
        network: Any = getattr(component, "model", None)
        if isinstance(network, Model):
            yield network
