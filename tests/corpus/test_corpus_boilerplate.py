"""Which paragraphs are boilerplate: the examples beside each pattern, and how patterns work together."""

import pytest

from helpers.corpus.boilerplate import is_headline, load_patterns, mark_boilerplate, split_glued

PROSE = [
    "The crews of the ferries have ended their strike after nine days, the harbour board said on Monday.",
    "Dues will stay as they were until the autumn, and the owners will pay for the days that were lost.",
    "Nobody on the quay could say for sure who had won, but the first boat left at noon with its flags up.",
    "The board meets again in June to settle what will become of the winter timetable for the outer islands.",
]
ENTRIES = [(group, p.entry) for group, patterns in load_patterns().items() for p in patterns]


@pytest.mark.parametrize(("group", "entry"), ENTRIES, ids=[e["example"][:40] for _, e in ENTRIES])
def test_every_pattern_sets_its_example_aside(group, entry):
    assert mark_boilerplate([*PROSE, entry["example"]])[-1]


@pytest.mark.parametrize("keep", [e["keep"] for _, e in ENTRIES if "keep" in e])
def test_every_pattern_leaves_prose_alone(keep):
    assert mark_boilerplate([PROSE[0], keep, PROSE[1]]) == [False, False, False]


@pytest.mark.parametrize("glued", [e["glued"] for _, e in ENTRIES if "glued" in e])
def test_link_glued_to_a_paragraph_is_cut_off(glued):
    cut = split_glued(glued)
    assert cut is not None
    assert glued[:cut].rstrip().endswith(".") and glued[cut:].endswith("Strike")


@pytest.mark.parametrize(
    "paragraph",
    [
        "He said: see also the letter of May. The board did not answer.",
        "The dues were doubled in May. See also the letter of the crews, which nobody has answered.",
        "We remind you that the old timetable ends in June.",
        "The captain pointed at the board. Related as they are, the owners never speak.",
        "The minister was told to read more by his own party.",
        "The story was simple, and the crews told it well (reporting by hand was slow).",
    ],
)
def test_prose_that_resembles_boilerplate_stays_whole(paragraph):
    assert split_glued(paragraph) is None
    assert mark_boilerplate([PROSE[0], paragraph, PROSE[1]]) == [False] * 3


def test_credit_glued_to_the_last_paragraph_is_cut_off():
    text = "The board meets again in June. (Reporting by Ilse Brandt; editing by Tam Orlo)"
    assert text[split_glued(text) :].startswith("(Reporting")


@pytest.mark.parametrize(
    "opener", ["Latest news", "Latest newsNew bell for the old pier tower", "Most read", "Top stories:"]
)
def test_list_of_headlines_and_dates_is_set_aside_to_its_end(opener):
    items = [
        opener,
        "Cranes at last",
        "09.Feb.2024",
        "Why do kettles sing?",
        "8 February 2024",
        "“No more fish”, cooks say",
    ]
    assert mark_boilerplate([*PROSE, *items]) == [False] * 4 + [True] * 6
    assert mark_boilerplate([PROSE[0], *items, *PROSE[1:]]) == [False] + [True] * 6 + [False] * 3


def test_lone_date_at_the_end_is_a_stamp_and_in_the_middle_is_not():
    assert mark_boilerplate([*PROSE, "14 Jan 2024"])[-1]
    assert not mark_boilerplate([PROSE[0], "14 Jan 2024", PROSE[1]])[1]


def test_author_box_is_set_aside_with_the_name_above_it():
    box = ["Ilse Brandt", '"Early riser. Tea drinker. Lover of tides. Part-time pirate."', "Share This Post"]
    assert mark_boilerplate([*PROSE, *box])[-3:] == [True] * 3


def test_quotation_at_the_end_is_no_motto():
    ending = ["“We will not move. We have said so twice, and we shall say so again on Monday. That is all,” he said."]
    assert not mark_boilerplate([*PROSE, *ending])[-1]
    assert not mark_boilerplate([*PROSE, "“We will never give up the pier and its old bell.”"])[-1]
    assert mark_boilerplate([*PROSE, "pier_desk", "“I read, so I am late.”"])[-2:] == [True, True]


def test_everything_after_the_comment_form_is_set_aside():
    comments = [
        "Leave a Reply",
        "I was there and the captain is right about everything, the board should listen to him.",
    ]
    long_body = PROSE * 2
    assert mark_boilerplate([*long_body, *comments])[-2:] == [True, True]


def test_comment_link_above_the_article_does_not_swallow_it():
    assert mark_boilerplate(["Leave a Comment", *PROSE]) == [True] + [False] * 4


def test_stray_headline_between_the_article_and_its_footer_is_set_aside():
    assert mark_boilerplate([*PROSE, "New bell for the pier Cooks want fish", "Share This Post"])[-2:] == [True, True]
    assert not mark_boilerplate([*PROSE, "The last line of an article without its full stop"])[-1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Crews end strike", True),
        ("Will crews end their strike?", True),
        ("The crews ended their strike.", False),
        ("“We are done,” he said.", False),
        ("", False),
    ],
)
def test_headline_is_short_and_has_no_full_stop(line, expected):
    assert is_headline(line) is expected
