"""Tasks on parts of the parses, spread over processes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Protocol, Self

import pyarrow as pa

from helpers.engines import Engine, each_with_results, settle
from helpers.errors import StageError
from helpers.workers import Start

_TRIES = 2


class PartTask(Protocol):
    """Something to be done with some documents of a part."""

    @property
    def documents(self) -> Collection[str]:
        """Their ids."""
        ...

    def without(self, document_ids: Collection[str]) -> Self:
        """The same for fewer documents."""
        ...


def each_part[Task: PartTask](
    tasks: Iterable[Task], engine: Engine, start: Start, arguments: Sequence[Any] = ()
) -> Iterator[tuple[Task, pa.Table]]:
    """Do each task.

    Args:
        tasks: Taken one by one, a few ahead of what is done.
        engine: Where it is done.
        start: `start(*arguments)` returns what does a task.
        arguments: For `start`.

    Yields:
        The tasks, in any order, each with its result.

    Raises:
        StageError: If workers die on the same documents again and again.
        ClusterError: If the cluster cannot be used.
    """
    engine, todo = settle(engine, tasks, lambda task: len(task.documents))
    if engine.is_here:
        work = None
        for task in todo:
            work = work or start(*arguments)
            yield task, work(task)
        return
    left: Iterable[Task] = todo
    with engine.open(start, arguments) as pool:
        for _ in range(_TRIES):
            died = []
            for task, results in each_with_results(pool, left, _divide, engine.few):
                if results is None:
                    died.append(task)
                else:
                    yield task, pa.concat_tables(results)
            if not died:
                return
            left = died
    some = ", ".join(list(died[0].documents)[:3])
    raise StageError(
        f"Workers died {_TRIES} times on the articles {some} …, perhaps for lack of memory. "
        "Start the same command again with fewer --workers; it goes on where it stopped."
    )


def _divide[Task: PartTask](task: Task, n: int) -> list[Task]:
    """A task in portions of `n` documents, or whole for 0."""
    ids = list(task.documents)
    if not n or len(ids) <= n:
        return [task]
    return [task.without({*ids[:start], *ids[start + n :]}) for start in range(0, len(ids), n)]
