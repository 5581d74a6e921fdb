"""Agreement, its interval and its label."""

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.comparison import compare_statements, score_positions
from helpers.errors import ParameterError


def one(table: pd.DataFrame, actor: str = "a", issue: str = "x") -> pd.Series:
    return table.set_index(["actor_id", "issue_id"]).loc[(actor, issue)]


@pytest.mark.parametrize(
    ("signs", "agreement"),
    [([1, 1], 1), ([-1, -1, -1], -1), ([1, 1, 1, -1], 0.5), ([1, -1], 0), ([0, 0], 0), ([1, 0, 0], 1)],
    ids=["always_for", "always_against", "three_to_one", "cancel_out", "neutral", "neutral_ones_do_not_dilute"],
)
def test_agreement_is_the_balance_of_those_that_take_sides(build, signs, agreement):
    found = score_positions(build([("a", "x", sign, f"d{i}") for i, sign in enumerate(signs)]))
    assert one(found)["agreement"] == agreement
    assert one(found)["n_statements"] == one(found)["n_documents"] == len(signs)


def test_degrees_count_by_their_sign(build):
    assert one(score_positions(build([("a", "x", 0.4, "d1"), ("a", "x", -0.9, "d2")])))["agreement"] == 0


def test_salience_is_the_share_of_all_statements_of_the_actor(build):
    rows = [("a", "x", 1, "d1"), ("a", "x", 1, "d2"), ("a", "x", 0, "d3"), ("a", "y", 1, "d1"), ("b", "x", 1, "d1")]
    found = score_positions(build(rows), min_statements=2)
    assert list(found["issue_id"]) == ["x"]
    assert one(found)["salience"] == 0.75


def test_one_document_gives_an_interval_without_width(build):
    found = one(score_positions(build([("a", "x", 1, "d"), ("a", "x", -1, "d"), ("a", "x", 1, "d")])))
    assert found["ci_low"] == found["ci_high"] == found["agreement"] == round(1 / 3, 6)


def test_the_interval_resamples_documents_not_statements(build):
    # Two documents: with one half each of the four draws is (+,+), half mixed, so the ends are -1 and 1,
    # which 50 statements resampled on their own would never reach.
    rows = [("a", "x", 1, "d1")] * 25 + [("a", "x", -1, "d2")] * 25
    found = one(score_positions(build(rows)))
    assert (found["ci_low"], found["ci_high"]) == (-1, 1)


def test_the_interval_agrees_with_a_bootstrap_written_out(build):
    signs = {f"d{i}": [1] * (1 + i % 3) + [-1] * (i % 2) for i in range(12)}
    rows = [("a", "x", sign, document) for document, some in signs.items() for sign in some]
    found = one(score_positions(build(rows), n_resamples=5000))
    draw = random.Random(1)
    balances = []
    for _ in range(5000):
        drawn = [sign for document in draw.choices(sorted(signs), k=len(signs)) for sign in signs[document]]
        balances.append(sum(drawn) / len(drawn))
    balances.sort()
    assert found["ci_low"] == pytest.approx(balances[125], abs=0.03)
    assert found["ci_high"] == pytest.approx(balances[4875], abs=0.03)


@pytest.mark.parametrize(
    ("by_document", "label"),
    [
        ([[1], [1], [1]], "support"),
        ([[-1], [-1]], "oppose"),
        ([[1], [-1]], "unclear"),
        ([[0], [0]], "unclear"),
        ([[1], [1], [-1], [-1]], "mixed"),
        ([[1]] * 4 + [[-1]] * 2, "mixed"),
        ([[1]] * 30 + [[-1]] * 2, "support"),
        ([[1], [1], [1], [-1]], "unclear"),
    ],
)
def test_labels(build, by_document, label):
    rows = [("a", "x", sign, f"d{i}") for i, signs in enumerate(by_document) for sign in signs]
    assert one(score_positions(build(rows)))["label"] == label


def test_another_seed_gives_another_interval_and_the_same_seed_the_same(build):
    statements = build([("a", "x", 1 if i % 3 else -1, f"d{i}") for i in range(40)])
    runs = [score_positions(statements, seed=seed, n_resamples=50) for seed in (1, 1, 2)]
    pd.testing.assert_frame_equal(runs[0], runs[1])
    assert list(runs[0]["ci_low"]) != list(runs[2]["ci_low"]) or list(runs[0]["ci_high"]) != list(runs[2]["ci_high"])


def test_a_pair_s_interval_does_not_depend_on_other_rows(build):
    rows = [("a", "x", 1 if i % 3 else -1, f"d{i}") for i in range(20)]
    others = [("b", "x", 1, f"d{i}") for i in range(9)] + [("a", "y", -1, "d1")]
    alone, among = score_positions(build(rows)), score_positions(build(others + rows))
    assert one(alone).drop("salience").equals(one(among).drop("salience"))


def test_min_statements_must_be_positive(build):
    with pytest.raises(ParameterError, match="at least 1; it is 0"):
        score_positions(build([]), min_statements=0)


def test_no_statements_give_no_positions(build):
    assert score_positions(build([])).empty


_rows = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from("xy"),
        st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0]),
        st.sampled_from(["d1", "d2", "d3"]),
    ),
    max_size=20,
)


@settings(max_examples=40, deadline=None)
@given(rows=_rows, order=st.randoms())
def test_positions_are_bounded_ordered_and_independent_of_row_order(build, rows, order):
    shuffled = list(rows)
    order.shuffle(shuffled)
    found = score_positions(build(rows))
    pd.testing.assert_frame_equal(found, score_positions(build(shuffled)))
    assert (found["ci_low"] <= found["ci_high"]).all()
    assert found["agreement"].between(-1, 1).all()
    assert found.groupby("actor_id")["salience"].sum().round(4).isin([1.0]).all()
    assert found["n_statements"].sum() == len(rows)


@settings(max_examples=40, deadline=None)
@given(rows=_rows)
def test_agreement_agrees_with_counting_by_hand(build, rows):
    found = score_positions(build(rows))
    for position in found.itertuples():
        signs = [(r[2] > 0) - (r[2] < 0) for r in rows if r[:2] == (position.actor_id, position.issue_id)]
        plus, minus = signs.count(1), signs.count(-1)
        assert position.agreement == pytest.approx((plus - minus) / max(plus + minus, 1), abs=5e-7)


def test_compare_statements_applies_the_duplicate_rule_everywhere(build):
    rows = [("a", "x", 1, "d1")] * 3 + [("b", "x", 1, "d1"), ("b", "x", -1, "d2")]
    found = compare_statements(build(rows), duplicates="document", normalize="none")
    assert one(found.positions)["n_statements"] == 1
    assert found.actor_pairs.to_numpy().tolist() == [["a", "b", 1, 1.0, 1.0, 0.0]]
    assert found.networks.query("kind == 'affiliation' and from_id == 'a'")["weight"].tolist() == [1.0]
    repeated = compare_statements(build(rows), duplicates="include", normalize="none")
    assert one(repeated.positions)["n_statements"] == 3
    assert repeated.actor_pairs.to_numpy().tolist() == [["a", "b", 1, 3.0, 3.0, 0.0]]
