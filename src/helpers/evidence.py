"""The evidence of a run: statements and quotations, each with its sentence in its paragraph."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import batched
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.wording import cut

CONTEXT = 320  # characters of the paragraph to show before and after the evidence
LONGEST = 1500  # characters of the evidence itself
COLUMNS = (
    "id", "actor", "issue", "agreement", "before", "text", "after", "kind", "resolution", "cue", "speaker", "document",
    "confidence", "rationale",
)  # fmt: skip
_AT_ONCE = 2000  # rows looked at together
_BEST = ("doubt", "id")
REPORTED = "reporter's sentence"
# Statements coded elsewhere come without their articles.
NO_ARTICLE = MappingProxyType({"title": None, "outlet": None, "source": None, "published": None, "text": None})

Row = list[Any]


def evidence_table(tables: Mapping[str, pd.DataFrame], *, max_bytes: int = 1_800_000) -> dict[str, Any]:
    """Statements, and the quotations that hold none, ready to be embedded in a page as JSON.

    Args:
        tables: The tables of a run by name (`documents`, `quotations`, `statements`, `actors` are read).
        max_bytes: Rows are left out beyond this size of the JSON: of each actor and issue the least confident first,
            so that every position keeps some of its evidence.

    Returns:
        `columns`, `rows` (in the order of the tables), `documents` (title, outlet, date and source of those
        referred to) and `n_left_out`.
    """
    statements, quotations = tables["statements"], tables["quotations"]
    names = dict(zip(tables["actors"]["actor_id"], tables["actors"]["name"], strict=True))
    more = quotations[~quotations["quotation_id"].isin(statements["quotation_id"].dropna().unique())]
    kept: dict[int, Row] = {}
    size = 0
    for places in batched(_best_first(statements, more), _AT_ONCE):
        for place, row in zip(places, _rows(places, statements, more, tables, names), strict=True):
            size += _size(row)
            if size > max_bytes:
                break
            kept[place] = row
        if size > max_bytes:
            break
    rows = [kept[place] for place in sorted(kept)]
    referred = sorted({row[COLUMNS.index("document")] for row in rows})
    documents = rows_by_id(tables["documents"], "document_id", referred)
    return {
        "columns": list(COLUMNS),
        "rows": rows,
        "documents": {d: describe_article(documents.get(d, NO_ARTICLE)) for d in referred},
        "n_left_out": len(statements) + len(more) - len(rows),
    }


def _best_first(statements: pd.DataFrame, quotations: pd.DataFrame) -> list[int]:
    """Places of statements, and of quotations behind them: the best of every actor and issue, the second best, ….

    Those on no issue come last.
    """
    n = len(statements)
    sure = np.concatenate([statements["confidence"].to_numpy(), quotations["confidence"].to_numpy()]).round(3)
    ids = pd.concat([statements["statement_id"], quotations["quotation_id"]], ignore_index=True)
    actor = pd.factorize(pd.concat([statements["actor_id"], quotations["actor_id"]], ignore_index=True))[0]
    issue = np.concatenate([pd.factorize(statements["issue_id"])[0], np.full(len(quotations), -1)])
    order = np.asarray(
        pc.sort_indices(pa.table({"doubt": -sure, "id": pa.array(ids)}), [(c, "ascending") for c in _BEST])
    )
    turn = pd.DataFrame({"actor": actor[order], "issue": issue[order]}).groupby(["actor", "issue"]).cumcount()
    turns = np.empty(len(order), dtype=np.int64)
    turns[order] = turn.to_numpy()
    places = np.arange(len(order))
    found: list[int] = np.lexsort((places, turns, places >= n)).tolist()
    return found


def _rows(
    places: Sequence[int],
    statements: pd.DataFrame,
    quotations: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
) -> list[Row]:
    """The rows of some places, as `_best_first` counts them."""
    n = len(statements)
    chosen = records(statements.iloc[[place for place in places if place < n]])
    said = records(quotations.iloc[[place - n for place in places if place >= n]])
    heard = rows_by_id(tables["quotations"], "quotation_id", {s["quotation_id"] for s in chosen})
    documents = rows_by_id(tables["documents"], "document_id", {row["document_id"] for row in (*chosen, *said)})
    of_statements = (
        _statement_row(s, heard.get(s["quotation_id"]), documents.get(s["document_id"], NO_ARTICLE), names)
        for s in chosen
    )
    of_quotations = (_quotation_row(q, documents.get(q["document_id"], NO_ARTICLE), names) for q in said)
    return [next(of_statements) if place < n else next(of_quotations) for place in places]


def rows_by_id(table: pd.DataFrame, key: str, ids: Iterable[str | None]) -> dict[str, dict[Any, Any]]:
    """The rows with these ids."""
    wanted = [each for each in ids if each is not None]
    return {row[key]: row for row in records(table[table[key].isin(wanted)])}


def paragraph_around(text: str, start: int, end: int, paragraphs: Sequence[tuple[int, int]]) -> tuple[str, str, str]:
    """The evidence and the rest of its paragraph: what stands before it, itself, what comes after.

    Args:
        text: A document's text.
        start: Where the evidence starts in it.
        end: Where the evidence ends.
        paragraphs: Spans of its paragraphs in order; outside of them a paragraph is a line.

    Returns:
        Three strings, line breaks as spaces, at most `CONTEXT` characters before and after.
    """
    at = bisect_right(paragraphs, start, key=lambda span: span[0]) - 1
    if at >= 0 and paragraphs[at][1] >= end:
        first, last = paragraphs[at]
    else:
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        last = len(text) if last < 0 else last
    before, after = text[max(first, start - CONTEXT) : start], text[end : min(last, end + CONTEXT)]
    if first < start - CONTEXT:
        before = "…" + before
    if last > end + CONTEXT:
        after += "…"
    evidence = text[start:end] if end - start <= LONGEST else text[start : start + LONGEST] + "…"
    return _line(before), _line(evidence), _line(after)


def describe_article(document: Mapping[Any, Any]) -> dict[str, str | None]:
    """What names an article: title, outlet, source and date of a row of the documents table."""
    published = document["published"]
    return {
        "title": document["title"] and cut(document["title"], 200),
        "outlet": document["outlet"] and cut(document["outlet"], 100),
        "source": document["source"] and cut(document["source"], 200),
        "published": None if pd.isna(published) else f"{published:%Y-%m-%d}",
    }


def records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    """A table's rows, missing values as None."""
    columns = [
        [None if not isinstance(value, list) and pd.isna(value) else value for value in table[name]] for name in table
    ]
    return [dict(zip(table.columns, values, strict=True)) for values in zip(*columns, strict=True)]


