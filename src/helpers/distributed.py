"""The same as `helpers.workers` on a cluster: tasks go to the workers of a Dask scheduler (extra `[dask]`).

A death is handled in two steps. Dask itself gives the tasks of a worker that died to others, and gives up a task whose
workers died several times. Such a task is then done alone: others may have died beside the one that was to blame.
"""

import itertools
import logging
import platform
import signal
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from helpers import runs
from helpers.errors import ClusterError, StageError
from helpers.plain_text import printable
from helpers.workers import Outcome, Start

try:
    import dask
    from distributed import Client, Future, KilledWorker, LocalCluster, Worker, WorkerPlugin, as_completed
    from distributed.utils import silence_logging_cmgr
except ImportError as missing:
    raise ClusterError(
        f"Working on a cluster needs the package {missing.name}. Install it with 'pip install standpoints[dask]', or "
        "leave out --scheduler to work on this machine."
    ) from None

LOCAL = "local"
# Dask looks at each worker's stack a hundred times a second, and has its memory given back all the time.
_AS_PLAIN_WORKERS = {
    "distributed.worker.profile.enabled": False,
    "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1, "MKL_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1},
}
_CONNECT = 10  # seconds that a scheduler has to answer
_JOIN = 60  # seconds that the first worker has to come
_AHEAD = 2  # tasks under way for each worker: one that it does, and the next
_COUNT_EVERY = 100  # tasks; workers come and go
_TOO_MANY = 8  # tasks given up in a row are not the fault of tasks


class _Task(NamedTuple):
    number: int
    content: Any


class DaskWorkers:
    """The workers of a Dask cluster, each of which prepares once and then does one task after another.

    Args:
        scheduler: The address of a scheduler, e.g. `tcp://10.0.0.5:8786`, or `local` for processes of this machine.
        start: Called once in each worker's process with `arguments`; returns what does a task. Both must be picklable,
            and `start` importable on the workers.
        arguments: For `start`.
        n: How many processes, where `scheduler` is `local`.
    """

    def __init__(self, scheduler: str, start: Start, arguments: Sequence[Any], *, n: int = 1) -> None:
        self._scheduler, self._n = scheduler, n
        self._setup = _Setup(f"standpoints-{uuid.uuid4().hex}", start, arguments, alone=scheduler == LOCAL)
        self._keys = itertools.count()
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            ClusterError: If the scheduler does not answer, or has no workers.
        """
        with ExitStack() as opened:
            opened.enter_context(silence_logging_cmgr(logging.CRITICAL))
            address: Any = (
                opened.enter_context(_local_cluster(self._n)) if self._scheduler == LOCAL else self._scheduler
            )
            try:
                self._client = opened.enter_context(Client(address, timeout=_CONNECT, set_as_default=False))
            except (OSError, ValueError, ImportError) as error:
                raise ClusterError(
                    f"No Dask scheduler answers at {printable(self._scheduler)!r} within {_CONNECT} seconds "
                    f"({printable(str(error))[:200]}). Give the address that 'dask scheduler' prints, e.g. "
                    "tcp://10.0.0.5:8786, or 'local'."
                ) from None
            try:
                self._client.wait_for_workers(1, timeout=_JOIN)
            except TimeoutError:
                raise ClusterError(
                    f"The Dask scheduler at {self._scheduler} has no workers. Start some with 'dask worker "
                    f"{self._scheduler} --nthreads 1'; a cluster that adapts needs a minimum of one."
                ) from None
            self._client.register_plugin(self._setup)
            opened.callback(self._forget)
            self._closing = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the cluster, or end it where it was our own: what has not come is not wanted any more."""
        self._closing.close()

    def _forget(self) -> None:
        with suppress(OSError, RuntimeError, TimeoutError):  # the scheduler may be gone
            self._client.unregister_worker_plugin(self._setup.name)

    def each(self, tasks: Iterable[Any]) -> Iterator[Outcome]:
        """Do tasks, in any order; the next ones begin while an outcome is looked at.

        Raises:
            ClusterError: If the workers have other versions of Python or of packages than this machine.
            StageError: If the scheduler was lost, or workers die whatever they are given.
            Exception: What a task raised.
        """
        suspects: list[_Task] = []
        yield from self._each(itertools.starmap(_Task, enumerate(tasks)), suspects)
        for task in suspects:
            dead: list[_Task] = []
            yield from self._each(iter([task]), dead)
            for number, _ in dead:
                yield Outcome(number, died=True)

    def _each(self, tasks: Iterator[_Task], killed: list[_Task]) -> Iterator[Outcome]:
        """Outcomes of those tasks that came back; the others go to `killed`."""
        running: dict[Future[Any], _Task] = {}
        done = as_completed(loop=self._client.loop)
        at_once = in_a_row = 0
        try:
            for turn in itertools.count():
                if turn % _COUNT_EVERY == 0:
                    at_once = _AHEAD * max(1, len(self._client.nthreads()))
                for task in itertools.islice(tasks, max(0, at_once - len(running))):
                    key = (self._setup.name, next(self._keys))
                    future = self._client.submit(_do, self._setup.name, task.content, key=key)
                    running[future] = task
                    done.add(future)
                if not running:
                    return
                future = next(done)
                task = running.pop(future)
                try:
                    outcome = Outcome(task.number, died=False, result=self._result(future))
                except KilledWorker:
                    killed.append(task)
                    in_a_row += 1
                    if in_a_row >= _TOO_MANY:
                        raise StageError(
                            f"Workers died on {in_a_row} tasks one after the other, perhaps for lack of memory, or "
                            "because they cannot begin. See their logs; the same command goes on where it stopped."
                        ) from None
                    continue
                finally:
                    future.release()
                in_a_row = 0
                yield outcome
        finally:
            if self._client.status == "running":
                self._client.cancel(list(running))

    def _result(self, future: Future[Any]) -> Any:
        if future.cancelled():
            raise StageError(
                f"The connection to the Dask scheduler at {self._scheduler} was lost. Start the same command again "
                "when it is back; it goes on where it stopped."
            )
        return future.result()


