"""Title, byline, dateline, body and boilerplate as spans."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus.headers import read_byline, read_date_line, read_dateline, split_stamp
from helpers.corpus.layout import read_layout
from helpers.corpus.paragraphs import split_paragraphs

FIRST = "The crews of the ferries have ended their strike after nine days, the harbour board said."
SECOND = "Dues will stay as they were until the autumn, and the owners will pay."


def kinds(text, **known):
    return [(s.kind, text[s.start : s.end]) for s in read_layout(text, **known).segments]


def test_article_is_divided_into_its_parts():
    head = "Ferry crews end their strike\nBy Ilse Brandt, Harbour Mail"
    text = f"{head}\n\nARLO, 12 March 2024 — {FIRST}\n\n{SECOND}\n\nRead also: X"
    assert kinds(text) == [
        ("title", "Ferry crews end their strike"),
        ("byline", "By Ilse Brandt, Harbour Mail"),
        ("dateline", "ARLO, 12 March 2024 —"),
        ("body", FIRST),
        ("body", SECOND),
        ("boilerplate", "Read also: X"),
    ]


def test_layout_reports_what_the_text_says_about_itself():
    layout = read_layout(
        f"Crews end strike\nBy Ilse Brandt, Harbour Mail\nPublished: 12 March 2024, 10:30\n{FIRST}\n{SECOND}"
    )
    assert (layout.title, layout.byline, layout.outlet) == ("Crews end strike", "Ilse Brandt", "Harbour Mail")
    assert [d.isoformat() for d in layout.header_days] == ["2024-03-12"]
    assert layout.dateline_days is None


@pytest.mark.parametrize(
    ("first", "is_title"),
    [
        ("Ferry crews end their strike", True),
        ("Will the crews go back?", True),
        ("“We are going nowhere”", True),
        ("The crews have ended their strike.", False),
        ("and then the crews went home", False),
        ("Ferries", False),
        ("word " * 40, False),
    ],
)
def test_title_is_a_first_line_that_looks_like_a_headline(first, is_title):
    assert (kinds(f"{first}\n{FIRST}\n{SECOND}")[0][0] == "title") is is_title


def test_title_follows_stamp_and_byline():
    assert [k for k, _ in kinds(f"12 March 2024\nBy Ilse Brandt\nCrews end strike\n{FIRST}")] == [
        "dateline", "byline", "title", "body",
    ]  # fmt: skip


def test_lone_line_is_body_even_if_it_looks_like_a_headline():
    assert kinds("Crews end their strike") == [("body", "Crews end their strike")]


def test_known_title_is_the_only_title():
    text = f"Something else up here\n{FIRST}"
    assert kinds(text, title="Crews end strike")[0][0] == "body"
    assert kinds(f"Crews end  strike\n{FIRST}", title="Crews end strike")[0][0] == "title"


def test_link_glued_to_a_paragraph_becomes_boilerplate():
    text = f"{FIRST}\n\n{SECOND} See also New Bell For The Old Pier"
    assert kinds(text)[1:] == [("body", SECOND), ("boilerplate", "See also New Bell For The Old Pier")]


def test_stamp_glued_to_the_headline_is_cut_off():
    text = f" date 2024-03-12 12 March 2024 19:00 (UTC+04:00)Crews end their strike\n{FIRST}\n{SECOND}"
    assert [k for k, _ in kinds(text)] == ["dateline", "title", "body", "body"]
    assert read_layout(text).header_days is not None


HARD_WRAPPED = """Crews end strike

The crews of the ferries have ended their strike after nine days, the
harbour board said on Monday. Dues will stay as they were until the
autumn.

