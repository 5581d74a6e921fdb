"""Issues of the same words, told apart by whom they are about."""

import pytest

from helpers.model import parse_text
from helpers.statements import parse_issues
from helpers.statements.matching import IssueMatcher
from helpers.statements.objects import choose_by_object

ISSUES = parse_issues(
    """
issues:
  - {id: of_norland, label: N, terms: [borders, territorial integrity], object: norland}
  - {id: of_estavia, label: E, terms: [borders, territorial integrity], object: estavia}
  - {id: trade, label: T, terms: [borders, tariff]}
"""
)
NAMES = {"Norland": "norland", "Estavia": "estavia", "Sudmark": "sudmark"}


@pytest.fixture
def issues_of(nlp):
    def run(text: str) -> list[str]:
        doc = parse_text(nlp, text, "d")
        mentions = [{"start": t.idx, "end": t.idx + len(t), "actor_id": NAMES[t.text]} for t in doc if t.text in NAMES]
        return [m.issue_id for m in choose_by_object(IssueMatcher(ISSUES).find(doc), doc, mentions, ISSUES)]

    return run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sudmark supports the territorial integrity of Norland.", ["of_norland"]),
        ("Sudmark supports the territorial integrity of Norland and Estavia.", ["of_norland", "of_estavia"]),
        ("Estavia defends its territorial integrity.", ["of_estavia"]),
        ("Estavia spoke. Sudmark supports territorial integrity.", ["of_estavia"]),
        ("Estavia spoke. Sudmark supports the territorial integrity of Norland.", ["of_norland"]),
        ("Sudmark supports territorial integrity.", []),
        ("Sudmark closes its borders.", ["trade"]),
        ("Sudmark closes the borders of Norland.", ["of_norland", "trade"]),
        ("Norland raises a tariff.", ["trade"]),
    ],
)
def test_the_object_that_is_named_nearest_decides(issues_of, text, expected):
    assert issues_of(text) == expected


def test_statements_of_one_sentence_on_two_issues_are_two(nlp, code):
    rows = code(parse_text(nlp, "Norland rejects the sugar tax and supports the pipeline.", "d"))
    assert sorted((row["issue_id"], row["agreement"]) for row in rows) == [("pipeline", 1), ("tax", -1)]
    assert len({row["statement_id"] for row in rows}) == 2
