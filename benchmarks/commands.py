"""Commands run as a user would run them: how long they take, and how much memory they and their children hold."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

_EVERY = 0.2  # seconds between two looks at the memory


class Used(NamedTuple):
    """Seconds and the peak of memory of a command with all its processes."""

    seconds: float
    peak_mb: float


class CommandFailed(Exception):
    """A command that cannot be measured, with the last line that it printed."""


def measure(command: Sequence[str], *, home: Path, one_core: bool = False, watch_memory: bool = False) -> Used:
    """Run a command to its end.

    Args:
        command: Program and arguments.
        home: Where it may keep what it caches for its user.
        one_core: Keep it on one core, where the system can.
        watch_memory: Look at its memory while it runs, which takes a little time of its own; 0 otherwise.

    Raises:
        CommandFailed: If its exit status is not 0.
    """
    core = [min(os.sched_getaffinity(0))] if one_core and hasattr(os, "sched_setaffinity") else None
    log = home / "log.txt"
    home.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"XDG_CACHE_HOME": str(home), "COLUMNS": "1000"},
            preexec_fn=(lambda: os.sched_setaffinity(0, core)) if core else None,
        )
        peak, tree = 0.0, psutil.Process(process.pid)
        while watch_memory and process.poll() is None:
            peak = max(peak, _memory(tree))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_EVERY)
        process.wait()
    seconds = time.perf_counter() - started
    if process.returncode:
        lines = log.read_text(errors="replace").strip().splitlines() or ["nothing printed"]
        raise CommandFailed(f"exit status {process.returncode}: {lines[-1]}")
    return Used(seconds, peak)


def _memory(root: psutil.Process) -> float:
    """Megabytes of a process and its descendants; pages that they share count once, where the system tells."""
    total = 0
    with contextlib.suppress(psutil.Error):
        for process in (root, *root.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                full = process.memory_full_info()
                total += getattr(full, "pss", 0) or full.rss
    return total / 2**20


def standpoints(*arguments: str | Path) -> list[str]:
    """The command line of the package that runs this benchmark."""
    return [sys.executable, "-m", "helpers", *map(str, arguments)]


def empty(folder: Path) -> Path:
    """The folder, without what was in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
