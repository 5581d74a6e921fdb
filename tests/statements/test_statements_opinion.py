"""The sentiment model confirms a statement, or abstains; it never doubts or turns one."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from helpers.statements.candidates import Candidate
from helpers.statements.opinion import AGREES, confirm

WORDS = ["Rain", "fell", ".", "They", "praised", "the", "treaty", "."]


class Fixed:
    def __init__(self, *shares):
        self.shares, self.asked = shares, []

    def judge(self, text, start, end):
        self.asked.append((text, text[start:end]))
        return self.shares


@pytest.fixture
def candidate():
    doc = Doc(Vocab(), words=WORDS, sent_starts=[True, False, False, True, *[False] * 4])
    return Candidate("a", "treaty", 1.0, 0.6, "'praised' (for)", doc[3:8], 6, None, ("hedged",))


def test_the_model_is_asked_about_the_word_that_names_the_issue(candidate):
    judge = Fixed(0.1, 0.1, 0.8)
    confirm(candidate, judge)
    assert judge.asked == [(candidate.sentence.text, "treaty")]


def test_agreement_makes_surer_and_is_told(candidate):
    confirmed = confirm(candidate, Fixed(0.05, 0.05, 0.9))
    assert 0.6 < confirmed.confidence < 1
    assert confirmed.flags == ("hedged", AGREES)
    assert confirmed.rationale == "'praised' (for), the sentiment model agrees (0.85)"
    assert confirmed.agreement == 1.0


@pytest.mark.parametrize("shares", [(0.9, 0.05, 0.05), (0.1, 0.8, 0.1), (0.3, 0.1, 0.6)])
def test_otherwise_it_abstains(candidate, shares):
    assert confirm(candidate, Fixed(*shares)) is candidate


def test_a_neutral_statement_is_not_asked_about(candidate):
    neutral = Candidate("a", "treaty", 0.0, 0.6, "", candidate.sentence, 6, None)
    judge = Fixed(0.0, 0.0, 1.0)
    assert confirm(neutral, judge) is neutral and not judge.asked
