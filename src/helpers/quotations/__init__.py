"""Who is reported to have said or thought what: attributions found in one parsed document."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd
from spacy.tokens import Doc

from helpers.errors import ParameterError
from helpers.quotations import combined, rules
from helpers.quotations.highlight import highlight_article
from helpers.quotations.learned.model import WEIGHTS, load_learned_model
from helpers.quotations.rules import Quotation
from helpers.tables import QUOTATION_KINDS, RESOLUTIONS

__all__ = ["VARIANTS", "Quotation", "count_kinds", "find_variant", "highlight_article"]

# The learned model with the rules; for large corpora, a narrow one with the rules; the rules alone.
VARIANTS = ("default", "fast", "rules")

Finder = Callable[[Doc], Iterator[Quotation]]


def find_variant(name: str, *, threshold: float | None = None, model: Path | None = None) -> Finder:
    """The function that finds quotations the way called `name`.

    Args:
        name: One of `VARIANTS`.
        threshold: Least confidence of a quotation, from 0 to 1: higher for precise, lower for complete results.
            When None, the value with the best F1.
        model: Folder of a model that `python -m helpers.training` wrote; the shipped one when None.

    Raises:
        ParameterError: If there is no such variant, the threshold is out of range, or `model` holds no model.
    """
    if name not in VARIANTS:
        raise ParameterError(f"Unknown way to find quotations {name!r}; allowed are {', '.join(VARIANTS)}.")
    if threshold is not None and not 0 <= threshold <= 1:
        raise ParameterError(f"The least confidence of a quotation must be from 0 to 1; it is {threshold}.")
    if name == "rules":
        return partial(rules.iter_quotations, threshold=threshold or 0.0)
    return partial(combined.iter_quotations, model=load_learned_model(model or WEIGHTS, name), threshold=threshold)


def count_kinds(quotations: pd.DataFrame) -> pd.DataFrame:
    """Quotations by kind (rows) and by how their speaker was found (columns)."""
    counts = pd.crosstab(quotations["kind"], quotations["resolution"])
    return counts.reindex(index=QUOTATION_KINDS, columns=RESOLUTIONS, fill_value=0)
