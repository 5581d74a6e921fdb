import time
from datetime import date

import pytest

from helpers import tables
from helpers.evidence import REPORTED
from helpers.explorer.utterances import (
    Selection,
    describe_utterances,
    gather_utterances,
    select_utterances,
    surest,
)


@pytest.fixture
def utterances(tables_of):
    return gather_utterances(tables_of())


def ids(found):
    return [s if isinstance(s, str) else q for s, q in zip(found["statement_id"], found["quotation_id"], strict=True)]


def test_statements_and_the_quotations_without_one_are_there_once(utterances):
    assert ids(utterances) == ["s1", "s2", "q2"]
    assert list(utterances["kind"]) == ["direct", REPORTED, "direct"]


def test_tables_without_rows_give_no_utterance(tables_of):
    empty = {**tables_of(), "statements": tables.STATEMENTS.empty(), "quotations": tables.QUOTATIONS.empty()}
    found = gather_utterances(empty)
    assert len(select_utterances(found, Selection(words="x", first_day=date(2024, 1, 1)))) == 0
    assert describe_utterances(found, {}, {}).empty


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), ["s1", "s2", "q2"]),
        (Selection(actor="karvenia"), ["s1"]),
        (Selection(actor="elka_varossi"), ["s1"]),
        (Selection(issue="sarn_treaty"), ["s1", "s2"]),
        (Selection(outlet="Lisenne Courier"), ["s1", "s2"]),
        (Selection(first_day=date(2024, 2, 5), last_day=date(2024, 2, 5)), ["s1", "s2"]),
        (Selection(first_day=date(2024, 2, 6)), []),
        (Selection(last_day=date(2024, 2, 4)), []),
        (Selection(min_confidence=0.7), ["s1", "q2"]),
        (Selection(words="SIGN"), ["s1", "q2"]),
        (Selection(words="sign varossi"), ["s1"]),
        (Selection(words="courier belmora"), ["s2"]),
        (Selection(words="(a|b"), []),
        (Selection(actor="karvenia", words="welcomed"), []),
    ],
)
def test_a_selection_is_met_in_every_part(utterances, selection, expected):
    assert ids(utterances.loc[select_utterances(utterances, selection)]) == expected


def test_the_surest_are_kept_and_shown_in_their_order(utterances):
    assert ids(surest(utterances, utterances.index, 2)) == ["s1", "q2"]
    assert ids(surest(utterances, utterances.index, 10)) == ["s1", "s2", "q2"]


def test_what_is_missing_is_said_to_be_missing(utterances):
    last = describe_utterances(utterances, {"karvenia": "Karvenia"}, {}).iloc[2]
    assert list(last) == ["no date", "unknown", "Sign it,", "none of the issues", "", "no outlet", "0.90"]


def test_a_choice_among_100_000_quotations_is_answered_at_once(tables_of):
    """A quiet machine takes 0.1 s to 0.2 s; the bound leaves room for a busy one."""
    small = tables_of()
    quotation = small["quotations"].iloc[0].to_dict()
    many = tables.QUOTATIONS.frame(
        {
            **{name: [value] * 100_000 for name, value in quotation.items()},
            "quotation_id": [f"q{n:06d}" for n in range(100_000)],
            "content": [f"We will not sign page {n} of what they call a treaty, ever." for n in range(100_000)],
            "actor_id": ["karvenia" if n % 3 else "belmora" for n in range(100_000)],
            "confidence": [n % 97 / 97 for n in range(100_000)],
        }
    )  # fmt: skip
    utterances = gather_utterances({**small, "quotations": many})
    assert len(utterances) > 100_000
    seconds = []
    for words in ("s", "sign", "sign 77", "treaty karvenia page 1"):
        start = time.perf_counter()
        found = select_utterances(utterances, Selection(actor="karvenia", words=words, min_confidence=0.2))
        listed = describe_utterances(surest(utterances, found, 200), {}, {})
        seconds.append(time.perf_counter() - start)
        assert 100 < len(listed) <= 200
    assert min(seconds) < 0.3, seconds
    assert max(seconds) < 3, seconds
