"""Which statement to show for a position: the surest one on its side."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

type Witnesses = Mapping[tuple[str, str, bool], Mapping[Any, Any]]


def surest_statements(statements: pd.DataFrame) -> Witnesses:
    """The surest statement of each actor on each issue for (True) and against (False) it, as a row.

    Of equally sure ones it is the one with the smallest id.

    Args:
        statements: Table following `tables.STATEMENTS`.
    """
    sided = statements.loc[statements["agreement"] != 0]
    ranked = sided.sort_values(["confidence", "statement_id"], ascending=[True, False])
    columns = ["actor_id", "issue_id", "agreement", "statement_id", "confidence", "document_id", "evidence"]
    ranked = ranked[~ranked[columns[:2]].assign(side=ranked["agreement"] > 0).duplicated(keep="last")]
    return {(row["actor_id"], row["issue_id"], row["agreement"] > 0): row for row in ranked[columns].to_dict("records")}
