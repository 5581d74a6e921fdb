"""The charts of a run as pictures, PNG and SVG, for papers and slides.

Kaleido draws them in a Chrome or Chromium without a window; it comes with the extra `pictures` only.
"""

import importlib.util
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from helpers import runs
from helpers.charts import plot_all
from helpers.charts.layout import for_picture
from helpers.errors import ParameterError, PictureError
from helpers.files import replacing

FORMATS = ("png", "svg")
SCALE = 2  # device pixels per pixel of a PNG, for print and fine screens


def write_pictures(
    run_dir: Path,
    folder: Path,
    *,
    names: Sequence[str] = (),
    formats: Sequence[str] = (),
    width: int = 1000,
) -> list[Path]:
    """Draw charts of a finished run as `<name>.<format>`; nothing is asked from outside.

    Args:
        run_dir: The run folder.
        folder: Where the files go; made if needed.
        names: Which charts, by their names in `charts/`; none means all that have something to show.
        formats: Of `FORMATS`; none means all of them.
        width: Of the pictures, in pixels; a PNG has `SCALE` times as many, and a chart that would be squeezed more.

    Returns:
        The files written.

    Raises:
        ParameterError: If there is no chart of that name, or no such format.
        PictureError: If kaleido, or a browser for it, is missing.
    """
    if unknown := sorted({*formats} - {*FORMATS}):
        raise ParameterError(f"There is no format {unknown[0]!r}; there are {', '.join(FORMATS)}.")
    # Of a comparison of statements coded elsewhere, issues are called what their ids are.
    has_catalogue = (run_dir / "tables" / "issues.yaml").exists()
    figures = plot_all(runs.read_all_tables(run_dir), runs.read_issue_labels(run_dir) if has_catalogue else {})
    if absent := [name for name in names if name not in figures]:
        raise ParameterError(f"There is no chart {absent[0]!r}; there are {', '.join(figures)}.")
    if importlib.util.find_spec("kaleido") is None:
        raise PictureError("Pictures need the package kaleido: pip install 'standpoints[pictures]'.")
    chosen = names or [name for name, figure in figures.items() if "empty" not in figure.layout.meta]
    widths = {name: max(width, figures[name].layout.meta["min_width"]) for name in chosen}
    alone = {name: for_picture(figures[name], widths[name]) for name in chosen}
    with ExitStack() as stack:
        paths = {(name, f): folder / f"{name}.{f}" for name in chosen for f in formats or FORMATS}
        _draw(
            [
                {
                    "fig": alone[name],
                    "path": stack.enter_context(replacing(path)),
                    "opts": {
                        "format": file_format,
                        "width": widths[name],
                        "height": alone[name].layout.height,
                        "scale": SCALE,
                    },
                }
                for (name, file_format), path in paths.items()
            ]
        )
    return list(paths.values())


def _draw(pictures: list[dict[str, object]]) -> None:
    """Have one browser draw all pictures, without the script for formulas that kaleido else loads from a server."""
    import kaleido  # optional

    try:
        kaleido.write_fig_from_object_sync(pictures, kopts={"mathjax": False}, cancel_on_error=True)
    except RuntimeError as error:
        raise PictureError(
            f"The charts could not be drawn ({type(error).__name__}). Pictures need Chrome or Chromium; where it is"
            " installed and not found, put the path of its program into BROWSER_PATH."
        ) from None
