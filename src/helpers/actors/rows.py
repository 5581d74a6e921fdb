"""Rows of tables as dictionaries."""

from typing import Any

import pandas as pd


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries, missing values as `None`."""
    names = [str(name) for name in table.columns]
    columns = (table[name].astype(object).where(table[name].notna(), None).tolist() for name in names)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
