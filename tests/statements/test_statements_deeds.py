"""What an issue's own words say is done to it, and bare words that end a longer term."""

import pytest
import spacy
from spacy.tokens import Doc

from helpers.statements import parse_issues
from helpers.statements.deeds import deed_named, deeds_of, is_doing
from helpers.statements.following import Following
from helpers.statements.matching import IssueMatch
from helpers.statements.shared_heads import with_shared_heads

CLOSURE = "{id: gate, label: Gate, supports: closing the gate, opposes: opening it again, terms: [gate]}"


def _issue(text):
    return parse_issues(f"issues:\n  - {text}").issues[0]


@pytest.mark.parametrize(
    ("verb", "sign"),
    [("close", 1), ("shut", 1), ("open", -1), ("reopen", -1), ("admire", None)],
)
def test_supports_and_opposes_give_their_verbs_and_others_for_the_same_deed_a_side(verb, sign):
    assert deeds_of(_issue(CLOSURE)).get(verb) == sign


def test_a_verb_on_both_sides_or_one_that_says_too_little_has_no_side():
    issue = _issue("{id: a, label: A, supports: keeping or ending it, opposes: ending or not sending it, terms: [a]}")
    assert deeds_of(issue).keys() & {"keep", "end", "send"} == set()


def test_a_noun_of_the_deed_is_told_from_what_the_deed_is_done_to():
    assert is_doing("closure", "close") and not is_doing("gate", "close")
    assert deed_named("opening", {"open": -1}) == -1 and deed_named("gate", {"open": -1}) == 0


def test_statements_follow_what_the_catalogue_says_is_done():
    other = CLOSURE.replace("closing the gate", "opening the gate").replace("opening it again", "closing it")
    digests = {Following(parse_issues(f"issues:\n  - {text}")).digest({"gate"}, frozenset) for text in (CLOSURE, other)}
    assert len(digests) == 2


def _doc(*words):
    return Doc(spacy.blank("en").vocab, words=list(words), lemmas=[word.lower() for word in words])


def test_a_bare_word_means_the_issue_that_a_longer_term_names():
    doc = _doc("the", "naval", "mission", "and", "the", "mission")
    matches = [IssueMatch("ships", 1, 3, "term"), IssueMatch("monitors", 5, 6, "term")]
    assert [m.issue_id for m in with_shared_heads(matches, doc)] == ["ships", "ships"]


def test_a_bare_word_keeps_its_issue_where_that_is_named_in_other_ways():
    doc = _doc("naval", "mission", "monitor", "mission")
    matches = [
        IssueMatch("ships", 0, 2, "term"),
        IssueMatch("monitors", 2, 3, "term"),
        IssueMatch("monitors", 3, 4, "term"),
    ]
    assert with_shared_heads(matches, doc) == matches
