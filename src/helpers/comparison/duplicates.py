"""Statements that say the same again count once, by the rules of Discourse Network Analyzer."""

import numpy as np
import pandas as pd

from helpers.errors import ParameterError

_PERIODS = {"week": "W", "month": "M", "year": "Y"}

DUPLICATE_RULES = ("include", "document", *_PERIODS, "acrossrange")


def drop_duplicate_statements(statements: pd.DataFrame, *, rule: str = "document") -> pd.DataFrame:
    """Keep one statement per actor, issue, sign of agreement and unit: the earliest, of equally early the surest.

    As in Discourse Network Analyzer, duplicates are dropped before time is cut into windows. Unlike there, months and
    weeks of different years are different ones.

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
    ordered = statements.assign(doubt=-statements["confidence"]).sort_values(["published", "doubt", "statement_id"])
    keys = ordered[["actor_id", "issue_id"]].assign(sign=np.sign(ordered["agreement"]), unit=_units(ordered, rule))
    kept = ordered.loc[~keys.duplicated(), "statement_id"]
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
