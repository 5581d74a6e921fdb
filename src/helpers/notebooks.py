"""One notebook at a time: its parameters, and running it through papermill."""

import ast
import os
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from helpers import errors, kernels
from helpers.imports import without
from helpers.resources import NOTEBOOKS

with without("rfc3987_syntax"):
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import DeadKernelError
    from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
    from papermill.exceptions import PapermillExecutionError

SEQUENCE = ("01_load_corpus", "02_extract_entities_and_quotes", "03_compare_positions", "04_interactive_charts")
_SURROGATE = re.compile("[\ud800-\udfff]")


class _SavingOnce(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """papermill's engine, which saves a notebook when it is done or has failed instead of twice for each cell.

    Each time the whole notebook is written with all its charts, and the kernel waits for that.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: Any) -> None:
        path, nb_man.output_path = nb_man.output_path, None
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        finally:
            nb_man.output_path = path  # where it is saved right after this, whatever came of it


_ENGINE = "saving_once"
papermill_engines.register(_ENGINE, _SavingOnce)


class Parameter(NamedTuple):
    """A notebook parameter as its cell declares it, e.g. `MIN_STATEMENTS: int = 2`."""

    type: str
    default: Any


def inspect_parameters(name: str) -> dict[str, Parameter]:
    """The parameters of the notebook called `name`, in the order of their cell."""
    found = papermill.inspect_notebook(str(NOTEBOOKS / f"{name}.ipynb"))
    return {
        parameter["name"]: Parameter(parameter["inferred_type_name"], ast.literal_eval(parameter["default"]))
        for parameter in found.values()
    }


def declared_parameters(names: Iterable[str] = SEQUENCE) -> dict[str, Parameter]:
    """All parameters of notebooks by name, with the sample run's values as defaults."""
    return {key: parameter for name in names for key, parameter in inspect_parameters(name).items()}


def executed_path(run_dir: Path, name: str) -> Path:
    """Where the executed copy of a notebook is kept."""
    return run_dir / "notebooks" / f"{name}.ipynb"


def run_notebook(run_dir: Path, name: str, parameters: Mapping[str, Any]) -> None:
    """Execute a notebook of the sequence with those of `parameters` that it has.

    Raises:
        ParameterError: If a parameter cannot stand in a notebook.
        HelpersError: The error that the notebook raised, where it is one of ours about the user's input.
        StageError: For any other failure; the half-run notebook is kept.
    """
    output = executed_path(run_dir, name)
    partial = output.parent / ".running.tmp" / output.name  # removed by the next run if this one is killed
    partial.parent.mkdir(parents=True, exist_ok=True)
    declared = inspect_parameters(name)
    for key, value in parameters.items():
        if _SURROGATE.search(str(value)):
            raise errors.ParameterError(
                f"{key} is {value!r}, which is no UTF-8, and a notebook cannot hold it. Rename that, or use "
                "'standpoints extract'."
            )
    try:
        with kernels.lent(kernels.folder_in(run_dir), NOTEBOOKS) as manager:
            papermill.execute_notebook(
                str(NOTEBOOKS / f"{name}.ipynb"),
                str(partial),
                parameters={key: value for key, value in parameters.items() if key in declared},
                cwd=str(NOTEBOOKS),
                progress_bar={"leave": False} if sys.stderr.isatty() else False,
                engine_name=_ENGINE,
                kernel_name=kernels.NAME,
                km=manager,
            )
    except PapermillExecutionError as error:
        kind = getattr(errors, error.ename, None)
        if isinstance(kind, type) and issubclass(kind, errors.HelpersError):
            raise kind(error.evalue) from None
        raise errors.StageError(
            f"Notebook {name} failed in cell {error.cell_index} ({error.ename}: {one_line(error.evalue)}); "
            f"the half-run notebook is kept at {output}."
        ) from None
    except DeadKernelError:
        raise errors.StageError(
            f"Notebook {name} failed: its kernel died, perhaps for lack of memory; "
            f"the half-run notebook is kept at {output}."
        ) from None
    except (RuntimeError, NoSuchKernel) as error:
        raise errors.StageError(
            f"Notebook {name} failed: its kernel could not be started ({one_line(str(error))}). Set the environment up "
            "again, or use 'standpoints extract'."
        ) from None
    finally:
        if partial.exists():
            os.replace(partial, output)
        shutil.rmtree(partial.parent, ignore_errors=True)


def one_line(text: str, limit: int = 200) -> str:
    """The text on one line, cut where it is longer than `limit`."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
