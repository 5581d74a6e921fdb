"""Coding spread over processes: one part of the documents at a time."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers import parses, tables
from helpers.sentiment import load_sentiment_model
from helpers.statements.coding import Coder
from helpers.statements.company import SENTENCES, read_company
from helpers.statements.following import Following
from helpers.statements.issues import IssueCatalogue
from helpers.statements.matching import forms_of
from helpers.statements.part_rows import Rows, only

CODED = pa.schema(
    [
        ("document_id", pa.string()),
        ("forms", pa.list_(pa.string())),  # `forms_of` the document
        ("follows", pa.string()),  # `Following.digest` of it
        ("rivals", pa.list_(pa.string())),  # `Following.rivals` in it
        ("sentences", SENTENCES),  # null where nobody asked for them
        ("statements", pa.list_(pa.struct(tables.STATEMENTS.arrow))),
    ]
)


class Coding(NamedTuple):
    """What coding needs of some documents.

    `keys` are those under which it is kept what was coded. `documents` are text and day by id; parses of others are
    passed over. `quotations` and `mentions` are their rows, `sampled` those whose sentences are asked for.
    """

    keys: Mapping[str, str]
    parses: bytes
    documents: Mapping[str, tuple[str, pd.Timestamp]]
    quotations: Rows
    mentions: Rows
    sampled: frozenset[str]

    def known(self, coded: pa.Table, following: Following) -> pa.Table:
        """Of what was coded before, following `CODED`, what would be coded again in the same way."""
        ids, follows, rivals = (coded[name].to_pylist() for name in ("document_id", "follows", "rivals"))
        forms = _among(coded["forms"].combine_chunks(), pa.array(sorted(following.words), pa.string()))
        has_sentences = coded["sentences"].is_valid().to_pylist()
        holds = [
            (is_read or document_id not in self.sampled)
            and followed == following.digest(own, partial(self.actors_in, document_id))
            and following.keeps_order(named)
            for document_id, own, followed, named, is_read in zip(
                ids, forms, follows, rivals, has_sentences, strict=True
            )
        ]
        return coded.filter(pa.array(holds, pa.bool_()))

    def actors_in(self, document_id: str) -> set[str]:
        """The actors that a document names."""
        return {row["actor_id"] for row in self.mentions.get(document_id, ())}

    def without(self, document_ids: Collection[str]) -> "Coding":
        """The same for fewer documents, with their rows alone."""
        left = {i: own for i, own in self.documents.items() if i not in document_ids}
        quoted, named = (only(rows, left) for rows in (self.quotations, self.mentions))
        return self._replace(documents=left, quotations=quoted, mentions=named)


def _among(lists: pa.ListArray, values: pa.Array) -> list[list[str]]:
    """Of each list what is among some values: where that is little, making all of them strings takes far longer."""
    items = lists.flatten()
    is_among = pc.is_in(items, values)
    found: list[list[str]] = [[] for _ in range(len(lists))]
    places = lists.value_parent_indices().filter(is_among)
    for place, item in zip(places.to_pylist(), items.filter(is_among).to_pylist(), strict=True):
        found[place].append(item)
    return found


class How(NamedTuple):
    """What is the same for all tasks: whom actors speak for, the issues, and whether the sentiment model is asked."""

    actors: pd.DataFrame
    issues: IssueCatalogue
    second_opinion: bool


def start(how: How) -> Callable[[Coding], pa.Table]:
    """What a worker prepares once; what it returns makes a table that follows `CODED`."""
    coder = Coder(how.actors, how.issues, second_opinion=load_sentiment_model() if how.second_opinion else None)
    following = Following(how.issues)

    def code(task: Coding) -> pa.Table:
        rows: list[dict[str, Any]] = []
        statements: list[dict[str, Any]] = []
        ends = [0]
        for doc in parses.unpack(task.parses, parses.plain_vocab(), only=task.documents):
            document_id = str(doc.user_data["document_id"])
            text, published = task.documents[document_id]
            quoted, named = (given.get(document_id, ()) for given in (task.quotations, task.mentions))
            matches, forms = coder.matcher.find(doc), sorted(forms_of(doc))
            statements += coder.code(doc, quoted, named, text=text, published=published, matches=matches)
            ends.append(len(statements))
            spans = [(row["start"], row["end"]) for row in named]
            is_sampled = document_id in task.sampled
            rows.append(
                {
                    "document_id": document_id,
                    "forms": forms,
                    "follows": following.digest(forms, partial(task.actors_in, document_id)),
                    "rivals": following.rivals(matches),
                    "sentences": read_company(doc, matches, spans, coder.words) if is_sampled else None,
                }
            )
        table = pa.Table.from_pylist(rows, CODED)
        coded = tables.STATEMENTS.to_arrow(statements).to_struct_array().combine_chunks()
        return table.set_column(table.num_columns - 1, CODED.field("statements"), pa.ListArray.from_arrays(ends, coded))

    return code


def statements_of(coded: pa.Table) -> pa.Table:
    """The rows of `tables.STATEMENTS` in a table that follows `CODED`."""
    rows = coded["statements"].combine_chunks().flatten()
    return pa.Table.from_struct_array(rows).cast(tables.STATEMENTS.arrow)
