"""Words of a term that name something else in an article."""

import pytest

from helpers.model import parse_text
from helpers.statements import parse_issues
from helpers.statements.borrowed import without_borrowed
from helpers.statements.lexicon import default_stance_words
from helpers.statements.matching import IssueMatcher

ISSUES = parse_issues(
    """
issues:
  - {id: merger, label: M, terms: [merger]}
  - {id: trade, label: T, terms: [trade deal, deal]}
  - {id: reform, label: R, terms: [reform]}
  - {id: cut, label: C, terms: [cut]}
"""
)


@pytest.fixture
def issues_of(nlp):
    def run(text: str, *names: str) -> set[str]:
        doc = parse_text(nlp, text, "d")
        mentions = [{"start": text.index(n), "end": text.index(n) + len(n), "actor_id": "x"} for n in names]
        found = without_borrowed(IssueMatcher(ISSUES).find(doc), doc, mentions, default_stance_words())
        return {match.issue_id for match in found}

    return run


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("The merger was announced. The merger is fair. The deal is fair.", (), {"merger"}),
        ("The merger was announced. The merger is fair. The trade deal is fair.", (), {"merger", "trade"}),
        ("The deal is fair.", (), {"trade"}),
        ("The Reform Party spoke of the merger.", ("Reform Party",), {"merger"}),
        ("The Reform Party spoke of the reform.", ("Reform Party",), {"reform"}),
        ("The flood cut off the village.", (), set()),
        ("The parliament cut the budget.", (), {"cut"}),
    ],
)
def test_a_word_that_names_something_else_names_no_issue(issues_of, text, names, expected):
    assert issues_of(text, *names) == expected
