"""The panel without a browser: widgets are set as a reader sets them, and what they show is read back."""

import os
from datetime import date

import pytest

from helpers import runs
from helpers.corrections import read_corrections
from helpers.errors import RunFolderError
from helpers.explorer import CorrectionForm, Explorer, find_run
from helpers.resources import REFERENCE


@pytest.fixture
def explorer(run_dir, monkeypatch):
    monkeypatch.chdir(run_dir.parent)
    return Explorer(run_dir)


def choose(form, words):
    form.what.value = dict(form.what.options)[words]


def test_the_newest_run_is_found_from_a_folder_below(run_dir, tmp_path):
    older = tmp_path / "runs/older"
    runs.write_manifest(older, {})
    os.utime(older / "run.json", ns=(1, 1))
    (tmp_path / "notebooks").mkdir()
    assert find_run("", tmp_path / "notebooks") == run_dir
    assert find_run("../runs/older", tmp_path / "notebooks") == older


@pytest.mark.parametrize(("given", "said"), [("", "no run in a folder 'runs'"), ("x", "is no run folder")])
def test_a_missing_run_is_said_to_be_missing(tmp_path, given, said):
    with pytest.raises(RunFolderError, match=said):
        find_run(given, tmp_path)


def test_everything_is_shown_first_and_the_first_row_is_read(explorer):
    assert "3 of 3" in explorer.message.value
    assert list(explorer.table.df["actor"]) == ["Karvenia", "Belmora", "unknown"]
    assert explorer.chosen["statement_id"] == "s1"
    assert "We will not sign" in explorer.reader.html


@pytest.mark.parametrize(
    ("field", "value", "n"),
    [("actor", "belmora", 1), ("issue", "sarn_treaty", 2), ("outlet", "Lisenne Courier", 2), ("words", "sign", 2),
     ("first_day", date(2024, 2, 6), 0), ("last_day", date(2024, 2, 5), 2), ("confidence", 0.7, 2)],
)  # fmt: skip
def test_each_filter_narrows_the_list_and_clearing_undoes_it(explorer, field, value, n):
    getattr(explorer, field).value = value
    assert f"{n} of 3" in explorer.message.value and len(explorer.table.df) == n
    explorer.clear.click()
    assert "3 of 3" in explorer.message.value and explorer.selection() == type(explorer.selection())()
    assert {menu.label for menu in (explorer.actor, explorer.issue, explorer.outlet)} == {"all"}


def test_nothing_found_leaves_nothing_chosen(explorer):
    CorrectionForm(explorer)
    explorer.words.value = "no such words"
    assert explorer.chosen is None and "Nothing is chosen" in explorer.reader.html


def test_the_reader_follows_the_list(explorer):
    explorer.table.selected_rows = [2]
    assert "Nobody answered" in explorer.reader.html
    explorer.before.click()
    assert explorer.chosen["statement_id"] == "s2"
    explorer.after.click()
    explorer.after.click()
    assert explorer.chosen["quotation_id"] == "q2"


def test_a_folder_without_a_run_is_told_and_the_run_stays_open(explorer, run_dir):
    explorer.folder.value = str(run_dir.parent / "other")
    assert "is no run folder" in explorer.message.value
    assert explorer.run.folder == run_dir


def test_a_correction_goes_beside_the_run_and_its_value_is_checked(explorer, run_dir):
    form = CorrectionForm(explorer)
    form.save.click()
    assert "what to correct" in form.message.value
    choose(form, "Statement: its agreement (-1 … 1)")
    form.value.value = "2"
    form.save.click()
    assert "cannot be" in form.message.value and not (run_dir.parent / "one.corrections.csv").exists()
    form.value.value, form.note.value = "1", "<b>irony</b>"
    form.save.click()
    assert "Saved" in form.message.value
    (correction,) = read_corrections(run_dir.parent / "one.corrections.csv")
    assert (correction.id, correction.column, correction.value) == ("s1", "agreement", 1.0)


def test_what_was_begun_of_a_correction_stays_until_another_utterance_is_chosen(explorer):
    form = CorrectionForm(explorer)
    choose(form, "Statement: its agreement (-1 … 1)")
    form.value.value = "0"
    explorer.actor.value = explorer.chosen["actor_id"]
    assert (form.what.value, form.value.value) == (("statements", "agreement", "statement_id"), "0")
    explorer.clear.click()
    explorer.after.click()
    assert form.what.value is None and form.value.value == ""


def test_a_verdict_needs_no_value(explorer, run_dir):
    form = CorrectionForm(explorer)
    for what in ("Statement: it is right", "Quotation: it is none", "Statement: it is none"):
        choose(form, what)
        form.save.click()
        assert "Saved" in form.message.value
    found = [(c.table, c.id, c.column) for c in read_corrections(run_dir.parent / "one.corrections.csv")]
    assert found == [("quotations", "q1", "remove"), ("statements", "s1", "remove")]


def test_a_quotation_without_a_statement_can_be_given_one(explorer, run_dir):
    form = CorrectionForm(explorer)
    explorer.table.selected_rows = [2]
    assert {label.partition(":")[0] for label, _ in form.what.options[1:]} == {"Quotation"}
    choose(form, "Quotation: it takes a position, too")
    form.value.value = "sarn_treaty 1"
    form.save.click()
    (correction,) = read_corrections(run_dir.parent / "one.corrections.csv")
    assert (correction.table, correction.id, correction.value) == ("statements", "q2", ("sarn_treaty", 1.0))


def test_a_name_is_added_for_an_actor_of_the_run_only(explorer, run_dir):
    form = CorrectionForm(explorer)
    form.alias.value, form.means.value = "Granite House", "nobody"
    form.save_name.click()
    assert "no actor" in form.message.value
    form.means.value = "karvenia"
    form.save_name.click()
    assert "Saved" in form.message.value
    assert "Granite House" in (run_dir.parent / "one.actors.yaml").read_text()


def test_what_is_shipped_is_copied_and_never_written_to(run_dir, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("actors: []\n")
    for given, target in ((REFERENCE / "sample_actors.yaml", run_dir.parent / "one.actors.yaml"), (mine, mine)):
        manifest = runs.read_manifest(run_dir) | {"parameters": {"ACTORS": str(given)}}
        runs.write_manifest(run_dir, manifest)
        run = Explorer(run_dir).run
        assert run.given_file("ACTORS") == given and run.file_to_write("ACTORS", "actors.yaml") == target
