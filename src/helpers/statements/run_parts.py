"""From the tables and parses of a run to tasks: part by part what is needed of its documents that are no copies."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers import runs
from helpers.actors.rows import records
from helpers.parses import iter_parts
from helpers.statements.argued import Reading
from helpers.statements.coding_tasks import Coding, How
from helpers.statements.kept import Kept
from helpers.statements.phrases import actor_places, content_places

# What coding reads of a row.
_OF_QUOTATION = [
    "document_id", "quotation_id", "kind", "content_spans", "cue_start", "cue_end", "source", "source_start",
    "source_end", "speaker_id", "actor_id",
]  # fmt: skip


def iter_readings(run_dir: Path, sampled: frozenset[str], kept: Kept) -> Iterator[Reading]:
    """What is needed to read what some documents argue about; parts that have none of them are passed over.

    Args:
        run_dir: The run folder, with the tables and parses of the stages before.
        sampled: The documents.
        kept: Names what is made of each part.
    """
    quotations = runs.read_columns(run_dir, "quotations", "document_id", "content_spans")
    contents = content_places(quotations[quotations["document_id"].isin(sampled)])
    mentions = _linked_mentions(run_dir)
    names = actor_places(mentions[mentions["document_id"].isin(sampled)])
    for ids, packed in iter_parts(run_dir / "parses"):
        places = {i: (contents.get(i, []), names.get(i, [])) for i in ids if i in sampled}
        if places:
            yield Reading(kept.name(packed, places), packed, places)


def iter_codings(
    run_dir: Path, quotations: pd.DataFrame, how: How, sampled: frozenset[str], kept: Kept
) -> Iterator[Coding]:
    """What is needed to code all documents.

    Args:
        run_dir: The run folder, with the tables and parses of the stages before.
        quotations: Its table of quotations.
        how: How they are coded.
        sampled: Documents whose sentences are asked for.
        kept: Names what is made of each part.
    """
    documents = runs.read_columns(run_dir, "documents", "document_id", "text", "published", "duplicate_of")
    originals = documents[documents["duplicate_of"].isna()].set_index("document_id")[["text", "published"]]
    given = (quotations[_OF_QUOTATION], _linked_mentions(run_dir))
    places = [table.groupby("document_id").indices for table in given]
    actors = how.actors[["actor_id", "kind", "affiliation", "role"]].astype(str)
    sides = {row[0]: list(row) for row in actors.itertuples(index=False)}
    for ids, packed in iter_parts(run_dir / "parses"):
        own = [document_id for document_id in ids if document_id in originals.index]
        texts = {i: (str(text), day) for i, text, day in originals.loc[own].itertuples()}
        quoted, named = (_rows_of(own, table, at) for table, at in zip(given, places, strict=True))
        actor_ids = {row["actor_id"] for rows in (quoted, named) for each in rows.values() for row in each}
        speaking = [sides[actor_id] for actor_id in sorted(actor_ids - {None}) if actor_id in sides]
        name = kept.name(packed, how.second_opinion, speaking, texts, quoted, named)
        yield Coding(name, packed, texts, quoted, named, sampled.intersection(own))


def speaking_for(actors: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """The actors, without the affiliation of persons whose quotations count as their own (experts, journalists)."""
    own = quotations.loc[quotations["speaker_id"] == quotations["actor_id"], "speaker_id"]
    return actors.assign(affiliation=actors["affiliation"].mask(actors["actor_id"].isin(set(own))))


def _rows_of(ids: Sequence[str], table: pd.DataFrame, places: Mapping[Any, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of some documents, by document."""
    own = [places[document_id] for document_id in ids if document_id in places]
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(table.iloc[np.concatenate(own)]) if own else ():
        rows[row["document_id"]].append(row)
    return dict(rows)


def _linked_mentions(run_dir: Path) -> pd.DataFrame:
    """Where actors are named."""
    mentions = runs.read_columns(run_dir, "mentions", "document_id", "start", "end", "actor_id")
    return mentions[mentions["actor_id"].notna()]
