"""Processes that work side by side, one task each at a time: a worker that dies costs its task and nothing else.

On Linux they are copies of one process, the host, that has imported and loaded what all of them need (`preloaded`);
elsewhere, where libraries do not bear being copied, each does that itself.
"""

import atexit
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, NamedTuple, Self, cast

from helpers.errors import StageError

MAX_FALSE_STARTS = 3  # in a row, after which it is not tried any more
_CONTEXT: ForkServerContext | SpawnContext = get_context("spawn")
# Where thinc finds cupy, it asks for GPUs when it is imported, and from then on a process may not be copied.
if sys.platform == "linux" and find_spec("cupy") is None:
    _CONTEXT = get_context("forkserver")
    _CONTEXT.set_forkserver_preload(["helpers.preloaded"])
_PREPARED = "prepared"
_HOST_DIED = 255  # what is then known of how a worker ended
_SECONDS_TO_END = 0.2  # of a host that has been killed
_began = 0  # the process that began a host

type Start = Callable[..., Callable[[Any], Any]]


class Outcome(NamedTuple):
    """What became of a task, by its number: its result, or none where the worker died on it."""

    number: int
    died: bool
    result: Any = None


def begin() -> None:
    """Start the host now, where there can be one, so that it can load meanwhile; it ends with this process."""
    global _CONTEXT, _began
    if not has_host():
        return
    from multiprocessing import forkserver, resource_tracker

    before, is_safe = signal.pthread_sigmask(signal.SIG_BLOCK, []), os.environ.get("PYTHONSAFEPATH")
    try:
        resource_tracker.ensure_running()  # which lets signals through, and so comes first
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # which a host leaves to its parent
        os.environ["PYTHONSAFEPATH"] = "1"  # or it would import what lies in the working folder
        forkserver.ensure_running()
    except OSError:  # no folder for its socket, for one
        _CONTEXT = get_context("spawn")
        return
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.environ.pop("PYTHONSAFEPATH", None)
        os.environ |= {} if is_safe is None else {"PYTHONSAFEPATH": is_safe}
    if not _began:
        atexit.register(_end_host)  # which would go on loading, and keep open what this process writes to
        _began = os.getpid()


def has_host() -> bool:
    """Whether workers are, or would be, copies of a host."""
    return _CONTEXT.get_start_method() == "forkserver"


def have_begun() -> bool:
    """Whether there is a host, so that workers start at once."""
    return bool(_began) and has_host()


def _end_host() -> None:
    from multiprocessing import forkserver

    pid: int | None = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]  # nothing public tells it
    if pid is not None and _began == os.getpid():
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    prepared: bool = False


class Workers:
    """A set of processes, each of which prepares once and then does one task after another.

    Args:
        n: How many.
        start: Called once in each process with `arguments`; returns what does a task. Both must be picklable.
        arguments: For `start`.
    """

    def __init__(self, n: int, start: Start, arguments: Sequence[Any]) -> None:
        self._start, self._arguments = start, arguments
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, tuple[_Worker, int, Any]] = {}
        self._n = n
        self._false_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the processes at once, whatever they are doing: what they have not sent is not wanted any more."""
        for worker in (*self._idle, *(worker for worker, *_ in self._busy.values())):
            worker.process.kill()
            if worker.process.exitcode == _HOST_DIED and worker.process.pid:  # when nobody told how this one ended
                with suppress(ProcessLookupError):
                    os.kill(worker.process.pid, signal.SIGKILL)
            worker.process.join()
            worker.pipe.close()

    def each(self, tasks: Iterable[Any]) -> Iterator[Outcome]:
        """Do tasks, in any order; the next ones begin while an outcome is looked at.

        Raises:
            Exception: What a task raised.
            StageError: If processes die again and again before they have prepared.
        """
        waiting = enumerate(tasks)
        following = next(waiting, None)  # so that a worker that is done need not wait for it to be made
        while following is not None or self._busy:
            while following is not None and len(self._busy) < self._n:
                self._give(*following)
                following = next(waiting, None)
            for ready in connection.wait(list(self._busy)):
                outcome = self._collect(cast("Connection", ready))
                if outcome is None:
                    continue
                if following is not None:
                    self._give(*following)
                    following = None
                yield outcome
                following = following or next(waiting, None)

    def give(self, task: Any) -> None:
        """Give one task away and go on; `each` with no others yields its outcome."""
        self._give(0, task)

    def _give(self, number: int, task: Any) -> None:
        is_new = not self._idle
        worker = self._new() if is_new else self._idle.pop()
        self._busy[worker.pipe] = worker, number, task
        try:
            if is_new:
                worker.pipe.send((self._start, self._arguments))
            worker.pipe.send(task)
        except OSError:
            pass  # it is dead; its end of the pipe is closed, which `_collect` will see

    def _collect(self, pipe: Connection) -> Outcome | None:
        """What a worker has to say: an outcome, or nothing to hand on yet."""
        worker, number, task = self._busy.pop(pipe)
        try:
            answer = pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            pipe.close()
            if worker.prepared:
                return Outcome(number, died=True)
            self._count_false_start(worker.process.exitcode)
            self._give(number, task)  # which is not to blame
            return None
        if answer == _PREPARED:
            worker.prepared, self._false_starts = True, 0
            self._busy[pipe] = worker, number, task
            return None
        self._idle.append(worker)
        succeeded, result = answer
        if not succeeded:
            raise result
        return Outcome(number, died=False, result=result)

    def _count_false_start(self, status: int | None) -> None:
        self._false_starts += 1
        how = "what starts them did" if status is None else f"the last with status {status}"
        if self._false_starts >= MAX_FALSE_STARTS:
            raise StageError(
                f"{self._false_starts} workers ended before they could begin ({how}), perhaps "
                "for lack of memory. Start the same command again with fewer --workers; it goes on where it stopped."
            )

    def _new(self) -> _Worker:
        # What a process begins with is written in one go, so that an interruption cannot cut it in two; the rest, which
        # may be large, follows through the pipe.
        while True:
            begin()
            ours, theirs = _CONTEXT.Pipe()
            process = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True)
            try:
                process.start()
            except (ConnectionError, EOFError):  # the host has died
                ours.close()
                self._count_false_start(None)
                time.sleep(_SECONDS_TO_END)
                continue
            finally:
                theirs.close()  # so that the pipe ends when the process does
            return _Worker(process, ours)


def _serve(pipe: Connection) -> None:
    """The life of a worker. It leaves interruptions to its parent, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work: Callable[[Any], Any] | None = None
    start: Start | None = None
    arguments: Sequence[Any] = ()
    while True:
        try:
            if start is None:
                start, arguments = pipe.recv()
            task = pipe.recv()
        except (EOFError, OSError):  # the parent is gone, perhaps while it was sending
            return
        try:
            if work is None:
                work = start(*arguments)
                pipe.send(_PREPARED)
            answer = True, work(task)
        except Exception as error:
            answer = False, error
        pipe.send(answer)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