def _statement_row(
    statement: Mapping[Any, Any],
    quotation: Mapping[Any, Any] | None,
    document: Mapping[Any, Any],
    names: Mapping[str, str],
) -> Row:
    around = _around(document, statement["evidence_start"], statement["evidence_end"], statement["evidence"])
    said = quotation or {"kind": REPORTED, "resolution": None, "cue": None, "speaker_id": None, "source": None}
    return [
        statement["statement_id"], statement["actor_id"], statement["issue_id"], round(statement["agreement"], 3),
        *around, said["kind"], said["resolution"], said["cue"], _speaker(said, names), statement["document_id"],
        round(statement["confidence"], 3), statement["rationale"],
    ]  # fmt: skip


def _quotation_row(quotation: Mapping[Any, Any], document: Mapping[Any, Any], names: Mapping[str, str]) -> Row:
    """A quotation on none of the issues, shown from its first to its last word (speaker and cue included)."""
    starts = [s for s, _ in quotation["content_spans"]] + [quotation["cue_start"], quotation["source_start"]]
    ends = [e for _, e in quotation["content_spans"]] + [quotation["cue_end"], quotation["source_end"]]
    start, end = min(s for s in starts if s is not None), max(e for e in ends if e is not None)
    around = _around(document, start, end, quotation["content"])
    return [
        quotation["quotation_id"], quotation["actor_id"], None, None, *around, quotation["kind"],
        quotation["resolution"], quotation["cue"], _speaker(quotation, names), quotation["document_id"],
        round(quotation["confidence"], 3), None,
    ]  # fmt: skip


def _around(document: Mapping[Any, Any], start: int, end: int, otherwise: str) -> tuple[str, str, str]:
    if document["text"] is None:
        return "", _line(otherwise[:LONGEST]), ""
    return paragraph_around(document["text"], start, end, document["body"])


def _speaker(quotation: Mapping[Any, Any], names: Mapping[str, str]) -> str | None:
    """The speaker's name, and the words of the text that name him or her where they differ."""
    speaker_id, source = quotation["speaker_id"], quotation["source"]
    name: str | None = names.get(speaker_id, speaker_id) if speaker_id is not None else None
    if name is None or source is None or name == source:
        return name or source
    return f"{name} (“{source}”)"


def _size(row: Row) -> int:
    """Bytes of a row in the page, where `<`, `>` and `&` are written as six characters."""
    text = json.dumps(row, ensure_ascii=False)
    return len(text.encode()) + 5 * sum(map(text.count, "<>&"))


def _line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")
