"""A small invented world: four actors and seven matters, and how to code a sentence about them."""

import re
from itertools import batched

import pandas as pd
import pytest
from spacy.tokens import Doc

from helpers import parses, runs, tables
from helpers.model import parse_text, text_to_parse
from helpers.statements import IssueCatalogue, code_statements, parse_issues

ACTORS = {
    "norland": ("Norland", "state", None),
    "estavia": ("Estavia", "state", None),
    "sudmark": ("Sudmark", "state", None),
    "lena_holm": ("Lena Holm", "person", "norland"),
    "piet_ost": ("Piet Ost", "person", None),
}
NAMES = {"Norland": "norland", "Estavia": "estavia", "Sudmark": "sudmark", "Lena Holm": "lena_holm",
         "Holm": "lena_holm", "Piet Ost": "piet_ost", "Ost": "piet_ost"}  # fmt: skip
ISSUES = """
issues:
  - {id: pipeline, label: The pipeline, terms: [pipeline]}
  - {id: tax, label: The sugar tax, terms: [sugar tax, tax]}
  - {id: accord, label: The fishing accord, terms: [fishing accord, accord, ratify]}
  - {id: tariffs, label: Tariffs, terms: [tariff, import duty]}
  - {id: ban, label: The smoking ban, terms: [smoking ban]}
  - {id: merger, label: The merger, terms: [merger], object: sudmark}
  - {id: election, label: The election, terms: [election, poll],
     pro_terms: [free and fair], con_terms: [rigged, at gunpoint]}
"""


@pytest.fixture(scope="session")
def issues() -> IssueCatalogue:
    return parse_issues(ISSUES)


@pytest.fixture(scope="session")
def actors() -> pd.DataFrame:
    rows = [
        {"actor_id": i, "name": name, "kind": kind, "affiliation": of, "aliases": [], "n_mentions": 1, "n_documents": 1}
        for i, (name, kind, of) in ACTORS.items()
    ]
    return tables.ACTORS.table(rows)


@pytest.fixture(scope="session")
def parse(nlp):
    """Parse paragraphs, given as one string each."""

    def run(*paragraphs: str):
        text = "\n".join(paragraphs)
        spans, start = [], 0
        for paragraph in paragraphs:
            spans.append((start, start + len(paragraph)))
            start += len(paragraph) + 1
        return parse_text(nlp, text_to_parse(text, spans), "d")

    return run


def mentions_of(doc: Doc) -> pd.DataFrame:
    names = "|".join(sorted(NAMES, key=len, reverse=True))
    rows = [
        {
            "mention_id": f"d:m{n:03}", "document_id": "d", "start": m.start(), "end": m.end(), "text": m.group(),
            "label": "GPE", "actor_id": NAMES[m.group()], "confidence": 1.0,
        }
        for n, m in enumerate(re.finditer(rf"\b(?:{names})\b", doc.text))
    ]  # fmt: skip
    return tables.MENTIONS.table(rows)


def _quotation(doc: Doc, content: str, *, number=0, kind="direct", cue=None, source=None, speaker=None, actor=None):
    """A row of `tables.QUOTATIONS`; content, cue and source are found in the text."""
    start = doc.text.index(content)
    places = {}
    for name, words in (("cue", cue), ("source", source)):
        at = doc.text.index(words) if words else None
        places |= {name: words, f"{name}_start": at, f"{name}_end": at + len(words) if words else None}
    return {
        "quotation_id": f"d:q{number:03}", "document_id": "d", "kind": kind, "content": content,
        "content_spans": [(start, start + len(content))], "cue_lemma": None, "speaker_id": speaker or actor,
        "actor_id": actor, "resolution": "named" if actor else "none", "confidence": 1.0, "flags": [], **places,
    }  # fmt: skip


@pytest.fixture(scope="session")
def code(issues, actors):
    """Code a parsed text, given its quotations."""

    def run(doc: Doc, quotations=()) -> list[dict]:
        rows = tables.QUOTATIONS.table(quotations)
        return code_statements(doc, rows, mentions_of(doc), actors, issues, document_id="d")

    return run


@pytest.fixture(scope="session")
def quote():
    """Make a row of `tables.QUOTATIONS`."""
    return _quotation


@pytest.fixture(scope="session")
def write_run(nlp):
    """Write a run with a part for each text, or for more, in which names stand for actors."""

    def write(run_dir, texts, names, *, per_part=1):
        docs = [parse_text(nlp, text, document_id) for document_id, text in texts.items()]
        parses.clear_parts(run_dir / "parses")
        for number, own in enumerate(batched(docs, per_part)):
            parses.write_part(run_dir / "parses", number, parses.pack(own))
        _write_tables(run_dir, docs, names)

    return write


def _write_tables(run_dir, docs, names):
    mentions, documents = [], []
    for doc in docs:
        document_id = doc.user_data["document_id"]
        mentions += [
            {"mention_id": f"{document_id}{t.i}", "document_id": document_id, "start": t.idx, "end": t.idx + len(t),
             "text": t.text, "label": "GPE", "actor_id": names[t.text], "confidence": 1.0}
            for t in doc if t.text in names
        ]  # fmt: skip
        documents.append(
            {"document_id": document_id, "source": f"{document_id}.txt", "language": "en", "text": doc.text,
             "n_words": 5, "sha256": "", "body": [(0, len(doc.text))], "flags": []}
        )  # fmt: skip
    actors = tables.ACTORS.table(
        {"actor_id": name, "name": name, "kind": "state", "aliases": [], "known_from": "user", "n_mentions": 1,
         "n_documents": 1}
        for name in names.values()
    )  # fmt: skip
    runs.write_tables(
        run_dir, documents=tables.DOCUMENTS.table(documents), mentions=tables.MENTIONS.table(mentions), actors=actors,
        quotations=tables.QUOTATIONS.empty(),
    )  # fmt: skip
