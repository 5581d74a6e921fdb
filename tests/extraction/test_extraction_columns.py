"""Rows that pass by part by part: in the order of their ids, whole, and few of them held."""

import tracemalloc
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pytest

from helpers import runs, tables
from helpers.errors import TableSchemaError
from helpers.extraction.articles import cut_parts, iter_articles, read_articles
from helpers.extraction.columns import iter_rows, read_columns
from helpers.identity import place_id

# Ids of which one is the beginning of another, with characters that sort before and after the colon of ids.
IDS = ["1", "1-2", "10", "100", "1:m", "1:m000", "1a", "2", "2:", "a", "a b", "é"]


def mentions_of(document_id: str) -> list[dict]:
    places = [(start, start + 4) for start in (0, 7, 1_000_000, 30)]
    return [
        {
            "mention_id": place_id(document_id, "m", start, end), "document_id": document_id, "start": start,
            "end": end, "text": "Oslo", "label": "GPE", "actor_id": None, "confidence": 0.5,
        }
        for start, end in places
    ]  # fmt: skip


def parts_of(*parts: list[str]) -> SimpleNamespace:
    """Parts whose documents have these ids."""
    held = {
        str(number): tables.MENTIONS.to_arrow(row for document_id in ids for row in mentions_of(document_id))
        for number, ids in enumerate(parts)
    }

    def rows(table, names, columns=None):
        assert table == "mentions"
        return (held[name].select(columns or tables.MENTIONS.arrow.names) for name in names)

    return SimpleNamespace(rows=rows, names=list(held))


@pytest.mark.parametrize(
    "cut",
    [[IDS], [IDS[:5], IDS[5:]], [[each] for each in IDS], [IDS[2:], [], IDS[:2]], [IDS[1::2], IDS[::2]]],
    ids=["one_part", "two", "one_each", "later_first", "mixed_up"],
)
def test_rows_come_in_the_order_of_their_ids_however_documents_are_named_and_cut(cut):
    parts = parts_of(*cut)
    held, pieces = read_columns(parts, "mentions", parts.names, ["document_id", "actor_id"], {"document_id"})
    assert list(held["document_id"]) == [document_id for part in cut for document_id in part for _ in range(4)]
    changed = held.assign(actor_id=held["document_id"].astype("str") + "!").drop(index=[1, 6])
    found = tables.MENTIONS.from_arrow(pa.concat_tables(iter_rows(parts, "mentions", pieces, changed[["actor_id"]])))
    whole = tables.MENTIONS.table(row for part in cut for document_id in part for row in mentions_of(document_id))
    expected = whole.assign(actor_id=whole["document_id"] + "!").drop(index=[1, 6])
    pd.testing.assert_frame_equal(found, expected.sort_values("mention_id", ignore_index=True))


def test_few_rows_wait_for_others():
    ids = [f"{number}" for number in range(1000)]
    parts = parts_of(*([each] for each in sorted(ids)))
    _, pieces = read_columns(parts, "mentions", parts.names, ["document_id"])
    given = 0
    for number, rows in enumerate(iter_rows(parts, "mentions", pieces, pd.DataFrame(index=range(4000))), 1):
        given += len(rows)
        assert number * 4 - given <= 3 * 4  # those of "1", "10" and "100", say


def test_rows_in_another_order_are_refused_and_nothing_is_written(tmp_path):
    rows = tables.MENTIONS.to_arrow([*mentions_of("b")[:1], *mentions_of("a")[:1]])
    for wrong in ([rows], [rows[:1], rows[:1]], [rows[1:].slice(0, 0), rows]):
        with pytest.raises(TableSchemaError, match="'mentions'"):
            tables.write_rows(wrong, tmp_path / "t.parquet", tables.MENTIONS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("n", [0, 1, 9_000], ids=["no_rows", "one", "several_groups"])
def test_rows_bit_by_bit_make_the_same_file_as_the_whole_table(n, tmp_path):
    documents = documents_of(n, "Words.")
    rows = tables.DOCUMENTS.from_pandas(documents)
    bits = [rows[start : start + 700] for start in range(0, n, 700)]
    tables.write_table(documents, tmp_path / "whole", tables.DOCUMENTS)
    assert tables.write_rows(bits, tmp_path / "bits", tables.DOCUMENTS) == n
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "bits").read_bytes()
    read = pd.concat([tables.DOCUMENTS.empty(), *tables.iter_table(tmp_path / "bits", tables.DOCUMENTS)])
    pd.testing.assert_frame_equal(read.reset_index(drop=True), documents)


def documents_of(n: int, text: str) -> pd.DataFrame:
    return tables.DOCUMENTS.table(
        {
            "document_id": f"d{number:05}", "source": "s", "language": "en", "text": f"{number} {text}", "n_words": 2,
            "sha256": "", "body": [{"start": 0, "end": 2}], "duplicate_of": "d00000" if number % 10 == 3 else None,
            "flags": [],
        }
        for number in range(n)
    )  # fmt: skip


def segments_of(documents: pd.DataFrame) -> pd.DataFrame:
    return tables.SEGMENTS.table(
        {"document_id": document_id, "start": start, "end": start + 2, "kind": kind}
        for document_id in documents["document_id"]
        for start, kind in ((0, "title"), (2, "byline"), (4, "body"), (6, "body"))
        if document_id[-1] != "7"
    )


def test_articles_read_bit_by_bit_are_those_of_the_whole_tables(tmp_path):
    documents = documents_of(6_000, "Words of an article.")
    segments = segments_of(documents)
    runs.write_tables(tmp_path, documents=documents, segments=segments)
    originals = documents[documents["duplicate_of"].isna()]
    read = list(read_articles(tmp_path, frozenset(originals["document_id"])))
    assert read == list(iter_articles(documents, segments))
    copies = list(read_articles(tmp_path, frozenset({"d00003", "d05993"})))
    assert [(article.document_id, article.paragraphs) for article in copies] == [
        (document_id, ((0, 2), (4, 6), (6, 8))) for document_id in ("d00003", "d05993")
    ]


def test_of_twice_as_many_texts_no_more_are_held(tmp_path):
    peaks = {}
    for n in (6_000, 12_000):
        documents = documents_of(n, "word " * 300)
        runs.write_tables(tmp_path, documents=documents, segments=segments_of(documents))
        wanted = frozenset(documents["document_id"])
        del documents
        before, peaks[n] = pa.total_allocated_bytes(), 0
        tracemalloc.start()
        for _ in cut_parts(read_articles(tmp_path, wanted)):
            held = pa.total_allocated_bytes() - before + tracemalloc.get_traced_memory()[0]
            peaks[n] = max(peaks[n], held)
        tracemalloc.stop()
    assert 0 < peaks[6_000] and peaks[12_000] - peaks[6_000] < 0.1 * 6_000 * len("word " * 300)
