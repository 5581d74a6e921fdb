"""The briefing: every claim with its numbers and its sentence, and a sentence where there is nothing to claim."""

import pandas as pd
import pytest

from helpers import tables
from helpers.comparison import AboutObject, compare_statements
from helpers.comparison.briefing import (
    Names,
    make_names,
    rank_opponents,
    show_clashes,
    show_communities,
    show_polarization,
    show_positions,
    show_principles,
    show_shifts,
    summarize_consensus,
    summarize_speakers,
)
from helpers.statements.issues import parse_issues

NAMES = Names({"a": "Anna", "b": "Ben"}, {"x": "The bridge"})
ROWS = [
    *[("a", "x", 1, f"d{n}", f"2024-0{n}-01", 0.7 + n / 100) for n in range(1, 5)],
    *[("b", "x", -1, f"d{n}", f"2024-0{n}-01", 0.9) for n in range(1, 4)],
    ("c", "x", 0, "d1", "2024-01-01", 0.9), ("c", "y", 1, "d1", "2024-01-01", 0.8), ("a", "y", 1, "d2", None, 0.9),
]  # fmt: skip


@pytest.fixture
def statements(build) -> pd.DataFrame:
    table = build(ROWS)
    return table.assign(evidence=[f"sentence {n}" for n in range(len(table))])


@pytest.fixture
def compared(statements):
    return compare_statements(statements)


def test_positions_stand_with_interval_numbers_and_their_surest_sentence(compared, statements):
    shown = show_positions(compared.positions, statements, NAMES)
    assert shown.splitlines()[:5] == [
        "The bridge (8 statements by 3 actors)",
        "  for: Anna +1.00 (+1.00 to +1.00; n = 4 in 4 articles)",
        "      sentence 3 [d4]",
        "  against: Ben -1.00 (-1.00 to -1.00; n = 3 in 3 articles)",
        "      sentence 4 [d1]",
    ]
    assert "  unclear: c +0.00 (+0.00 to +0.00; n = 1 in 1 article), which take neither side" in shown


def test_more_actors_than_asked_for_are_counted(compared, statements):
    assert "  for: 1 more" in show_positions(compared.positions, statements, NAMES, most=1)


def test_speakers_come_with_what_they_speak_about_most(compared):
    found = summarize_speakers(compared.positions, NAMES)
    assert found.to_numpy().tolist()[0] == ["Anna", 5, 2, "The bridge", 0.8]


def test_opponents_are_shown_with_a_sentence_each_on_what_parts_them(compared, statements):
    shown = show_clashes(compared.actor_pairs, compared.positions, statements, NAMES)
    assert shown.splitlines() == [
        "Anna against Ben: conflict 3.00, congruence 0.00, 1 shared issues",
        "  most on: The bridge",
        "  Anna +1.00 (n = 4): sentence 3 [d4]",
        "  Ben -1.00 (n = 3): sentence 4 [d1]",
    ]


def test_opponents_are_ranked_by_how_far_conflict_outweighs_congruence(build):
    rows = [("a", "x", 1, "d"), ("b", "x", -1, "d"), ("c", "x", 1, "d"), ("c", "x", -1, "e")]
    pairs = rank_opponents(compare_statements(build(rows)).actor_pairs)
    assert next(zip(pairs["actor_id"], pairs["other_actor_id"], strict=True)) == ("a", "b")


def test_communities_are_named_with_their_stability_and_who_is_alone(compared):
    assert show_communities(compared.communities, NAMES).splitlines()[1:] == ["Alone: Ben"]
    first = show_communities(compared.communities, NAMES).splitlines()[0]
    assert first.startswith("Community 1 (2 actors, 7 statements): Anna (") and "c (" in first


def test_polarization_stands_beside_its_null_and_no_data_is_said(compared):
    lines = show_polarization(compared.polarization).splitlines()
    assert lines[-1].split()[0] == "all" and " to " in lines[-1] and "chance" in lines[-1]
    assert "no data" in next(line for line in lines if "2024-04-01" in line)


def test_consensus_names_the_most_divided_issue_first(compared):
    found = summarize_consensus(compared.issue_consensus, NAMES)
    assert found["issue"].tolist() == ["The bridge", "y"]
    assert found.iloc[0][["for", "neither", "against"]].tolist() == [4, 1, 3]


def test_shifts_come_with_both_sentences(build):
    rows = [("a", "x", sign, f"d{n}", f"2024-0{n + 1}-01") for n, sign in enumerate((-1, -1, -1, 1, 1, 1))]
    statements = build(rows)
    found = compare_statements(statements).position_shifts
    shown = show_shifts(found, statements, NAMES)
    assert "Anna on The bridge: shift, -1.0 to +1.0, 2024-04-01, confidence 0." in shown
    assert "before: so [d2]" in shown and "after:  so [d3]" in shown


def test_principles_come_with_both_sentences_and_a_count_of_the_consistent(build):
    rows = [("a", "x", 1, "d1"), ("a", "y", -1, "d2"), ("b", "x", 1, "d1"), ("b", "y", 1, "d2")]
    statements = build(rows)
    principles = [AboutObject("x", "integrity", "b"), AboutObject("y", "integrity", "far")]
    found = compare_statements(statements, principles=principles).principles
    assert show_principles(found, statements, NAMES).splitlines() == [
        "Anna on integrity",
        "  for Ben (+1.00, n = 1): so [d1]",
        "  against far (-1.00, n = 1): so [d2]",
        "On the same side for both objects: 1 of 2 comparisons.",
    ]


def test_where_nothing_was_found_a_sentence_says_so(build):
    empty = compare_statements(build([]))
    shown = [
        show_positions(empty.positions, build([]), NAMES),
        show_clashes(empty.actor_pairs, empty.positions, build([]), NAMES),
        show_communities(empty.communities, NAMES),
        show_polarization(empty.polarization),
        show_shifts(empty.position_shifts, build([]), NAMES),
        show_principles(empty.principles, build([]), NAMES),
    ]
    assert all(text.endswith((".", ").")) and "\n" not in text for text in shown)
    assert summarize_speakers(empty.positions, NAMES).empty and summarize_consensus(empty.issue_consensus, NAMES).empty


def test_names_come_from_the_actors_table_and_the_catalogue():
    actors = tables.ACTORS.table(
        [{"actor_id": "a", "name": "Anna", "kind": "person", "n_mentions": 1, "n_documents": 1}]
    )
    names = make_names(actors, parse_issues("issues: [{id: x, label: The bridge, terms: [bridge]}]").issues)
    assert [names.actor("a"), names.actor("z"), names.issue("x"), names.issue("y")] == ["Anna", "z", "The bridge", "y"]


def test_a_long_sentence_is_shortened_on_one_line(build):
    statements = build([("a", "x", 1, "d1")]).assign(evidence=["word \n" * 90])
    shown = show_positions(compare_statements(statements).positions, statements, NAMES)
    assert max(map(len, shown.splitlines())) < 160 and "… [d1]" in shown
