"""Windows of time."""

import pandas as pd
import pytest

from helpers.comparison import build_networks, build_window_networks, compare_statements
from helpers.comparison.windows import MAX_WINDOWS, iter_windows
from helpers.errors import ParameterError


def names(build, dates, **options) -> list[str]:
    rows = [("a", "x", 1, f"d{i}", day) for i, day in enumerate(dates)]
    return [window.name for window, _ in iter_windows(build(rows), **options)]


@pytest.mark.parametrize(
    ("unit", "size", "expected"),
    [
        ("none", 1, []),
        ("day", 1, ["2023-12-31/2023-12-31", "2024-01-02/2024-01-02", "2024-03-01/2024-03-01"]),
        ("week", 1, ["2023-12-25/2023-12-31", "2024-01-01/2024-01-07", "2024-02-26/2024-03-03"]),
        ("month", 1, ["2023-12-01/2023-12-31", "2024-01-01/2024-01-31", "2024-03-01/2024-03-31"]),
        ("month", 2, ["2023-12-01/2024-01-31", "2024-01-01/2024-02-29", "2024-02-01/2024-03-31"]),
        ("month", 9, ["2023-12-01/2024-08-31"]),
        ("year", 1, ["2023-01-01/2023-12-31", "2024-01-01/2024-12-31"]),
        ("event", 2, ["000001-000002", "000002-000003"]),
        ("event", 9, ["000001-000003"]),
    ],
)
def test_windows_are_calendar_units_or_numbers_of_statements(build, unit, size, expected):
    assert names(build, ["2024-03-01", "2023-12-31", "2024-01-02", None], unit=unit, size=size) == expected


def test_windows_of_events_move_on_by_half_and_cover_every_statement(build):
    dates = pd.date_range("2024-01-01", periods=10).strftime("%Y-%m-%d")
    assert names(build, dates, unit="event", size=4) == [
        "000001-000004", "000003-000006", "000005-000008", "000007-000010",
    ]  # fmt: skip
    assert names(build, dates, unit="event", size=5)[-1].endswith("000010")


def test_undated_statements_are_in_the_whole_and_in_no_window(build):
    rows = [("a", "x", 1, "d1", "2024-03-01"), ("b", "x", 1, "d2", None)]
    found = compare_statements(build(rows))
    assert found.polarization.set_index("window")["n_statements"].to_dict() == {"all": 2, "2024-03-01/2024-03-31": 1}
    assert found.window_networks["from_id"].tolist() == ["a"]


def test_the_networks_of_a_window_are_those_of_its_statements_alone(build):
    march = [("a", "x", 1, "d1", "2024-03-01"), ("b", "x", -1, "d2", "2024-03-09")]
    april = [("a", "x", 1, "d3", "2024-04-01"), ("b", "x", 1, "d4", "2024-04-09"), ("b", "y", 1, "d4", "2024-04-09")]
    found = build_window_networks(build([*march, *april]))
    for name, rows in (("2024-03-01/2024-03-31", march), ("2024-04-01/2024-04-30", april)):
        some = found[found["window"] == name].drop(columns=["window", "window_start", "window_end"])
        pd.testing.assert_frame_equal(some.reset_index(drop=True), build_networks(build(rows)))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "fortnight"}, "'fortnight'.*none, day, week, month, year, event"),
        ({"unit": "month", "size": 0}, r"at least 1 month\(s\); it holds 0"),
        ({"unit": "event", "size": 1}, r"at least 2 event\(s\); it holds 1"),
    ],
)
def test_a_window_that_is_not_allowed_is_named(build, options, message):
    with pytest.raises(ParameterError, match=message):
        list(iter_windows(build([]), **options))


def test_too_many_windows_are_refused_before_anything_is_measured(build):
    dates = pd.date_range("2001-01-01", periods=MAX_WINDOWS + 1).strftime("%Y-%m-%d")
    with pytest.raises(ParameterError, match=r"would be 1001; at most 1000.*longer"):
        names(build, dates, unit="day")
