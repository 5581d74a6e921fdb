"""Rows of tables as dictionaries."""

from typing import Any

import pandas as pd


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries, missing values as `None`."""
    rows: list[dict[str, Any]] = table.to_dict("records")  # type: ignore[assignment]
    return [
        {key: None if not isinstance(value, list) and pd.isna(value) else value for key, value in row.items()}
        for row in rows
    ]
