"""Rows that follow a schema, and the tables of a small run in which ids agree and offsets lie inside the texts."""

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pandas as pd
from hypothesis import strategies as st
from spacy.tokens import Doc
from tests.properties.texts import NAMES, TEXTS

from helpers import schema, tables
from helpers.identity import place_id
from helpers.schema import Column, TableSchema

DAYS = st.dates(datetime.date(2023, 11, 1), datetime.date(2024, 4, 30)) | st.dates(
    datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)
)
_VALUES = {
    schema.STRING: TEXTS,
    schema.INTEGER: st.integers(0, 9),
    schema.NUMBER: st.floats(-20, 20, width=32),
    schema.DATE: DAYS,
    schema.STRINGS: st.lists(TEXTS, max_size=2),
    schema.SPANS: st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=2),
}
ACTOR_IDS = ("RUS", "norland", "lena_holm", "piet_ost", "estavia", "<planted onload=x>", "=1+1", "x\u202e")
type Draw = Any


def cell(column: Column, values: dict[Any, st.SearchStrategy] = _VALUES) -> st.SearchStrategy:
    """What may stand in a column."""
    if column.allowed is not None:
        found = st.sampled_from(column.allowed)
    elif column.bounds is not None:
        found = st.floats(*column.bounds) | st.sampled_from((*column.bounds, 0.0))
    else:
        found = values[column.type]
    return st.none() | found if column.nullable else found


def rows_of(
    schema: TableSchema,
    values: dict[Any, st.SearchStrategy] = _VALUES,
    given: dict[str, st.SearchStrategy] | None = None,
    min_size: int = 0,
    max_size: int = 4,
) -> st.SearchStrategy:
    """Rows with keys of their own; `given` are strategies for some of the columns."""
    known = given or {}
    row = st.fixed_dictionaries({c.name: known.get(c.name, cell(c, values)) for c in schema.columns})
    return st.lists(
        row, min_size=min_size, max_size=max_size, unique_by=lambda row: tuple(row[name] for name in schema.key)
    )


