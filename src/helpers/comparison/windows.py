"""Parts of time: by calendar, or by number of statements."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.errors import ParameterError

_CALENDAR = {"day": "D", "week": "W", "month": "M", "year": "Y"}
WINDOW_UNITS = ("none", *_CALENDAR, "event")
MAX_WINDOWS = 1000
WHOLE = "all"


class Window(NamedTuple):
    """A part of time: its name, and its first and last day (none for the whole, which holds undated statements too)."""

    name: str
    start: pd.Timestamp | None
    end: pd.Timestamp | None


def iter_windows(
    statements: pd.DataFrame, *, unit: str = "month", size: int = 1
) -> Iterator[tuple[Window, pd.DataFrame]]:
    """The dated statements, window by window, in order of time; empty windows are left out.

    Calendar windows are whole days, weeks (from Monday), months or years, `size` of them together; they move on by
    one unit, so that windows of more than one overlap. Windows of events hold `size` statements that follow each
    other (in order of date, document and id) and move on by half of that, up to the last statement. As in Discourse
    Network Analyzer, a window never reaches beyond the first or last unit with a statement.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.
        unit: One of `WINDOW_UNITS`; `none` gives no window.
        size: How many units a window holds.

    Yields:
        A window and its statements. Its name is `first day/last day`, of windows of events `first-last` by number.

    Raises:
        ParameterError: If the unit is unknown, the size is too small, or there are more than `MAX_WINDOWS` windows.
    """
    if unit not in WINDOW_UNITS:
        raise ParameterError(f"Unknown window {unit!r}; allowed are {', '.join(WINDOW_UNITS)}.")
    if size < (2 if unit == "event" else 1):
        raise ParameterError(f"A window must hold at least {2 if unit == 'event' else 1} {unit}(s); it holds {size}.")
    dated = statements[statements["published"].notna()].sort_values(["published", "document_id", "statement_id"])
    if unit == "none" or dated.empty:
        return
    windows = list(_event_windows(dated, size) if unit == "event" else _calendar_windows(dated, unit, size))
    if len(windows) > MAX_WINDOWS:
        raise ParameterError(
            f"Windows of {size} {unit}(s) would be {len(windows)}; at most {MAX_WINDOWS} are made. Choose longer ones."
        )
    for window, first, end in windows:
        yield window, dated[first:end]


def _calendar_windows(dated: pd.DataFrame, unit: str, size: int) -> Iterator[tuple[Window, int, int]]:
    """Windows with the numbers of their first row and of the row after their last."""
    periods = dated["published"].dt.to_period(_CALENDAR[unit])
    first = periods.iloc[0]
    numbers = np.array([period.ordinal for period in periods]) - first.ordinal
    starts = {start for number in np.unique(numbers) for start in range(number - size + 1, number + 1)}
    for start in sorted(start for start in starts if 0 <= start <= max(numbers[-1] - size + 1, 0)):
        begin, end = np.searchsorted(numbers, [start, start + size])
        days = (first + start).start_time, (first + (start + size - 1)).end_time.normalize()
        yield Window("/".join(f"{day:%Y-%m-%d}" for day in days), *days), int(begin), int(end)


def _event_windows(dated: pd.DataFrame, size: int) -> Iterator[tuple[Window, int, int]]:
    days = dated["published"].tolist()
    last = max(len(days) - size, 0)
    for first in [*range(0, last, (size + 1) // 2), last]:
        end = min(first + size, len(days))
        yield Window(f"{first + 1:06}-{end:06}", days[first], days[end - 1]), first, end
