"""Quotations as a component of any English spaCy pipeline with tagger, parser and entities.

Example::

    nlp.add_pipe("quotations", config={"variant": "fast"})
    for quotation in nlp(text)._.quotations: ...
"""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from helpers.quotations import find_variant

_DEFAULTS = {"variant": "default", "threshold": None, "model": None}


@Language.factory("quotations", default_config=_DEFAULTS, assigns=["doc._.quotations"])
def make_component(
    nlp: Language, name: str, variant: str, threshold: float | None, model: str | None
) -> "QuotationFinder":
    """Make the component; `variant`, `threshold` and `model` (a folder) are those of `quotations.find_variant`.

    Raises:
        ParameterError: As there.
    """
    return QuotationFinder(variant, threshold=threshold, model=model)


class QuotationFinder:
    """Sets `doc._.quotations`, a list of `Quotation` in order of position."""

    def __init__(self, variant: str = "default", *, threshold: float | None = None, model: str | None = None) -> None:
        self._find = find_variant(variant, threshold=threshold, model=Path(model) if model else None)
        if not Doc.has_extension("quotations"):
            Doc.set_extension("quotations", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Find the quotations of `doc`."""
        doc._.quotations = list(self._find(doc))
        return doc
