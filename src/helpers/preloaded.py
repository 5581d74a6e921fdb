"""What workers begin with, loaded once by the process that they are copies of: see `workers`."""

import atexit
import os
import sys
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path
from types import TracebackType

os.setsid()  # what kills a kernel with all of its group leaves this to end by itself, and to clean up
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # threads would not be copied

from helpers.imports import lightly  # noqa: E402

with lightly():
    from helpers import extraction, statements  # noqa: F401
    from helpers.model import load_model
    from helpers.parses import plain_vocab


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Nothing of a copy that was asked for by a process that has gone before it said what for."""
    if kind is not EOFError:
        sys.__excepthook__(kind, error, trace)


def _leave_nothing() -> None:
    """Remove the socket, with its folder: a parent that was killed cannot."""
    address = forkserver._forkserver._forkserver_address  # type: ignore[attr-defined]  # nothing public tells it
    if address:
        with suppress(OSError):
            Path(address).unlink()
            Path(address).parent.rmdir()


sys.excepthook = _report
atexit.register(_leave_nothing)  # copies do not end that way
with lightly():  # what the garbage collector does not look through stays shared
    with suppress(Exception):  # workers will say so
        load_model()
    plain_vocab()
