"""What is small on disk and large when opened, and files without end: given up before they fill the memory."""

import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.hostile.test_hostile_files import ARTICLE, OTHER, line, outcomes, parquet

from helpers.coded.tabular import read_tabular
from helpers.corpus import formats, json_files, parquet_files, parquet_pages, streams
from helpers.corpus.json_files import JsonText, iter_listed
from helpers.corpus.parquet_footers import read_footer
from helpers.errors import TableSchemaError


def repeated(text: str, n: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array([0] * n, pa.int32()), [text])


def written(table: pa.Table, **options: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


LONG = "word " * 200_000
MANY_IN_A_LIST = pa.ListArray.from_arrays(pa.array([0, 3000]), repeated(LONG, 3000))


@pytest.mark.parametrize(
    "table",
    [
        pa.table({"text": repeated(LONG, 3000)}),
        pa.table({"text": MANY_IN_A_LIST}),
        pa.table({"text": [OTHER], "byline": MANY_IN_A_LIST}),
        pa.table({"text": pa.nulls(3_000_000, pa.string())}),
    ],
    ids=["one_text_in_many_rows", "one_text_in_a_list", "one_name_in_a_list", "empty_rows"],
)
def test_a_small_parquet_file_that_holds_gigabytes_is_given_up(table, tmp_path):
    (tmp_path / "a.parquet").write_bytes(parquet(table))
    (tmp_path / "b.txt").write_text(ARTICLE)
    assert (tmp_path / "a.parquet").stat().st_size < 200_000
    assert outcomes(tmp_path) == {"a.parquet": "too_large", "b.txt": "ok"}


def test_coded_statements_that_hold_gigabytes_are_one_error(tmp_path):
    (tmp_path / "a.parquet").write_bytes(parquet(pa.table({"actor": repeated(LONG, 3000), "issue": ["x"] * 3000})))
    with pytest.raises(TableSchemaError, match="cannot be read as Parquet: too_large: rows of more than"):
        read_tabular(tmp_path / "a.parquet", variables={}, actor_level=None)


def test_a_row_group_with_a_page_that_is_too_large_is_not_opened_and_the_next_one_is(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_files, "MAX_OPEN", 2**20)
    rows = pa.table({"text": [ARTICLE, "word " * 2**20, None, OTHER]})
    (tmp_path / "a.parquet").write_bytes(written(rows, row_group_size=2, compression="zstd", use_dictionary=False))
    found = outcomes(tmp_path)
    assert [found[f"a.parquet#{n}"] for n in range(1, 5)] == ["too_large", "too_large", "empty", "ok"]


def test_values_of_fixed_length_and_long_lists_are_not_opened_either(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_files, "MAX_NESTED", 1000)
    for name, text in {"a": pa.array([b"x" * 5000], pa.binary(5000)), "b": pa.array([[ARTICLE] * 10])}.items():
        (tmp_path / f"{name}.parquet").write_bytes(written(pa.table({"text": text}), use_dictionary=False))
    (tmp_path / "c.txt").write_text(ARTICLE)
    assert outcomes(tmp_path) == {"a.parquet#1": "too_large", "b.parquet#1": "too_large", "c.txt": "ok"}


def test_a_row_that_is_too_large_costs_only_itself(tmp_path):
    rows = pa.table({"text": [ARTICLE, "word " * 2**22, OTHER]})
    (tmp_path / "a.parquet").write_bytes(written(rows, compression="none"))
    assert list(outcomes(tmp_path).values()) == ["ok", "ok", "too_large"]


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("dictionary", [True, False])
@pytest.mark.parametrize("compression", ["none", "zstd", "snappy"])
def test_all_pages_of_a_column_are_seen_before_any_is_opened(version, dictionary, compression):
    words = [f"{n} {'word ' * (n % 50)}" for n in range(5000)]
    data = written(
        pa.table({"a": words, "b": [[w, None] for w in words]}), data_page_version=version, use_dictionary=dictionary,
        compression=compression, data_page_size=10_000, row_group_size=2000, write_batch_size=100,
    )  # fmt: skip
    metadata, footer = pq.read_metadata(io.BytesIO(data)), read_footer(io.BytesIO(data))
    for group in range(metadata.num_row_groups):
        for column in range(2):
            chunk = metadata.row_group(group).column(column)
            pages = list(parquet_pages.iter_pages(io.BytesIO(data), footer.groups[group].chunks[column]))
            assert sum(page.n_values for page in pages) == chunk.num_values and len(pages) > 1
            assert sum(page.size for page in pages) <= chunk.total_uncompressed_size


def test_a_json_file_of_any_length_is_read_record_by_record(tmp_path, monkeypatch):
    for module in (json_files, formats):
        monkeypatch.setattr(module, "MAX_LINE", 3000)
    monkeypatch.setattr(json_files, "_AT_ONCE", 100)
    monkeypatch.setattr(json_files, "_AT_MOST", 100)
    records = [{"text": f"{OTHER} It was number {n} of the list that the clerk read."} for n in range(20)]
    (tmp_path / "a.json").write_text(json.dumps(records))
    (tmp_path / "b.json").write_text(json.dumps({"n": 20, "meta": [1, 2], "all": [3, *records[:15], "x"]}, indent=1))
    found = outcomes(tmp_path)
    assert [found[f"a.json#{n}"] for n in range(1, 21)] == ["ok"] * 20
    assert [found[f"b.json#{n}"] for n in range(1, 18)] == ["broken_record", *["ok"] * 15, "broken_record"]
    assert len(found) == 37


def test_of_a_json_file_that_breaks_off_what_came_before_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(json_files, "MAX_LINE", 3000)
    monkeypatch.setattr(json_files, "_AT_ONCE", 100)
    whole = json.dumps({"text": ARTICLE})
    (tmp_path / "a.json").write_text(f"[{whole}, {whole[:-2]}")
    (tmp_path / "b.json").write_text(f'[{whole}, {{"text": "{"x" * 5000}"}}, {whole}]')
    (tmp_path / "c.json").write_text(f'{{"text": "{"x" * 5000}"}}')
    (tmp_path / "d.json").write_text(f"[{whole}] x")
    assert outcomes(tmp_path) == {
        "a.json#1": "ok", "a.json": "broken_record", "b.json#1": "ok", "b.json": "too_large", "c.json": "too_large",
        "d.json#1": "ok", "d.json": "broken_record",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["[" + "[]," * 5000 + "[]]", '{"text": "x", "a": [' + "{}," * 5000 + "{}]}", "[1" + ",1" * 5000 + "]"]
)
def test_a_record_of_more_parts_than_any_article_has_is_not_taken_apart(text, tmp_path, monkeypatch):
    monkeypatch.setattr(json_files, "MAX_SIGNS", 1000)
    monkeypatch.setattr(json_files, "_AT_ONCE", 1000)
    (tmp_path / "a.jsonl").write_text(text + "\n" + line(text=ARTICLE))
    (tmp_path / "b.json").write_text(f"[{text}]")
    assert outcomes(tmp_path) == {"a.jsonl#1": "too_large", "a.jsonl#2": "ok", "b.json": "too_large"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(VALUES, max_size=5), st.booleans(), st.integers(1, 40), st.sampled_from([None, 1]))
def test_a_list_read_bit_by_bit_has_the_values_that_it_has_as_a_whole(values, ascii_only, at_once, indent):
    text = json.dumps(values, ensure_ascii=ascii_only, indent=indent)
    before = json_files._AT_ONCE
    json_files._AT_ONCE = at_once
    try:
        found = list(iter_listed(JsonText(io.StringIO(text, newline=""))))
    finally:
        json_files._AT_ONCE = before
    assert found == json.loads(text, parse_int=str, parse_float=str)


def test_a_record_on_lines_without_end_is_given_up_and_the_next_read(tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "MAX_RECORD", 5000)
    (tmp_path / "a.csv").write_text('text\n"' + "word\n" * 1100 + f'"\n"{OTHER}"\n')
    found = outcomes(tmp_path)
    assert found["a.csv#1"] == "broken_record" and "ok" in found.values()


def test_records_without_end_that_are_no_articles_are_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "MAX_IN_A_ROW", 3)
    (tmp_path / "a.jsonl").write_text("1\n1\n" + line(text=ARTICLE) + "1\n" * 10)
    (tmp_path / "b.json").write_text(json.dumps([0, 0, {"text": OTHER}]))
    assert outcomes(tmp_path) == {
        "a.jsonl#1": "broken_record", "a.jsonl#2": "broken_record", "a.jsonl#3": "ok",
        **{f"a.jsonl#{n}": "broken_record" for n in (4, 5, 6)}, "a.jsonl": "too_large",
        "b.json#1": "broken_record", "b.json#2": "broken_record", "b.json#3": "ok",
    }  # fmt: skip


def test_a_compressed_file_that_grows_too_much_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "FREE_EXPANSION", 2**20)
    bombs = {
        "a.jsonl.gz": line(text=ARTICLE).encode() + b"\n" * 2**24,
        "b.csv.gz": b"text\n" + b"a" * 2**24,
        "c.json.gz": b"[" + b" " * 2**24,
        "d.txt.gz": b"a " * 2**23,
    }
    for name, data in bombs.items():
        (tmp_path / name).write_bytes(gzip.compress(data))
    assert outcomes(tmp_path) == dict.fromkeys(bombs, "too_large") | {"a.jsonl.gz#1": "ok"}


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\x1b[31m", "\ufffe", "\uffff"])
def test_a_page_with_a_sign_that_no_tree_may_hold_is_read(sign, tmp_path):
    (tmp_path / "a.html").write_text(f"<html><body><article><p>{ARTICLE}{sign}</p></article></body></html>")
    assert outcomes(Path(tmp_path)) == {"a.html": "ok"}
