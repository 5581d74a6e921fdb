"""Who is reported to have said or thought what: attributions found in one parsed document."""

from collections.abc import Callable, Iterator

import pandas as pd
from spacy.tokens import Doc

from helpers.errors import ParameterError
from helpers.quotations import combined, rules
from helpers.quotations.highlight import highlight_article
from helpers.quotations.rules import Quotation
from helpers.tables import QUOTATION_KINDS, RESOLUTIONS

__all__ = ["VARIANTS", "Quotation", "count_kinds", "find_variant", "highlight_article"]

# `default` is the learned model with the rules; `fast`, for large corpora, so far is the rules alone.
VARIANTS: dict[str, Callable[[Doc], Iterator[Quotation]]] = {
    "default": combined.iter_quotations,
    "fast": rules.iter_quotations,
    "rules": rules.iter_quotations,
}


def find_variant(name: str) -> Callable[[Doc], Iterator[Quotation]]:
    """The function that finds quotations the way called `name`.

    Raises:
        ParameterError: If there is no such variant.
    """
    if name not in VARIANTS:
        raise ParameterError(f"Unknown way to find quotations {name!r}; allowed are {', '.join(VARIANTS)}.")
    return VARIANTS[name]


def count_kinds(quotations: pd.DataFrame) -> pd.DataFrame:
    """Quotations by kind (rows) and by how their speaker was found (columns)."""
    counts = pd.crosstab(quotations["kind"], quotations["resolution"])
    return counts.reindex(index=QUOTATION_KINDS, columns=RESOLUTIONS, fill_value=0)
