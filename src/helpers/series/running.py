"""One run after the other: what fails is named and does not stop the rest, what is done and unchanged is kept."""

import shlex
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from helpers import runs
from helpers.errors import HelpersError, StageError
from helpers.files import write_text
from helpers.notebooks import one_line
from helpers.plain_text import printable
from helpers.report import environment
from helpers.series.spec import Job, Series

Invoke = Callable[[Sequence[str]], object]

COUNTS = ("documents", "rejects", "quotations", "statements", "actors")


@dataclass
class _State:
    """How a run stands, as its line of the page shows it."""

    job: Job
    command: str
    state: str = "waiting"
    error: str = ""
    seconds: float | None = None
    counts: dict[str, int] = field(default_factory=dict)
    link: str | None = None


def run_series(
    series: Series,
    *,
    invoke: Invoke,
    notebooks: bool = True,
    options: Sequence[str] = (),
    report: Callable[[str], None] = print,
) -> None:
    """Do all runs of a series in this process, and write `index.html` after each.

    Args:
        series: What to run.
        invoke: Runs the command line with these arguments, raising what it raises.
        notebooks: Whether each is `standpoints run`, or `standpoints extract`.
        options: More arguments for each of them.
        report: Called with a line before each run, and one about its failure.

    Raises:
        StageError: When all are through, if any failed.
    """
    command = "run" if notebooks else "extract"
    states = [_State(job, "") for job in series.jobs]
    for state in states:
        arguments = [command, "--out", str(series.out / state.job.name), *options, *state.job.arguments]
        state.command = shlex.join(["standpoints", *arguments])
    for number, state in enumerate(states, start=1):
        state.state = "running"
        _write_index(series.out, states)
        report(f"== {state.job.name} ({number} of {len(states)})")
        try:
            invoke(shlex.split(state.command)[1:])
        except (click.Abort, KeyboardInterrupt, SystemExit):
            state.state = "interrupted"
            _write_index(series.out, states)
            raise
        except Exception as error:
            state.state, state.error = "failed", _line(error)
            report(f"{state.job.name} failed: {state.error}")
        else:
            _take_results(series.out, state)
        _write_index(series.out, states)
    if failed := [state.job.name for state in states if state.state == "failed"]:
        raise StageError(
            f"{len(failed)} of {len(states)} runs failed ({', '.join(failed)}); {series.out / 'index.html'} says why. "
            "The same command does them again, and keeps the others."
        )


def _line(error: Exception) -> str:
    message = error.format_message() if isinstance(error, click.ClickException) else str(error)
    kind = "" if isinstance(error, HelpersError | click.ClickException) else f"{type(error).__name__}: "
    return printable(one_line(kind + message, limit=500))


def _take_results(out: Path, state: _State) -> None:
    """What a finished run says of itself."""
    run_dir = out / state.job.name
    manifest: dict[str, Any] = runs.read_manifest(run_dir)
    stages = manifest.get("stages", {}).values()
    state.state = "up to date" if stages and all(stage.get("reused") for stage in stages) else "done"
    state.seconds = sum(stage.get("seconds", 0) for stage in stages)
    state.counts = {name: manifest.get("counts", {}).get(name, 0) for name in COUNTS}
    state.link = f"{state.job.name}/" + ("report.html" if (run_dir / "report.html").exists() else "tables/")


def _write_index(out: Path, states: Sequence[_State]) -> None:
    page = (
        environment()
        .get_template("series.html")
        .render(
            title=f"Runs in {printable(out.name)}",
            states=states,
            counts=COUNTS,
            now=time.strftime("%Y-%m-%d %H:%M %Z"),
            summary=", ".join(
                f"{sum(state.state == kind for state in states)} {kind}"
                for kind in ("done", "up to date", "failed", "running", "interrupted", "waiting")
                if any(state.state == kind for state in states)
            ),
        )
    )
    write_text(out / "index.html", page)
