"""Whether an article names a matter often enough for "the bill" or "drew criticism" to stand for it."""

import pytest

from helpers.statements.prominence import Prominence


@pytest.fixture
def article():
    """Twenty sentences: one in five names the tax, two in twenty the port (4 and 5), none the bridge."""
    tax = [(number, "tax") for number in (0, 5, 10, 15)]
    return Prominence([*tax, (4, "port"), (5, "port")], 20)


@pytest.mark.parametrize("vague", [True, False])
def test_what_the_article_is_about_is_meant_anywhere(article, vague):
    assert not article.is_passing("tax", 19, vague=vague)


def test_what_it_hardly_names_is_meant_right_after_only(article):
    assert [article.is_passing("port", number, vague=False) for number in (3, 4, 5, 6, 7)] == [True, *[False] * 3, True]


def test_a_word_that_leaves_out_of_what_it_is_does_not_stand_for_it(article):
    assert article.is_passing("port", 5, vague=True)


def test_what_nobody_named_is_not_meant(article):
    assert article.is_passing("bridge", 4, vague=False)


def test_in_a_short_text_once_is_enough():
    assert not Prominence([(0, "tax")], 9).is_passing("tax", 8, vague=True)
    assert Prominence([(0, "tax")], 10).is_passing("tax", 8, vague=True)
