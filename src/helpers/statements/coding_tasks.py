"""Coding spread over processes: one part of the documents at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd
import spacy

from helpers import parses, tables
from helpers.engines import Engine, each_with_task
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
    quotations: Mapping[str, pd.DataFrame]
    mentions: Mapping[str, pd.DataFrame]


type Rows = list[dict[str, Any]]


def code_each(tasks: Iterable[Coding], engine: Engine, how: tuple[Any, ...]) -> Iterator[Rows]:
    """Code the statements of each task.

    Args:
        tasks: Taken one by one, a few ahead of what is done.
        engine: Where it is done.
        how: Arguments of `start`.

    Yields:
        Rows of `tables.STATEMENTS`, in any order of the tasks.

    Raises:
        StageError: If workers die on the same documents again and again.
        ClusterError: If the cluster cannot be used.
    """
    if engine.is_here:
        yield from map(start(*how), tasks)
        return
    left = tasks
    with engine.open(start, how) as pool:
        for _ in range(_TRIES):
            died = []
            for task, outcome in each_with_task(pool, left, lambda task: task):
                if outcome.died:
                    died.append(task)
                else:
                    yield outcome.result
            if not died:
                return
            left = died
    some = ", ".join(list(died[0].documents)[:3])
    raise StageError(
        f"Workers died {_TRIES} times on the statements of {some} …, perhaps for lack of memory. "
        "Start the same command again with fewer --workers; it goes on where it stopped."
    )


def start(actors: pd.DataFrame, issues: IssueCatalogue, second_opinion: bool) -> Callable[[Coding], Rows]:
    """What a worker prepares once."""
    coder = Coder(actors, issues, second_opinion=load_sentiment_model() if second_opinion else None)
    nothing_said, nobody_named = tables.QUOTATIONS.empty(), tables.MENTIONS.empty()
    vocab = spacy.blank("en").vocab

    def code(task: Coding) -> Rows:
        rows: Rows = []
        for doc in parses.unpack(task.parses, vocab):
            document_id = str(doc.user_data["document_id"])
            if document_id not in task.documents:
                continue
            text, published = task.documents[document_id]
            quoted = task.quotations.get(document_id, nothing_said)
            named = task.mentions.get(document_id, nobody_named)
            rows += coder.code(doc, quoted, named, text=text, published=published)
        return rows

    return code
