"""The steps from a corpus to a report in sequence, into one run folder; what is up to date is kept."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers import corpus, corrections, kernels, places, runs
from helpers.comparison import Comparison
from helpers.errors import CorpusError, StoreError
from helpers.files import remove_folder
from helpers.notebooks import SEQUENCE, declared_parameters, inspect_parameters, run_notebook
from helpers.parameters import check_parameters
from helpers.resources import NOTEBOOKS, REFERENCE


@dataclass(frozen=True)
class Step:
    """One notebook of the sequence: what it reads, the tables and files it writes, and the folders it keeps for later.

    What is kept is looked at article by article: it may come from an earlier corpus or from a run that was stopped.
    """

    notebook: str
    question: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    files: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()


STEPS = (
    Step(
        SEQUENCE[0],
        "What do we have, and what of it can be analysed?",
        ("the corpus",),
        ("documents", "segments", "rejects"),
        keeps=("articles",),
    ),
    Step(
        SEQUENCE[1],
        "Who is named, and who said what?",
        ("documents", "segments", "the actor catalogue"),
        ("mentions", "persons", "actors", "quotations", "alias_suggestions"),
        keeps=("parses", "parts"),
    ),
    Step(
        SEQUENCE[2],
        "Who stands where, and how sure are we?",
        ("parses", "documents", "mentions", "actors", "quotations", "the issue catalogue"),
        ("statements", *Comparison._fields, "issue_suggestions"),
        ("tables/issues.yaml",),
        keeps=("coded",),
    ),
    Step(
        SEQUENCE[3],
        "What does it look like, and which sentences does it rest on?",
        ("all tables",),
        (),
        ("charts", "report.html", "exports"),
    ),
)

WITHOUT_EFFECT = frozenset(
    {"RUN_DIR", "WORKERS", "SCHEDULER", "PARTS", "CORRECTIONS"}
)  # parameters that by themselves move no result

Execute = Callable[[Path, str, Mapping[str, Any]], None]


def run_pipeline(
    run_dir: Path,
    *,
    parameters: Mapping[str, Any],
    inputs: Mapping[str, Sequence[Path]] | None = None,
    execute: Execute = run_notebook,
    n_steps: int | None = None,
    keep_parses: bool = True,
    fresh: bool = False,
    report: Callable[[str], None] = print,
) -> None:
    """Run the steps whose results are not yet in the run folder.

    A step is run again when its notebook, its parameters, the content of their files, the package, or anything
    before it in the sequence has changed. What it made before stays until the new results are there.

    Args:
        run_dir: The run folder; made if missing.
        parameters: Values for any of the notebooks' parameters; `RUN_DIR` is set here.
        inputs: The files behind parameters that name some (the catalogues), by parameter; the corpus is looked at
            here.
        execute: What runs one step by name: its notebook, or the same without notebooks.
        n_steps: Stop after so many steps; all by default.
        keep_parses: Leave the parses in the run folder when all is done.
        fresh: Run every step, whatever the folder holds.
        report: Called with one line per step.

    Raises:
        HelpersError: Before anything starts, for an unknown or mistyped parameter or a folder in use; later,
            for an input that a step found unusable.
        StageError: If a notebook fails; what it did is kept in `notebooks/`.
    """
    declared = declared_parameters(step.notebook for step in STEPS)
    check_parameters(parameters, declared)
    effective = {name: parameters.get(name, declared[name].default) for name in declared if name != "RUN_DIR"}
    inputs = inputs or {}
    run_dir = run_dir.resolve()
    steps = STEPS[:n_steps]
    own = kernels.folder_in(run_dir)
    with runs.locked(run_dir, but=own), kernels.kept(own, NOTEBOOKS):
        prints = _prints(run_dir, inputs, effective)
        given = corrections.load_corrections(effective.get("CORRECTIONS"))
        code = runs.fingerprint(execute.__name__, Path(__file__).parent, REFERENCE)
        keys = _step_keys(code, parameters, prints, given)
        manifest = {} if fresh else runs.read_manifest(run_dir)
        if fresh:
            _forget(run_dir, effective.get("PARTS", ""))
        manifest |= {"parameters": effective, "versions": runs.versions()}
        manifest["corpus_fingerprint"] = prints.get("CORPUS")
        manifest["stages"] = dict(manifest.get("stages", {}))
        first = _first_to_run(run_dir, manifest["stages"], keys, steps)
        for number, step in enumerate(steps):
            label = f"[{number + 1}/{len(steps)}] {step.notebook}"
            if number < first:
                manifest["stages"][step.notebook]["reused"] = True
                report(f"{label}: up to date")
                continue
            for later in STEPS[number:]:
                manifest["stages"].pop(later.notebook, None)
            runs.write_manifest(run_dir, manifest)
            report(f"{label}: {step.question}")
            started = time.perf_counter()
            if not step.writes:
                _remove(_made(run_dir, step))
            execute(run_dir, step.notebook, {**parameters, "RUN_DIR": str(run_dir)})
            _remove(path for later in STEPS[number + 1 :] for path in _made(run_dir, later))
            seconds = round(time.perf_counter() - started, 2)
            manifest = runs.read_manifest(run_dir)
            manifest["stages"][step.notebook] = {"key": keys[number], "seconds": seconds, "reused": False}
            if "parses" in step.keeps:
                manifest["files"] = {**manifest.get("files", {}), "parses": _parses_of(run_dir)}
            runs.write_manifest(run_dir, manifest)
            report(f"{label}: done in {seconds:.1f} s")
        runs.write_manifest(run_dir, manifest)
        if not keep_parses:
            _forget(run_dir, effective.get("PARTS", ""))
        for name in _changed(run_dir, inputs, effective, prints):
            report(f"{name} was changed while this run was going on; the same command brings the results up to date.")


def _changed(
    run_dir: Path, inputs: Mapping[str, Sequence[Path]], parameters: Mapping[str, Any], before: Mapping[str, str]
) -> list[str]:
    """Which inputs are not any more what they were."""
    try:
        now = _prints(run_dir, inputs, parameters)
    except CorpusError:
        return ["CORPUS"]
    except StoreError:  # whether it was changed is not known, and all is done
        return []
    return [name for name in before if now[name] != before[name]]


def _prints(run_dir: Path, inputs: Mapping[str, Sequence[Path]], parameters: Mapping[str, Any]) -> dict[str, str]:
    """Fingerprints of all that is read, by parameter."""
    prints = {name: runs.fingerprint(*paths) for name, paths in inputs.items()}
    if "CORPUS" in parameters:
        prints["CORPUS"] = runs.fingerprint(*corpus.content_of(parameters["CORPUS"], leave_out=run_dir))
    return prints


def _step_keys(
    key: str, parameters: Mapping[str, Any], prints: Mapping[str, str], given: corrections.Corrections
) -> list[str]:
    """One key per step: equal keys mean equal results. Each contains the one before it.

    Of the corrections, a step's key contains those of the tables that it writes: correcting a statement does not
    parse the corpus again.
    """
    keys = []
    for step in STEPS:
        names = sorted(set(inspect_parameters(step.notebook)) - WITHOUT_EFFECT)
        own = [(name, parameters.get(name), prints.get(name)) for name in names]
        key = runs.fingerprint(key, NOTEBOOKS / f"{step.notebook}.ipynb", repr(own), given.digest(step.writes))
        keys.append(key)
    return keys


def _first_to_run(
    run_dir: Path, done: Mapping[str, Mapping[str, Any]], keys: Sequence[str], steps: Sequence[Step]
) -> int:
    """The number of the first step whose results are missing or out of date."""
    for number, step in enumerate(steps):
        made = [run_dir / name for name in step.files]
        whole = all(path.exists() for path in made) and all(runs.is_as_written(run_dir, name) for name in step.writes)
        if done.get(step.notebook, {}).get("key") != keys[number] or not whole:
            # The parses are only needed to go on: a finished run is complete without them.
            parsed = runs.read_manifest(run_dir).get("files", {}).get("parses")
            return 1 if number == 2 and parsed != _parses_of(run_dir) else number
    return len(steps)


def _parses_of(run_dir: Path) -> str:
    """What the parses are: that none is missing or cut is seen by it."""
    return runs.fingerprint(*places.extent_of(run_dir / "parses"))


def _forget(run_dir: Path, parts: str) -> None:
    """Remove what steps keep for later runs, in the run folder and at the address that its parts are or would be at."""
    for address in {places.places_of(run_dir / "parses").address, parts} - {""}:
        places.places_at(address).clear()
    for step in STEPS:
        for name in step.keeps:
            remove_folder(run_dir / name)


def _made(run_dir: Path, step: Step) -> list[Path]:
    return [*(runs.table_path(run_dir, name) for name in step.writes), *(run_dir / name for name in step.files)]


def _remove(paths: Iterable[Path]) -> None:
    """Remove what steps made earlier, so that nothing stale stands beside new results."""
    for path in paths:
        if path.is_dir():
            remove_folder(path)
        else:
            path.unlink(missing_ok=True)
