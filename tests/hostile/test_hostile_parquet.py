"""What a Parquet file says about itself is a stranger's word: what is wrong costs that file, never the process."""

import io
import random
import time
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.hostile.test_hostile_files import ARTICLE, OTHER, outcomes, parquet

from helpers.corpus import load_corpus, parquet_footers, parquet_pages
from helpers.corpus.articles import Rejected
from helpers.corpus.parquet_footers import _CHUNK, _FOOTER, _GROUP, _PLACE, Chunk, read_footer
from helpers.corpus.thrift import BINARY, BOOL, I32, I64, Fields, Struct, ThriftReader, write_struct

STATISTICS: Fields = {1: BINARY, 2: BINARY, 3: I64, 4: I64, 5: BINARY, 6: BINARY, 7: BOOL, 8: BOOL}
LEVELS: Fields = {1: I64, 2: [I64], 3: [I64]}
PLACE: Fields = {**_PLACE, 10: I64, 12: STATISTICS, 14: I64, 15: I32}  # all that a file may say, in few words
CHUNK: Fields = {**_CHUNK, 3: PLACE, 4: I64, 5: I32, 6: I64, 7: I32, 8: {1: {}, 2: {1: [BINARY]}}, 9: BINARY}
GROUP: Fields = {**_GROUP, 1: [CHUNK], 4: [{1: I32, 2: BOOL, 3: BOOL}], 5: I64, 6: I64}
FOOTER: Fields = {
    **_FOOTER,
    4: [GROUP],
    6: BINARY,
    7: [{1: {}, 2: {}}],
    8: {1: {1: BINARY, 2: BINARY, 3: BOOL}},
    9: BINARY,
}


def body_and_footer(data: bytes, fields: Fields = FOOTER) -> tuple[bytes, Struct]:
    size = int.from_bytes(data[-8:-4], "little")
    footer = data[-8 - size : -8]
    return data[: -8 - size], ThriftReader(io.BytesIO(footer), 10**6).struct(fields)


def with_footer(body: bytes, footer: bytes) -> bytes:
    return body + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def edited(edit: Callable[[Struct], object], fields: Fields = FOOTER) -> bytes:
    """A file of two articles whose footer was edited."""
    table = pa.table({"text": [ARTICLE, OTHER], "id": ["a", "b"], "n": [1, 2]})
    body, values = body_and_footer(parquet(table), fields)
    edit(values)
    return with_footer(body, write_struct(values, fields))


def chunk(values: Struct) -> Struct:
    return values[4][0][1][0]


def element(values: Struct) -> Struct:
    return values[2][1]


def of_type(values: Struct, kind: int) -> None:
    element(values)[1] = chunk(values)[3][1] = kind


