"""One notebook at a time: its parameters, and running it through papermill."""

import ast
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from traitlets.config import Config

from helpers import errors
from helpers.imports import without
from helpers.resources import NOTEBOOKS

# jsonschema would check internationalised addresses, which no notebook's schema asks for: the grammar of
# RFC 3987 takes over two seconds to build, at each start.
with without("rfc3987_syntax"):
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

_SURROGATE = re.compile("[\ud800-\udfff]")


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
        with _nothing_at_home(partial.parent):
            papermill.execute_notebook(
                str(NOTEBOOKS / f"{name}.ipynb"),
                str(partial),
                parameters={key: value for key, value in parameters.items() if key in declared},
                cwd=str(NOTEBOOKS),
                progress_bar={"leave": False} if sys.stderr.isatty() else False,
                **kernel_options(),
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


def kernel_options() -> dict[str, Any]:
    """What papermill is told about the kernel that it starts.

    Where the system has sockets without a file (Linux), the kernel listens on some of its own: ports are looked up
    before they are taken, and another run may take them in between. Elsewhere it listens on local ports.
    """
    manager = {"transport_encryption": "auto"}
    if sys.platform == "linux":
        manager |= {"transport": "ipc", "ip": f"@standpoints-{uuid4().hex}"}
    return {
        "kernel_name": "python3",
        "config": Config({"KernelManager": manager}),
        "extra_arguments": ["--log-level=50"],  # a kernel that is stopped has nothing to tell the user
    }


@contextmanager
def _nothing_at_home(folder: Path) -> Iterator[None]:
    """Let Jupyter and IPython keep their own files in `folder`, not in the user's home, which may be read-only."""
    names = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, str(folder / "jupyter")))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def one_line(text: str, limit: int = 200) -> str:
    """The text on one line, cut where it is longer than `limit`."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
