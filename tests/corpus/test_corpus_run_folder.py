"""A corpus loaded into a run folder: the tables of one that is loaded whole, though few texts are held."""

import pandas as pd
import pytest

from helpers import runs, sorting
from helpers.corpus import load_corpus, load_run
from helpers.corrections import Corrections
from helpers.corrections.reading import Correction
from helpers.errors import CorpusError

TEXT = "The council of {} met on Monday and voted on the ferry. The crews had asked for it for {} years, they said."


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    for n in range(40):
        path = folder / f"{n % 3}" / f"{'ab'[n % 2]}{40 - n}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(f"Town{n} and Village{n * 7}", n) + f"\n\nIt rained {n} days in Hamlet{n}.")
    (folder / "empty.txt").write_text("")
    return folder


def content(run_dir) -> dict[str, bytes]:
    return {name: runs.table_path(run_dir, name).read_bytes() for name in ("documents", "segments", "rejects")}


def test_the_tables_are_those_of_a_corpus_loaded_whole(corpus, tmp_path, monkeypatch):
    whole = load_corpus(corpus)
    assert whole.documents["document_id"].tolist() != sorted(whole.documents["document_id"])
    runs.write_tables(tmp_path / "whole", **whole._asdict())
    load_run(tmp_path / "a", corpus)
    monkeypatch.setattr(sorting, "_PIECE", 1)
    monkeypatch.setattr("helpers.corpus.loading._AT_ONCE", 3)
    load_run(tmp_path / "b", corpus)
    assert content(tmp_path / "a") == content(tmp_path / "b") == content(tmp_path / "whole")
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == ["articles", "run.json", "tables"]


def test_corrected_documents_are_written_wherever_they_come(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.corpus.loading._AT_ONCE", 3)
    ids = ("a40", "b3", "nowhere")
    given = Corrections([Correction(n, "documents", i, "outlet", "The Gull", None, {}) for n, i in enumerate(ids)])
    load_run(tmp_path / "run", corpus, given=given)
    (documents,) = runs.read_tables(tmp_path / "run", "documents")
    found = documents[documents["outlet"] == "The Gull"]
    assert found["document_id"].tolist() == ["a40", "b3"]
    assert given.outcome("documents") == {"given": 3, "applied": 2, "without_target": ["nowhere"]}
    assert found["flags"].map(lambda flags: "corrected" in flags).all()


def test_as_many_documents_are_loaded_as_are_asked_for(corpus, tmp_path):
    load_run(tmp_path / "run", corpus, max_documents=5)
    (documents,) = runs.read_tables(tmp_path / "run", "documents")
    expected = load_corpus(corpus, max_documents=5).documents.sort_values("document_id", ignore_index=True)
    pd.testing.assert_frame_equal(documents, expected)


def test_a_corpus_without_anything_usable_leaves_what_was_there(corpus, tmp_path):
    load_run(tmp_path / "run", corpus)
    before = content(tmp_path / "run")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "empty.txt").write_text("")
    with pytest.raises(CorpusError, match="Nothing in the corpus"):
        load_run(tmp_path / "run", tmp_path / "other")
    assert content(tmp_path / "run") == before
