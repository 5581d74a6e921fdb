"""Runs that are killed, stopped or out of disk: the next start of the same command ends as if nothing had happened."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers import files, notebooks, parses, pipeline, runs, tables
from helpers.interruption import Interruption, interruptible
from helpers.pipeline import Step

STEPS = (
    Step("01_load_corpus", "?", (), ("documents", "rejects")),
    Step("02_extract", "?", (), ("quotations",), keeps=("parses",)),
    Step("03_compare", "?", (), ("statements",), ("tables/issues.yaml",)),
    Step("04_charts", "?", (), (), ("charts", "report.html")),
)


NOUNS = "bridge council river winter ferry harbour teacher doctor garden engine school market letter window".split()
ADJECTIVES = "old new small large quiet green narrow famous empty local early broken".split()
VERBS = "left reached followed avoided crossed visited repaired painted forgot praised".split()
# Random enough that no article is a copy of another.
SENTENCE = (["The"], ADJECTIVES, NOUNS, VERBS, ["the"], ADJECTIVES, NOUNS, ["of the"], ADJECTIVES, NOUNS)
EVERY = 17  # of all file events are tried each time; with 1, all of them


class Killed(BaseException):
    """The process is gone: not even what a `finally` does happens any more."""


class Disk:
    """Counts what happens to files, and lets the n-th of it fail: by a full disk, or by the end of the process."""

    def __init__(self, monkeypatch) -> None:
        self.n = self.fails_at = 0
        self.kills = self.dead = False
        for owner, name in (
            (os, "replace"), (os, "fsync"), (shutil, "rmtree"), (Path, "rename"), (Path, "unlink"),
            (Path, "write_text"), (Path, "write_bytes"),
        ):  # fmt: skip
            monkeypatch.setattr(owner, name, self._watched(getattr(owner, name)))

    def _watched(self, function):
        def watched(*arguments, **options):
            if self.dead:
                raise Killed
            self.n += 1
            if self.n == self.fails_at and not self.kills:
                raise OSError(errno.ENOSPC, "No space left on device")
            if self.n == self.fails_at:
                self.dead = True
                raise Killed
            return function(*arguments, **options)

        return watched


def stage(run_dir: Path, name: str, parameters) -> None:
    """Small steps that write like the real ones."""
    if name == "01_load_corpus":
        sources = [{"source": str(n), "reason": "empty", "detail": parameters["TEXT"]} for n in range(3)]
        runs.write_tables(run_dir, documents=tables.DOCUMENTS.empty(), rejects=tables.REJECTS.table(sources))
    elif name == "02_extract":
        parses.clear_parts(run_dir / "parses")
        for number in range(2):
            parses.write_part(run_dir / "parses", number, b"parse " + parameters["TEXT"].encode())
        runs.write_tables(run_dir, quotations=tables.QUOTATIONS.empty())
    elif name == "03_compare":
        assert len(list((run_dir / "parses").iterdir())) == 2, "parses of half a corpus"
        files.write_text(run_dir / "tables/issues.yaml", parameters["TEXT"])
        runs.write_tables(run_dir, statements=tables.STATEMENTS.empty())
    else:
        files.write_text(run_dir / "charts/one.html", parameters["TEXT"])
        files.write_text(run_dir / "report.html", parameters["TEXT"])


@pytest.fixture
def run(monkeypatch):
    parameters = {name: notebooks.Parameter("str", "") for name in ("TEXT", "RUN_DIR")}
    monkeypatch.setattr(pipeline, "STEPS", STEPS)
    monkeypatch.setattr(pipeline, "declared_parameters", lambda names: parameters)
    monkeypatch.setattr(pipeline, "inspect_parameters", lambda name: parameters)
    monkeypatch.setattr(pipeline, "NOTEBOOKS", Path(__file__).parent)
    monkeypatch.setattr(runs, "fingerprint", _fingerprint(runs.fingerprint))
    monkeypatch.setattr(runs, "versions", dict)

    def run(folder: Path, text: str = "new", *, keep_parses: bool = True) -> dict[str, bytes]:
        pipeline.run_pipeline(
            folder, parameters={"TEXT": text}, execute=stage, keep_parses=keep_parses, report=lambda line: None
        )
        return content(folder)

    return run


def _fingerprint(true_one):
    """The package does not change during a test, and its notebooks are not those of the steps here."""
    return lambda *parts: true_one(*(part if isinstance(part, str) else str(part) for part in parts))


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a run folder but the lock; of run.json, times go out of it."""
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".lock"}
    return {name: data for name, data in found.items() if name != "run.json"}