class Run:
    """The tables of a run over some Docs, each drawn when it is first asked for."""

    def __init__(self, draw: Draw, docs: Sequence[Doc], issue_ids: Sequence[str]) -> None:
        self.draw, self.docs = draw, docs
        self.issue_ids = st.sampled_from(list(issue_ids))
        self.document_ids = [doc.user_data["document_id"] for doc in docs]
        self._tables: dict[str, pd.DataFrame] = {}

    def table(self, name: str) -> pd.DataFrame:
        """A table, the same each time."""
        if name not in self._tables:
            self._tables[name] = tables.SCHEMAS[name].table(self.rows(name))
        return self._tables[name]

    def all(self) -> dict[str, pd.DataFrame]:
        """Every table of a finished run."""
        return {name: self.table(name) for name in tables.SCHEMAS}

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table, in the order of its key."""
        rows = getattr(self, name) if hasattr(type(self), name) else self._others(name)
        return sorted(rows, key=lambda row: tuple(row[key] for key in tables.SCHEMAS[name].key))

    def _rows(self, table: str, given: dict[str, st.SearchStrategy], max_size: int = 4) -> list[dict[str, Any]]:
        return self.draw(rows_of(tables.SCHEMAS[table], given=given, max_size=max_size), label=table)

    def _place(self) -> tuple[Doc, int, int]:
        """A stretch of words of one of the texts."""
        doc = self.docs[self.draw(st.integers(0, len(self.docs) - 1))]
        first = self.draw(st.integers(0, len(doc) - 1))
        last = min(len(doc) - 1, first + self.draw(st.integers(0, 6)))
        return doc, doc[first].idx, doc[last].idx + len(doc[last])

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        ids = st.none()
        rows = []
        for doc, document_id in zip(self.docs, self.document_ids, strict=True):
            (row,) = self.draw(
                rows_of(
                    tables.DOCUMENTS, given={"duplicate_of": ids, "language": st.just("en")}, min_size=1, max_size=1
                ),
                label="document",
            )
            row |= {"document_id": document_id, "source": f"{row['source']}{document_id}.txt", "text": doc.text}
            row["body"] = paragraphs(doc.text)
            ids = st.sampled_from((None, self.document_ids[0]))
            rows.append(row)
        return rows

    @cached_property
    def segments(self) -> list[dict[str, Any]]:
        kinds = st.sampled_from(("title", "body", "body", "byline", "boilerplate"))
        return [
            {"document_id": document_id, "start": start, "end": end, "kind": self.draw(kinds)}
            for doc, document_id in zip(self.docs, self.document_ids, strict=True)
            for start, end in paragraphs(doc.text)
        ]

    @cached_property
    def actors(self) -> list[dict[str, Any]]:
        given = {"actor_id": st.sampled_from(ACTOR_IDS), "name": NAMES, "affiliation": st.none()}
        rows = self.draw(rows_of(tables.ACTORS, given=given, min_size=1, max_size=5), label="actors")
        ids = [row["actor_id"] for row in rows]
        for row in rows:
            row["affiliation"] = self.draw(st.sampled_from((None, *(i for i in ids if i != row["actor_id"]))))
        return rows

    @cached_property
    def actor_ids(self) -> st.SearchStrategy:
        """Ids of the run's actors."""
        return st.sampled_from([row["actor_id"] for row in self.actors])

    @cached_property
    def mentions(self) -> list[dict[str, Any]]:
        found = {}
        for _ in range(self.draw(st.integers(0, 6))):
            doc, start, end = self._place()
            document_id = doc.user_data["document_id"]
            key = place_id(document_id, "m", start, end)
            found[key] = {
                "mention_id": key, "document_id": document_id, "start": start, "end": end, "text": doc.text[start:end],
                "label": self.draw(st.sampled_from(("PERSON", "ORG", "GPE", "NORP", "LOC", "EVENT"))),
                "actor_id": self.draw(st.none() | self.actor_ids),
                "confidence": self.draw(st.sampled_from((0.0, 0.5, 0.9, 1.0))),
            }  # fmt: skip
        return list(found.values())

    @cached_property
    def persons(self) -> list[dict[str, Any]]:
        given = {"document_id": st.sampled_from(self.document_ids), "actor_id": self.actor_ids, "name": NAMES,
                 "affiliation": st.none() | self.actor_ids}  # fmt: skip
        return self._rows("persons", given)

    @cached_property
    def quotations(self) -> list[dict[str, Any]]:
        found = {}
        for _ in range(self.draw(st.integers(0, 4))):
            doc, start, end = self._place()
            document_id, text = doc.user_data["document_id"], doc.text
            key = place_id(document_id, "q", start, end)
            row: dict[str, Any] = {
                "quotation_id": key, "document_id": document_id, "content": text[start:end],
                "content_spans": [(start, end)], "kind": self.draw(st.sampled_from(tables.QUOTATION_KINDS)),
                "resolution": self.draw(st.sampled_from(tables.RESOLUTIONS)),
                "speaker_id": self.draw(st.none() | self.actor_ids), "confidence": self.draw(st.floats(0, 1)),
                "flags": self.draw(st.lists(st.sampled_from(("carried", "nested", "unbalanced_marks")), unique=True)),
            }  # fmt: skip
            row["actor_id"] = row["speaker_id"] and self.draw(self.actor_ids)
            for part in ("cue", "source"):
                first, last = (doc[0], doc[min(1, len(doc) - 1)]) if self.draw(st.booleans()) else (None, None)
                given = None if first is None else (first.idx, last.idx + len(last))
                row |= {part: given and text[slice(*given)], f"{part}_start": given and given[0],
                        f"{part}_end": given and given[1]}  # fmt: skip
            row["cue_lemma"] = row["cue"] and row["cue"].lower()
            found[key] = row
        return list(found.values())

    @cached_property
    def statements(self) -> list[dict[str, Any]]:
        published = {row["document_id"]: row["published"] for row in self.documents}
        rows = []
        for number in range(self.draw(st.integers(0, 8))):
            doc, start, end = self._place()
            document_id = doc.user_data["document_id"]
            own = [row["quotation_id"] for row in self.quotations if row["document_id"] == document_id]
            rows.append(
                {"statement_id": f"{document_id}:s{number:06}", "document_id": document_id,
                 "quotation_id": self.draw(st.sampled_from((None, *own))), "actor_id": self.draw(self.actor_ids),
                 "issue_id": self.draw(self.issue_ids), "target_ids": self.draw(st.lists(self.actor_ids, max_size=2)),
                 "agreement": self.draw(st.sampled_from((-1.0, -0.6, 0.0, 0.6, 1.0)) | st.floats(-1, 1)),
                 "confidence": self.draw(st.sampled_from((0.0, 0.5, 0.9, 1.0)) | st.floats(0, 1)),
                 "published": published[document_id], "evidence": doc.text[start:end], "evidence_start": start,
                 "evidence_end": end, "rationale": self.draw(TEXTS), "flags": []}
            )  # fmt: skip
        return rows

    @cached_property
    def positions(self) -> list[dict[str, Any]]:
        rows = self._rows(
            "positions", {"actor_id": self.actor_ids, "issue_id": self.issue_ids, "n_statements": st.integers(1, 9)}
        )
        for row in rows:
            row["ci_low"], row["agreement"], row["ci_high"] = sorted((row["ci_low"], row["agreement"], row["ci_high"]))
        return rows

    @cached_property
    def polarization(self) -> list[dict[str, Any]]:
        names = st.sampled_from(("all", "2024-01", "2024-02"))
        rows = self._rows(
            "polarization", {"window": names, "camp": self._some_actors(), "other_camp": self._some_actors()}
        )
        for row in rows:
            row["window_start"] = row["window_end"] = None
            if row["window"] != "all":
                row["window_start"] = datetime.date.fromisoformat(f"{row['window']}-01")
                row["window_end"] = datetime.date.fromisoformat(f"{row['window']}-29")
        return rows

    def _some_actors(self) -> st.SearchStrategy:
        return st.lists(self.actor_ids, max_size=2, unique=True)

    @cached_property
    def networks(self) -> list[dict[str, Any]]:
        rows = self._rows("networks", {"from_id": self.actor_ids, "to_id": self.actor_ids}, max_size=6)
        seen = set()
        for row in rows:
            if row["kind"] == "affiliation":
                row["to_id"] = self.draw(self.issue_ids)
            else:
                row["from_id"], row["to_id"] = sorted((row["from_id"], row["to_id"]))
        for row in list(rows):
            key = (row["kind"], row["from_id"], row["to_id"])
            if key in seen or row["from_id"] == row["to_id"]:
                rows.remove(row)
            seen.add(key)
        return rows

    def _others(self, name: str) -> list[dict[str, Any]]:
        """Tables whose rows only have to name what is there."""
        known: dict[str, st.SearchStrategy] = {}
        for column in tables.SCHEMAS[name].columns:
            if column.name.endswith("actor_id"):
                known[column.name] = self.actor_ids
            elif column.name.endswith("issue_id"):
                known[column.name] = self.issue_ids
            elif column.name == "document_id":
                known[column.name] = st.sampled_from(self.document_ids)
            elif column.name in ("from_id", "to_id"):
                known[column.name] = self.actor_ids
            elif "evidence" in column.name and name in ("position_shifts", "principles"):
                ids = [row["statement_id"] for row in self.statements]
                if not ids:
                    return []
                known[column.name] = st.sampled_from(ids)
        rows = self._rows(name, known)
        if "other_actor_id" in known:
            rows = [row for row in rows if row["actor_id"] < row["other_actor_id"]]
        return rows


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the lines that hold something."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans
