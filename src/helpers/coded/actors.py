"""The actors of coded statements, which know them by name only."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd

from helpers import tables


def make_actors(statements: pd.DataFrame, kind: str, spoken_for: Iterable[tuple[str, str]] = ()) -> pd.DataFrame:
    """Make an actors table.

    Args:
        statements: Table following `tables.STATEMENTS`.
        kind: What kind of actor takes the positions, one of `tables.ACTOR_KINDS`.
        spoken_for: Persons with the organisations that they are coded with, once for each statement. The commonest
            one is a person's affiliation, and an actor too.

    Returns:
        Table following `tables.ACTORS`; mentions are statements.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for person, organisation in spoken_for:
        counts[person][organisation] += 1
    names = set(statements["actor_id"])
    commonest = {person: min(of.items(), key=lambda item: (-item[1], item[0]))[0] for person, of in counts.items()}
    affiliation = {person: name for person, name in commonest.items() if name and name not in names}
    rows = [
        _row(str(actor_id), kind, group, affiliation.get(str(actor_id)))
        for actor_id, group in statements.groupby("actor_id", sort=True)
    ]
    organisation_of = statements["actor_id"].map(affiliation)
    rows += [_row(str(name), "organisation", group, None) for name, group in statements.groupby(organisation_of)]
    return tables.ACTORS.table(rows)


def _row(actor_id: str, kind: str, statements: pd.DataFrame, affiliation: str | None) -> dict[str, Any]:
    return {
        "actor_id": actor_id,
        "name": actor_id,
        "kind": kind,
        "affiliation": affiliation,
        "aliases": [],
        "n_mentions": len(statements),
        "n_documents": statements["document_id"].nunique(),
    }
