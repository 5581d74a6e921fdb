"""Quotations of whole texts: across paragraphs, with the trained model, and of any text at all."""

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.quotations.rules import iter_quotations
from helpers.tables import QUOTATION_KINDS

BLANK = spacy.blank("en")
PIECES = [
    "“",
    "”",
    '"',
    "'",
    "’",
    "\n",
    ". ",
    ", ",
    ": ",
    " — ",
    " said ",
    " that ",
    "Ruiz",
    " we go",
    " ",
    "5'10\"",
    "а́",
]


def found(nlp, text):
    return [
        (q.kind, q.source and q.source.text, tuple(c.text for c in q.contents), q.flags)
        for q in iter_quotations(nlp(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“We started early in the year.\n“We finished late,” Ruiz said.",
            [("direct", "Ruiz", ("We started early in the year.", "We finished late"), ())],
        ),
        (
            'From Ana Ruiz:\n"We will go on to the end of it."',
            [("direct", "Ana Ruiz", ("We will go on to the end of it.",), ())],
        ),
        ('"We will go on." – Ana Ruiz', [("direct", "Ana Ruiz", ("We will go on.",), ())]),
        (
            'We are ready for talks," Ruiz told reporters.',
            [("direct", "Ruiz", ("We are ready for talks",), ("unbalanced_marks",))],
        ),
        (
            '"We are ready for talks," Ruiz said.\n"They are not ready for anything."',
            [
                ("direct", "Ruiz", ("We are ready for talks",), ()),
                ("direct", None, ("They are not ready for anything.",), ("carried",)),
            ],
        ),
        (
            "We have read the paper of the council. It helps our cause, said Ruiz.",
            [("unmarked", "Ruiz", ("We have read the paper of the council. It helps our cause",), ("marks_missing",))],
        ),
        (
            "CORRY: The sanctions stay on the table.\nREPORTER: For how long is that?",
            [
                ("unmarked", "CORRY", ("The sanctions stay on the table.",), ("marks_missing",)),
                ("unmarked", "REPORTER", ("For how long is that?",), ("marks_missing",)),
            ],
        ),
        (
            "“The dam is ours and we will finish it, Ruiz said at noon. The turbines turn in May.",
            [("direct", "Ruiz", ("The dam is ours and we will finish it",), ("unbalanced_marks",))],
        ),
        (
            "Observers, she told the council, “have nothing to observe here”.",
            [("mixed", "she", ("Observers", "have nothing to observe here"), ())],
        ),
        (
            "Ruiz told the local radio that Orvane “is not at war with concrete”.",
            [("mixed", "Ruiz", ("that Orvane “is not at war with concrete”",), ())],
        ),
    ],
    ids=[
        "several_paragraphs",
        "from_name",
        "dash_name",
        "no_opening_mark",
        "carried",
        "whole_paragraph_unmarked",
        "transcript",
        "no_closing_mark_before_the_cue",
        "aside",
        "listener_before_that",
    ],
)
def test_layout_and_lost_marks_are_read_across_sentences(nlp, text, expected):
    assert found(nlp, text) == expected


def test_quotations_come_in_order_and_only_once(nlp):
    text = 'Ruiz said the port was closed. "It is over," she added. According to Halasz, the port is open.'
    starts = [q.contents[0].start for q in iter_quotations(nlp(text))]
    assert len(starts) == 3
    assert starts == sorted(set(starts))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join))
def test_no_text_raises_without_a_parse(text):
    _check(BLANK(text))


@settings(max_examples=60, deadline=None)
@example(pieces=[" — ", " said ", " said "])  # an aside with nothing around it
@given(pieces=st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30))
def test_no_text_raises_with_a_parse(nlp, pieces):
    _check(nlp("".join(pieces)))


def _check(doc):
    for quotation in iter_quotations(doc):
        spans = [*quotation.contents, *(s for s in (quotation.cue, quotation.source) if s is not None)]
        assert quotation.contents
        assert all(0 <= span.start < span.end <= len(doc) for span in spans)
        assert all(a.end <= b.start for a, b in zip(quotation.contents, quotation.contents[1:], strict=False))
        assert quotation.kind in QUOTATION_KINDS
        assert 0 <= quotation.confidence <= 1
