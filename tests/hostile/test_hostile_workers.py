"""Workers that die, and articles that cannot be analysed: each costs itself, by name."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from tests.hostile.worker_tasks import never, stumble, twice

from helpers import extraction, places, runs, tables, workers
from helpers.actors import load_catalogue
from helpers.engines import Engine
from helpers.errors import StageError
from helpers.extraction import articles, spreading
from helpers.losses import Loss, add_rejects
from helpers.workers import Workers


def test_each_task_has_one_outcome_and_a_dead_worker_costs_only_its_own():
    with Workers(2, twice, (2,)) as workers:
        outcomes = sorted(workers.each([1, "die", 3, "die", 5]))
        again = [outcome.result for outcome in workers.each([7])]
    assert outcomes == [(0, False, 2), (1, True, None), (2, False, 6), (3, True, None), (4, False, 10)]
    assert again == [14]


def test_worker_has_its_next_task_before_its_outcome_is_looked_at():
    made = []
    with Workers(1, twice, (2,)) as workers:
        outcomes = workers.each(made.append(task) or task for task in (1, 2, 3, 4))
        assert next(outcomes).result == 2
        assert made == [1, 2] and [task for _, _, task in workers._busy.values()] == [2]
        assert [outcome.result for outcome in outcomes] == [4, 6, 8]


def test_what_a_task_raises_is_raised_here():
    with Workers(1, twice, (2,)) as workers, pytest.raises(ValueError, match="no"):
        list(workers.each(["fail"]))


def test_workers_that_never_begin_are_an_error_soon():
    with (
        Workers(2, never, (3,)) as workers,
        pytest.raises(StageError, match=r"before they could begin.*status 3"),
    ):
        list(workers.each(range(10_000)))


def test_workers_that_begin_at_the_third_try_lose_no_task(tmp_path):
    with Workers(1, stumble, (tmp_path,)) as workers:
        assert list(workers.each([1, 2])) == [(0, False, 2), (1, False, 4)]


def test_what_a_worker_cannot_prepare_for_is_raised_here():
    with Workers(1, int, ("no number",)) as workers, pytest.raises(ValueError, match="no number"):
        list(workers.each([1]))


def test_workers_are_stopped_whatever_they_are_doing():
    with Workers(1, twice, (2,)) as workers:
        (who,) = workers.each(["who"])
        workers._give(0, "sleep")
        started = time.monotonic()
    assert time.monotonic() - started < 5
    with pytest.raises(ProcessLookupError):
        os.kill(who.result, 0)


HOST = (
    "import multiprocessing.forkserver as f; from helpers import workers\n"
    "workers.begin(); pid = f._forkserver._forkserver_pid"
)
SQUARES = """import functools
with workers.Workers(2, functools.partial, (pow, 2)) as pool:
    print(sorted(outcome.result for outcome in pool.each([1, 2, 3])))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a host")
