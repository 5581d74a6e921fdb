"""The actors that are compared with each other: pairs grow with the square of the actors."""

import pandas as pd

MAX_ACTORS = 500  # actors compared two by two, sorted into communities and camps


def keep_busiest(statements: pd.DataFrame, *, max_actors: int = MAX_ACTORS) -> pd.DataFrame:
    """The statements of the actors that make most of them; of equally busy ones the first by id.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.
        max_actors: How many actors to keep; a corpus with fewer keeps all.
    """
    counts = statements["actor_id"].value_counts(sort=False).reset_index(name="n")
    if len(counts) <= max_actors:
        return statements
    busiest = counts.sort_values(["n", "actor_id"], ascending=[False, True])["actor_id"].head(max_actors)
    return statements[statements["actor_id"].isin(busiest)]
