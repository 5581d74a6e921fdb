"""Communities and their stability."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.comparison import find_communities


def camps(n_documents: int = 6) -> list[tuple]:
    """a, b, c against d, e on two issues, in every document; f on an issue of its own; g neutral."""
    sides = {"a": 1, "b": 1, "c": 1, "d": -1, "e": -1}
    rows = [
        (actor, issue, side, f"d{n}") for n in range(n_documents) for actor, side in sides.items() for issue in "xy"
    ]
    return [*rows, ("f", "z", 1, "d0"), ("g", "x", 0, "d0")]


def test_who_agrees_stands_together_and_who_never_takes_a_side_has_no_community(build):
    found = find_communities(build(camps())).communities.set_index("actor_id")
    assert found["community"].to_dict() == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3}
    assert found["n_members"].to_dict() == {"a": 3, "b": 3, "c": 3, "d": 2, "e": 2, "f": 1}


def test_strength_is_the_weight_of_edges_inside_and_stability_the_share_of_resamples_together(build):
    found = find_communities(build(camps()), n_resamples=30).communities.set_index("actor_id")
    # Six statements on either issue: congruence (6*6 + 6*6) / 12 = 6 with each of the two others.
    assert found.loc["a", "strength"] == pytest.approx(2 * 72 / 12)
    assert found.loc["a", "stability"] == 1 and pd.isna(found.loc["f", "stability"])
    assert found["n_resamples"].eq(30).all()


def test_a_bond_that_rests_on_one_article_is_less_stable(build):
    rows = [("a", "x", 1, f"d{i}") for i in range(8)] + [("b", "x", 1, f"d{i}") for i in range(8)]
    rows += [("c", "y", 1, f"d{i}") for i in range(8)] + [("d", "y", 1, "d0"), ("d", "v", 1, "d1")]
    pairs = find_communities(build(rows)).community_pairs.set_index(["actor_id", "other_actor_id"])["together"]
    assert pairs["a", "b"] == 1 and 0.3 < pairs["c", "d"] < 0.95
    assert ("a", "c") not in pairs.index


def test_pairs_say_in_which_community_both_are(build):
    pairs = find_communities(build(camps())).community_pairs
    assert pairs.set_index(["actor_id", "other_actor_id"])["community"].to_dict() == {
        ("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 1, ("d", "e"): 2,
    }  # fmt: skip


@pytest.mark.parametrize("rows", [[], [("a", "x", 0, "d"), ("b", "x", 0, "d")]], ids=["nothing", "all_neutral"])
def test_where_nobody_takes_a_side_there_are_none(build, rows):
    found = find_communities(build(rows))
    assert found.communities.empty and found.community_pairs.empty


_rows = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from("xyz"),
        st.sampled_from([-1, 0, 1]),
        st.sampled_from(["d1", "d2", "d3"]),
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None)
@given(rows=_rows, seed=st.integers(0, 5))
def test_communities_part_the_actors_that_take_sides_and_are_the_same_again(build, rows, seed):
    one = find_communities(build(rows), n_resamples=5, seed=seed)
    other = find_communities(build(rows[::-1]), n_resamples=5, seed=seed)
    pd.testing.assert_frame_equal(one.communities, other.communities)
    pd.testing.assert_frame_equal(one.community_pairs, other.community_pairs)
    table = one.communities
    assert sorted(table["actor_id"]) == sorted({row[0] for row in rows if row[2]})
    sizes = table["community"].value_counts()
    assert table.set_index("actor_id")["n_members"].eq(table.set_index("actor_id")["community"].map(sizes)).all()
    assert sorted(sizes.index) == list(range(1, len(sizes) + 1))
    assert list(sizes.sort_index()) == sorted(sizes, reverse=True)
