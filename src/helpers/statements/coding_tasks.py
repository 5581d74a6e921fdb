"""Coding spread over processes: one part of the documents at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from helpers import parses, tables
from helpers.engines import Engine, each_with_task, settle
from helpers.errors import StageError
from helpers.sentiment import load_sentiment_model
from helpers.statements.coding import Coder
from helpers.statements.issues import IssueCatalogue

_TRIES = 2


class Coding(NamedTuple):
    """What coding needs of some documents.

    `documents` are text and day by id; parses of others are passed over. `quotations` and `mentions` are their rows.
    """

    parses: bytes
    documents: Mapping[str, tuple[str, pd.Timestamp]]
    quotations: Mapping[str, Sequence[Mapping[str, Any]]]
    mentions: Mapping[str, Sequence[Mapping[str, Any]]]


class How(NamedTuple):
    """What is the same for all tasks: whom actors speak for, the issues, and whether the sentiment model is asked."""

    actors: pd.DataFrame
    issues: IssueCatalogue
    second_opinion: bool


def code_each(tasks: Iterable[Coding], engine: Engine, how: How) -> Iterator[tuple[Coding, pa.Table]]:
    """Code the statements of each task.

    Args:
        tasks: Taken one by one, a few ahead of what is done.
        engine: Where it is done.
        how: What is the same for all.

    Yields:
        The tasks, in any order, each with its rows of `tables.STATEMENTS`.

    Raises:
        StageError: If workers die on the same documents again and again.
        ClusterError: If the cluster cannot be used.
    """
    engine, todo = settle(engine, tasks, lambda task: len(task.documents))
    if engine.is_here:
        code: Callable[[Coding], pa.Table] | None = None
        for task in todo:
            code = code or start(how)
            yield task, code(task)
        return
    left: Iterable[Coding] = todo
    with engine.open(start, (how,)) as pool:
        for _ in range(_TRIES):
            died = []
            for task, outcome in each_with_task(pool, left, lambda task: task):
                if outcome.died:
                    died.append(task)
                else:
                    yield task, outcome.result
            if not died:
                return
            left = died
    some = ", ".join(list(died[0].documents)[:3])
    raise StageError(
        f"Workers died {_TRIES} times on the statements of {some} …, perhaps for lack of memory. "
        "Start the same command again with fewer --workers; it goes on where it stopped."
    )


def start(how: How) -> Callable[[Coding], pa.Table]:
    """What a worker prepares once."""
    coder = Coder(how.actors, how.issues, second_opinion=load_sentiment_model() if how.second_opinion else None)

    def code(task: Coding) -> pa.Table:
        rows: list[dict[str, Any]] = []
        for doc in parses.unpack(task.parses, parses.plain_vocab()):
            document_id = str(doc.user_data["document_id"])
            if document_id not in task.documents:
                continue
            text, published = task.documents[document_id]
            quoted, named = (given.get(document_id, ()) for given in (task.quotations, task.mentions))
            rows += coder.code(doc, quoted, named, text=text, published=published)
        return tables.STATEMENTS.to_arrow(rows)

    return code
