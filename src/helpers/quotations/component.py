"""Quotations as a component of any English spaCy pipeline with tagger, parser and entities.

Example::

    nlp.add_pipe("quotations")
    for quotation in nlp(text)._.quotations: ...
"""

from spacy.language import Language
from spacy.tokens import Doc

from helpers.quotations import find_variant


@Language.factory("quotations", default_config={"variant": "default"}, assigns=["doc._.quotations"])
def make_component(nlp: Language, name: str, variant: str) -> "QuotationFinder":
    """Make the component; `variant` is one of `quotations.VARIANTS`.

    Raises:
        ParameterError: If there is no such variant.
    """
    return QuotationFinder(variant)


class QuotationFinder:
    """Sets `doc._.quotations`, a list of `Quotation` in order of position."""

    def __init__(self, variant: str = "default") -> None:
        self._find = find_variant(variant)
        if not Doc.has_extension("quotations"):
            Doc.set_extension("quotations", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Find the quotations of `doc`."""
        doc._.quotations = list(self._find(doc))
        return doc
