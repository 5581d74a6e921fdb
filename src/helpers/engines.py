"""Who does the tasks of a stage: this process, more of this machine, or the workers of a cluster."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import Any, NamedTuple, Protocol

from joblib import cpu_count

from helpers.errors import ParameterError
from helpers.workers import Outcome, Start, Workers


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

    def open(self, start: Start, arguments: Sequence[Any]) -> AbstractContextManager[Pool]:
        """Open the pool; `start(*arguments)`, called once in each process, returns what does a task.

        Raises:
            ClusterError: If the cluster cannot be used.
        """
        if not self.scheduler:
            return Workers(self.workers, start, arguments)
        from helpers.distributed import DaskWorkers  # an extra

        return DaskWorkers(self.scheduler, start, arguments, n=self.workers)


HERE = Engine()
WORTH_WORKERS = 200  # documents; with fewer, workers take longer to start than they save


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
    return Engine(workers or cpu_count(), scheduler, worth=0 if workers or scheduler else WORTH_WORKERS)


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


def each_with_task[Task](
    pool: Pool, tasks: Iterable[Task], content: Callable[[Task], Any]
) -> Iterator[tuple[Task, Outcome]]:
    """Do the content of each task, and remember the task: what a worker died on can be given again."""
    given: dict[int, Task] = {}

    def remembered() -> Iterator[Any]:
        for number, task in enumerate(tasks):
            given[number] = task
            yield content(task)

    for outcome in pool.each(remembered()):
        yield given.pop(outcome.number), outcome
