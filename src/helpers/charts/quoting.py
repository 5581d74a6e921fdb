"""The words behind a mark: statements as hover boxes show them, cut, escaped, with source, date and confidence."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from helpers.wording import escaped, wrapped

# Actor id, issue id and the side taken (the sign of the agreement; None: whichever).
Place = tuple[str, str, int | None]


def sources(documents: pd.DataFrame | None, statements: pd.DataFrame) -> dict[str, str]:
    """What names each article of some statements in a hover box: its outlet, else its file or record."""
    if documents is None:
        return {}
    own = documents.loc[documents["document_id"].isin(statements["document_id"].unique())]
    return dict(zip(own["document_id"], own["outlet"].fillna(own["source"]), strict=True))


def quoted(statement: Mapping[Any, Any], named: Mapping[str, str]) -> str:
    """One statement in Plotly's pseudo-HTML; `named` is from `sources`."""
    source = named.get(statement["document_id"], statement["document_id"])
    when = "no date" if pd.isna(statement["published"]) else f"{statement['published']:%Y-%m-%d}"
    words, sure = wrapped(statement["evidence"], 54), f"confidence {statement['confidence']:.2f}"
    return f"{words}<br>{escaped(source, 40)}, {when}, {sure}"


def surest_quotes(statements: pd.DataFrame | None, documents: pd.DataFrame | None) -> dict[Place, str]:
    """The most confident statement of each actor on each issue: on each side, and on any."""
    if statements is None:
        return {}
    ranked = statements.sort_values(["confidence", "statement_id"], ascending=[False, True])
    keys = ranked[["actor_id", "issue_id"]].assign(side=np.sign(ranked["agreement"]))
    surest = ranked[~keys.duplicated()]
    named, found = sources(documents, surest), {}
    for row in surest.to_dict("records"):
        for side in (side_of(row["agreement"]), None):
            place = (row["actor_id"], row["issue_id"], side)
            if place not in found:
                found[place] = quoted(row, named)
    return found


def quote_for(position: Mapping[Any, Any], quotes: Mapping[Place, str]) -> str:
    """The surest words for a position on a new line: on its own side, else any; "" where there are none."""
    actor_id, issue_id = position["actor_id"], position["issue_id"]
    words = quotes.get((actor_id, issue_id, side_of(position["agreement"])), quotes.get((actor_id, issue_id, None)))
    return f"<br>{words}" if words else ""


def side_of(agreement: float) -> int:
    """-1, 0 or 1."""
    return (agreement > 0) - (agreement < 0)
