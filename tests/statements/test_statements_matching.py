"""Terms of the catalogue found in a text, on hand-built Docs."""

import pytest
import spacy
from spacy.tokens import Doc

from helpers.statements import IssueMatcher, parse_issues

VOCAB = spacy.blank("en").vocab
CATALOGUE = parse_issues(
    """
issues:
  - {id: second, label: B, terms: [harbour master, tax], con_terms: [null and void]}
  - {id: first, label: A, terms: [harbour, people's choice, sanctions, annex], pro_terms: [jobs]}
"""
)


def doc_of(words: list[str], lemmas: list[str] | None = None) -> Doc:
    return Doc(VOCAB, words=words, lemmas=lemmas or [w.lower() for w in words])


def found(words, lemmas=None):
    doc = doc_of(words, lemmas)
    return [(m.issue_id, doc[m.start : m.end].text, m.kind) for m in IssueMatcher(CATALOGUE).find(doc)]


@pytest.mark.parametrize(
    ("words", "lemmas", "expected"),
    [
        (["The", "harbours"], ["the", "harbour"], [("first", "harbours", "term")]),
        (["They", "annexed", "it"], ["they", "annex", "it"], [("first", "annexed", "term")]),
        (["HARBOUR", "News"], ["HARBOUR", "News"], [("first", "HARBOUR", "term")]),
        (["Sanctions", "hurt"], ["Sanctions", "hurt"], [("first", "Sanctions", "term")]),
        (["a", "sanction"], ["a", "sanction"], [("first", "sanction", "term")]),
        (["the", "people", "’s", "choice"], None, [("first", "people ’s choice", "term")]),
        (["the", "people", "choice"], None, []),
        (["taxonomy"], None, []),
        (["null", "and", "void"], None, [("second", "null and void", "con")]),
        (["null", "and"], None, []),
        (["Jobs", "!"], ["job", "!"], [("first", "Jobs", "pro")]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) and value and isinstance(value[0], str) else "",
)
def test_terms_match_words_by_lemma_or_form(words, lemmas, expected):
    assert found(words, lemmas) == expected


def test_a_longer_term_hides_the_shorter_one_inside_it():
    assert found(["the", "harbour", "master"]) == [("second", "harbour master", "term")]
    assert found(["harbour", "and", "harbour", "master"]) == [
        ("first", "harbour", "term"),
        ("second", "harbour master", "term"),
    ]


def test_issues_are_listed_in_the_catalogues_order():
    assert IssueMatcher(CATALOGUE).issues(doc_of(["harbour", "tax"])) == ["second", "first"]


def test_two_issues_may_share_a_term():
    catalogue = parse_issues("issues: [{id: a, label: A, terms: [dam]}, {id: b, label: B, terms: [dam]}]")
    assert [m.issue_id for m in IssueMatcher(catalogue).find(doc_of(["dam"]))] == ["a", "b"]


def test_an_empty_text_is_about_nothing():
    assert IssueMatcher(CATALOGUE).find(doc_of([])) == []


SPELLINGS = parse_issues(
    """
issues:
  - {id: truce, label: T, terms: [cease-fire, no-fly zone, pull-out of troops]}
  - {id: labour, label: L, terms: [labour law, recognize, defence pact, analyse]}
  - {id: us, label: U, terms: [US bases, WHO]}
  - {id: visit, label: V, terms: [tourist visa, theft], con_terms: [visa]}
  - {id: watch, label: W, terms: [watcher], con_terms: [tourist, theft]}
"""
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["a", "cease", "-", "fire"], ["cease - fire"]),
        (["a", "ceasefire"], ["ceasefire"]),
        (["the", "cease", "fire"], ["cease fire"]),
        (["no", "fly", "zones"], ["no fly zones"]),
        (["no", "-", "fly", "-", "zone"], ["no - fly - zone"]),
        (["the", "pullout", "of", "the", "troops"], ["pullout of the troops"]),
        (["labor", "laws"], ["labor laws"]),
        (["recognised"], ["recognised"]),
        (["a", "defense", "pact"], ["defense pact"]),
        (["analyzing"], []),  # an inflected form comes with its lemma
        (["US", "bases"], ["US bases"]),
        (["with", "us", "bases"], []),
        (["who", "knows"], []),
        (["WHO", "experts"], ["WHO"]),
    ],
    ids=lambda value: " ".join(value) if value else "nothing",
)
def test_hyphens_articles_and_spellings_make_no_difference(words, expected):
    lemmas = ["recognise" if word == "recognised" else word.lower() for word in words]
    glued = [
        (word != "-" and n + 1 < len(words) and words[n + 1] == "-") or word == "-" for n, word in enumerate(words)
    ]
    doc = Doc(VOCAB, words=words, lemmas=lemmas, spaces=[not glue for glue in glued])
    found = [doc[m.start : m.end] for m in IssueMatcher(SPELLINGS).find(doc) if m.kind == "term"]
    assert [" ".join(token.text for token in span) for span in found] == expected


def test_a_dash_between_words_joins_nothing():
    doc = Doc(VOCAB, words=["a", "cease", "-", "fire"], lemmas=["a", "cease", "-", "fire"])
    assert IssueMatcher(SPELLINGS).find(doc) == []


def test_a_deciding_word_inside_a_longer_term_of_another_issue_decides_nothing():
    def kinds(words):
        return [(m.issue_id, m.kind) for m in IssueMatcher(SPELLINGS).find(doc_of(words))]

    assert kinds(["tourist", "visa"]) == [("visit", "term"), ("visit", "con")]
    assert kinds(["tourist"]) == [("watch", "con")]
    assert kinds(["theft"]) == [("visit", "term"), ("watch", "con")]
