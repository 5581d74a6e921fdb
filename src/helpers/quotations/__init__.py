"""Who is reported to have said or thought what: attributions found in one parsed document."""

from collections.abc import Callable, Iterator

import pandas as pd
from spacy.tokens import Doc

from helpers.errors import ParameterError
from helpers.quotations.rules import Quotation, iter_quotations
from helpers.tables import QUOTATION_KINDS, RESOLUTIONS

__all__ = ["VARIANTS", "Quotation", "count_kinds", "find_variant", "iter_quotations"]

# The rules are the only variant so far; `default` and `fast` name what is best and what is quickest.
VARIANTS: dict[str, Callable[[Doc], Iterator[Quotation]]] = {
    "default": iter_quotations,
    "fast": iter_quotations,
    "rules": iter_quotations,
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
