"""Shifts over time and contradictions."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.comparison import find_position_shifts


def series(signs: str, *, start: str = "2024-01-01", days: int = 20) -> list[tuple]:
    """One statement a document, `days` apart: `+`, `-` or `0` each."""
    dates = pd.date_range(start, periods=len(signs), freq=f"{days}D").strftime("%Y-%m-%d")
    values = {"+": 1, "-": -1, "0": 0}
    return [("a", "x", values[sign], f"d{i:02}", date) for i, (sign, date) in enumerate(zip(signs, dates, strict=True))]


def kinds(found: pd.DataFrame) -> list[str]:
    return list(found["kind"])


def test_a_turn_is_a_shift_at_the_first_date_after_it(build):
    found = find_position_shifts(build(series("----++++")))
    assert kinds(found) == ["shift"]
    shift = found.iloc[0]
    assert (shift["before"], shift["after"]) == (-1, 1)
    assert shift["date"] == pd.Timestamp("2024-03-21")
    assert (shift["evidence_before"], shift["evidence_after"]) == ("s0003", "s0004")


def test_a_slip_on_either_side_does_not_move_the_turn(build):
    found = find_position_shifts(build(series("--+----++++-+++")))
    assert found.loc[found["kind"] == "shift", "date"].tolist() == [pd.Timestamp("2024-05-20")]


def test_evidence_is_the_statement_nearest_to_the_turn_with_the_sign_of_its_side(build):
    found = find_position_shifts(build(series("----+-+++++++"))).query("kind == 'shift'").iloc[0]
    assert found["before"] < 0 < found["after"]
    assert (found["evidence_before"], found["evidence_after"]) == ("s0005", "s0006")


@pytest.mark.parametrize(
    "signs",
    ["++++++", "+++++-", "-+++++", "++", "+-", "+-+-+-+-", ""],
    ids=["steady", "one_late", "one_early", "two", "one_each", "to_and_fro", "none"],
)
def test_no_shift_without_two_documents_that_differ_on_each_side(build, signs):
    assert "shift" not in kinds(find_position_shifts(build(series(signs))))


def test_two_statements_of_one_document_are_not_two_documents(build):
    rows = [("a", "x", -1, "d1", "2024-01-01")] * 2 + [("a", "x", 1, "d2", "2024-06-01")] * 2
    assert find_position_shifts(build(rows)).empty


def test_undated_and_neutral_statements_make_no_shift(build):
    assert find_position_shifts(build([(*row[:4], None) for row in series("----++++")])).empty
    assert find_position_shifts(build(series("0000++++"))).empty


def test_a_clearer_shift_has_the_higher_confidence(build):
    short, long, noisy = (
        find_position_shifts(build(series(signs))).query("kind == 'shift'")["confidence"].item()
        for signs in ("--++", "--------++++++++", "--+----+--++-+++")
    )
    assert short < 0.9 < noisy < long
    assert long > 0.99


def test_opposite_statements_close_in_time_are_a_contradiction(build):
    rows = [("a", "x", -1, "d1", "2024-03-12", 0.8), ("a", "x", 1, "d2", "2024-03-18", 0.7)]
    found = find_position_shifts(build(rows))
    assert kinds(found) == ["contradiction"]
    assert found.iloc[0][["before", "after", "confidence"]].tolist() == [-1, 1, 0.7]
    assert found.iloc[0]["date"] == pd.Timestamp("2024-03-18")
    assert found.iloc[0][["evidence_before", "evidence_after"]].tolist() == ["s0000", "s0001"]


@pytest.mark.parametrize(
    ("days", "confidence", "expected"),
    [(14, 0.7, ["contradiction"]), (15, 0.9, []), (1, 0.69, [])],
    ids=["just_close_and_sure_enough", "too_far_apart", "too_unsure"],
)
def test_limits_of_a_contradiction(build, days, confidence, expected):
    later = (pd.Timestamp("2024-03-01") + pd.Timedelta(days=days)).strftime("%Y-%m-%d")
    rows = [("a", "x", -1, "d1", "2024-03-01", 0.9), ("a", "x", 1, "d2", later, confidence)]
    assert kinds(find_position_shifts(build(rows))) == expected


@pytest.mark.parametrize("flag", ["issue_from_context", "issue_word", "thought"])
def test_what_only_follows_from_its_surroundings_contradicts_nobody(build, flag):
    statements = build([("a", "x", -1, "d1", "2024-03-12", 0.9), ("a", "x", 1, "d2", "2024-03-18", 0.9)])
    statements["flags"] = [[flag], []]
    assert find_position_shifts(statements).empty


def test_undated_articles_contradict_themselves_but_not_each_other(build):
    apart = [("a", "x", -1, "d1", None), ("a", "x", 1, "d2", None)]
    assert find_position_shifts(build(apart)).empty
    within = [("a", "x", -1, "d1", None), ("a", "x", -1, "d2", None), ("a", "x", 1, "d1", None)]
    found = find_position_shifts(build(within))
    assert found.iloc[0][["evidence_before", "evidence_after"]].tolist() == ["s0000", "s0002"]
    assert pd.isna(found.iloc[0]["date"])


def test_the_surest_contradiction_is_given_even_if_another_is_closer(build):
    rows = [
        ("a", "x", -1, "d1", "2024-03-01", 0.9),
        ("a", "x", -1, "d2", "2024-03-08", 0.6),
        ("a", "x", 1, "d3", "2024-03-09", 0.95),
    ]
    found = find_position_shifts(build(rows))
    assert found.iloc[0][["evidence_before", "confidence"]].tolist() == ["s0000", 0.9]


def test_two_statements_on_both_sides_of_a_shift_are_no_contradiction(build):
    found = find_position_shifts(build(series("----++++", days=7)))
    assert kinds(found) == ["shift"]


def test_a_position_that_is_reported_as_past_is_no_contradiction(build):
    statements = build([("a", "x", -1, "d1", "2024-04-25"), ("a", "x", 1, "d1", "2024-04-25")])
    assert kinds(find_position_shifts(statements)) == ["contradiction"]
    statements["flags"] = [["past"], []]
    assert find_position_shifts(statements).empty


def test_actors_and_issues_are_kept_apart(build):
    rows = [("a", "x", 1, "d1", "2024-03-01"), ("b", "x", -1, "d1", "2024-03-01"), ("a", "y", -1, "d1", "2024-03-01")]
    assert find_position_shifts(build(rows)).empty


_rows = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.just("x"),
        st.sampled_from([-1, -0.5, 1]),
        st.sampled_from([f"d{i}" for i in range(6)]),
    ),
    max_size=25,
)
_PUBLISHED = {
    "d0": None,
    "d1": "2024-01-01",
    "d2": "2024-01-01",
    "d3": "2024-01-10",
    "d4": "2024-03-01",
    "d5": "2024-05-01",
}


@settings(max_examples=60, deadline=None)
@given(rows=_rows, seed=st.integers(0, 99))
def test_evidence_is_real_and_row_order_does_not_matter(build, rows, seed):
    statements = build([(*row, _PUBLISHED[row[3]]) for row in rows])
    found = find_position_shifts(statements)
    pd.testing.assert_frame_equal(found, find_position_shifts(statements.sample(frac=1, random_state=seed)))
    assert not found.duplicated(["actor_id", "issue_id", "kind"]).any()
    by_id = statements.set_index("statement_id")
    for row in found.itertuples():
        before, after = by_id.loc[row.evidence_before], by_id.loc[row.evidence_after]
        assert before["actor_id"] == after["actor_id"] == row.actor_id
        if row.kind == "contradiction":
            assert before["agreement"] * after["agreement"] < 0
            same_document = before["document_id"] == after["document_id"]
            assert same_document or abs(after["published"] - before["published"]).days <= 14
        else:
            assert abs(row.after - row.before) > 1
            assert before["published"] < row.date <= after["published"]


def test_ten_thousand_statements_take_seconds(build):
    rows = [("a", "x", 1 if i % 2 else -1, f"d{i:05}", f"2024-{1 + i % 12:02}-{1 + i % 28:02}") for i in range(10_000)]
    statements = build(rows)
    started = time.perf_counter()
    find_position_shifts(statements)
    assert time.perf_counter() - started < 20