HUGE = 2**62
EDITS: dict[str, tuple[Callable[[Struct], object], str]] = {
    # What reading does not need is never asked.
    "sizes_of_levels": (lambda v: chunk(v)[3].update({16: {2: [1, 2, 3], 3: [0] * 9}}), "ok"),
    "sizes_below_zero": (lambda v: chunk(v)[3].update({16: {1: -1, 2: [-HUGE], 3: []}}), "ok"),
    "statistics_that_are_cut": (lambda v: v[4][0][1][2][3].update({12: {1: b"\x01", 2: b"", 3: -1}}), "ok"),
    "statistics_without_values": (lambda v: chunk(v)[3].update({12: {}}), "ok"),
    "bloom_filter_nowhere": (lambda v: chunk(v)[3].update({14: HUGE, 15: -1}), "ok"),
    "index_nowhere": (lambda v: chunk(v).update({4: -1, 5: -1, 6: HUGE, 7: 2**31 - 1}), "ok"),
    "key_of_a_column": (lambda v: chunk(v).update({8: {2: {1: [b"x"]}}, 9: b"x"}), "ok"),
    "encryption": (lambda v: v.update({8: {1: {1: b"x", 2: b"y", 3: True}}, 9: b"k"}), "ok"),
    "orders": (lambda v: v.update({7: [{}] * 9}), "ok"),
    "sorted_by_no_column": (lambda v: v[4][0].update({4: [{1: 99, 2: True, 3: False}]}), "ok"),
    "writer": (lambda v: v.update({6: b"parquet-mr version " + b"9" * 5000 + b"." * 5000}), "ok"),
    "notes": (lambda v: v.update({5: [{1: b"pandas", 2: b"{"}, {1: b"\xff"}, {}]}), "ok"),
    "version": (lambda v: v.update({1: 99}), "ok"),
    "rows_of_the_file": (lambda v: v.update({3: HUGE}), "ok"),
    # What it needs must fit together.
    "arrow_schema_of_no_code": (lambda v: v.update({5: [{1: b"ARROW:schema", 2: b"%%%"}]}), "unreadable"),
    "arrow_schema_of_zeros": (lambda v: v.update({5: [{1: b"ARROW:schema", 2: b"A" * 4000}]}), "unreadable"),
    "arrow_schema_without_value": (lambda v: v.update({5: [{1: b"ARROW:schema"}]}), "unreadable"),
    "in_another_file": (lambda v: chunk(v).update({1: b"/etc/passwd"}), "unreadable"),
    "nowhere": (lambda v: chunk(v).pop(3), "unreadable"),
    "before_the_file": (lambda v: chunk(v)[3].update({9: -5}), "unreadable"),
    "behind_the_file": (lambda v: chunk(v)[3].update({9: HUGE, 11: HUGE}), "unreadable"),
    "larger_than_the_file": (lambda v: chunk(v)[3].update({7: 10**6}), "unreadable"),
    "of_no_size": (lambda v: chunk(v)[3].update({7: -1}), "unreadable"),
    "more_values_than_rows": (lambda v: chunk(v)[3].update({5: HUGE}), "ok"),
    "less_than_no_values": (lambda v: chunk(v)[3].update({5: -1}), "unreadable"),
    "without_encodings": (lambda v: chunk(v)[3].pop(2), "unreadable"),
    "unknown_encoding": (lambda v: chunk(v)[3].update({2: [99, -1]}), "ok"),
    "unknown_compression": (lambda v: chunk(v)[3].update({4: 99}), "unreadable"),
    "compression_below_zero": (lambda v: chunk(v)[3].update({4: -1}), "unreadable"),
    "other_compression": (lambda v: chunk(v)[3].update({4: 2}), "unreadable"),
    "unknown_type": (lambda v: of_type(v, 99), "unreadable"),
    "type_below_zero": (lambda v: of_type(v, -1), "unreadable"),
    "numbers_for_texts": (lambda v: of_type(v, 1), "ok"),
    "two_types": (lambda v: element(v).update({1: 1}), "unreadable"),
    "type_of_no_length": (lambda v: of_type(v, 7), "unreadable"),
    "length_below_zero": (lambda v: (of_type(v, 7), element(v).update({2: -1})), "unreadable"),
    "unknown_repetition": (lambda v: element(v).update({3: 99}), "unreadable"),
    "no_repetition": (lambda v: element(v).pop(3), "unreadable"),
    "unknown_conversion": (lambda v: element(v).update({6: 99, 10: {}}), "ok"),
    "decimal_text": (lambda v: element(v).update({6: 5, 7: -9, 8: HUGE >> 40, 10: {5: {1: -9, 2: -1}}}), "unreadable"),
    "time_without_unit": (lambda v: element(v).update({10: {8: {1: True, 2: {}}}}), "unreadable"),
    "whole_numbers_of_no_bits": (lambda v: element(v).update({10: {10: {1: 0, 2: True}}}), "unreadable"),
    "two_logical_types": (lambda v: element(v).update({10: {1: {}, 6: {}, 14: {}}}), "ok"),
    "list_of_nothing": (lambda v: (element(v).pop(1), element(v).update({5: 0, 6: 3})), "unreadable"),
    "children_below_zero": (lambda v: element(v).update({5: -1}), "unreadable"),
    "children_without_end": (lambda v: v[2][0].update({5: 2**31 - 1}), "unreadable"),
    "no_children": (lambda v: v[2][0].update({5: 0}), "unreadable"),
    "no_schema": (lambda v: v.update({2: []}), "unreadable"),
    "more_chunks": (lambda v: v[4][0][1].append(chunk(v)), "unreadable"),
    "fewer_chunks": (lambda v: v[4][0][1].pop(), "unreadable"),
    "deep": (lambda v: v[2].__setitem__(slice(1, 2), [{3: 1, 4: b"text", 5: 1}] * 5000 + [element(v)]), "unreadable"),
    "the_same_rows_again": (lambda v: v[4].extend(v[4] * 9), "unreadable"),
    "rows_below_zero": (lambda v: v[4][0].update({3: -1}), "unreadable"),
    "rows_without_end": (lambda v: v[4][0].update({3: HUGE}), "too_large"),
    "rows_that_are_too_many": (lambda v: v[4][0].update({3: 1}), "unreadable"),
    "no_groups": (lambda v: v.pop(4), "empty"),
    "name_of_megabytes": (lambda v: v[2][3].update({4: b"n" * 2**23}), "unreadable"),
    "names_without_text": (lambda v: element(v).update({4: b"\xff\xfe"}), "unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_a_footer_that_contradicts_itself_costs_its_file_at_most(name, tmp_path):
    edit, expected = EDITS[name]
    (tmp_path / "a.parquet").write_bytes(
        edited(edit, {**FOOTER, 4: [{**GROUP, 1: [{**CHUNK, 3: {**PLACE, 16: LEVELS}}]}]})
    )
    (tmp_path / "b.txt").write_text(ARTICLE.replace("harbour", "airport"))
    found = outcomes(tmp_path)
    assert found.pop("b.txt") == "ok"
    assert found == ({"a.parquet#1": "ok", "a.parquet#2": "ok"} if expected == "ok" else {"a.parquet": expected})


def test_rows_that_are_missing_are_told_and_those_before_kept(tmp_path):
    (tmp_path / "a.parquet").write_bytes(edited(lambda v: v[4][0].update({3: 3})))
    assert outcomes(tmp_path) == {"a.parquet#1": "ok", "a.parquet#2": "ok", "a.parquet": "unreadable"}


NOT_READ = [b"\x99" + bytes([0xF0 | n]) + b"\xff\xff\xff\xff\x07" for n in (1, 3, 7, 8, 12)]  # 2,147,483,647 values


@pytest.mark.parametrize(
    "footer",
    [
        b"", b"\x00", b"\x15\x02", b"\x15" + b"\xff" * 20, b"\x1c" * 5000, b"\x19" * 5000, b"\x1f", b"\x1e", b"\x10",
        b"\x18\xff\xff\xff\xff\x0f", b"\x1b\xff\xff\xff\xff\x07\x55", b"\x19\xfc\xff\xff\xff\xff\x07", *NOT_READ,
        b"\x15\x02" * 9, b"\x05\xff\xff\xff\xff\x0f\x02", b"\x15\x02\x05\x02\x02\x00", b"\x16\x02\x00",
        b"\x15\xff\xff\xff\xff\x7f\x00", b"\x9b\xff\xff\xff\xff\x07\x11",
    ],
)  # fmt: skip
def test_a_footer_that_is_no_thrift_is_refused_at_once(footer):
    started = time.process_time()
    with pytest.raises((ValueError, KeyError)):
        read_footer(io.BytesIO(with_footer(b"PAR1", footer)))
    assert time.process_time() - started < 1


def test_footers_damaged_anywhere_end_no_run(tmp_path):
    chance = random.Random(8)
    whole = parquet(pa.table({"text": [ARTICLE, None, OTHER], "tags": [["a"], [], None], "at": [{"x": 1}] * 3}))
    start = len(body_and_footer(whole)[0])
    (tmp_path / "zz.txt").write_text(ARTICLE.replace("harbour", "airport"))
    for n in range(400):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            data[chance.randrange(start if n % 4 else 4, len(data) - 8)] = chance.choice(
                [0, 1, 255, chance.randrange(256)]
            )
        (tmp_path / f"{n}.parquet").write_bytes(data)
    found = outcomes(tmp_path)
    assert found["zz.txt"] == "ok" and len({name.split("#")[0] for name in found}) == 401


def test_a_footer_as_large_as_may_be_is_read_in_seconds_and_a_larger_one_not_at_all(monkeypatch):
    body, values = body_and_footer(parquet(pa.table({f"c{n}": ["x"] for n in range(20)})))
    values[4] = values[4] * 500  # 10,000 columns of row groups
    footer = write_struct(values, FOOTER)
    started = time.process_time()
    assert len(read_footer(io.BytesIO(with_footer(body, footer))).groups) == 500
    assert time.process_time() - started < 5
    monkeypatch.setattr(parquet_footers, "MAX_FOOTER", len(footer) - 1)
    with pytest.raises(Rejected, match="of more than"):
        read_footer(io.BytesIO(with_footer(body, footer)))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x15", b"\x15" + b"\xff" * 20, b"\x0d\x00", b"\x1c" * 40, b"\x15\x00\x15\x01\x00",
        b"\x15\x00\x15\x02\x05\x04\x02\x00",
    ],
)  # fmt: skip
def test_a_broken_page_header_is_an_error(data):
    with pytest.raises(ValueError, match=r"value|number|page|field"):
        list(parquet_pages.iter_pages(io.BytesIO(data), Chunk(0, 100)))


