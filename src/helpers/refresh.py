"""Renew the outputs that the repository's notebooks keep: those of the sample run (`make refresh`)."""

import json
import subprocess
import sys

import papermill

from helpers import kernels
from helpers.pipeline import STEPS
from helpers.resources import NOTEBOOKS

# What differs from machine to machine or run to run goes; outputs, counts and ids stay: nbval compares them.
_METADATA = (
    "metadata.papermill cell.metadata.papermill cell.metadata.execution metadata.language_info.version "
    "metadata.kernelspec.path"
)


def refresh_notebooks() -> None:
    """Run every notebook in place with its own parameters, the sample's, and clean its metadata."""
    for step in STEPS:
        path = NOTEBOOKS / f"{step.notebook}.ipynb"
        papermill.execute_notebook(
            str(path),
            str(path),
            cwd=str(NOTEBOOKS),
            progress_bar=False,
            kernel_name=kernels.NAME,
            config=kernels.options(),
        )
        keep = ["--keep-output", "--keep-count", "--keep-id", "--extra-keys", _METADATA]
        subprocess.run([sys.executable, "-m", "nbstripout", *keep, str(path)], check=True)
        notebook = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    refresh_notebooks()
