"""A few statements of an invented article, and how to give corrections of them."""

import pandas as pd
import pytest

from helpers import tables
from helpers.corrections import Corrections, read_corrections

TEXT = "Norland rejects the tax. “We like the pipeline,” said Estavia. Sudmark backs the tax."


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.fixture
def documents() -> pd.DataFrame:
    row = {
        "document_id": "d", "source": "d.txt", "title": "Taxes", "outlet": "Gazette",
        "published": pd.Timestamp("2024-01-02"), "published_from": "metadata", "language": "en", "text": TEXT,
        "body": [(0, len(TEXT))], "n_words": 15, "sha256": "0", "flags": ["ambiguous_date"],
    }  # fmt: skip
    return tables.DOCUMENTS.table([row])


@pytest.fixture
def quotations() -> pd.DataFrame:
    content = "We like the pipeline"
    row = {
        "quotation_id": "d:q1", "document_id": "d", "kind": "direct", "content": content,
        "content_spans": [span(content)], "speaker_id": "estavia", "actor_id": "estavia", "resolution": "named",
        "confidence": 0.8, "flags": [],
    }  # fmt: skip
    open_row = row | {
        "quotation_id": "d:q2", "content_spans": [span("backs the tax")], "content": "backs the tax",
        "speaker_id": None, "actor_id": None, "resolution": "none",
    }  # fmt: skip
    return tables.QUOTATIONS.table([row, open_row])


@pytest.fixture
def statements() -> pd.DataFrame:
    rows = []
    for number, (actor, agreement, words) in enumerate(
        [("norland", -1.0, "Norland rejects the tax."), ("sudmark", 1.0, "Sudmark backs the tax.")], 1
    ):
        start, end = span(words)
        rows.append(
            {
                "statement_id": f"d:s{number}", "document_id": "d", "actor_id": actor, "issue_id": "tax",
                "target_ids": [], "agreement": agreement, "confidence": 0.6, "published": pd.Timestamp("2024-01-02"),
                "evidence": words, "evidence_start": start, "evidence_end": end, "rationale": "'backs'", "flags": [],
            }
        )  # fmt: skip
    return tables.STATEMENTS.table(rows)


@pytest.fixture
def give(tmp_path):
    """Corrections from the lines of a file under the contract's header."""

    def read(*lines: str, header: str = "table,id,column,value,note") -> Corrections:
        path = tmp_path / "corrections.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return Corrections(read_corrections(path))

    return read
