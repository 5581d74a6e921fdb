"""Which run to explore: the newest one, or one that the user names."""

from pathlib import Path

from helpers.errors import RunFolderError


def list_runs(start: Path) -> list[Path]:
    """The run folders in the nearest folder `runs`, in `start` or above it, the newest first.

    A run is as new as its run.json, which is written at every step.
    """
    for folder in (start, *start.parents):
        found = [path.parent for path in (folder / "runs").glob("*/run.json")]
        if found:
            return sorted(found, key=lambda run: (-(run / "run.json").stat().st_mtime_ns, run.name))
    return []


def find_run(given: str = "", start: Path | None = None) -> Path:
    """The run folder that is meant.

    Args:
        given: Path of a run folder; empty for the newest one.
        start: Where to look for the newest one, and what a relative path starts from; the working folder by default.

    Raises:
        RunFolderError: If there is no run.
    """
    start = (start or Path.cwd()).resolve()
    if not given.strip():
        runs = list_runs(start)
        if not runs:
            raise RunFolderError(
                f"There is no run in a folder 'runs' in {start} or above it. Make one with 'standpoints run CORPUS "
                "--out runs/NAME', or name the folder of a run."
            )
        return runs[0]
    folder = (start / given.strip()).resolve()
    if not (folder / "run.json").is_file():
        raise RunFolderError(
            f"{folder} is no run folder: it holds no run.json. Give the folder named with --out, e.g. runs/sample."
        )
    return folder
