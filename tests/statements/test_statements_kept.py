"""Coded statements are kept as long as what they were coded from is the same, and give what coding anew gives."""

import pandas as pd
import pytest

from helpers import parses, runs, tables
from helpers.model import parse_text
from helpers.statements import code_run, coding_tasks, parse_issues

ISSUES = "issues: [{id: bridge, label: The bridge, terms: [bridge]}, {id: road, label: The road, terms: [road]}]"
TEXTS = {
    "a": "Norland rejects the bridge.",
    "b": "Estavia supports the bridge and the road.",
    "c": "Norland welcomed the road.",
}
NAMES = {"Norland": "norland", "Estavia": "estavia"}


@pytest.fixture
def run_dir(tmp_path, nlp):
    write(tmp_path, nlp, TEXTS, NAMES)
    return tmp_path


def write(run_dir, nlp, texts, names):
    """A run with one part for each text."""
    mentions = []
    parses.clear_parts(run_dir / "parses")
    for number, (document_id, text) in enumerate(texts.items()):
        doc = parse_text(nlp, text, document_id)
        parses.write_part(run_dir / "parses", number, parses.pack([doc]))
        mentions += [
            {"mention_id": f"{document_id}{t.i}", "document_id": document_id, "start": t.idx, "end": t.idx + len(t),
             "text": t.text, "label": "GPE", "actor_id": names[t.text], "confidence": 1.0}
            for t in doc if t.text in names
        ]  # fmt: skip
    documents = tables.DOCUMENTS.table(
        {"document_id": document_id, "source": f"{document_id}.txt", "language": "en", "text": text, "n_words": 5,
         "sha256": "", "body": [(0, len(text))], "flags": []}
        for document_id, text in texts.items()
    )  # fmt: skip
    actors = tables.ACTORS.table(
        {"actor_id": name, "name": name, "kind": "state", "aliases": [], "known_from": "user", "n_mentions": 1,
         "n_documents": 1}
        for name in names.values()
    )  # fmt: skip
    runs.write_tables(
        run_dir, documents=documents, mentions=tables.MENTIONS.table(mentions), actors=actors,
        quotations=tables.QUOTATIONS.empty(),
    )  # fmt: skip


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
            return code_run(run_dir, parse_issues(issues)), anew

    return run


def test_nothing_is_coded_twice_and_the_statements_are_the_same(code):
    first, anew = code()
    assert sorted(anew) == ["a", "b", "c"] and len(first) == 4
    again, anew = code()
    assert anew == []
    pd.testing.assert_frame_equal(first, again)


def test_only_what_rests_on_something_new_is_coded_anew(code, run_dir, nlp):
    code()
    write(run_dir, nlp, TEXTS | {"b": "Estavia opposes the road.", "d": "Estavia rejects the bridge."}, NAMES)
    found, anew = code()
    assert sorted(anew) == ["b", "d"]
    assert set(found["document_id"]) == {"a", "b", "c", "d"}


def test_another_catalogue_or_another_actor_is_coded_anew(code, run_dir, nlp):
    code()
    _, anew = code(ISSUES.replace("The road", "A road"))
    assert len(anew) == 3
    write(run_dir, nlp, TEXTS, NAMES | {"Norland": "nordland"})
    found, anew = code(ISSUES.replace("The road", "A road"))
    assert sorted(anew) == ["a", "c"] and set(found["actor_id"]) == {"nordland", "estavia"}


def test_what_is_damaged_or_not_needed_any_more_is_not_used(code, run_dir):
    first, _ = code()
    files = sorted((run_dir / "coded").glob("*.parquet"))
    files[0].write_bytes(files[0].read_bytes()[:-20])
    (run_dir / "coded" / "0.parquet").write_bytes(b"")
    again, anew = code()
    assert len(anew) == 1
    pd.testing.assert_frame_equal(first, again)
    assert sorted((run_dir / "coded").glob("*.parquet")) == files
