"""Sides that are told by a gesture: toward somebody whose side is known, or by giving something."""

import pytest

TOLD = "Estavia rejected the merger on Monday."


def sides(rows):
    return {(r["actor_id"], r["issue_id"]): (r["agreement"] > 0) - (r["agreement"] < 0) for r in rows}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Norland thanked Estavia.", -1),
        ("Norland scolded Estavia.", 1),
        ("Norland called Estavia's position absurd.", 1),
        ("Norland praised the words of Estavia.", -1),
        ("Norland followed suit.", -1),
        ("Norland disagreed.", 1),
        ("Norland joined the condemnation.", -1),
        ("Norland voiced its support.", 1),
        ("Norland voted against.", -1),
        ("Norland is in favour, Sudmark against.", 1),
        ("Norland did not thank Estavia.", None),
        ("Norland shared Sudmark's concern.", None),
        ("Norland voted against the budget.", None),
        ("Norland thanked Sudmark.", None),
    ],
)
def test_a_gesture_takes_over_the_side_of_whom_it_is_for(parse, code, sentence, expected):
    assert sides(code(parse(f"{TOLD} {sentence}"))).get(("norland", "merger")) == expected


def test_somebody_with_two_sides_lends_none(parse, code):
    doc = parse(f"{TOLD} Estavia supports the merger, its minister said. Norland thanked Estavia.")
    assert ("norland", "merger") not in sides(code(doc))


def test_a_contribution_is_for_what_is_spoken_of(parse, code):
    doc = parse("The pipeline will cost two billion. Norland promised to pay a tenth of it.")
    (row,) = [r for r in code(doc) if r["actor_id"] == "norland"]
    assert (row["issue_id"], row["agreement"] > 0) == ("pipeline", True)
    assert "issue_from_context" in row["flags"]


def test_where_the_sentence_names_a_matter_no_gesture_is_looked_for(parse, code):
    doc = parse(f"{TOLD} Norland thanked Estavia for its map of the pipeline.")
    assert ("norland", "merger") not in sides(code(doc))


def test_confidence_of_gestures_is_low(parse, code):
    rows = code(parse(f"{TOLD} Norland thanked Estavia."))
    confidence = {r["actor_id"]: r["confidence"] for r in rows}
    assert confidence["norland"] < 0.6 < confidence["estavia"]


def test_a_change_of_mind_is_for_what_was_rejected_before(parse, code):
    rows = code(parse(f"{TOLD} On Friday it changed course."))
    assert [r["agreement"] > 0 for r in rows if r["actor_id"] == "estavia"] == [False, True]


def test_nobody_changes_a_mind_that_is_not_known(parse, code):
    assert "norland" not in {r["actor_id"] for r in code(parse(f"{TOLD} Norland changed course."))}
