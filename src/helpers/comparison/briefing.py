"""Comparisons as a reader wants them: opponents first, shifts with both pieces of evidence."""

import pandas as pd

from helpers.tables import ACTOR_PAIRS


def rank_opponents(actor_pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs of actors, those whose conflict outweighs their congruence most first."""
    front = actor_pairs["conflict"] - actor_pairs["congruence"]
    columns = [column.name for column in ACTOR_PAIRS.columns]
    ranked = actor_pairs.assign(front=front).sort_values(
        ["front", "actor_id", "other_actor_id"], ascending=[False, True, True]
    )
    return ranked[columns]


def show_shifts(position_shifts: pd.DataFrame, statements: pd.DataFrame) -> str:
    """Shifts and contradictions as text, each with the sentences before and after."""
    if position_shifts.empty:
        return "No shift and no contradiction was found."
    evidence = dict(zip(statements["statement_id"], statements["evidence"], strict=True))
    blocks = []
    for row in position_shifts.to_dict("records"):
        date = "undated" if pd.isna(row["date"]) else f"{row['date']:%Y-%m-%d}"
        blocks.append(
            f"{row['actor_id']} on {row['issue_id']}: {row['kind']}, "
            f"{row['before']:+.1f} to {row['after']:+.1f}, {date}\n"
            f"  before: {_shortened(evidence[row['evidence_before']])}\n"
            f"  after:  {_shortened(evidence[row['evidence_after']])}"
        )
    return "\n".join(blocks)


def _shortened(text: str, limit: int = 140) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