The owners will pay for the days that were lost, and nobody on the
quay could say who had won.
"""


def test_hard_wrapped_lines_are_joined_into_paragraphs():
    parts = kinds(HARD_WRAPPED)
    assert [k for k, _ in parts] == ["title", "body", "body"]
    assert parts[1][1].startswith("The crews") and parts[1][1].endswith("autumn.")


def test_hard_wrapped_paragraphs_without_blank_lines_end_with_short_lines():
    text = HARD_WRAPPED.replace("\n\n", "\n")
    assert [k for k, _ in kinds(text)] == ["title", "body", "body"]


def test_single_line_ends_separate_paragraphs():
    assert len(split_paragraphs(f"{FIRST}\n{SECOND}\n{FIRST}")) == 3


def test_list_of_short_lines_is_not_hard_wrapped():
    assert len(split_paragraphs("Cranes at last\nBell for the pier\nCooks want fish\nSnow on the pass")) == 4


@pytest.mark.parametrize(
    ("line", "byline", "outlet"),
    [
        ("By Ilse Brandt", "Ilse Brandt", None),
        ("By Ilse Brandt, HARBOURMAIL", "Ilse Brandt", "HARBOURMAIL"),
        ("By Ilse Brandt and Tam Orlo, Harbour Mail", "Ilse Brandt and Tam Orlo", "Harbour Mail"),
        ("By Ilse Brandt, Tam Orlo", "Ilse Brandt, Tam Orlo", None),
        ("by Ilse Brandt | Harbour Times | 12 March 2024", "Ilse Brandt", "Harbour Times"),
        ("By Ilse Brandt, diplomatic correspondent", "Ilse Brandt", None),
        ("Author: Ilse Brandt", "Ilse Brandt", None),
        ("Written by Ilse Brandt", "Ilse Brandt", None),
    ],
)
def test_byline_names_who_wrote_and_for_whom(line, byline, outlet):
    header = read_byline(line)
    assert (header.byline, header.outlet) == (byline, outlet)


@pytest.mark.parametrize(
    "line", ["By Monday the pier was empty.", "By all accounts a quiet day", "Bylaws Of The Port", "By"]
)
def test_sentence_that_begins_with_by_is_no_byline(line):
    assert read_byline(line) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: 12 March 2024, 10:30", "2024-03-12"),
        (" date 2024-03-12 12 March 2024 19:00 (UTC+04:00)", "2024-03-12"),
        ("Posted on March 12, 2024 by admin", "2024-03-12"),
        ("Posted on March 12, 2024 by news_desk", "2024-03-12"),
        ("Posted on March 12, 2024 by Ilse Brandt", "2024-03-12"),
        ("Tuesday, 12 March 2024", "2024-03-12"),
        ("12.03.2024, 14:41 | Politics | Views: 1 204", "2024-03-12"),
        ("Published 12 March 2024 Updated 14 March 2024", "2024-03-12"),
        ("Lisenne, 12 March 2024", "2024-03-12"),
    ],
)
def test_line_that_is_mostly_a_date_is_a_date_line(line, day):
    assert [d.isoformat() for d in read_date_line(line.strip()).days] == [day]


@pytest.mark.parametrize(
    "line",
    [
        "The vote of 12 March 2024 was a sham",
        "On 12 March 2024 the crews went home.",
        "Crews to meet on 12 March 2024",
        "No date here",
    ],
)
def test_line_with_a_date_in_a_sentence_is_no_date_line(line):
    assert read_date_line(line) is None


def test_line_that_only_says_when_it_was_updated_gives_no_date():
    assert read_date_line("Updated: 14 March 2024").days is None


@pytest.mark.parametrize(
    ("start", "length_of", "agency", "day"),
    [
        (
            "LISENNE, 12 March 2024 (Meridian Wire) — The",
            "LISENNE, 12 March 2024 (Meridian Wire) — ",
            "Meridian Wire",
            "2024-03-12",
        ),
        ("PORT SELM, March 12 (Meridian Wire) - The", "PORT SELM, March 12 (Meridian Wire) - ", "Meridian Wire", None),
        ("PORT SELM (Meridian Wire) -- The", "PORT SELM (Meridian Wire) -- ", "Meridian Wire", None),
        ("KARVOS, March 12. /SARN/. The", "KARVOS, March 12. /SARN/. ", "SARN", None),
        ("Lisenne, March 12, 2024 – The", "Lisenne, March 12, 2024 – ", None, "2024-03-12"),
        ("ARLO, Belmora — The", "ARLO, Belmora — ", None, None),
        ("(Meridian Wire) - The", "(Meridian Wire) - ", "Meridian Wire", None),
    ],
)
def test_dateline_is_read(start, length_of, agency, day):
    length, header = read_dateline(start)
    assert (start[:length], header.outlet) == (length_of, agency)
    assert ([d.isoformat() for d in header.days] if header.days else [None]) == [day]


@pytest.mark.parametrize(
    "start",
    [
        "The vote — a sham, say its critics — was held in March.",
        "Karvos said the vote was fair.",
        "MC-led talks ended.",
        "Petra Lindqvar (right) and Anselm Corry met.",
        "On 12 March 2024 - a Tuesday - the crews went home.",
    ],
)
def test_prose_has_no_dateline(start):
    assert read_dateline(start) is None


@pytest.mark.parametrize(
    "line", ["12 March 2024 was cold", "At 10:30 on 12 March 2024 Parliament met", "Date with destiny"]
)
def test_prose_has_no_stamp(line):
    assert split_stamp(line) is None


@given(st.text(alphabet="ab .A\n\t\u00a0\u2028“”-:12", max_size=300))
def test_segments_cover_all_text_in_order_without_overlap(text):
    segments = read_layout(text).segments
    covered = [i for s in segments for i in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    outside = set(range(len(text))) - set(covered)
    assert not "".join(text[i] for i in outside).strip()
    assert all(s.start < s.end and text[s.start : s.end] == text[s.start : s.end].strip() for s in segments)


@pytest.mark.parametrize(
    "unit",
    [
        "The crews went home. ",
        "See also ",
        "a\n",
        "By A, ",
        "12 March 2024 ",
        "“",
        "(Reporting by ",
        "A-",
        "Latest news ",
        " ",
    ],
)
def test_layout_is_linear_in_the_length_of_the_text(unit):
    text = unit * (2_000_000 // len(unit))
    began = time.perf_counter()
    read_layout(text)
    assert time.perf_counter() - began < 15