@contextmanager
def _local_cluster(n: int) -> Iterator[LocalCluster]:
    """Processes of this machine that nobody outside can reach; their files are removed with them."""
    with (
        dask.config.set(_AS_PLAIN_WORKERS),
        tempfile.TemporaryDirectory(prefix="standpoints-", ignore_cleanup_errors=True) as folder,
        LocalCluster(
            n_workers=n,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # Dask opens a port for its state in any case; this one is always free
            memory_limit=0,  # as for processes without Dask: none is paused or ended for its memory
            silence_logs=logging.CRITICAL,
            local_directory=folder,
            scheduler_kwargs={"allowed_failures": 0},
        ) as cluster,
    ):
        yield cluster


class _Setup(WorkerPlugin):
    """Brings `start` to every worker, also to those that come later; the first task of a worker calls it."""

    idempotent = False

    def __init__(self, name: str, start: Start, arguments: Sequence[Any], *, alone: bool) -> None:
        self.name, self._start, self._arguments, self._alone = name, start, arguments, alone
        self._versions = _versions()

    def setup(self, worker: Worker) -> None:
        """Keep what the first task needs."""
        _SETUPS[self.name] = self
        self._address = worker.address
        if self._alone and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # interruptions are for the parent, which ends its workers

    def teardown(self, worker: Worker) -> None:
        """Free what was prepared."""
        _SETUPS.pop(self.name, None)
        _READY.pop(self.name, None)

    def prepare(self) -> Callable[[Any], Any]:
        """What does a task.

        Raises:
            ClusterError: If this worker is not set up as the machine that sends the tasks.
        """
        if differing := _differences(self._versions, _versions()):
            raise ClusterError(
                f"The worker at {self._address} is not set up as this machine: {'; '.join(differing)}. Install the "
                "same on all, e.g. from requirements.lock."
            )
        return self._start(*self._arguments)


_SETUPS: dict[str, _Setup] = {}
_READY: dict[str, Callable[[Any], Any]] = {}
_ONE_AT_A_TIME = threading.Lock()  # for workers with several threads: models are not made for them


def _do(name: str, task: Any) -> Any:
    with _ONE_AT_A_TIME:
        if name not in _READY:
            _READY[name] = _SETUPS[name].prepare()
        return _READY[name](task)


def _differences(here: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """What differs between two machines.

    Example:
        >>> _differences({"pandas": "3.1", "spacy": "3.8"}, {"pandas": "3.0", "spacy": "3.8"})
        ['pandas is 3.0 there and 3.1 here']
    """
    return [
        f"{name} is {there.get(name, 'missing')} there and {here.get(name, 'missing')} here"
        for name in sorted({*here, *there})
        if here.get(name) != there.get(name)
    ]


def _versions() -> dict[str, str]:
    """All that results, and talking to each other, depend on; of Python, only what moves them."""
    found = runs.versions() | {name: metadata.version(name) for name in ("dask", "distributed")}
    code = runs.fingerprint(Path(__file__).parent)[:12]
    return found | {"python": ".".join(platform.python_version_tuple()[:2]), "the code of standpoints": code}
