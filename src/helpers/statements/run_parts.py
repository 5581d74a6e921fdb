"""From the tables and parses of a run to tasks: part by part what is needed of its documents that are no copies."""

from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers import runs, tables
from helpers.parses import Packed, iter_parts
from helpers.statements.argued import Reading
from helpers.statements.coding_tasks import Coding, How
from helpers.statements.kept import Kept
from helpers.statements.part_rows import RowsOfPart
from helpers.statements.phrases import actor_places, content_places
from helpers.statements.row_digests import digest_rows, hash_column

# What coding reads of a quotation.
_OF_QUOTATION = (
    "document_id", "quotation_id", "kind", "content_spans", "cue_start", "cue_end", "source", "source_start",
    "source_end", "speaker_id", "actor_id", "resolution", "confidence",
)  # fmt: skip
_OF_MENTION = ("document_id", "start", "end", "actor_id")

type Texts = dict[str, tuple[str, pd.Timestamp]]


def iter_readings(run_dir: Path, sampled: frozenset[str], kept: Kept) -> Iterator[Reading]:
    """What is needed to read what some documents argue about; parts that have none of them are passed over.

    Args:
        run_dir: The run folder, with the tables and parses of the stages before.
        sampled: The documents.
        kept: Gives what is made of each document its key.
    """
    contents = content_places(read_rows(run_dir, "quotations", ["document_id", "content_spans"], of=sampled))
    names = actor_places(read_rows(run_dir, "mentions", _OF_MENTION, of=sampled))
    for part in iter_parts(run_dir / "parses"):
        places = {i: (contents.get(i, []), names.get(i, [])) for i in part.digests if i in sampled}
        if places:
            keys = {i: kept.key(part.digests[i], own) for i, own in places.items()}
            yield Reading(keys, part.content, places)


def iter_codings(
    run_dir: Path, quotations: pd.DataFrame, how: How, sampled: frozenset[str], kept: Kept
) -> Iterator[Coding]:
    """What is needed to code all documents.

    Args:
        run_dir: The run folder, with the tables and parses of the stages before; of its texts few are held at a time.
        quotations: As `read_quotations`.
        how: How they are coded.
        sampled: Documents whose sentences are asked for.
        kept: Gives what is made of each document its key.
    """
    linked = [rows[rows["actor_id"].notna()] for rows in runs.iter_columns(run_dir, "mentions", *_OF_MENTION)]
    given = (quotations, pd.concat([tables.MENTIONS.only(*_OF_MENTION).empty(), *linked], ignore_index=True))
    del linked
    places = [table.groupby("document_id").indices for table in given]
    digests = [_digests(table, how.actors) for table in given]
    for part, texts in _with_texts(run_dir, iter_parts(run_dir / "parses")):
        seen = {i: [own, *(each.get(i) for each in digests)] for i, own in texts.items()}
        keys = {i: kept.key(part.digests[i], how.second_opinion, *own) for i, own in seen.items()}
        quoted, named = (RowsOfPart(list(texts), table, at) for table, at in zip(given, places, strict=True))
        yield Coding(keys, part.content, texts, quoted, named, sampled.intersection(texts))


def _digests(rows: pd.DataFrame, actors: pd.DataFrame) -> dict[str, str]:
    """What coding follows of the rows of each document, and of whom they name: whose side each is on."""
    sides = [hash_column(actors[name]) for name in ("actor_id", "kind", "affiliation", "role")]
    at = pd.Index(actors["actor_id"]).get_indexer(rows["actor_id"])
    return digest_rows(rows, *(np.append(side, np.uint64(0))[at] for side in sides))


def read_quotations(run_dir: Path) -> pd.DataFrame:
    """Of the quotations of a run what coding reads."""
    return runs.read_columns(run_dir, "quotations", *_OF_QUOTATION)


def _with_texts(run_dir: Path, parts: Iterable[Packed]) -> Iterator[tuple[Packed, Texts]]:
    """Each part with text and day of its documents that are no copies.

    The documents of a run come in the order of its parts, nearly: those that are met too early wait.
    """
    columns = ("document_id", "text", "published", "duplicate_of")
    read = runs.iter_columns(run_dir, "documents", *columns)
    originals = (table[table["duplicate_of"].isna()] for table in read)
    rows = (row for table in originals for row in zip(*(table[name].tolist() for name in columns[:3]), strict=True))
    waiting: Texts = {}
    for part in parts:
        while not waiting.keys() >= part.digests.keys() and (row := next(rows, None)) is not None:
            document_id, text, published = row
            waiting[document_id] = text, published
        yield part, {document_id: waiting.pop(document_id) for document_id in part.digests if document_id in waiting}


def speaking_for(actors: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """The actors, without the affiliation of persons whose quotations count as their own (experts, journalists)."""
    own = quotations.loc[quotations["speaker_id"] == quotations["actor_id"], "speaker_id"]
    return actors.assign(affiliation=actors["affiliation"].mask(actors["actor_id"].isin(own.unique())))


def read_rows(run_dir: Path, name: str, columns: Sequence[str], *, of: Set[str]) -> pd.DataFrame:
    """Some columns, `document_id` among them, of the rows of some documents."""
    wanted = pa.array(sorted(of), pa.string())  # once: pandas would make it for each piece that is read
    read = runs.iter_columns(run_dir, name, *columns)
    rows = [table[np.asarray(pc.is_in(pa.array(table["document_id"]), wanted))] for table in read]
    return pd.concat(rows, ignore_index=True) if rows else tables.SCHEMAS[name].only(*columns).empty()
