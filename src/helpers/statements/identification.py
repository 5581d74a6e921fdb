"""The ids of a document's statements."""

from typing import Any

import pandas as pd

from helpers.identity import extent, statement_id, unique_ids


def identify_statements(rows: list[dict[str, Any]], quotations: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the statements of one document ids that stay while their words, issue and holder stay.

    Args:
        rows: Rows of `tables.STATEMENTS` without an id.
        quotations: The document's rows of `tables.QUOTATIONS`. A statement that rests on one has its place, and its
            speaker as holder: the id stays when a reader says that somebody else spoke.

    Returns:
        New rows, in the same order.
    """
    places = {
        quotation_id: extent(spans)
        for quotation_id, spans in zip(quotations["quotation_id"], quotations["content_spans"], strict=True)
    }
    ids = unique_ids(_id(row, places.get(row["quotation_id"])) for row in rows)
    return [{"statement_id": i, **row} for i, row in zip(ids, rows, strict=True)]


def _id(row: dict[str, Any], quoted: tuple[int, int] | None) -> str:
    place = quoted or (row["evidence_start"], row["evidence_end"])
    holder = "" if quoted else row["actor_id"]
    return statement_id(row["document_id"], *place, issue_id=row["issue_id"], holder=holder)
