"""Coded statements are kept as long as what they were coded from is the same, and give what coding anew gives."""

import shutil

import pandas as pd
import pytest

from helpers.statements import code_run, coding_tasks, parse_issues

ISSUES = "issues: [{id: bridge, label: The bridge, terms: [bridge]}, {id: road, label: The road, terms: [road]}]"
TEXTS = {
    "a": "Norland rejects the bridge.",
    "b": "Estavia supports the bridge and the road.",
    "c": "Norland welcomed the road.",
}
NAMES = {"Norland": "norland", "Estavia": "estavia"}


@pytest.fixture
def run_dir(tmp_path, write_run):
    write_run(tmp_path, TEXTS, NAMES)
    return tmp_path


@pytest.fixture
def code(run_dir, monkeypatch):
    """Codes the run; returns the statements and the documents that were coded anew."""

    def run(issues=ISSUES):
        anew = []
        coder = coding_tasks.start

        def start(how):
            one = coder(how)
            return lambda task: (anew.extend(task.documents), one(task))[1]

        with monkeypatch.context() as patch:
            patch.setattr(coding_tasks, "start", start)
            return code_run(run_dir, parse_issues(issues)).statements, anew

    return run


def test_nothing_is_coded_twice_and_the_statements_are_the_same(code):
    first, anew = code()
    assert sorted(anew) == ["a", "b", "c"] and len(first) == 4
    again, anew = code()
    assert anew == []
    pd.testing.assert_frame_equal(first, again)


def test_only_what_rests_on_something_new_is_coded_anew(code, run_dir, write_run):
    code()
    write_run(run_dir, TEXTS | {"b": "Estavia opposes the road.", "d": "Estavia rejects the bridge."}, NAMES)
    found, anew = code()
    assert sorted(anew) == ["b", "d"]
    assert set(found["document_id"]) == {"a", "b", "c", "d"}


def test_articles_that_come_between_others_cost_only_themselves(code, run_dir, write_run):
    write_run(run_dir, TEXTS, NAMES, per_part=3)
    code()
    write_run(run_dir, {"a": TEXTS["a"], "ab": "Norland wants the road."} | TEXTS, NAMES, per_part=2)
    found, anew = code()
    assert anew == ["ab"]
    again, anew = code()
    assert anew == []
    shutil.rmtree(run_dir / "coded")
    afresh, _ = code()
    pd.testing.assert_frame_equal(found, afresh)
    pd.testing.assert_frame_equal(again, afresh)


def test_of_a_part_only_the_document_is_coded_anew_that_has_changed(code, run_dir, write_run):
    write_run(run_dir, TEXTS, NAMES, per_part=3)
    code()
    write_run(run_dir, TEXTS | {"b": "Estavia opposes the road."}, NAMES, per_part=3)
    _, anew = code()
    assert anew == ["b"]


def test_only_what_a_changed_catalogue_may_concern_is_coded_anew(code):
    first, _ = code()
    same, anew = code(ISSUES.replace("The road", "A road"))
    assert anew == []
    pd.testing.assert_frame_equal(first, same)
    found, anew = code(ISSUES.replace("[road]", "[path]"))
    assert sorted(anew) == ["b", "c"] and set(found["issue_id"]) == {"bridge"}


def test_of_a_part_only_those_documents_are_coded_anew_that_it_concerns(code, run_dir, write_run):
    write_run(run_dir, TEXTS, NAMES, per_part=len(TEXTS))
    code()
    path = ISSUES.replace("[bridge]", "[welcomed road, bridge]")
    found, anew = code(path)
    assert anew == ["c"]
    again, anew = code(path)
    assert anew == []
    shutil.rmtree(run_dir / "coded")
    afresh, _ = code(path)
    pd.testing.assert_frame_equal(found, afresh)
    pd.testing.assert_frame_equal(again, afresh)


def test_another_actor_is_coded_anew(code, run_dir, write_run):
    code()
    write_run(run_dir, TEXTS, NAMES | {"Norland": "nordland"})
    found, anew = code()
    assert sorted(anew) == ["a", "c"] and set(found["actor_id"]) == {"nordland", "estavia"}


def test_what_is_damaged_or_not_needed_any_more_is_not_used(code, run_dir):
    first, _ = code()
    files = sorted((run_dir / "coded").glob("*.arrow"))
    files[0].write_bytes(files[0].read_bytes()[:-20])
    (run_dir / "coded" / "0.arrow").write_bytes(b"")
    again, anew = code()
    assert len(anew) == 1
    pd.testing.assert_frame_equal(first, again)
    assert sorted((run_dir / "coded").glob("*.arrow")) == files
