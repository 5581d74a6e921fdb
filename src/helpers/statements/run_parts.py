"""From the tables and parses of a run to tasks: part by part what is needed of its documents that are no copies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers import runs, tables
from helpers.actors.rows import records
from helpers.parses import iter_parts
from helpers.statements.argued import Reading
from helpers.statements.coding_tasks import Coding, How
from helpers.statements.kept import Kept
from helpers.statements.phrases import actor_places, content_places

# What coding reads of a quotation.
_OF_QUOTATION = (
    "document_id", "quotation_id", "kind", "content_spans", "cue_start", "cue_end", "source", "source_start",
    "source_end", "speaker_id", "actor_id",
)  # fmt: skip
_OF_MENTION = ("document_id", "start", "end", "actor_id")

type Texts = dict[str, tuple[str, pd.Timestamp]]


def iter_readings(run_dir: Path, sampled: frozenset[str], kept: Kept) -> Iterator[Reading]:
    """What is needed to read what some documents argue about; parts that have none of them are passed over.

    Args:
        run_dir: The run folder, with the tables and parses of the stages before.
        sampled: The documents.
        kept: Names what is made of each part.
    """
    contents = content_places(read_rows(run_dir, "quotations", ["document_id", "content_spans"], of=sampled))
    names = actor_places(read_rows(run_dir, "mentions", _OF_MENTION, of=sampled))
    for ids, packed in iter_parts(run_dir / "parses"):
        places = {i: (contents.get(i, []), names.get(i, [])) for i in ids if i in sampled}
        if places:
            yield Reading(kept.name(packed, places), packed, places)


def iter_codings(
    run_dir: Path, quotations: pd.DataFrame, how: How, sampled: frozenset[str], kept: Kept
) -> Iterator[Coding]:
    """What is needed to code all documents.

    Args:
        run_dir: The run folder, with the tables and parses of the stages before; of its texts few are held at a time.
        quotations: As `read_quotations`.
        how: How they are coded.
        sampled: Documents whose sentences are asked for.
        kept: Names what is made of each part.
    """
    linked = [rows[rows["actor_id"].notna()] for rows in runs.iter_columns(run_dir, "mentions", *_OF_MENTION)]
    given = (quotations, pd.concat([tables.MENTIONS.only(*_OF_MENTION).empty(), *linked], ignore_index=True))
    del linked
    places = [table.groupby("document_id").indices for table in given]
    actors = how.actors[["actor_id", "kind", "affiliation", "role"]].astype(str)
    sides = {row[0]: list(row) for row in actors.itertuples(index=False)}
    for packed, texts in _with_texts(run_dir, iter_parts(run_dir / "parses")):
        quoted, named = (_rows_of(list(texts), table, at) for table, at in zip(given, places, strict=True))
        actor_ids = {row["actor_id"] for rows in (quoted, named) for each in rows.values() for row in each}
        speaking = [sides[actor_id] for actor_id in sorted(actor_ids - {None}) if actor_id in sides]
        name = kept.name(packed, how.second_opinion, speaking, texts, quoted, named)
        yield Coding(name, packed, texts, quoted, named, sampled.intersection(texts))


def read_quotations(run_dir: Path) -> pd.DataFrame:
    """Of the quotations of a run what coding reads."""
    return runs.read_columns(run_dir, "quotations", *_OF_QUOTATION)


def _with_texts(run_dir: Path, parts: Iterable[tuple[list[str], bytes]]) -> Iterator[tuple[bytes, Texts]]:
    """Each part with text and day of its documents that are no copies.

    The documents of a run come in the order of its parts, nearly: those that are met too early wait.
    """
    columns = ("document_id", "text", "published", "duplicate_of")
    read = runs.iter_columns(run_dir, "documents", *columns)
    rows: Iterator[Any] = (row for table in read for row in table[table["duplicate_of"].isna()].itertuples(index=False))
    waiting: Texts = {}
    for ids, packed in parts:
        while not waiting.keys() >= {*ids} and (row := next(rows, None)) is not None:
            waiting[str(row.document_id)] = str(row.text), row.published
        yield packed, {document_id: waiting.pop(document_id) for document_id in ids if document_id in waiting}


def speaking_for(actors: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """The actors, without the affiliation of persons whose quotations count as their own (experts, journalists)."""
    own = quotations.loc[quotations["speaker_id"] == quotations["actor_id"], "speaker_id"]
    return actors.assign(affiliation=actors["affiliation"].mask(actors["actor_id"].isin(set(own))))


def read_rows(run_dir: Path, name: str, columns: Sequence[str], *, of: Set[str]) -> pd.DataFrame:
    """Some columns, `document_id` among them, of the rows of some documents."""
    read = runs.iter_columns(run_dir, name, *columns)
    rows = [table[table["document_id"].isin(of)] for table in read]
    return pd.concat(rows, ignore_index=True) if rows else tables.SCHEMAS[name].only(*columns).empty()


def _rows_of(ids: Sequence[str], table: pd.DataFrame, places: Mapping[Any, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of some documents, by document."""
    own = [places[document_id] for document_id in ids if document_id in places]
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(table.iloc[np.concatenate(own)]) if own else ():
        rows[row["document_id"]].append(row)
    return dict(rows)