def test_a_page_of_two_kinds_is_refused():
    header = write_struct({2: 0, 3: 0, 5: {1: 1, 2: 0}, 8: {1: 10**9, 4: 0}}, parquet_pages._HEADER)
    with pytest.raises(ValueError, match="two kinds"):
        list(parquet_pages.iter_pages(io.BytesIO(header), Chunk(0, len(header))))


LISTS = pa.table({"text": [ARTICLE, OTHER], "byline": [["Ada Lund", "Bo Ek"], None], "n": [[1], [2, 3]]})


@pytest.mark.parametrize("encoding", ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_lists_of_texts_are_read_however_they_are_encoded(encoding, version, tmp_path):
    pq.write_table(
        LISTS, tmp_path / "a.parquet", use_dictionary=False, data_page_version=version,
        column_encoding={"byline.list.element": encoding},
    )  # fmt: skip
    found = load_corpus(tmp_path).documents
    assert list(found["byline"].fillna("")) == ["Ada Lund, Bo Ek", ""]


@pytest.mark.parametrize("n_rows", [1, 300])
def test_lists_of_texts_that_only_differ_a_little_are_opened_only_if_they_are_small(n_rows, tmp_path):
    long = "word " * 20_000
    table = pa.table({"text": [ARTICLE] * n_rows, "byline": [[long] * (3000 // n_rows)] * n_rows})
    pq.write_table(
        table, tmp_path / "a.parquet", use_dictionary=False, column_encoding={"byline.list.element": "DELTA_BYTE_ARRAY"}
    )
    (tmp_path / "b.txt").write_text(OTHER)
    found = outcomes(tmp_path)
    assert (tmp_path / "a.parquet").stat().st_size < 200_000
    assert found.pop("b.txt") == "ok" and set(found.values()) == {"too_large"}


def test_a_name_that_is_there_twice_means_the_first_column(tmp_path):
    table = pa.Table.from_arrays([pa.array([ARTICLE]), pa.array(["second"])], names=["text", "text"])
    (tmp_path / "a.parquet").write_bytes(parquet(table))
    assert outcomes(tmp_path) == {"a.parquet#1": "ok"}


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "+99:99", "x" * 5000], ids=range(4))
def test_a_time_zone_that_nobody_knows_costs_no_article(zone, tmp_path):
    day = pa.array([1_710_201_600_000_000, None, 2**62], pa.timestamp("us", zone))
    (tmp_path / "a.parquet").write_bytes(
        parquet(pa.table({"text": [ARTICLE, OTHER, "The tram is sold."], "date": day}))
    )
    found = load_corpus(tmp_path).documents
    assert len(found) == 3 and str(found["published"].iloc[0])[:10] == "2024-03-12"
