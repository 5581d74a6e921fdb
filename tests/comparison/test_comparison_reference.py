"""All measures against the formulae written once more in plain loops, to six digits, and what must hold of them."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.comparison import (
    DUPLICATE_RULES,
    build_networks,
    build_window_networks,
    compare_actors,
    compare_statements,
    drop_duplicate_statements,
    measure_actor_issues,
    measure_consensus,
    measure_polarization,
    score_positions,
)
from helpers.comparison.camps import find_camps, measure_split
from helpers.comparison.counts import count_statements
from helpers.comparison.networks import measure_actors

TOLERANCE = 1e-6
_DAYS = {
    "d1": date(2023, 12, 31), "d2": date(2024, 1, 1), "d3": date(2024, 1, 31), "d4": date(2024, 2, 29),
    "d5": date(2024, 3, 3), "d6": date(2024, 3, 4), "d7": date(2025, 3, 4), "d8": None, "d9": None,
}  # fmt: skip
# Hand-coded: five actors on four issues, with neutral statements, repeated ones and undated documents.
HAND = [
    (actor, issue, agreement, document, _DAYS[document])
    for actor, issue, agreement, document in [
        ("city", "harbour", 1, "d1"), ("city", "harbour", 1, "d1"), ("city", "harbour", 1, "d2"),
        ("city", "tax", -1, "d2"), ("city", "vote", 0, "d3"), ("city", "ferry", 1, "d8"),
        ("fishers", "harbour", -1, "d1"), ("fishers", "harbour", -1, "d4"), ("fishers", "harbour", 1, "d4"),
        ("fishers", "vote", 1, "d4"), ("fishers", "ferry", -1, "d9"), ("union", "harbour", 0.5, "d3"),
        ("union", "tax", 1, "d3"), ("union", "tax", 1, "d5"), ("union", "vote", 1, "d6"),
        ("press", "harbour", 0, "d2"), ("press", "ferry", 0, "d5"), ("port", "harbour", 1, "d7"),
        ("port", "tax", -1, "d7"), ("port", "tax", -1, "d8"), ("port", "vote", -0.5, "d6"),
    ]
]  # fmt: skip
_rows = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"),
        st.sampled_from("wxyz"),
        st.sampled_from([-1, -1, -0.5, 0, 0.5, 1, 1]),
        st.sampled_from(sorted(_DAYS)),
    ).map(lambda row: (*row, _DAYS[row[3]])),
    max_size=40,
)
_some = settings(max_examples=40, deadline=None)
_few = settings(max_examples=12, deadline=None)  # where everything is compared, resamples and shuffles too


def table(build, rows) -> pd.DataFrame:
    return build([(*row[:4], row[4] and row[4].isoformat()) for row in rows])


def same(found, expected) -> bool:
    if expected is None:
        return found is None or math.isnan(found)
    return abs(found - expected) <= TOLERANCE


def check_everything(build, reference, rows):
    statements = table(build, rows)
    for cell in measure_actor_issues(statements).to_dict("records"):
        actor, issue = cell["actor_id"], cell["issue_id"]
        for aggregation in ("ignore", "subtract"):
            for normalization, suffix in (("none", ""), ("activity", "_activity"), ("prominence", "_prominence")):
                expected = reference.two_mode(rows, actor, issue, aggregation, normalization)
                assert same(cell[aggregation + suffix], expected), (actor, issue, aggregation, normalization)
        assert [cell["n_agree"], cell["n_disagree"]] == [reference.number(rows, actor, issue, s) for s in (1, -1)]
        assert same(cell["log_ratio"], reference.log_ratio(rows, actor, issue))
    for position in score_positions(statements, n_resamples=20).to_dict("records"):
        actor, issue = position["actor_id"], position["issue_id"]
        assert same(position["agreement"], reference.agreement(rows, actor, issue))
        assert same(position["salience"], reference.salience(rows, actor, issue))
    for normalize in ("none", "average"):
        counts = count_statements(statements)
        networks = measure_actors(counts, normalize=normalize)
        for i, one in enumerate(counts.actors):
            for j, other in enumerate(counts.actors):
                for aggregation in ("congruence", "conflict", "ignore", "subtract") if i != j else ():
                    expected = reference.one_mode(rows, one, other, aggregation, normalize)
                    assert same(getattr(networks, aggregation)[i, j], expected), (one, other, aggregation)
        edges = {tuple(e[:3]): e[3] for e in build_networks(statements, normalize=normalize).itertuples(index=False)}
        for one in counts.actors:
            for other in (name for name in counts.actors if name > one):
                for kind in ("congruence", "conflict", "subtract"):
                    expected = reference.one_mode(rows, one, other, kind, normalize)
                    assert same(edges.get((kind, one, other), 0), expected)
    whole = measure_polarization(statements, window="none", n_shuffles=1).to_dict("records")
    assert same(whole[0]["polarization"] if rows else None, reference.polarization(rows))
    for issue in measure_consensus(statements, window="none").to_dict("records"):
        ratings = [
            sum(reference.number(rows, a, issue["issue_id"], s) for a in reference.actors(rows)) for s in (-1, 0, 1)
        ]
        assert [issue["n_disagree"], issue["n_neutral"], issue["n_agree"]] == ratings
        assert same(issue["consensus"], reference.van_der_eijk(ratings))


@pytest.mark.parametrize("rule", DUPLICATE_RULES)
def test_hand_coded_statements_give_the_reference_s_numbers_under_every_rule(build, reference, rule):
    expected = reference.without_duplicates(sorted(HAND, key=lambda r: (r[4] is None, r[4] or date.max)), rule)
    kept = drop_duplicate_statements(table(build, HAND), rule=rule)
    assert len(kept) == len(expected)
    check_everything(build, reference, expected)
    positions = compare_statements(table(build, HAND), duplicates=rule).positions
    for row in positions.to_dict("records"):
        assert same(row["agreement"], reference.agreement(expected, row["actor_id"], row["issue_id"]))
        assert row["n_statements"] == reference.number(expected, row["actor_id"], row["issue_id"], -1, 0, 1)


@_some
@given(rows=_rows)
def test_generated_statements_give_the_reference_s_numbers(build, reference, rows):
    check_everything(build, reference, rows)


@_some
@given(rows=_rows, rule=st.sampled_from(DUPLICATE_RULES))
def test_duplicates_are_those_of_the_reference(build, reference, rows, rule):
    ordered = sorted(rows, key=lambda row: (row[4] is None, row[4] or date.max))
    kept = drop_duplicate_statements(table(build, rows), rule=rule)
    found = sorted((r["actor_id"], r["issue_id"], reference.sign(r["agreement"])) for r in kept.to_dict("records"))
    expected = reference.without_duplicates(ordered, rule)
    assert found == sorted((row[0], row[1], reference.sign(row[2])) for row in expected)


@_some
@given(rows=_rows, unit=st.sampled_from(["day", "week", "month", "year"]), size=st.integers(1, 4))
def test_networks_and_polarization_of_windows_are_the_reference_s(build, reference, rows, unit, size):
    statements = table(build, rows)
    expected = reference.windows(rows, unit, size)
    measured = measure_polarization(statements, window=unit, window_size=size, n_shuffles=1)
    measured = measured[measured["window"] != "all"].reset_index(drop=True)
    assert list(zip(measured["window_start"], measured["window_end"], strict=True)) == [
        (pd.Timestamp(start), pd.Timestamp(end)) for start, end, _ in expected
    ]
    networks = build_window_networks(statements, window=unit, window_size=size)
    for number, (_, _, inside) in enumerate(expected):
        row = measured.iloc[number]
        assert row["n_statements"] == len(inside)
        assert same(row["polarization"], reference.polarization(inside))
        some = networks[networks["window"] == row["window"]]
        for edge in some[some["kind"] != "affiliation"].itertuples():
            assert same(edge.weight, reference.one_mode(inside, edge.from_id, edge.to_id, edge.kind, "average"))
        for edge in some[some["kind"] == "affiliation"].itertuples():
            assert edge.weight == reference.two_mode(inside, edge.from_id, edge.to_id, "subtract", "none")


@_some
@given(rows=_rows, data=st.data())
def test_the_score_of_any_balanced_split_is_the_reference_s_and_never_above_the_best(build, reference, rows, data):
    counts = count_statements(table(build, rows))
    networks = measure_actors(counts)
    best = find_camps(networks, np.random.default_rng(0))
    if best is None:
        assert reference.polarization(rows) is None
        return
    n = len(counts.actors)
    members = data.draw(st.permutations(range(n)))[: n // 2]
    camp = np.isin(np.arange(n), members)
    score = measure_split(networks, camp)
    assert same(score, reference.split_score(rows, {counts.actors[i] for i in members}))
    assert score <= best.polarization + 1e-9
    assert 0 <= best.polarization <= 1


# --- What must hold whatever the numbers are -------------------------------------------------------


def everything(build, rows):
    return compare_statements(table(build, rows), duplicates="include")


@_some
@given(rows=_rows)
def test_actor_networks_are_symmetric_and_bounded_by_the_whole(build, rows):
    networks = measure_actors(count_statements(table(build, rows)))
    for values in (networks.congruence, networks.conflict, networks.ignore, networks.subtract):
        assert np.array_equal(values, values.T) and not np.diagonal(values).any()
    assert (networks.congruence >= 0).all() and (networks.conflict >= 0).all()
    assert (abs(networks.subtract) <= networks.ignore).all()


@_few
@given(rows=_rows, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_moves_no_table(build, rows, order):
    shuffled = table(build, rows).sample(frac=1, random_state=order.randrange(2**31))
    one, other = everything(build, rows), compare_statements(shuffled, duplicates="include")
    for name, found in one._asdict().items():
        pd.testing.assert_frame_equal(found, getattr(other, name), obj=name)


@_few
@given(rows=_rows)
def test_other_names_of_actors_and_issues_move_no_measure(build, rows):
    names = {name: f"{ord('z') - ord(name):02} {name}" for name in "abcdefgwxyz"}
    renamed = [(names[row[0]], names[row[1]], *row[2:]) for row in rows]
    one, other = everything(build, rows), everything(build, renamed)
    for columns, tables_of in (
        (["agreement", "salience", "n_statements"], lambda c: c.positions),
        (["congruence", "conflict", "similarity"], lambda c: c.actor_pairs),
        (["ignore_activity", "subtract_prominence", "log_ratio"], lambda c: c.actor_issues),
        (["polarization", "n_actors"], lambda c: c.polarization),
        (["consensus"], lambda c: c.issue_consensus),
    ):
        found, expected = (tables_of(c)[columns].sort_values(columns).to_numpy(dtype=float) for c in (other, one))
        np.testing.assert_allclose(found, expected, atol=2 * TOLERANCE)


@_few
@given(rows=_rows)
def test_doubling_every_document_doubles_counts_and_moves_no_share(build, rows):
    doubled = [*rows, *((*row[:3], f"{row[3]} again", row[4]) for row in rows)]
    one, other = everything(build, rows), everything(build, doubled)
    assert (other.actor_issues["ignore"] == 2 * one.actor_issues["ignore"]).all()
    for name in ("ignore_activity", "subtract_activity", "ignore_prominence", "subtract_prominence"):
        np.testing.assert_allclose(other.actor_issues[name], one.actor_issues[name], atol=TOLERANCE)
    for name in ("agreement", "salience"):
        np.testing.assert_allclose(other.positions[name], one.positions[name], atol=TOLERANCE)
    np.testing.assert_allclose(other.actor_pairs["congruence"], 2 * one.actor_pairs["congruence"], atol=5e-6)
    np.testing.assert_allclose(other.actor_pairs["similarity"], one.actor_pairs["similarity"], atol=TOLERANCE)
    np.testing.assert_allclose(
        other.polarization["polarization"].to_numpy(), one.polarization["polarization"].to_numpy(), atol=TOLERANCE
    )
    np.testing.assert_allclose(other.issue_consensus["consensus"], one.issue_consensus["consensus"], atol=TOLERANCE)


@_few
@given(rows=_rows)
def test_turning_every_agreement_round_turns_positions_and_moves_no_front(build, rows):
    turned = [(row[0], row[1], -row[2], *row[3:]) for row in rows]
    one, other = everything(build, rows), everything(build, turned)
    np.testing.assert_allclose(other.positions["agreement"], -one.positions["agreement"])
    np.testing.assert_allclose(other.actor_issues["log_ratio"], -one.actor_issues["log_ratio"])
    pd.testing.assert_frame_equal(other.actor_pairs, one.actor_pairs)
    pd.testing.assert_frame_equal(other.communities, one.communities)
    np.testing.assert_allclose(
        other.polarization["polarization"].to_numpy(), one.polarization["polarization"].to_numpy(), atol=TOLERANCE
    )


def test_pairs_and_networks_of_a_table_hold_the_same_numbers(build):
    statements = table(build, HAND)
    pairs = compare_actors(statements)
    edges = build_networks(statements).query("kind == 'congruence'")
    expected = pairs[pairs["congruence"] > 0].set_index(["actor_id", "other_actor_id"])["congruence"].to_dict()
    assert edges.set_index(["from_id", "to_id"])["weight"].to_dict() == expected
