"""A small run folder, made up: two articles, three actors, one issue."""

from datetime import date

import pytest

from helpers import runs, tables

FIRST = "Karvenia rejects the treaty. “We will not sign,” Elka Varossi said on Monday. Belmora welcomed the treaty."
SECOND = "“Sign it,” a voice said. Nobody answered."


def at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def quotation(identifier, document_id, text, content, speaker_id, actor_id, **others):
    start, end = at(text, content)
    return {
        "quotation_id": identifier, "document_id": document_id, "kind": "direct", "content": content,
        "content_spans": [(start, end)], "speaker_id": speaker_id, "actor_id": actor_id, "flags": [],
        "resolution": "named" if speaker_id else "none", "confidence": 0.9, **others,
    }  # fmt: skip


def statement(identifier, text, evidence, actor_id, agreement, quotation_id=None, confidence=0.8):
    start, end = at(text, evidence)
    return {
        "statement_id": identifier, "document_id": "one", "quotation_id": quotation_id, "actor_id": actor_id,
        "issue_id": "sarn_treaty", "target_ids": [], "agreement": agreement, "confidence": confidence,
        "published": date(2024, 2, 5), "evidence": evidence, "evidence_start": start, "evidence_end": end,
        "rationale": "verb", "flags": [],
    }  # fmt: skip


def world(first: str = FIRST, **changes) -> dict:
    """Tables by name; `changes` are values for every actor, document or statement."""
    document = {"language": "en", "n_words": 20, "sha256": "0", "flags": [], "title": "Talks fail"}
    documents = [
        {**document, "document_id": "one", "source": "one.txt", "outlet": "Lisenne Courier", "text": first,
         "published": date(2024, 2, 5), "body": [(0, len(first))]},
        {**document, "document_id": "two", "source": "two.txt", "title": None, "text": SECOND, "body": []},
    ]  # fmt: skip
    actors = [
        {"actor_id": "belmora", "name": "Belmora", "kind": "state"},
        {"actor_id": "elka_varossi", "name": "Elka Varossi", "kind": "person"},
        {"actor_id": "karvenia", "name": "Karvenia", "kind": "state"},
    ]
    start, end = at(first, "Elka Varossi")
    said = quotation("q1", "one", first, "We will not sign,", "elka_varossi", "karvenia",
                     source="Elka Varossi", source_start=start, source_end=end)  # fmt: skip
    return {
        "documents": tables.DOCUMENTS.table(documents),
        "actors": tables.ACTORS.table({**a, "aliases": [], "n_mentions": 1, "n_documents": 1} for a in actors),
        "mentions": tables.MENTIONS.table(
            [{"mention_id": "m1", "document_id": "one", "start": start, "end": end, "text": "Elka Varossi",
              "label": "PERSON", "actor_id": "elka_varossi", "confidence": 0.9}]
        ),
        "quotations": tables.QUOTATIONS.table([said, quotation("q2", "two", SECOND, "Sign it,", None, None)]),
        "statements": tables.STATEMENTS.table([
            statement("s1", first, "“We will not sign,” Elka Varossi said on Monday.", "karvenia", -1.0, "q1"),
            statement("s2", first, "Belmora welcomed the treaty.", "belmora", 1.0, confidence=0.6),
        ]),
    }  # fmt: skip


@pytest.fixture
def tables_of():
    return world


@pytest.fixture
def run_dir(tmp_path):
    folder = tmp_path / "runs" / "one"
    runs.write_tables(folder, **world())
    (folder / "tables/issues.yaml").write_text(
        "issues:\n  - {id: sarn_treaty, label: The treaty, supports: signing it, terms: [treaty]}\n"
    )
    return folder
