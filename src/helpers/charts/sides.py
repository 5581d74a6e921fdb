"""Whom actors speak for, as the tables of a run say: what charts on speakers and on those spoken about share."""

from collections import Counter, defaultdict

import pandas as pd


def sides(actors: pd.DataFrame, quotations: pd.DataFrame) -> dict[str, str]:
    """The actor that each actor speaks for: what its quotations say most often, else its affiliation, else itself.

    Args:
        actors: Table following `tables.ACTORS`.
        quotations: Table following `tables.QUOTATIONS`.
    """
    said: dict[str, Counter[str]] = defaultdict(Counter)
    counts = quotations.groupby(["speaker_id", "actor_id"]).size().reset_index(name="n")
    for speaker_id, actor_id, n in zip(*(counts[name] for name in counts), strict=True):
        said[speaker_id][actor_id] = n
    found = {}
    for actor_id, kind, affiliation in zip(actors["actor_id"], actors["kind"], actors["affiliation"], strict=True):
        if actor_id in said:
            found[actor_id] = min(said[actor_id], key=lambda side: (-said[actor_id][side], side))
        else:
            found[actor_id] = affiliation if kind == "person" and pd.notna(affiliation) else actor_id
    return found
