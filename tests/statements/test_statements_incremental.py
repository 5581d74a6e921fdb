"""Issues are found and terms suggested from what was read before, and it makes no difference."""

import shutil

import pytest

from helpers import runs
from helpers.engines import HERE, Engine
from helpers.model import load_vectors
from helpers.parses import iter_parses
from helpers.statements import argued, discover_issues, run_folder, suggest_terms, write_issues

NAMES = {"Norland": "norland", "Estavia": "estavia", "Sudmark": "sudmark"}
TEXTS = {
    "a": "Norland rejects the sugar tax. The sugar tax is a burden. Estavia demands a fishing quota.",
    "b": "Estavia supports the sugar tax. It condemned the fishing quota. The levy hurts bakers.",
    "c": "Sudmark wants a fishing quota and opposes the sugar tax. The levy was mild.",
    "d": "Critics attacked the fishing quota. Norland welcomed the railway.",
    "e": "Estavia backs the railway. Sudmark blocked the railway. The noise grows, and the sugar tax stays.",
    "f": "Norland rejects the sugar tax and the railway. Bakers fear the levy.",
}
NEW = {"g": "Sudmark rejects the toll road. Estavia supports the toll road and the railway. The levy stays."}


@pytest.fixture
def run_dir(tmp_path, write_run):
    write_run(tmp_path, TEXTS, NAMES)
    return tmp_path


@pytest.fixture
def find(run_dir, monkeypatch):
    """Finds issues and suggests terms; returns both, and the documents that were read for the issues."""

    def run(engine=HERE):
        anew = []
        started = argued.start

        def start():
            read = started()
            return lambda task: (anew.extend(task.documents), read(task))[1]

        with monkeypatch.context() as patch:
            if engine.is_here:
                patch.setattr(argued, "start", start)
            issues = run_folder.prepare_issues(None, run_dir, engine=engine)
            coded = run_folder.code_run(run_dir, issues, engine=engine)
        terms = run_folder.suggest_run_terms(run_dir, issues, coded.sentences)
        return (write_issues(issues), str(terms.to_dict()), str(coded.statements.to_dict())), sorted(anew)

    return run


@pytest.fixture
def expected(run_dir):
    """What is found in the parses themselves."""

    def run():
        read = run_folder.choose_documents(run_dir, "issues")
        documents, quotations, mentions = runs.read_tables(run_dir, "documents", "quotations", "mentions")
        docs = [doc for _, doc in iter_parses(run_dir / "parses", only=read)]
        issues = discover_issues(docs, quotations, mentions, vocab=load_vectors())
        terms = suggest_terms(docs, mentions, documents, issues, vocab=load_vectors())
        return write_issues(issues), str(terms.to_dict())

    return run


def test_nothing_is_read_twice(find, expected):
    first, anew = find()
    assert first[:2] == expected() and "sugar_tax" in first[0] and "levy" in first[1]
    assert anew == sorted(TEXTS)
    assert find() == (first, [])


def test_only_new_and_changed_parts_are_read(find, expected, run_dir, write_run):
    find()
    write_run(run_dir, TEXTS | NEW | {"d": "Critics attacked the toll road. Norland welcomed the railway."}, NAMES)
    found, anew = find()
    assert anew == ["d", "g"] and found[:2] == expected() and "toll_road" in found[0]
    shutil.rmtree(run_dir / "coded")
    assert find()[0] == found


def test_what_is_said_and_who_is_named_is_read_anew(find, expected, run_dir, write_run):
    find()
    write_run(run_dir, TEXTS, NAMES | {"levy": "the_levy"})
    found, anew = find()
    assert anew == ["b", "c", "f"] and found[:2] == expected() and "levy" not in found[1]


def test_what_is_damaged_or_not_needed_any_more_is_not_used(find, run_dir):
    first, _ = find()
    files = sorted((run_dir / "coded").rglob("*.arrow"))
    for folder in (run_dir / "coded", run_dir / "coded" / "argued"):
        path = min(folder.glob("*.arrow"))
        path.write_bytes(path.read_bytes()[:-20])
        (folder / "0.arrow").write_bytes(b"")
    again, anew = find()
    assert again == first and len(anew) == 1
    assert sorted((run_dir / "coded").rglob("*.arrow")) == files


def test_of_many_documents_only_those_drawn_count_whatever_was_read_before(find, expected, run_dir, monkeypatch):
    everything, _ = find()
    monkeypatch.setattr(run_folder, "MAX_READ", 4)
    fewer, anew = find()
    assert anew == [] and fewer[:2] == expected() and fewer[:2] != everything[:2]
    shutil.rmtree(run_dir / "coded")
    again, anew = find()
    assert again == fewer and len(anew) == 4
    monkeypatch.undo()
    assert find() == (everything, sorted(set(TEXTS) - set(anew)))


def test_workers_find_the_same(find, run_dir, monkeypatch):
    here, _ = find()
    shutil.rmtree(run_dir / "coded")
    monkeypatch.setattr(run_folder, "_WORTH_WORKERS", 0)
    assert find(Engine(2))[0] == here
