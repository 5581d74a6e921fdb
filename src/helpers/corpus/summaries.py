"""What a corpus holds, in small tables, and the way its columns are named in a parameter."""

from collections.abc import Iterable

import pandas as pd

from helpers.corpus.records import FIELDS
from helpers.errors import ParameterError


def parse_columns(assignments: Iterable[str]) -> dict[str, str]:
    """Read column names given as `ROLE=NAME` or `ROLE:NAME`.

    Raises:
        ParameterError: If one is not written so or names no role.

    Example:
        >>> parse_columns(["text=body", "date=printed on"])
        {'text': 'body', 'date': 'printed on'}
    """
    columns = {}
    for assignment in assignments:
        role, separator, name = str(assignment).replace("=", ":", 1).partition(":")
        if not separator or role not in FIELDS or not name:
            raise ParameterError(f"Column {assignment!r} must be ROLE=NAME, with a role out of {', '.join(FIELDS)}.")
        columns[role] = name
    return columns


def summarize_outlets(documents: pd.DataFrame) -> pd.DataFrame:
    """Count documents, copies and dated documents per outlet, and show the period: one row per outlet."""
    grouped = documents.assign(outlet=documents["outlet"].fillna("(unknown)")).groupby("outlet", sort=True)
    return grouped.agg(
        documents=("document_id", "size"),
        copies=("duplicate_of", "count"),
        dated=("published", "count"),
        first=("published", "min"),
        last=("published", "max"),
        words=("n_words", "sum"),
    ).reset_index()


def summarize_segments(segments: pd.DataFrame) -> pd.DataFrame:
    """Count segments and their characters by kind, the largest first."""
    counted = segments.assign(characters=segments["end"] - segments["start"]).groupby("kind")["characters"]
    table = counted.agg(segments="size", characters="sum").reset_index()
    return table.sort_values(["characters", "kind"], ascending=[False, True])
