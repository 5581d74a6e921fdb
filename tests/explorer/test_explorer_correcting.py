import csv

import pytest

from helpers.corrections import read_corrections
from helpers.errors import CatalogueError
from helpers.explorer.correcting import HEADER, Wish, save_correction

KNOWN = {"actor_ids": {"karvenia", "belmora"}, "issue_ids": {"sarn_treaty"}}
AGREES = Wish("statements", "s1", "agreement", "1", "says so")


def corrected(path):
    return [(c.table, c.id, c.column, c.value, c.note) for c in read_corrections(path)]


def test_a_new_file_has_the_columns_of_corrections_and_the_row(tmp_path):
    path = tmp_path / "corrections.csv"
    save_correction(path, AGREES, **KNOWN)
    assert corrected(path) == [("statements", "s1", "agreement", 1.0, "says so")]
    assert next(csv.reader(path.open(encoding="utf-8-sig"))) == list(HEADER)


def test_rows_and_columns_that_are_there_are_kept(tmp_path):
    path = tmp_path / "review.csv"
    path.write_text("Table;id;column;value;seen\nstatements;s2;agreement;;'=1+1\nquotations;q1;kind;thought;x\n")
    save_correction(path, AGREES, **KNOWN)
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
    assert [(r["id"], r["value"], r["seen"]) for r in rows] == [
        ("s2", "", "'=1+1"),
        ("q1", "thought", "x"),
        ("s1", "1", ""),
    ]
    assert rows[2]["note"] == "says so"


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        (AGREES, AGREES._replace(value="-1"), [("agreement", -1.0)]),
        (AGREES, AGREES._replace(value="remove"), [("remove", None)]),
        (AGREES._replace(value="remove"), AGREES, [("agreement", 1.0)]),
        (AGREES, Wish("statements", "s1", "actor_id", "belmora"), [("agreement", 1.0), ("actor_id", "belmora")]),
        (Wish("statements", "q1", "add", "sarn_treaty 1"), Wish("statements", "q1", "add", "sarn_treaty 0"),
         [("add", ("sarn_treaty", 0.0))]),
    ],
)  # fmt: skip
def test_what_is_corrected_again_is_corrected_once(tmp_path, first, second, left):
    path = tmp_path / "corrections.csv"
    save_correction(path, first, **KNOWN)
    save_correction(path, second, **KNOWN)
    assert [(c.column, c.value) for c in read_corrections(path)] == left


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (AGREES._replace(value="7"), "agreement cannot be '7'"),
        (AGREES._replace(value=" "), "no value yet"),
        (Wish("statements", "s1", "actor_id", "karvenja"), "no actor 'karvenja'.*karvenia"),
        (Wish("statements", "s1", "issue_id", "dam"), "no issue 'dam'"),
        (Wish("statements", "q1", "add", "dam 1"), "no issue 'dam'"),
        (Wish("statements", "s1", "target_ids", "belmora nobody"), "no actor 'nobody'"),
        (Wish("quotations", "q1", "kind", "shouted"), "kind cannot be 'shouted'"),
    ],
)
def test_a_value_that_is_not_allowed_leaves_the_file_as_it_was(tmp_path, wish, said):
    path = tmp_path / "corrections.csv"
    save_correction(path, AGREES, **KNOWN)
    before = path.read_bytes()
    with pytest.raises(CatalogueError, match=said) as error:
        save_correction(path, wish, **KNOWN)
    assert ".tmp" not in str(error.value)
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["corrections.csv"]


def test_a_file_that_holds_something_else_is_left_alone(tmp_path):
    path = tmp_path / "diary.csv"
    path.write_text("day,mood\nMonday,fine\n")
    with pytest.raises(CatalogueError, match="lacks the column"):
        save_correction(path, AGREES, **KNOWN)
    assert path.read_text() == "day,mood\nMonday,fine\n"


def test_a_new_file_begins_with_the_corrections_that_the_run_was_given(tmp_path):
    given, path = tmp_path / "given.csv", tmp_path / "new.csv"
    save_correction(given, Wish("quotations", "q1", "kind", "thought"), **KNOWN)
    save_correction(path, AGREES, given=given, **KNOWN)
    assert [c.id for c in read_corrections(path)] == ["q1", "s1"]
    assert [c.id for c in read_corrections(given)] == ["q1"]


def test_a_note_is_no_formula(tmp_path):
    path = tmp_path / "corrections.csv"
    save_correction(path, AGREES._replace(note='=HYPERLINK("http://x")', value="-1"), **KNOWN)
    assert "'=HYPERLINK" in path.read_text(encoding="utf-8-sig") and ",-1," in path.read_text(encoding="utf-8-sig")
    assert corrected(path)[0][3:] == (-1.0, '=HYPERLINK("http://x")')
