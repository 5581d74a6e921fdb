"""Pairs of actors and networks: hand-computed cases, an independent reference, invariants."""

from fractions import Fraction
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.comparison import build_networks, compare_actors
from helpers.errors import ParameterError

# On x: a 2 for, 1 against; b 1 for; c 3 against. On y: a 1 against; c 1 for, 1 neutral. On z: b 1 for.
ROWS = [
    *[("a", "x", 1, "d")] * 2, ("a", "x", -1, "d"), ("b", "x", 1, "d"), *[("c", "x", -1, "d")] * 3,
    ("a", "y", -1, "d"), ("c", "y", 1, "d"), ("c", "y", 0, "d"), ("b", "z", 1, "d"),
]  # fmt: skip


def test_congruence_and_conflict_as_computed_by_hand(build):
    pairs = compare_actors(build(ROWS), normalize="none").set_index(["actor_id", "other_actor_id"])
    # a,b: x 2*1 agree, 1*1 against. a,c: x 1*3 together, 2*3 against; y 1*1 against. b,c: x 1*3 against.
    assert pairs.loc[("a", "b")].tolist() == [1, 2, 1, round(1 / 3, 6)]
    assert pairs.loc[("a", "c")].tolist() == [2, 3, 7, -0.4]
    assert pairs.loc[("b", "c")].tolist() == [1, 0, 3, -1]


def test_average_normalisation_divides_by_the_mean_number_of_statements(build):
    pairs = compare_actors(build(ROWS)).set_index(["actor_id", "other_actor_id"])
    # a has 4 statements, b 2, c 5 with the neutral one.
    assert pairs.loc[("a", "b"), ["congruence", "conflict"]].tolist() == [round(2 / 3, 6), round(1 / 3, 6)]
    assert pairs.loc[("a", "c"), ["congruence", "conflict"]].tolist() == [round(3 / 4.5, 6), round(7 / 4.5, 6)]


def test_networks_hold_the_same_numbers(build):
    found = build_networks(build(ROWS), normalize="none")
    edges = {(e.kind, e.from_id, e.to_id): e.weight for e in found.itertuples()}
    assert edges == {
        ("affiliation", "a", "x"): 1, ("affiliation", "a", "y"): -1, ("affiliation", "b", "x"): 1,
        ("affiliation", "b", "z"): 1, ("affiliation", "c", "x"): -3, ("affiliation", "c", "y"): 1,
        ("congruence", "a", "b"): 2, ("conflict", "a", "b"): 1, ("subtract", "a", "b"): 1,
        ("congruence", "a", "c"): 3, ("conflict", "a", "c"): 7, ("subtract", "a", "c"): -4,
        ("conflict", "b", "c"): 3, ("subtract", "b", "c"): -3,
    }  # fmt: skip


def test_an_affiliation_that_cancels_out_is_kept_with_weight_zero(build):
    found = build_networks(build([("a", "x", 1, "d"), ("a", "x", -1, "d")]))
    assert found.to_numpy().tolist() == [["affiliation", "a", "x", 0.0]]


def test_actors_without_a_common_issue_are_no_pair(build):
    assert compare_actors(build([("a", "x", 1, "d"), ("b", "y", 1, "d")])).empty


def test_neutral_statements_make_no_pair(build):
    assert compare_actors(build([("a", "x", 0, "d"), ("b", "x", 1, "d")])).empty


def test_no_statements_give_empty_tables(build):
    assert compare_actors(build([])).empty
    assert build_networks(build([])).empty


@pytest.mark.parametrize("function", [compare_actors, build_networks])
def test_an_unknown_normalisation_is_named(build, function):
    with pytest.raises(ParameterError, match=r"'activity'.*none, average"):
        function(build([]), normalize="activity")


# --- Reference: one statement against another, in fractions --------------------------------------


def reference_pairs(rows: list[tuple]) -> dict[tuple[str, str], tuple]:
    found = {}
    for one, other in combinations(sorted({row[0] for row in rows}), 2):
        mine, theirs = ([row for row in rows if row[0] == actor] for actor in (one, other))
        products = [a[2] * b[2] for a in mine for b in theirs if a[1] == b[1] and a[2] * b[2]]
        issues = {a[1] for a in mine for b in theirs if a[1] == b[1] and a[2] * b[2]}
        if products:
            together, against = products.count(1), products.count(-1)
            mean = Fraction(len(mine) + len(theirs), 2)
            similarity = Fraction(sum(products), len(products))
            found[one, other] = (len(issues), together / mean, against / mean, similarity)
    return found


_rows = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.sampled_from([-1, 0, 1]), st.just("d")), max_size=30
)


@settings(max_examples=40, deadline=None)
@given(rows=_rows)
def test_pairs_agree_with_the_reference_to_six_digits(build, rows):
    found = {tuple(p[:2]): tuple(p[2:]) for p in compare_actors(build(rows)).itertuples(index=False)}
    expected = {key: tuple(round(float(v), 6) for v in values) for key, values in reference_pairs(rows).items()}
    assert found == {key: pytest.approx(values, abs=1e-9) for key, values in expected.items()}


@settings(max_examples=40, deadline=None)
@given(rows=_rows)
def test_subtract_is_congruence_minus_conflict(build, rows):
    found = build_networks(build(rows))
    expected = {key: float(c - f) for key, (_, c, f, _) in reference_pairs(rows).items() if c != f}
    subtract = found[found["kind"] == "subtract"]
    assert {(e.from_id, e.to_id): e.weight for e in subtract.itertuples()} == {
        key: pytest.approx(weight, abs=5e-7) for key, weight in expected.items()
    }


@settings(max_examples=40, deadline=None)
@given(rows=_rows)
def test_similarity_is_bounded_and_pairs_are_ordered(build, rows):
    pairs = compare_actors(build(rows))
    assert pairs["similarity"].between(-1, 1).all()
    assert (pairs[["congruence", "conflict"]] >= 0).all(axis=None)
    assert (pairs["actor_id"] < pairs["other_actor_id"]).all()


@settings(max_examples=40, deadline=None)
@given(rows=_rows)
def test_turning_every_agreement_round_changes_no_pair(build, rows):
    turned = [(actor, issue, -agreement, document) for actor, issue, agreement, document in rows]
    pd.testing.assert_frame_equal(compare_actors(build(rows)), compare_actors(build(turned)))


@settings(max_examples=40, deadline=None)
@given(rows=_rows, order=st.randoms())
def test_row_order_does_not_matter(build, rows, order):
    shuffled = list(rows)
    order.shuffle(shuffled)
    pd.testing.assert_frame_equal(build_networks(build(rows)), build_networks(build(shuffled)))


@settings(max_examples=40, deadline=None)
@given(rows=_rows)
def test_renaming_actors_renames_them_in_the_result(build, rows):
    names = {"a": "delta", "b": "gamma", "c": "beta", "d": "alpha"}
    renamed = compare_actors(build([(names[row[0]], *row[1:]) for row in rows]))
    back = {new: old for old, new in names.items()}

    def values(table, rename):
        return {frozenset({rename(p.actor_id), rename(p.other_actor_id)}): tuple(p[3:]) for p in table.itertuples()}

    assert values(renamed, back.get) == values(compare_actors(build(rows)), str)
