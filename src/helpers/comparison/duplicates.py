"""Statements that say the same again count once, by the rules of Discourse Network Analyzer."""

import numpy as np
import pandas as pd

from helpers.errors import ParameterError

_PERIODS = {"week": "W", "month": "M", "year": "Y"}

DUPLICATE_RULES = ("include", "document", *_PERIODS, "acrossrange")


def drop_duplicate_statements(statements: pd.DataFrame, *, rule: str = "document") -> pd.DataFrame:
    """Keep one statement per actor, issue, sign of agreement and unit; the most confident one.

    Args:
        statements: Table following `tables.STATEMENTS`.
        rule: The unit: `include` keeps all, `document`, `week` (from Monday), `month` and `year` (by publication;
            undated documents count as units of their own), `acrossrange` the whole corpus.

    Returns:
        The statements kept, in their order.

    Raises:
        ParameterError: If the rule is unknown.
    """
    if rule not in DUPLICATE_RULES:
        raise ParameterError(f"Unknown duplicate rule {rule!r}; allowed are {', '.join(DUPLICATE_RULES)}.")
    if rule == "include":
        return statements
    surest = statements.assign(doubt=-statements["confidence"]).sort_values(["doubt", "statement_id"])
    keys = surest[["actor_id", "issue_id"]].assign(sign=np.sign(surest["agreement"]), unit=_units(surest, rule))
    kept = surest.loc[~keys.duplicated(), "statement_id"]
    return statements[statements["statement_id"].isin(kept)]


def _units(statements: pd.DataFrame, rule: str) -> "pd.Series[str]":
    """Within which unit each statement counts once."""
    if rule == "acrossrange":
        return pd.Series("", index=statements.index)
    documents = "document " + statements["document_id"]
    if rule == "document":
        return documents
    periods = statements["published"].dt.to_period(_PERIODS[rule]).astype("str")
    return documents.where(statements["published"].isna(), periods)
