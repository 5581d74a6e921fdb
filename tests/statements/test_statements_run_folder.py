"""Which documents of a large run are read to find what it argues about."""

import pytest

from helpers import runs, tables
from helpers.statements import run_folder


@pytest.fixture
def run_dir(tmp_path):
    def document(document_id, of=None):
        return {
            "document_id": document_id, "source": document_id, "language": "en", "text": "", "n_words": 0, "sha256": "",
            "duplicate_of": of,
        }  # fmt: skip

    rows = [document(f"d{n:02}") for n in range(20)] + [document("copy", "d00")]
    runs.write_tables(tmp_path, documents=tables.DOCUMENTS.table(rows))
    return tmp_path


def test_all_but_copies_are_read_where_they_are_few(run_dir):
    assert run_folder.choose_documents(run_dir, "issues") == {f"d{n:02}" for n in range(20)}
    assert "samples" not in runs.read_manifest(run_dir)


def test_of_many_some_are_drawn_always_the_same_and_the_run_says_so(run_dir, monkeypatch):
    monkeypatch.setattr(run_folder, "MAX_READ", 5)
    drawn = run_folder.choose_documents(run_dir, "issues")
    assert len(drawn) == 5 and "copy" not in drawn
    assert run_folder.choose_documents(run_dir, "issue_suggestions") == drawn
    assert runs.read_manifest(run_dir)["samples"]["issues"] == {"read": 5, "of": 20}


def test_a_new_document_changes_one_of_those_drawn_at_most(run_dir, monkeypatch):
    monkeypatch.setattr(run_folder, "MAX_READ", 5)
    before = run_folder.choose_documents(run_dir, "issues")
    documents = runs.read_tables(run_dir, "documents")[0]
    one_more = documents.iloc[:1].assign(document_id="d99")
    runs.write_tables(
        run_dir, documents=tables.DOCUMENTS.table([*documents.to_dict("records"), *one_more.to_dict("records")])
    )
    assert len(run_folder.choose_documents(run_dir, "issues") - before) <= 1


def test_a_run_that_reads_all_again_says_nothing_of_samples(run_dir, monkeypatch):
    monkeypatch.setattr(run_folder, "MAX_READ", 5)
    run_folder.choose_documents(run_dir, "issues")
    monkeypatch.setattr(run_folder, "MAX_READ", 50)
    run_folder.choose_documents(run_dir, "issues")
    assert runs.read_manifest(run_dir)["samples"] == {}
