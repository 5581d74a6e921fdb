"""Corrections of documents, mentions and quotations, put into their tables."""

from collections.abc import Callable, Collection
from difflib import get_close_matches
from typing import Any

import pandas as pd

from helpers import tables
from helpers.corrections.given import Corrections
from helpers.corrections.reading import Correction
from helpers.corrections.rules import REMOVE
from helpers.errors import CatalogueError
from helpers.schema import TableSchema

CORRECTED = "corrected"  # flag of rows that a reader has corrected

type Row = dict[Any, Any]


def correct_documents(documents: pd.DataFrame, given: Corrections) -> pd.DataFrame:
    """Put corrected dates, outlets and titles into the documents.

    Args:
        documents: Table following `tables.DOCUMENTS`.
        given: Corrections; those of `documents` are taken.

    Returns:
        A new table; corrected rows are flagged, and a corrected date was found nowhere (`published_from` is null).
    """

    def correct(row: Row, correction: Correction) -> None:
        row[correction.column] = correction.value
        if correction.column == "published":
            row["published_from"] = None
        _flag(row)

    return _corrected(documents, tables.DOCUMENTS, given, correct)


def correct_mentions(mentions: pd.DataFrame, given: Corrections, actor_ids: Collection[str]) -> pd.DataFrame:
    """Put corrected actors into the mentions, with full confidence.

    Args:
        mentions: Table following `tables.MENTIONS`.
        given: Corrections; those of `mentions` are taken.
        actor_ids: Actors that may be named.

    Raises:
        CatalogueError: If a correction names an unknown actor.
    """

    def correct(row: Row, correction: Correction) -> None:
        check_known(correction, actor_ids)
        row.update(actor_id=correction.value, confidence=1.0)

    return _corrected(mentions, tables.MENTIONS, given, correct)


def correct_speakers(quotations: pd.DataFrame, given: Corrections, actor_ids: Collection[str]) -> pd.DataFrame:
    """Put corrected speakers and kinds into the quotations, and drop those that are none.

    Whom a corrected speaker speaks for is still to be found out, as for any other.

    Args:
        quotations: Table following `tables.QUOTATIONS`.
        given: Corrections; those of `quotations` are taken, but for `actor_id`.
        actor_ids: Actors that may be named.

    Raises:
        CatalogueError: If a correction names an unknown actor.
    """

    def correct(row: Row, correction: Correction) -> None:
        if correction.column == "speaker_id":
            check_known(correction, actor_ids)
            named = "named" if row["resolution"] == "none" else row["resolution"]
            row.update(actor_id=None, resolution=named if correction.value is not None else "none")
        if correction.column != "actor_id":
            row.update({correction.column: correction.value, "confidence": 1.0})
            _flag(row)

    return _corrected(quotations, tables.QUOTATIONS, given, correct)


def correct_sides(quotations: pd.DataFrame, given: Corrections, actor_ids: Collection[str]) -> pd.DataFrame:
    """Put into the quotations whom their speakers speak for, where a reader has corrected that (`actor_id`)."""

    def correct(row: Row, correction: Correction) -> None:
        if correction.column == "actor_id":
            check_known(correction, actor_ids)
            row["actor_id"] = correction.value
            _flag(row)

    return _corrected(quotations, tables.QUOTATIONS, given, correct)


def check_known(correction: Correction, known: Collection[str], what: str = "actor") -> None:
    """See to it that a corrected id is that of something the run knows.

    Raises:
        CatalogueError: It names the row, the value and the ids most like it.
    """
    if correction.value is None or correction.value in known:
        return
    value = str(correction.value)
    near = get_close_matches(value, sorted(known), n=3, cutoff=0.5) or sorted(known)[:5]
    if what == "issue":
        advice = "Add it to your issues.yaml"
    elif correction.table == "statements":
        advice = "Correct the speaker of its quotation instead if that actor is not named in the articles"
    else:
        advice = "Add it to your actors.yaml"
    raise CatalogueError(
        f"Corrections, row {correction.row}: there is no {what} {value!r} in this run; there are "
        f"{', '.join(near)} … {advice}, or correct the id."
    )


def _corrected(
    table: pd.DataFrame, schema: TableSchema, given: Corrections, correct: Callable[[Row, Correction], None]
) -> pd.DataFrame:
    """The table, or what it has of its columns, with every correction that has a target.

    Rows that are removed are gone; the others keep their index.
    """
    if not given.of(schema.name):
        return table
    key = schema.key[0]
    targets = table[key].isin([correction.id for correction in given.of(schema.name)])
    rows: dict[str, Row] = {row[key]: dict(row) for row in table[targets].to_dict("records")}
    removed = set()
    for correction in given.take(schema.name, lambda correction: correction.id in rows):
        if correction.column == REMOVE:
            removed.add(correction.id)
        else:
            correct(rows[correction.id], correction)
    changed = schema.only(*table.columns).table(row for each, row in rows.items() if each not in removed)
    changed = changed.astype(table.dtypes.to_dict())  # some ids are categories
    whole = pd.concat([table[~targets], changed.set_axis(table.index[targets & ~table[key].isin(removed)])])
    return whole.loc[table.index[~table[key].isin(removed)]]


def _flag(row: Row) -> None:
    row["flags"] = [*(flag for flag in row["flags"] if flag != CORRECTED), CORRECTED]
