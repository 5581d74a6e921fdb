"""Publication dates: calendar dates as written, with a year; never a guess between two readings."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WRITTEN = "|".join(
    (
        r"(?<!\d)(?P<iso_year>\d{4})(?P<iso_sep>[-/.])(?P<iso_month>\d{1,2})(?P=iso_sep)(?P<iso_day>\d{1,2})(?!\d)",
        r"(?<![\d.,])(?P<compact>\d{8})(?=T\d|(?![\d.,]\d|\w))",
        rf"(?<![\d.]){_DAY}[\s.\-]{{0,3}}(?:of\s)?{_MONTH}\.?,?[\s.\-]{{0,3}}(?P<year>\d{{4}})(?!\d)",
        rf"(?<![a-z]){_MONTH.replace('month', 'us_month')}\.?\s{{1,3}}{_DAY.replace('day', 'us_day')}"
        r",?\s{1,3}(?P<us_year>\d{4})(?!\d)",
        r"(?<![\d./-])(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2})(?P=sep)(?P<num_year>\d{4})(?!\d)",
    )
)
_DATE = re.compile(_WRITTEN, re.IGNORECASE)
_DAY_AND_MONTH = re.compile(
    rf"(?<![a-z]){_MONTH.replace('month', 'm1')}\.?\s{{1,3}}\d{{1,2}}(?!\d)"
    rf"|(?<!\d)\d{{1,2}}\s{_MONTH.replace('month', 'm2')}",
    re.IGNORECASE,
)
# A name that is a number in hexadecimal is no date.
_IN_FILE_NAME = re.compile(
    r"(?:(?<![^\W_])|(?<=[a-z]{3}))(?:(?P<year>\d{4})(?P<sep>[-_. ]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})"
    r"|(?P<first>\d{2})(?P<sep2>[-_.])(?P<second>\d{2})(?P=sep2)(?P<last_year>\d{4}))(?=T\d|(?![^\W_]))",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/-])")
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?(?:\.\d+)?\s*")


class WrittenDate(NamedTuple):
    """A date in a text: its place, and the days it can mean (none: impossible, two: ambiguous)."""

    start: int
    end: int
    days: tuple[date, ...]


class Chosen(NamedTuple):
    """The publication date of an article, what it was taken from, and flags for what was wrong."""

    published: date | None
    published_from: str | None
    flags: tuple[str, ...]


def find_dates(text: str) -> list[WrittenDate]:
    """All full dates in a short text.

    Example:
        >>> [d.days[0].isoformat() for d in find_dates("Lisenne, 12 March 2024, updated 2024-03-13")]
        ['2024-03-12', '2024-03-13']
    """
    return [WrittenDate(*match.span(), _days(match)) for match in _DATE.finditer(text)]


def find_days_without_year(text: str) -> list[tuple[int, int]]:
    """The spans of dates such as "March 12", which say nothing about the year."""
    return [match.span() for match in _DAY_AND_MONTH.finditer(text)]


def parse_date(value: str) -> tuple[date, ...] | None:
    """The days that a date in the metadata can mean; none for no date at all.

    Example:
        >>> parse_date("Tue, 12 Mar 2024 23:30:00 -0500")
        (datetime.date(2024, 3, 12),)
        >>> len(parse_date("03/04/2024")), parse_date("31.02.2024"), parse_date("yesterday")
        (2, (), None)
    """
    epoch = _EPOCH.fullmatch(value)
    if epoch:
        return _possible((datetime.fromtimestamp(int(epoch[1]), UTC).date(),))
    written = find_dates(value[:200])
    return _possible(written[0].days) if written else None


def date_in_file_name(stem: str) -> tuple[date, ...] | None:
    """The days that a file name can mean; digits that are no date are none."""
    for match in _IN_FILE_NAME.finditer(stem):
        if match["year"]:
            days = _calendar(match["year"], match["month"], match["day"])
        else:
            days = _day_first_or_second(match["first"], match["second"], match["last_year"])
        if days:
            return days
    return None


def date_in_url(url: str) -> tuple[date, ...] | None:
    """The day in an address such as `/2024/03/12/`."""
    match = _IN_URL.search(url[:2000])
    return (_calendar(*match.groups()) or None) if match else None


def choose_date(candidates: Iterable[tuple[str, tuple[date, ...] | None]]) -> Chosen:
    """Take the first candidate that means one day; settle an ambiguous one by a later one.

    Args:
        candidates: `published_from` and the days that a part of the article can mean, most trusted first.

    Returns:
        No date where nothing is sure, with the flag `ambiguous_date` or `absurd_date` that says why.
    """
    found = [(origin, days) for origin, days in candidates if days is not None]
    absurd = ("absurd_date",) if any(not days for _, days in found) else ()
    unclear: list[tuple[str, tuple[date, ...]]] = []
    for origin, days in found:
        if len(days) == 1:
            settled = next((earlier for earlier, readings in unclear if days[0] in readings), origin)
            return Chosen(days[0], settled, absurd)
        if days:
            unclear.append((origin, days))
    return Chosen(None, None, absurd + (("ambiguous_date",) if unclear else ()))


def _days(match: re.Match[str]) -> tuple[date, ...]:
    if match["iso_year"]:
        return _calendar(match["iso_year"], match["iso_month"], match["iso_day"])
    if match["compact"]:
        return _calendar(match["compact"][:4], match["compact"][4:6], match["compact"][6:])
    if match["year"]:
        return _calendar(match["year"], _month_number(match["month"]), match["day"])
    if match["us_year"]:
        return _calendar(match["us_year"], _month_number(match["us_month"]), match["us_day"])
    if match["sep"] == ".":
        return _calendar(match["num_year"], match["second"], match["first"])
    return _day_first_or_second(match["first"], match["second"], match["num_year"])


def _day_first_or_second(first: str, second: str, year: str) -> tuple[date, ...]:
    readings = {*_calendar(year, second, first), *_calendar(year, first, second)}
    return tuple(sorted(readings))


def _calendar(year: str, month: str, day: str) -> tuple[date, ...]:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return ()
    return (found,) if FIRST_YEAR <= found.year <= LAST_YEAR else ()


def _possible(days: tuple[date, ...]) -> tuple[date, ...]:
    """Years that articles may have; 1 January 1970 in metadata is a missing date that became zero seconds."""
    return tuple(day for day in days if FIRST_YEAR <= day.year <= LAST_YEAR and day != date(1970, 1, 1))


def _month_number(name: str) -> str:
    return str(_MONTHS.index(name[:3].lower()) + 1)
