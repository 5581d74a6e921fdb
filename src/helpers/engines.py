"""Who does the tasks of a stage: this process, more of this machine, or the workers of a cluster."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, count
from typing import Any, NamedTuple, Protocol

from joblib import cpu_count

from helpers.errors import ParameterError
from helpers.workers import Outcome, Start, Workers, begin, has_host, have_begun


class Pool(Protocol):
    """Does tasks, in any order; see `helpers.workers.Workers`."""

    def each(self, tasks: Iterable[Any]) -> Iterator[Outcome]:
        """Outcomes with the numbers of their tasks."""
        ...


class Engine(NamedTuple):
    """Where tasks are done.

    `workers` processes side by side, none besides this one for 1; or, where `scheduler` is not empty, the workers of
    the Dask scheduler at that address, or `workers` of its processes on this machine for `local`. Where less than
    `worth` documents are to be done, this process does them alone.
    """

    workers: int = 1
    scheduler: str = ""
    worth: int = 0

    @property
    def is_here(self) -> bool:
        """Whether tasks are done in this process."""
        return self.workers <= 1 and not self.scheduler

    @property
    def few(self) -> int:
        """Documents whose tasks are divided: all there are in a small corpus or among new articles may be one task."""
        return _FEW * self.workers

    def open(self, start: Start, arguments: Sequence[Any]) -> AbstractContextManager[Pool]:
        """Open the pool; `start(*arguments)`, called once in each process, returns what does a task.

        Raises:
            ClusterError: If the cluster cannot be used.
        """
        main = sys.modules["__main__"]
        if not hasattr(main, "__spec__"):  # which multiprocessing asks for, and IPython's `reset` takes away
            main.__spec__ = None
        if not self.scheduler:
            return Workers(self.workers, start, arguments)
        from helpers.distributed import DaskWorkers  # an extra

        return DaskWorkers(self.scheduler, start, arguments, n=self.workers)


HERE = Engine()
# Documents; with fewer, workers take longer to start than they save.
WORTH_WORKERS, WORTH_COPIES = 200, 20
WORTH_BESIDE = 2000  # the same for what looks at all of them, but does no more than look
PORTION = 8  # documents of a task that are given away together, as long as so few are that workers might have nothing
_FEW = 128  # documents for each worker


def begin_workers(workers: int = 0, scheduler: str = "") -> None:
    """Let workers on this machine load now what they need, if the parameters `WORKERS` and `SCHEDULER` mean any."""
    if (workers or cpu_count()) > 1 and not scheduler:
        begin()


def choose_engine(workers: int, scheduler: str) -> Engine:
    """The engine for the parameters `WORKERS` and `SCHEDULER`.

    Args:
        workers: How many processes; 0 for as many as there are cores, or this one alone where little is to be done.
        scheduler: See `Engine`.

    Raises:
        ParameterError: If `workers` is negative.
    """
    if workers < 0:
        raise ParameterError(f"WORKERS is {workers}; give a number of processes, or 0 for as many as there are cores.")
    is_worth = workers or scheduler or have_begun()
    return Engine(workers or cpu_count(), scheduler, 0 if is_worth else WORTH_COPIES if has_host() else WORTH_WORKERS)


def settle[Task](engine: Engine, tasks: Iterable[Task], size: Callable[[Task], int]) -> tuple[Engine, Iterator[Task]]:
    """The engine, or this process where the tasks are not worth it, and all the tasks.

    Args:
        engine: What would do them.
        tasks: Taken until they are worth the engine.
        size: How many documents a task has.
    """
    rest, first, n_documents = iter(tasks), list[Task](), 0
    while n_documents < engine.worth:
        task = next(rest, None)
        if task is None:
            return HERE, iter(first)
        first.append(task)
        n_documents += size(task)
    return engine, chain(first, rest)


@contextmanager
def beside[Result](
    engine: Engine, n_documents: int, function: Callable[..., Result], *arguments: Any
) -> Iterator[Callable[[], Result]]:
    """Have another process call a function while this one goes on, where that is worth it.

    Args:
        engine: Whether there are such processes on this machine.
        n_documents: How many the function looks at: for few, it is called in this process, when it is asked for.
        function: What `pickle` knows; so are its arguments and its result.
        arguments: Given to it.

    Yields:
        What waits for the result and returns it, or raises what the function raised.
    """
    if n_documents < WORTH_BESIDE or engine.workers <= 1 or engine.scheduler or not have_begun():
        yield partial(function, *arguments)
        return
    with Workers(1, _applying, (function,)) as worker:
        worker.give(arguments)
        yield partial(_awaited, worker, function, arguments)


def _applying(function: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda arguments: function(*arguments)


def _awaited(worker: Workers, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    (outcome,) = worker.each(())
    return function(*arguments) if outcome.died else outcome.result  # once more, where memory may suffice


@dataclass
class _Given[Task]:
    """A task that was given away in some portions, and what came back."""

    task: Task
    results: list[Any]
    n_left: int
    died: bool = False


def each_with_results[Task](
    pool: Pool, tasks: Iterable[Task], divide: Callable[[Task, int], Sequence[Any]], few: int
) -> Iterator[tuple[Task, list[Any] | None]]:
    """Do each task, and remember it: what a worker died on can be given again.

    Args:
        pool: Does it.
        tasks: Taken one by one, a few ahead of what is done.
        divide: What is to be done for a task, of so many documents at a time, or of all for 0.
        few: About so many documents, the first ones, are given away in portions.

    Yields:
        The tasks, in any order, each with the results of its portions in theirs; None where a worker died.
    """
    given: dict[int, tuple[_Given[Task], int]] = {}

    def remembered() -> Iterator[Any]:
        numbers, n_documents = count(), 0
        for task in tasks:
            portions = divide(task, PORTION if n_documents < few else 0)
            n_documents += PORTION * len(portions)
            whole = _Given(task, [None] * len(portions), len(portions))
            for place, portion in enumerate(portions):
                given[next(numbers)] = whole, place
                yield portion

    for outcome in pool.each(remembered()):
        whole, place = given.pop(outcome.number)
        whole.results[place] = outcome.result
        whole.died |= outcome.died
        whole.n_left -= 1
        if not whole.n_left:
            yield whole.task, None if whole.died else whole.results
