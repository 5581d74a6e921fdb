"""The ids of a document's statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from helpers.identity import extent, statement_id, unique_ids


def identify_statements(rows: list[dict[str, Any]], quotations: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the statements of one document ids that stay while their words, issue and holder stay.

    Args:
        rows: Rows of `tables.STATEMENTS` without an id.
        quotations: The document's rows of `tables.QUOTATIONS`. A statement that rests on one has its place, and
            usually its speaker as holder: that id stays when a reader says that somebody else spoke.

    Returns:
        New rows, in the same order.
    """
    quoted = {row["quotation_id"]: row for row in quotations}
    ids = []
    for row in rows:
        quotation = quoted.get(row["quotation_id"])
        place = (row["evidence_start"], row["evidence_end"])
        holder = row["actor_id"]
        if quotation is not None:
            place = extent(quotation["content_spans"])
            holder = "" if holder == quotation["actor_id"] else holder
        ids.append(statement_id(row["document_id"], *place, issue_id=row["issue_id"], holder=holder))
    return [{"statement_id": i, **row} for i, row in zip(unique_ids(ids), rows, strict=True)]
