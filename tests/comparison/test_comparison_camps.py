"""Two camps: hand-computed splits, the search beyond every split, and the null."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.comparison import measure_consensus, measure_polarization
from helpers.comparison.camps import MAX_EXACT, find_camps, measure_split
from helpers.comparison.consensus import agreement_of_ratings
from helpers.comparison.networks import ActorNetworks
from helpers.errors import ParameterError


def opposed(n: int) -> list[tuple]:
    """`n` actors, the first half for and the others against three issues, an article each."""
    return [
        (f"actor {i:02}", issue, 1 if i < n / 2 else -1, f"{issue} {i:02}", "2024-03-04")
        for i in range(n)
        for issue in "xyz"
    ]


def random_networks(n: int, seed: int) -> ActorNetworks:
    rng = np.random.default_rng(seed)

    def symmetric() -> np.ndarray:
        upper = np.triu(rng.random((n, n)) * (rng.random((n, n)) < 0.5), k=1)
        return upper + upper.T

    return ActorNetworks(symmetric(), symmetric())


def test_two_camps_of_two_as_computed_by_hand(build):
    # Each actor one statement on x: C = 1 within and F = 1 between camps, so C* = 4, F* = 8, w = 4, b = 8.
    # Within 4 |1 - (2/4) 4/4| = 2; between 8 |1 - (4/8) 8/8| = 4; Q = 6 / (2 (4 + 8)) = 0.25. A split of friends is
    # further from that pattern and so, as the measure is defined, scores higher: within 4 (|0 - 0.5| + 1) = 6,
    # between 4 (1 + |0 - 0.5|) + 4 |1 - 0.5| = 8; Q = 14 / 24.
    rows = [(name, "x", sign, name) for name, sign in (("a", 1), ("b", 1), ("c", -1), ("d", -1))]
    found = measure_polarization(build(rows), window="none", n_shuffles=1).iloc[0]
    friends = np.kron(np.eye(2), np.ones((2, 2)) - np.eye(2))
    together = ActorNetworks(friends, np.kron(np.ones((2, 2)) - np.eye(2), np.ones((2, 2))))
    assert measure_split(together, np.array([True, True, False, False])) == pytest.approx(0.25)
    assert measure_split(together, np.array([True, False, True, False])) == pytest.approx(found["polarization"])
    assert found["polarization"] == pytest.approx(14 / 24, abs=1e-6)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("a", "x", 1, "d")],
        [("a", "x", 1, "d"), ("b", "y", 1, "d")],
        [("a", "x", 0, "d"), ("b", "x", 0, "d")],
    ],
    ids=["nothing", "one_actor", "no_common_issue", "all_neutral"],
)
def test_without_two_that_agree_or_disagree_there_is_no_score(build, rows):
    found = measure_polarization(build(rows), window="none")
    assert found["polarization"].isna().all() and found["null_median"].isna().all()
    assert found["search"].isin(["none"]).all() and all(camp == [] for camp in found["camp"])


def test_everybody_is_in_one_of_two_balanced_camps(build):
    for n in (2, 3, 8, 15, 16, 21):
        found = measure_polarization(build(opposed(n)), window="none", n_shuffles=1).iloc[0]
        assert sorted([*found["camp"], *found["other_camp"]]) == [f"actor {i:02}" for i in range(n)]
        assert abs(len(found["camp"]) - len(found["other_camp"])) <= 1 and found["camp"][0] == "actor 00"
        assert found["search"] == ("exact" if n <= MAX_EXACT else "heuristic")


@settings(max_examples=40, deadline=None)
@given(n=st.integers(MAX_EXACT + 1, 24), seed=st.integers(0, 10_000))
def test_no_swap_of_two_actors_beats_what_the_search_finds(n, seed):
    networks = random_networks(n, seed)
    best = find_camps(networks, np.random.default_rng(1))
    for one in np.flatnonzero(best.camp):
        for other in np.flatnonzero(~best.camp):
            swapped = best.camp.copy()
            swapped[[one, other]] = swapped[[other, one]]
            assert measure_split(networks, swapped) <= best.polarization + 1e-9


def test_the_search_nearly_always_finds_what_trying_every_split_finds(monkeypatch):
    gaps = []
    for seed in range(60):
        networks = random_networks(8 + seed % 8, seed)
        exact = find_camps(networks, np.random.default_rng(0))
        monkeypatch.setattr("helpers.comparison.camps.MAX_EXACT", 1)
        gaps.append(exact.polarization - find_camps(networks, np.random.default_rng(0)).polarization)
        monkeypatch.undo()
    assert min(gaps) >= -1e-9 and max(gaps) < 0.02
    assert sum(gap > 1e-9 for gap in gaps) <= 4


def test_two_opposed_camps_stand_out_from_shuffled_statements(build):
    statements = build(opposed(10))
    found = measure_polarization(statements, window="none").iloc[0]
    assert found["null_low"] <= found["null_median"] <= found["null_high"]
    assert found["p_value"] == 0.01 and found["n_shuffles"] == 99
    assert found["polarization"] > found["null_high"]


def test_sides_that_are_dealt_out_by_chance_are_inside_the_null(build):
    rng = np.random.default_rng(5)
    inside = []
    for number in range(20):
        rows = [
            (f"a{i}", issue, rng.choice([-1, 1]), f"{i} {issue} {k}")
            for i in range(8)
            for issue in "xyz"
            for k in range(2)
        ]
        found = measure_polarization(build(rows), window="none", n_shuffles=39, seed=number).iloc[0]
        inside.append(found["null_low"] <= found["polarization"] <= found["null_high"])
    assert sum(inside) >= 16


def test_seeds_are_kept_apart_and_a_window_s_null_does_not_depend_on_other_windows(build):
    march = opposed(6)
    april = [(*row[:4], "2024-04-04") for row in opposed(5)]
    both, alone = (measure_polarization(build(rows)).set_index("window") for rows in ([*march, *april], march))
    name = "2024-03-01/2024-03-31"
    columns = ["polarization", "null_low", "null_median", "null_high", "p_value"]
    assert both.loc[name, columns].tolist() == alone.loc[name, columns].tolist()
    rng = np.random.default_rng(0)
    mixed = build([(f"a{rng.integers(9)}", rng.choice(list("xyz")), rng.choice([-1, 1]), f"d{i}") for i in range(60)])
    nulls = [measure_polarization(mixed, seed=seed, window="none")["null_low"].item() for seed in (1, 1, 2)]
    assert nulls[0] == nulls[1] != nulls[2]


def test_no_shuffles_are_refused(build):
    with pytest.raises(ParameterError, match="at least 1; it is 0"):
        measure_polarization(build([]), n_shuffles=0)


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ((5, 0, 0), 1), ((0, 3, 0), 1), ((0, 0, 1), 1), ((4, 0, 4), -1), ((3, 3, 3), 0), ((2, 2, 0), 0.5),
        # Layers 1 1 1 (weight 3/6), then 1 0 1 (2/6), then 1 0 0 (1/6): 0 - 2/6 + 1/6.
        ((3, 1, 2), -1 / 6),
        ((1, 0, 3), 0.0),
    ],
)  # fmt: skip
def test_van_der_eijk_s_agreement_of_three_categories(ratings, expected):
    assert agreement_of_ratings(ratings) == pytest.approx(expected)


def test_more_than_three_categories_follow_the_published_example():
    # A unimodal block of 2 in 7 categories: U = 1, so 1 - 1/6; of the two ends U = -6/5, so -1.
    assert agreement_of_ratings((0, 0, 2, 2, 0, 0, 0)) == pytest.approx(1 - 1 / 6)
    assert agreement_of_ratings((2, 0, 0, 0, 0, 0, 2)) == pytest.approx(-1)
    # The example of the R package agrmt, whose polarization (1 - A) / 2 of it is 0.1943333.
    assert agreement_of_ratings((30, 40, 210, 130, 530, 50, 10)) == pytest.approx(1 - 2 * 0.1943333, abs=1e-6)


def test_consensus_counts_statements_by_side_and_who_spoke(build):
    rows = [("a", "x", 1, "d1"), ("a", "x", 1, "d2"), ("b", "x", 0, "d1"), ("c", "x", -1, "d1"), ("c", "y", -0.5, "d1")]
    found = measure_consensus(build(rows), window="none").set_index("issue_id")
    assert found.loc["x", ["n_actors", "n_disagree", "n_neutral", "n_agree"]].tolist() == [3, 1, 1, 2]
    assert found.loc["y", ["n_actors", "n_disagree", "n_agree", "consensus"]].tolist() == [1, 1, 0, 1.0]
