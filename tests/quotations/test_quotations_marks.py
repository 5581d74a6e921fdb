"""Quotation marks of every shape, missing, doubled and the wrong way round, on plain tokenised text."""

import time

import pytest
import spacy

from helpers.quotations.marks import quoted_spans
from helpers.quotations.rules import iter_quotations
from helpers.quotations.tree import Tree

NLP = spacy.blank("en")


def quoted(text):
    doc = NLP(text)
    return [doc[span.start : span.end].text for span in quoted_spans(doc, Tree(doc).paragraphs)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we go" and left.', ["we go"]),
        ("He said “we go” and left.", ["we go"]),
        ("He said «we go» and left.", ["we go"]),
        ("He said „we go” and left.", ["we go"]),
        ("He said ``we go'' and left.", ["we go"]),
        ("He said 'we go' and left.", ["we go"]),
        ("He said ‘we go’ and left.", ["we go"]),
        ('He said " we go " and left.', ["we go"]),
        ("The Ruizes' plan and the voters' will.", []),
        ("It's the '90s plan that doesn’t work.", []),
        ("He said “I don’t know” and left.", ["I don’t know"]),
        ("“She told me ‘no’ twice,” he said.", ["She told me ‘no’ twice,"]),
        ("“She told me “no” twice,” he said.", ["She told me “no” twice,"]),
        ("” We will go,” he said.", ["We will go,"]),
        ("He said ”we go” and left.", ["we go"]),
        ("A 6'2\" man stood there.", []),
        ('One "a" and two "b" and "c".', ["a", "b", "c"]),
    ],
)
def test_marks_pair_whatever_their_shape(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('We will go," he said.', ["We will go,"]),
        ('He said: "We will go. We will stay.', ["We will go. We will stay."]),
        ('The "plan was bad. It failed.', ["plan was bad."]),
        ('He said: "We go. "They stay," she said.', ["We go.", "They stay,"]),
        ("“We go. “They stay,” she said.", ["We go.", "They stay,"]),
        ('"', []),
        ('Nothing here. "', []),
        ('""""', []),
    ],
)
def test_a_missing_mark_is_made_good_inside_its_sentence_or_paragraph(text, expected):
    assert quoted(text) == expected


def test_an_odd_mark_does_not_touch_other_paragraphs():
    assert quoted('An "odd one.\nHe said "we go" and left.') == ["odd one.", "we go"]


def test_a_quotation_over_paragraphs_goes_on_where_each_opens_again():
    doc = NLP("“We go.\n“We stay.\n“We rest,” he said.")
    spans = quoted_spans(doc, Tree(doc).paragraphs)
    assert [(s.continues, s.continued, s.balanced) for s in spans] == [
        (False, True, True),
        (True, True, True),
        (True, False, True),
    ]


def test_a_paragraph_that_opens_no_mark_does_not_go_on():
    doc = NLP("“We go.\nIt rained.\n“We rest,” he said.")
    assert [span.balanced for span in quoted_spans(doc, Tree(doc).paragraphs)] == [False, True]


@pytest.mark.parametrize("mark", ['"', "“", "”", "'", "« »", "“ ” ”"])
def test_stray_marks_cost_linear_time(mark):
    few, many = (spacy.tokens.Doc(NLP.vocab, words=mark.split() * n) for n in (8_000, 64_000))
    assert _seconds(many) < 32 * _seconds(few)  # 8 times the marks; quadratic time would be 64 times as much


def _seconds(doc):
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        list(iter_quotations(doc))
        best = min(best, time.process_time() - start)
    return best
