"""Publication dates as written, never guessed."""

from datetime import date

import pytest

from helpers.corpus.dates import choose_date, date_in_file_name, date_in_url, find_dates, parse_date

DAY = date(2024, 3, 12)


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-12", "2024-03-12T23:30:00-05:00",
        "2024/03/12", "20240312", "20240312T101500Z", "12 March 2024",
        "12th March, 2024", "March 12, 2024", "Mar. 12 2024", "Tue, 12 Mar 2024 08:00:00 GMT", "12.Mar.2024",
        "12.03.2024", "12-Mar-2024",
        "1710237600", "1710237600000", "12th of March 2024",
    ],
)  # fmt: skip
def test_date_is_read_as_written(value):
    assert parse_date(value) == (DAY,)


@pytest.mark.parametrize(
    "value", ["yesterday", "2 hours ago", "March 12", "March 2024", "12 Mar 24", "", "n/a", "2024"]
)
def test_date_without_day_or_year_is_no_date(value):
    assert parse_date(value) is None


@pytest.mark.parametrize(
    "value", ["0001-01-01", "2024-13-45", "31.02.2024", "March 12, 9999", "1970-01-01", "0", "12 March 1024"]
)
def test_absurd_date_means_no_day(value):
    assert not parse_date(value)


def test_numbers_with_two_readings_mean_both():
    assert parse_date("03/04/2024") == (date(2024, 3, 4), date(2024, 4, 3))
    assert parse_date("13/04/2024") == (date(2024, 4, 13),)
    assert parse_date("04/04/2024") == (date(2024, 4, 4),)


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("observer_20240312_title", (DAY,)),
        ("2024-03-12-title", (DAY,)),
        ("title.2024.03.12", (DAY,)),
        ("news20240312", (DAY,)),
        ("20240312T1015", (DAY,)),
        ("title-12-03-2024", (DAY, date(2024, 12, 3))),
        ("title-13-03-2024", (date(2024, 3, 13),)),
        ("000_79cb4455fed1c004", None),
        ("a20240312b", None),
        ("120240312", None),
        ("20241399", None),
        ("18500101", None),
        ("article-2024-03", None),
        ("herald-0214-turbine", None),
    ],
)
def test_file_name_gives_a_date_only_if_it_is_one(stem, expected):
    found = date_in_file_name(stem)
    assert (sorted(found) if found else None) == (sorted(expected) if expected else None)


def test_date_in_url():
    assert date_in_url("https://mail.example/2024/03/12/strike") == (DAY,)
    assert date_in_url("https://mail.example/strike-202403121") is None


def test_dates_keep_their_place():
    text = "Lisenne, 12 March 2024"
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "12 March 2024"


AMBIGUOUS = (date(2024, 3, 12), date(2024, 12, 3))


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([("metadata", (DAY,)), ("filename", (date(2020, 1, 1),))], (DAY, "metadata", ())),
        ([("metadata", None), ("dateline", (DAY,))], (DAY, "dateline", ())),
        ([("metadata", AMBIGUOUS)], (None, None, ("ambiguous_date",))),
        ([("metadata", AMBIGUOUS), ("filename", (DAY,))], (DAY, "metadata", ())),
        ([("metadata", AMBIGUOUS), ("filename", (date(2020, 1, 1),))], (date(2020, 1, 1), "filename", ())),
        ([("metadata", ())], (None, None, ("absurd_date",))),
        ([("metadata", ()), ("filename", (DAY,))], (DAY, "filename", ("absurd_date",))),
        ([], (None, None, ())),
    ],
    ids=["first_wins", "next_if_none", "ambiguous", "settled", "contradicted", "absurd", "absurd_then_good", "nothing"],
)
def test_most_trusted_clear_date_is_chosen(candidates, expected):
    assert tuple(choose_date(candidates)) == expected
