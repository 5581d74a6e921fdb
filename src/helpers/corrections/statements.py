"""Corrected, confirmed, removed and added statements."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from helpers import runs, tables
from helpers.corrections.applying import CORRECTED, Row, check_known
from helpers.corrections.given import Corrections
from helpers.corrections.reading import Correction
from helpers.corrections.rules import ADD, REMOVE, RIGHT, Value, parse_value
from helpers.identity import extent, statement_id

CONFIRMED = "confirmed"  # flag of statements that a reader has found right
PINNED = ("actor_id", "issue_id", "agreement")  # what a reader who says "right" has seen


def correct_run(
    run_dir: Path, statements: pd.DataFrame, issue_ids: Collection[str], given: Corrections
) -> pd.DataFrame:
    """Correct the statements of a run, and count the corrections in run.json.

    Raises:
        CatalogueError: If a correction names an unknown actor or issue.
        TableSchemaError: If an earlier stage's results are missing.
    """
    if not given.of("statements"):
        given.record(run_dir, "statements")
        return statements
    documents, quotations, actors = runs.read_tables(run_dir, "documents", "quotations", "actors")
    corrected = correct_statements(
        statements,
        given,
        quotations=quotations,
        documents=documents,
        actor_ids=frozenset(actors["actor_id"]),
        issue_ids=frozenset(issue_ids),
    )
    given.record(run_dir, "statements")
    return corrected


def correct_statements(
    statements: pd.DataFrame,
    given: Corrections,
    *,
    quotations: pd.DataFrame,
    documents: pd.DataFrame,
    actor_ids: Collection[str],
    issue_ids: Collection[str],
) -> pd.DataFrame:
    """Put corrections into the statements.

    A corrected statement is flagged `corrected`, one that a reader has found right `confirmed`; both have
    confidence 1, and the rationale says so. Statements are added to quotations whose actor is known.

    Args:
        statements: Table following `tables.STATEMENTS`, as computed.
        given: Corrections; those of `statements` are taken.
        quotations: Table following `tables.QUOTATIONS`, for statements that are added.
        documents: Table following `tables.DOCUMENTS`, for their evidence and date.
        actor_ids: Actors that may be named.
        issue_ids: Issues that may be named.

    Returns:
        A new table, sorted by `statement_id`.

    Raises:
        CatalogueError: If a correction names an unknown actor or issue.
    """
    if not given.of("statements"):
        return statements
    rows: dict[str, Row] = {str(row["statement_id"]): dict(row) for row in statements.to_dict("records")}
    targets = [correction.id for correction in given.of("statements")]
    holders = quotations[quotations["quotation_id"].isin(targets) & quotations["actor_id"].notna()]
    quoted: dict[str, Row] = {str(row["quotation_id"]): dict(row) for row in holders.to_dict("records")}
    articles = documents.set_index("document_id")
    changes: dict[str, list[Correction]] = {}
    for correction in given.take("statements", lambda c: c.id in (quoted if c.column == ADD else rows)):
        target = correction.id
        if correction.column == ADD:
            target = _add(rows, quoted[correction.id], correction, articles, issue_ids)
        changes.setdefault(target, []).append(correction)
    for target, corrections in changes.items():
        if any(c.column == REMOVE for c in corrections):
            del rows[target]
        else:
            _correct(rows[target], corrections, actor_ids, issue_ids)
    return tables.STATEMENTS.table(rows[i] for i in sorted(rows))


def _correct(row: Row, corrections: list[Correction], actor_ids: Collection[str], issue_ids: Collection[str]) -> None:
    wanted: dict[str, Value] = {}
    for correction in corrections:
        for column, value in _values(correction).items():
            changed = correction._replace(column=column, value=value)
            known = {"actor_id": actor_ids, "issue_id": issue_ids}.get(column)
            if known is not None:
                check_known(changed, known, column.removesuffix("_id"))
            for actor_id in value if column == "target_ids" and isinstance(value, tuple) else ():
                check_known(correction._replace(value=actor_id), actor_ids)
            wanted[column] = list(value) if isinstance(value, tuple) else value  # type: ignore[assignment]
    before = {column: row[column] for column in wanted if row[column] != wanted[column]}
    notes = "; ".join(dict.fromkeys(c.note for c in corrections if c.note))
    added = "added" in row["flags"]
    verb = "added" if added else "corrected" if before else "confirmed"
    what = ", ".join(f"{column} {_shown(row[column])} to {_shown(wanted[column])}" for column in before)
    said = f"{verb} by a reader" + (f" ({what})" if what else "") + (f": {notes}" if notes else "")
    row.update(wanted)
    row["confidence"] = 1.0
    row["rationale"] = f"{said}; computed: {row['rationale']}" if row["rationale"] else said
    row["flags"] = [*row["flags"], CORRECTED if before or added else CONFIRMED]


def _values(correction: Correction) -> Mapping[str, Value]:
    """What a correction sets: "right" sets what the reader was shown, so that it stays right in later runs."""
    if correction.column == ADD and isinstance(correction.value, tuple):
        return {"agreement": correction.value[1]}
    if correction.column != RIGHT:
        return {correction.column: correction.value}
    shown = {column: correction.seen.get(column, "") for column in PINNED}
    place = f"Corrections, row {correction.row}"
    return {column: parse_value("statements", column, text, place) for column, text in shown.items() if text}


def _add(
    rows: dict[str, Row], quotation: Row, correction: Correction, articles: pd.DataFrame, issue_ids: Collection[str]
) -> str:
    """Add a statement that a quotation makes, unless it is there already; its id is what coding would give it."""
    assert isinstance(correction.value, tuple)
    issue_id = str(correction.value[0])
    check_known(correction._replace(value=issue_id), issue_ids, "issue")
    start, end = extent(quotation["content_spans"])
    document_id = quotation["document_id"]
    target = statement_id(document_id, start, end, issue_id=issue_id)
    article = articles.loc[document_id]
    new = {
        "statement_id": target,
        "document_id": document_id,
        "quotation_id": quotation["quotation_id"],
        "actor_id": quotation["actor_id"],
        "issue_id": issue_id,
        "target_ids": [],
        "agreement": correction.value[1],
        "published": article["published"],
        "evidence": article["text"][start:end],
        "evidence_start": start,
        "evidence_end": end,
        "rationale": "",
        "flags": ["added"],
    }
    rows.setdefault(target, new)
    return target


def _shown(value: object) -> str:
    if isinstance(value, list):
        return " ".join(value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