def test_workers_are_soon_there_again_when_their_host_is_killed():
    done = _python(f"{HOST}\nimport os; os.kill(pid, 9)\n{SQUARES}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "[2, 4, 8]\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a host")
def test_a_host_that_still_loads_ends_with_its_parent_and_keeps_none_of_its_streams(tmp_path):
    (tmp_path / "slow.py").write_text("import time; time.sleep(30)")
    code = f"""from helpers import workers; workers._CONTEXT.set_forkserver_preload(["slow"])
{HOST}; print(pid)"""
    started = time.monotonic()
    done = _python(code, env=os.environ | {"PYTHONPATH": str(tmp_path)})
    assert time.monotonic() - started < 15, "its streams were open while it loaded"
    assert done.stderr == ""
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a host")
def test_a_host_imports_nothing_from_the_working_folder_and_leaves_nothing_behind(tmp_path):
    (tmp_path / "helpers.py").write_text("raise SystemExit(9)")
    (tmp_path / "t").mkdir()
    code = f"{HOST}\n{SQUARES}import os; print(os.environ.get('PYTHONSAFEPATH')); os.kill(os.getpid(), 9)"
    source = str(Path(workers.__file__).parents[1])
    done = _python(
        f"import sys; sys.path[:] = [{source!r}, *sys.path[1:]]\n{code}",
        cwd=tmp_path,
        env=os.environ | {"TMPDIR": str(tmp_path / "t")},
    )
    assert (done.stdout, done.stderr) == ("[2, 4, 8]\nNone\n", "")
    deadline = time.monotonic() + 20
    while list((tmp_path / "t").iterdir()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not list((tmp_path / "t").iterdir())


def test_workers_start_without_a_host_where_its_socket_can_have_no_address(tmp_path):
    folder = tmp_path / ("a" * 100)
    folder.mkdir()
    done = _python(f"from helpers import workers\n{SQUARES}", env=os.environ | {"TMPDIR": str(folder)})
    assert (done.returncode, done.stdout, done.stderr) == (0, "[2, 4, 8]\n", "")


def _python(code, **options):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, **options)


ARTICLE = 'Ada Lund, the mayor, said on Monday: "We reject the bridge to {0}, whatever {0} offers us."'


class Deadly(extraction.Extractor):
    """An extractor whose worker dies on one article, or cannot cope with another."""

    def _extract(self, doc, article):
        if "Abyss" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "Error" in article.text:
            raise RecursionError("too deep\n\x1b[31m")
        return super()._extract(doc, article)


def start_deadly(*how):
    return partial(spreading.do, Deadly(*how).extract)


def start_torn(torn, *how):
    """A worker that dies, the first time, when all of a part is written but the record with which it counts."""
    write = places.Folder.write

    def tearing(self, name, content):
        if name.endswith(".json") and not torn.exists():
            torn.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        write(self, name, content)

    places.Folder.write = tearing
    return start_deadly(*how)


def corpus(*places: str, copies: dict[str, str] | None = None):
    texts = {place: ARTICLE.format(place) for place in places} | {
        k: ARTICLE.format(v) for k, v in (copies or {}).items()
    }
    documents = tables.DOCUMENTS.table(
        {
            "document_id": key, "source": f"{key}.txt", "language": "en", "text": text, "n_words": 9, "sha256": "",
            "body": [{"start": 0, "end": len(text)}], "duplicate_of": (copies or {}).get(key),
            "flags": ["exact_duplicate"] if key in (copies or {}) else [],
        }
        for key, text in texts.items()
    )  # fmt: skip
    segments = tables.SEGMENTS.table(
        {"document_id": key, "start": 0, "end": len(text), "kind": "body"} for key, text in texts.items()
    )
    return documents, segments


@pytest.fixture
def deadly(monkeypatch):
    monkeypatch.setattr(spreading, "start", start_deadly)
    monkeypatch.setattr(articles, "MAX_PART", 2)


@pytest.fixture(name="extract")
def extract_by_rules(extract):
    def extract_by_rules(folder, documents, segments, workers, scheduler="", parts_at=""):
        how = {"catalogue": load_catalogue(), "variant": "rules", "parts_at": str(parts_at)}
        return extract(folder, documents, segments, engine=Engine(workers, scheduler), **how)

    return extract_by_rules


@pytest.mark.parametrize("parts_at", ["", "shared"])
def test_an_article_that_kills_its_worker_becomes_a_reject_and_costs_no_other(deadly, tmp_path, parts_at, extract):
    documents, segments = corpus("Karlstad", "Abyss", "Lund")
    extract(tmp_path, documents, segments, workers=2, parts_at=parts_at and tmp_path / parts_at)
    kept, parts, rejects, quotations = runs.read_tables(tmp_path, "documents", "segments", "rejects", "quotations")
    assert list(kept["document_id"]) == ["Karlstad", "Lund"] == sorted(parts["document_id"])
    assert rejects[["source", "reason"]].to_dict("records") == [{"source": "Abyss.txt", "reason": "worker_died"}]
    assert set(quotations["document_id"]) == {"Karlstad", "Lund"}


def test_an_article_that_cannot_be_analysed_becomes_a_reject_with_the_error(deadly, tmp_path, extract):
    found = extract(tmp_path, *corpus("Karlstad", "Error", "Lund"), workers=1)
    assert found.rejects.to_dict("records") == [
        {"source": "Error.txt", "reason": "analysis_failed", "detail": "RecursionError: too deep _[31m"}
    ]
    assert set(found.quotations["document_id"]) == {"Karlstad", "Lund"}


def test_the_first_copy_of_a_lost_article_is_analysed_in_its_place(deadly, tmp_path, extract):
    documents, segments = corpus("Error", "Lund", copies={"one": "Error", "two": "Error"})
    documents.loc[documents["document_id"] == "one", "text"] = ARTICLE.format("Terror")
    segments.loc[segments["document_id"] == "one", "end"] += 1
    found = extract(tmp_path, documents, segments, workers=1)
    assert set(found.quotations["document_id"]) == {"one", "Lund"}
    kept = found.documents.set_index("document_id")
    assert list(kept.index) == ["Lund", "one", "two"] and kept["flags"].tolist() == [[], [], ["exact_duplicate"]]
    assert kept["duplicate_of"].dropna().to_dict() == {"two": "one"}
    assert kept["text"]["one"] == ARTICLE.format("Terror")


def made(run, place):
    """The files of tables and parts by name."""
    folders = (run / "tables", place / "parts", place / "parses")
    return {p.name: p.read_bytes() for folder in folders for p in folder.iterdir() if p.name != places.ORDER}


@pytest.mark.parametrize("scheduler", ["", "local"], ids=["workers", "dask"])
def test_workers_write_their_parts_and_the_result_is_that_of_one_process(
    deadly, tmp_path, monkeypatch, scheduler, extract
):
    given = corpus("Karlstad", "Error", "Lund", "Oslo", "Turku")
    extract(tmp_path / "alone", *given, workers=1)
    with monkeypatch.context() as patched:
        patched.setattr(extraction.parts, "write_part", None)  # of this process
        found = extract(tmp_path / "run", *given, workers=2, scheduler=scheduler, parts_at=tmp_path / "shared")
    assert made(tmp_path / "run", tmp_path / "shared") == made(tmp_path / "alone", tmp_path / "alone")
    assert [path.name for path in (tmp_path / "run").rglob("par*/*")] == [places.ORDER]
    again = extract(tmp_path / "run", *given, workers=2, parts_at=tmp_path / "shared")
    assert again.reuse.kept == 4 and again.quotations.equals(found.quotations)


@pytest.mark.parametrize("scheduler", ["", "local"], ids=["workers", "dask"])
def test_a_part_that_a_worker_dies_on_while_writing_is_made_again(deadly, tmp_path, monkeypatch, scheduler, extract):
    given = corpus("Karlstad", "Lund", "Oslo", "Turku")
    extract(tmp_path / "alone", *given, workers=1)
    monkeypatch.setattr(spreading, "start", partial(start_torn, tmp_path / "torn"))
    extract(tmp_path / "run", *given, workers=2, scheduler=scheduler, parts_at=tmp_path / "shared")
    assert (tmp_path / "torn").exists()
    assert made(tmp_path / "run", tmp_path / "shared") == made(tmp_path / "alone", tmp_path / "alone")


def test_when_nothing_can_be_analysed_the_stage_fails(deadly, tmp_path, extract):
    with pytest.raises(StageError, match=r"No article could be analysed: RecursionError: too deep"):
        extract(tmp_path, *corpus("Error"), workers=1)


def test_what_is_lost_is_added_to_the_rejects_by_its_source():
    documents, _ = corpus("a", "b")
    before = tables.REJECTS.table([{"source": "c.txt", "reason": "empty", "detail": ""}])
    added = add_rejects(before, documents, {"b": Loss("worker_died", "why")})
    assert [tuple(row) for row in added.to_numpy()] == [("c.txt", "empty", ""), ("b.txt", "worker_died", "why")]
    pd.testing.assert_frame_equal(add_rejects(before, documents, {}), before)
