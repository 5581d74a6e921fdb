"""Who does the tasks of a stage: this process, more of this machine, or the workers of a cluster."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
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
    the Dask scheduler at that address, or `workers` of its processes on this machine for `local`.
    """

    workers: int = 1
    scheduler: str = ""

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


def choose_engine(workers: int, scheduler: str, *, n_documents: int) -> Engine:
    """The engine for the parameters `WORKERS` and `SCHEDULER`.

    Args:
        workers: How many processes; 0 for as many as there are cores, or this one alone for a small corpus.
        scheduler: See `Engine`.
        n_documents: The size of the corpus.

    Raises:
        ParameterError: If `workers` is negative.
    """
    if workers < 0:
        raise ParameterError(f"WORKERS is {workers}; give a number of processes, or 0 for as many as there are cores.")
    automatic = cpu_count() if scheduler or n_documents >= WORTH_WORKERS else 1
    return Engine(workers or automatic, scheduler)


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
