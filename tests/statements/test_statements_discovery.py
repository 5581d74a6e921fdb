"""Issues found without a catalogue."""

import pyarrow as pa
import pytest

from helpers import tables
from helpers.model import parse_text
from helpers.statements import discover_issues, parse_issues, write_issues
from helpers.statements.argued import ARGUED
from helpers.statements.discovery import find_issues

TEXTS = {
    "a": "Norland rejects the sugar tax. The sugar tax is a burden. Estavia demands a fishing quota.",
    "b": "Estavia supports the sugar tax. It condemned the fishing quota. People drank tea.",
    "c": "Sudmark wants a fishing quota and opposes the sugar tax. The weather was mild.",
    "d": "Critics attacked the fishing quota. Norland welcomed the railway.",
    "e": "Estavia backs the railway. Sudmark blocked the railway.",
}


@pytest.fixture(scope="module")
def docs(nlp):
    return [parse_text(nlp, t, i) for i, t in TEXTS.items()]


def found(docs, **options):
    return discover_issues(docs, tables.QUOTATIONS.empty(), tables.MENTIONS.empty(), **options)


def test_issues_are_named_by_phrases_that_recur_where_positions_are_taken(docs):
    issues = found(docs).issues
    assert {"sugar_tax", "fishing_quota", "railway"} <= {issue.id for issue in issues}
    assert not {"weather", "tea"} & {term for issue in issues for term in issue.terms}


def test_the_catalogue_is_ready_to_be_edited_and_given_back(docs):
    catalogue = found(docs)
    assert parse_issues(write_issues(catalogue)) == catalogue


def test_the_same_texts_give_the_same_bytes(docs):
    assert write_issues(found(docs)) == write_issues(found(list(docs)))


def test_there_are_never_more_issues_than_asked_for(docs):
    assert len(found(docs, max_issues=1).issues) == 1


def test_nothing_that_recurs_is_no_issue_and_no_error(nlp):
    assert found([]).issues == []
    assert found([parse_text(nlp, "It rained.", "x")]).issues == []


def test_one_article_is_enough_to_find_something(nlp):
    text = "Norland rejects the toll road. Estavia supports the toll road. Sudmark wants the toll road."
    assert [i.id for i in found([parse_text(nlp, text, "x")]).issues] == ["toll_road"]


def test_names_of_actors_are_no_issues(nlp):
    texts = {"x": "Norland rejects the alliance.", "y": "Estavia welcomed the alliance."}
    docs = [parse_text(nlp, text, document_id) for document_id, text in texts.items()]
    mentions = tables.MENTIONS.table(
        {"mention_id": i, "document_id": i, "start": doc.text.index("alliance"), "end": doc.text.index("alliance") + 8,
         "text": "alliance", "label": "ORG", "actor_id": "alliance", "confidence": 1.0}
        for i, doc in zip("xy", docs, strict=True)
    )  # fmt: skip
    assert discover_issues(docs, tables.QUOTATIONS.empty(), mentions).issues == []
    assert [issue.id for issue in found(docs).issues] == ["alliance"]


@pytest.mark.parametrize(
    ("n_held", "terms"),
    [(9, ["fare", "toll"]), (4, ["toll", "fare"])],
    ids=["about_as_much_argued_about", "less"],
)
def test_of_phrases_about_as_common_the_first_by_its_letters_names_an_issue(n_held, terms):
    def sentence(number):
        return {"phrases": ["toll", "fare"], "held": [True, number < n_held], "words": ["reject", "rise"]}

    rows = [{"document_id": f"d{n}", "sentences": [sentence(n)], "names": []} for n in range(10)]
    (issue,) = find_issues(pa.Table.from_pylist(rows, ARGUED)).issues
    assert issue.id == terms[0] and issue.terms == terms
