"""Who "he" and "she" may be, and whose a last name is that two persons of an article have."""

import pytest

from helpers.actors.article_names import ArticleNames
from helpers.actors.catalogue import load_catalogue
from helpers.actors.gender_words import gender_of_name
from helpers.actors.mentions import Mention


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Robert Varr", "male"),
        ("Anna Varr", "female"),
        ("Kim Varr", None),
        ("Robert", None),
        ("Tove Ivanova", "female"),
    ],
)
def test_a_given_name_tells_the_gender_where_only_women_or_men_have_it(name, gender):
    assert gender_of_name(name) == gender


def mentions(*texts):
    """Names of persons, one after the other."""
    return [Mention(10 * n, 10 * n + len(text), text, "PERSON", None, 0.5) for n, text in enumerate(texts)]


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def linked(catalogue, names, gender=None):
    """Whose the last of the names is."""
    found = mentions(*names)
    return ArticleNames(found, catalogue).link(found[-1], gender).actor_id


def test_a_last_name_stays_with_whom_it_named_before_a_namesake_came(catalogue):
    assert linked(catalogue, ["Anna Varrick", "Varrick", "Robert Varrick", "Varrick"]) == "anna_varrick"


def test_a_last_name_that_two_had_before_it_was_used_alone_is_nobodys(catalogue):
    assert linked(catalogue, ["Anna Varrick", "Robert Varrick", "Varrick"]) is None


@pytest.mark.parametrize(("gender", "whose"), [("female", "anna_varrick"), ("male", "robert_varrick")])
def test_a_title_tells_which_of_two_with_a_last_name_is_meant(catalogue, gender, whose):
    assert linked(catalogue, ["Anna Varrick", "Varrick", "Robert Varrick", "Varrick"], gender) == whose