@pytest.mark.parametrize("kills", [True, False], ids=["killed", "disk_full"])
@pytest.mark.parametrize(
    ("before", "keep_parses"), [(None, True), ("old", False)], ids=["into_a_new_folder", "over_an_older_run"]
)
def test_whatever_file_event_fails_the_next_start_ends_like_an_undisturbed_run(
    run, tmp_path, monkeypatch, kills, before, keep_parses
):
    undisturbed = run(tmp_path / "undisturbed", keep_parses=keep_parses)
    disk = Disk(monkeypatch)
    disk.kills = kills
    n_events, tried = 0, 1 + 2 * kills + 4 * bool(before)
    while tried <= n_events + EVERY:
        folder = tmp_path / f"at-{tried}"
        disk.fails_at, disk.dead = 0, False
        if before:
            run(folder, before)
        disk.n, disk.fails_at = 0, tried
        try:
            run(folder, keep_parses=keep_parses)
        except Killed:
            disk.dead = False
        except OSError as error:
            assert error.errno == errno.ENOSPC
        n_events = max(n_events, disk.n)
        disk.fails_at = 0
        assert run(folder, keep_parses=keep_parses) == undisturbed, f"after event {tried}"
        tried += EVERY
    assert n_events > 60


def test_a_table_that_is_cut_or_edited_afterwards_is_made_again(run, tmp_path):
    undisturbed = run(tmp_path)
    for name in ("rejects", "statements"):
        path = runs.table_path(tmp_path, name)
        path.write_bytes(path.read_bytes()[:-5])
        assert run(tmp_path) == undisturbed


def test_parses_of_which_a_part_is_gone_are_made_again_before_they_are_used(run, tmp_path):
    undisturbed = run(tmp_path)
    (tmp_path / "parses/part-000001.spacy").unlink()
    runs.table_path(tmp_path, "statements").unlink()
    assert run(tmp_path) == undisturbed


def test_what_the_user_edits_in_the_run_folder_is_not_overwritten_by_a_finished_run(run, tmp_path):
    run(tmp_path)
    (tmp_path / "tables/issues.yaml").write_text("mine")
    assert run(tmp_path)["tables/issues.yaml"] == b"mine"


def test_a_signal_raises_once_and_says_which_exit_status(monkeypatch):
    with interruptible() as interruption:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)  # while files are put in order, nothing is interrupted any more
        assert interruption.exit_status == 143
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_an_interruption_that_a_library_swallows_still_ends_the_process():
    code = (
        "import signal, time\nfrom helpers import interruption\ninterruption.GRACE = 0.5\n"
        "with interruption.interruptible():\n"
        "    try:\n        signal.raise_signal(signal.SIGINT)\n    except KeyboardInterrupt:\n        pass\n"
        "    time.sleep(60)"
    )
    started = time.monotonic()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50)
    assert result.returncode == 130 and time.monotonic() - started < 20
    assert "The same command goes on where it stopped" in result.stderr
    assert Interruption().exit_status == 130


def test_a_command_that_is_stopped_says_how_to_go_on_and_leaves_nothing_half_written(tmp_path):
    (tmp_path / "corpus").mkdir()
    rng = random.Random(1)
    for n in range(150):
        text = 'Ada Lund, the mayor, said on Monday: "We reject the bridge."\n'
        lines = (" ".join(rng.choice(part) for part in SENTENCE) for _ in range(60))
        (tmp_path / f"corpus/{n}.txt").write_text(text + ".\n".join(lines))
    command = [sys.executable, "-m", "helpers", "extract", str(tmp_path / "corpus"), "--out", str(tmp_path / "run")]
    process = subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while "[2/3]" not in process.stderr.readline():
        assert process.poll() is None
    second = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert second.returncode == 2 and "is in use by another run" in second.stderr
    started = time.monotonic()
    process.terminate()
    process.wait(timeout=60)
    assert time.monotonic() - started < 6  # 5 s are promised; this machine may be busy
    assert process.returncode == 143
    _, errors = process.communicate(timeout=60)
    assert errors.strip().splitlines()[-1].endswith("The same command goes on where it stopped.")
    assert not list((tmp_path / "run").rglob("*.tmp"))


def test_workers_end_with_a_parent_that_is_killed():
    code = (
        "import os, sys, time\nfrom helpers.workers import Workers\n"
        "with Workers(1, __import__('functools').partial, (__import__('os').getpid,)) as workers:\n"
        "    pass\n"
        "workers = Workers(1, __import__('functools').partial, (__import__('time').sleep,))\n"
        "workers._give(0, 600)\n"
        "print(next(iter(workers._busy.values()))[0].process.pid, flush=True)\n"
        "time.sleep(3)\nos.kill(os.getpid(), 9)\n"
    )
    parent = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert parent.returncode == -9, parent.stderr
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and _is_running(int(parent.stdout)):
        time.sleep(0.2)
    assert not _is_running(int(parent.stdout))


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_whose_streams_are_closed_does_what_it_should(closed, tmp_path):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.txt").write_text("The minister said on Monday that the harbour would be closed for repairs.")
    command = f"'{sys.executable}' -m helpers extract c --out run --quotations rules {closed}"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=100)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert (tmp_path / "run" / "tables" / "positions.parquet").exists()
