"""Work spread over processes: results as they come; an article that workers die on costs itself, by name."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from helpers.engines import Engine, Pool, each_with_results, settle
from helpers.errors import StageError
from helpers.extraction.extractor import Batch, Extractor, Work, joined, lost_batch
from helpers.extraction.writing import Written, write_part
from helpers.losses import Loss

_TRIES = 2  # of an article alone, after a worker has died on its part
_TOO_MANY = 8  # deaths in a row are not the fault of articles
_DIED = Loss("worker_died", "a worker died each time it analysed this article, perhaps for lack of memory")


type NumberedWork = tuple[int, Work]


def extract_each(
    works: Iterable[NumberedWork], engine: Engine, how: tuple[Any, ...]
) -> Iterator[tuple[int, Batch | Written]]:
    """Extract from each work.

    Args:
        works: Taken one by one, a few ahead of what is done.
        engine: Where it is done.
        how: Arguments of `Extractor`.

    Yields:
        Batches, or what was written of those that workers write, with the numbers of their works, in any order.

    Raises:
        StageError: If workers die on one article after the other: then it is not the articles' fault.
        ClusterError: If the cluster cannot be used.
    """
    engine, works = settle(engine, works, lambda numbered: len(numbered[1].articles))
    if engine.is_here:
        extract: Callable[[Work], Batch | Written] | None = None
        for number, work in works:
            extract = extract or start(*how)
            yield number, extract(work)
        return
    died = []
    with engine.open(start, how) as pool:
        for (number, work), results in each_with_results(pool, works, _divide, engine.few):
            if results is None:
                died.append((number, work))
            else:
                yield number, results[0] if len(results) == 1 else joined(results)
        for number, work in died:
            yield number, _extract_one_by_one(pool, work)


def _divide(numbered: NumberedWork, n: int) -> list[Work]:
    """A work in portions of `n` articles, or whole for 0 and where whoever does it writes the part."""
    work = numbered[1]
    return [work] if not n or work.recipe is not None or len(work.articles) <= n else work.portions(n)


def _extract_one_by_one(pool: Pool, work: Work) -> Batch:
    """What a worker died on, article by article; an article that a worker dies on twice is lost."""
    single = work.portions(1)
    batches: dict[int, Batch] = {}
    left = list(range(len(single)))
    for _ in range(_TRIES):
        in_a_row = 0
        for outcome in pool.each(single[i] for i in left):
            in_a_row = in_a_row + 1 if outcome.died else 0
            if in_a_row >= _TOO_MANY:
                raise StageError(
                    f"{in_a_row} workers died one after the other, perhaps for lack of memory. Start the same command "
                    "again with fewer --workers; it goes on where it stopped."
                )
            if not outcome.died:
                batches[left[outcome.number]] = outcome.result
        left = [i for i in left if i not in batches]
        if not left:
            break
    for i in left:
        batches[i] = lost_batch(single[i].articles, _DIED)
    return joined(batches[i] for i in range(len(single)))


def start(*how: Any) -> Callable[[Work], Batch | Written]:
    """What a worker prepares once: the model, and what does a work with it."""
    return partial(do, Extractor(*how).extract)


def do(extract: Callable[[Work], Batch], work: Work) -> Batch | Written:
    """Extract, and write the part where the work says what it is to hold."""
    batch = extract(work)
    return batch if work.recipe is None else write_part(work.recipe, batch)
