"""The command `standpoints`, and `python -m helpers`."""

import atexit
import os
import sys
from contextlib import suppress
from typing import NoReturn


def start() -> NoReturn:
    """Run the command line and leave with its status.

    The process ends without the destructors of C++ libraries: one that still has a thread then aborts, and work that
    was done would seem to have failed. Arrow takes its memory from the system, which it gives back to; what it keeps
    for itself otherwise is never used again. numpy and scipy multiply on one thread: what they multiply here is small,
    and threads that wait for each other on a busy machine make it slower by far.
    """
    _open_standard_streams()
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # read when it is imported; kernels inherit it
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from helpers.cli import main

    status: object = 1
    try:
        main()
    except SystemExit as leaving:
        status = leaving.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody may be listening any more
            if stream is not None:
                stream.flush()
    atexit._run_exitfuncs()
    os._exit(status if isinstance(status, int) else 0 if status is None else 1)


def _open_standard_streams() -> None:
    """Open those that are closed to nowhere: a table would get the number of one, and in it what libraries print."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


if __name__ == "__main__":
    start()
