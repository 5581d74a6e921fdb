"""Hostile files and records: each ends in the documents or in the rejects, once, with a stable reason.

A case is what lies in the folder, and what is to become of each item: `ok`, or the reason of its reject.
"""

import codecs
import gzip
import io
import json
import os
import pickle
import socket
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers import runs
from helpers.corpus import content_of, find_items, formats, load_corpus, streams

ARTICLE = (
    "Harbour plan divides the council\n"
    "LISENNE, March 12, 2024 - The minister of transport said on Monday that the harbour would be closed for repairs.\n"
    '"We will not wait for another winter," Ada Lund told reporters after the meeting of the council.\n'
    "Residents of the old town called the decision hasty, while fishermen welcomed it as long overdue.\n"
)
OTHER = (
    "The mayor rejected a proposal to sell the tram depot, saying that the city could not afford to lose it.\n"
    "An engineer who had worked on the line for thirty years described the offer as an insult to the passengers.\n"
)
FRENCH = (
    "Le ministre des transports a annoncé lundi que le port serait fermé pendant tout l'hiver pour des travaux, et les "
    "pêcheurs de la vieille ville ont aussitôt protesté devant la mairie contre cette décision.\n"
)

type Build = Callable[[Path], None]
CASES: dict[str, tuple[Build, dict[str, str]]] = {}


def put(content: Mapping[str, bytes | str]) -> Build:
    def build(folder: Path) -> None:
        for name, data in content.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))

    return build


def one(name: str, file: str, data: bytes | str, outcome: str) -> None:
    """A case of one file with one outcome."""
    CASES[name] = (put({file: data}), {file: outcome})


def records(name: str, file: str, data: bytes | str, *outcomes: str) -> None:
    """A case of one table; the outcomes are those of its records in their order."""
    CASES[name] = (put({file: data}), {f"{file}#{n}": outcome for n, outcome in enumerate(outcomes, start=1)})


def line(**fields: object) -> str:
    return json.dumps(fields) + "\n"


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return sink.getvalue()


# Bytes
one("empty", "a.txt", b"", "empty")
one("only_white_space", "a.txt", " \n\t\r\n\u00a0\u2003\n", "empty")
one("only_a_bom", "a.txt", codecs.BOM_UTF8, "empty")
one("only_a_wide_bom", "a.txt", codecs.BOM_UTF16_LE, "empty")
one("only_zero_width", "a.txt", "\u200b\u200c\u200d\u2060\ufeff" * 50, "empty")
one("nul", "a.txt", ARTICLE.replace(" ", "\0"), "binary")
one("one_nul", "a.txt", ARTICLE + "\0", "binary")
one("random_bytes", "a.txt", bytes(range(256)) * 20, "binary")
one("control_characters", "a.txt", "\x01\x02\x03 a\x04" * 300, "binary")
one("terminal_escapes", "a.txt", "\x1b[31m" + ARTICLE + "\x1b]0;title\x07", "ok")
one("utf16_le_with_bom", "a.txt", codecs.BOM_UTF16_LE + ARTICLE.encode("utf-16-le"), "ok")
one("utf16_be_with_bom", "a.txt", codecs.BOM_UTF16_BE + ARTICLE.encode("utf-16-be"), "ok")
one("utf16_le_without_bom", "a.txt", ARTICLE.encode("utf-16-le"), "ok")
one("utf16_be_without_bom", "a.txt", ARTICLE.encode("utf-16-be"), "ok")
one("utf16_of_odd_length", "a.txt", codecs.BOM_UTF16_LE + ARTICLE.encode("utf-16-le") + b"x", "undecodable")
one("utf16_cut_in_a_pair", "a.txt", codecs.BOM_UTF16_LE + "Good news \U0001f600".encode("utf-16-le")[:-2], "ok")
one("utf32_with_bom", "a.txt", codecs.BOM_UTF32_LE + ARTICLE.encode("utf-32-le"), "ok")
one("utf8_bom_and_broken", "a.txt", codecs.BOM_UTF8 + b"\xff\xfe\xfd" * 20, "undecodable")
one("latin1", "a.txt", ARTICLE.replace("Ada", "Adé").encode("latin-1"), "ok")
one("cut_in_a_character", "a.txt", (ARTICLE + "“Yes”").encode()[:-1], "ok")
one("mixed_encodings", "a.txt", ("“One” " * 30 + ARTICLE).encode() + "“two”".encode("cp1252"), "ok")
one("mojibake", "a.txt", ARTICLE + "“Yes, Ada’s right”".encode().decode("cp1252", "replace"), "ok")
one("lone_surrogate", "a.txt", ARTICLE + "\ud800", "ok")
one("overlong_utf8", "a.txt", ARTICLE.encode() + b"\xc0\xaf\xc0\xaf", "ok")
one(
    "all_line_ends",
    "a.txt",
    ARTICLE.replace("\n", "\r") + OTHER.replace("\n", "\r\n") + "\u2028\u2029\x85\x0b\x0c",
    "ok",
)
one("replacement_characters", "a.txt", "\ufffd" * 5000, "empty")
one("private_use", "a.txt", "\ue000\uf8ff" * 500, "empty")

# Formats under other names, and names of no format
one("pdf_as_text", "a.txt", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" + b"word " * 200, "binary")
one("docx_as_text", "a.txt", zipped({"word/document.xml": b"<w:t>text</w:t>" * 20}), "binary")
one("pickle_as_text", "a.txt", pickle.dumps({"text": ARTICLE}), "binary")
one("png_as_html", "a.html", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "binary")
one("gzip_as_text", "a.txt", gzip.compress(ARTICLE.encode()), "binary")
one("parquet_as_text", "a.txt", parquet(pa.table({"text": [ARTICLE]})), "binary")
one("docx", "a.docx", zipped({"word/document.xml": b"x"}), "unknown_format")
one("pdf", "a.pdf", b"%PDF-1.7", "unknown_format")
one("pickle", "a.pkl", pickle.dumps([ARTICLE]), "unknown_format")
one("zip", "a.zip", zipped({"a.txt": ARTICLE.encode()}), "unknown_format")
one("no_suffix", "README", ARTICLE, "unknown_format")
one("only_a_suffix_inside_gz", "a.gz", gzip.compress(ARTICLE.encode()), "unknown_format")
one("twice_compressed", "a.txt.gz.gz", gzip.compress(gzip.compress(ARTICLE.encode())), "unknown_format")
one("gzip_inside_gzip", "a.txt.gz", gzip.compress(gzip.compress(ARTICLE.encode())), "binary")
one("gzip_that_is_none", "a.txt.gz", ARTICLE, "unreadable")
one("gzip_cut", "a.txt.gz", gzip.compress(ARTICLE.encode())[:-20], "unreadable")
one("gzip_with_a_wrong_checksum", "a.txt.gz", gzip.compress(ARTICLE.encode())[:-8] + b"12345678", "unreadable")
one("gzip_and_rubbish", "a.txt.gz", gzip.compress(ARTICLE.encode()) + b"rubbish", "unreadable")
one("gzip_empty", "a.txt.gz", b"", "empty")
one("zip_as_parquet", "a.parquet", zipped({"a": b"x"}), "unreadable")
one("text_as_parquet", "a.parquet", ARTICLE, "unreadable")
one("parquet_cut", "a.parquet", parquet(pa.table({"text": [ARTICLE] * 3}))[:-30], "unreadable")
one("parquet_of_magic_alone", "a.parquet", b"PAR1" + b"\xff" * 60 + b"PAR1", "unreadable")
one("parquet_empty_file", "a.parquet", b"", "unreadable")
one("parquet_without_text", "a.parquet", parquet(pa.table({"n": [1, 2]})), "no_text_column")
one("parquet_without_rows", "a.parquet", parquet(pa.table({"text": pa.array([], pa.string())})), "empty")

# Pages
one("html_empty", "a.html", "<html></html>", "empty")
one("html_only_scripts", "a.html", "<html><body><script>alert(1)</script><style>p{}</style></body></html>", "empty")
one("html_of_text_alone", "a.html", ARTICLE, "ok")
one(
    "xml_entities",
    "a.html",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    f"<html><body><p>{ARTICLE}</p><p>&b; &c; is what the entities said in the report of the council.</p></body></html>",
    "ok",
)
one("html_deep", "a.html", "<html><body>" + "<div>" * 50_000 + ARTICLE, "ok")
one("html_many_elements", "a.html", "<html><body>" + "<p>" * 50_000 + ARTICLE, "ok")
one("comments_before_a_page", "a.txt", "<!---->" * 5000 + ARTICLE, "ok")
one("html_unclosed", "a.html", "<html><body>" + "<p>".join(ARTICLE.split("\n")) + "<b><i><a href='", "ok")
one("html_many_attributes", "a.html", f"<html><body {'a=1 ' * 20_000}><p>{ARTICLE}</p></body></html>", "ok")
one("html_open_comment", "a.html", "<html><body><!-- " + ARTICLE, "empty")
one("html_nul", "a.html", f"<html><body><p>{ARTICLE}\0</p></body></html>", "binary")
one("html_foreign_charset", "a.html", f'<html><meta charset="no-such"><body><p>{ARTICLE}é</p>'.encode("latin-1"), "ok")
one("html_charset_of_no_text", "a.html", f'<html><meta charset="hex"><body><p>{ARTICLE}é</p>'.encode("latin-1"), "ok")
one("html_french", "a.html", f"<html><body><article><p>{FRENCH * 3}</p></article></body></html>", "not_english")
one(
    "html_json_ld_bomb",
    "a.html",
    '<html><head><script type="application/ld+json">' + "[" * 100_000 + f"</script></head><body><p>{ARTICLE}</p>",
    "ok",
)

# Language and layout
one("french", "a.txt", FRENCH * 4, "not_english")
one("cyrillic", "a.txt", "Министр заявил, что порт будет закрыт на ремонт до весны. " * 10, "not_english")
one("half_english", "a.txt", ARTICLE * 2 + FRENCH, "ok")
one("digits", "a.txt", "1234567890 " * 300, "not_english")
one("only_boilerplate", "a.txt", "Read more\nShare on Facebook\nShare on Twitter\nAdvertisement\n", "boilerplate_only")
one("only_a_dateline", "a.txt", "Published: 12 March 2024, 10:30\nBy Ada Lund\n", "boilerplate_only")
one("too_long", "a.txt", "The council met again on Monday. " * 31_000, "too_large")
one("five_megabytes_on_a_line", "a.txt", "The council met again on Monday. " * 155_000, "too_large")

# Records
records("jsonl_broken_lines", "a.jsonl", line(text=ARTICLE) + '{"text": "\n[1]\n"x"\n7\nnull\n' + line(text=OTHER),
        "ok", "broken_record", "broken_record", "broken_record", "broken_record", "broken_record", "ok")  # fmt: skip
records("jsonl_wrong_types", "a.jsonl",
        line(text=7) + line(text=None) + line(text=[]) + line(text={}) + line(text=True) + line(text=[ARTICLE]) +
        line(text={"value": OTHER}),
        "ok", "empty", "empty", "empty", "ok", "ok", "ok")  # fmt: skip
records("jsonl_without_text", "a.jsonl", line(title="x") + line(text=ARTICLE), "no_text_column", "ok")
records("jsonl_blank_lines", "a.jsonl", "\n\n" + line(text=ARTICLE) + "  \n\t\n" + line(text=OTHER), "ok", "ok")
records("jsonl_deep", "a.jsonl", "[" * 200_000 + "\n" + line(text=ARTICLE), "broken_record", "ok")
records("jsonl_deep_objects", "a.jsonl", '{"a":' * 200_000 + "\n" + line(text=ARTICLE), "broken_record", "ok")
records(
    "jsonl_surrogates",
    "a.jsonl",
    '{"text": ' + json.dumps(ARTICLE) + ', "id": "\\ud800", "title": "\\udfff x"}\n',
    "ok",
)
records("jsonl_huge_number", "a.jsonl", '{"id": ' + "9" * 100_000 + ', "text": ' + json.dumps(ARTICLE) + "}\n", "ok")
records("jsonl_huge_exponent", "a.jsonl", '{"id": 1e999999, "text": ' + json.dumps(ARTICLE) + "}\n", "ok")
records("jsonl_nan", "a.jsonl", '{"id": NaN, "date": Infinity, "text": ' + json.dumps(ARTICLE) + "}\n", "ok")
records("jsonl_same_key_twice", "a.jsonl", '{"text": "x", "text": ' + json.dumps(ARTICLE) + "}\n", "ok")
records("jsonl_nested_values", "a.jsonl",
        line(text=ARTICLE, id={"$oid": {"name": {"value": ["a", {"b": 1}]}}}, title=[["x"]], date={"$date": [1]}),
        "ok")  # fmt: skip
records(
    "jsonl_nested_text",
    "a.jsonl",
    '{"text":' * 1200 + '"x"' + "}" * 1200 + "\n" + line(text=OTHER),
    "broken_record",
    "ok",
)
records("jsonl_nul", "a.jsonl", line(text=ARTICLE + "\0") + line(text=OTHER), "binary", "ok")
records("jsonl_raw_nul", "a.jsonl", line(text=ARTICLE) + "\0\0\0\n" + line(text=OTHER), "ok", "broken_record", "ok")
records("jsonl_huge_field", "a.jsonl", line(text="word " * 300_000) + line(text=OTHER), "too_large", "ok")
records("jsonl_wrong_bytes", "a.jsonl", line(text=ARTICLE).encode()[:-3] + b' \xff\xe9"}\n', "ok")
records(
    "jsonl_utf16",
    "a.jsonl",
    codecs.BOM_UTF16_LE + (line(text=ARTICLE) + line(text=OTHER)).encode("utf-16-le"),
    "ok",
    "ok",
)
records("jsonl_ids_twice", "a.jsonl", line(id="x", text=ARTICLE) + line(id="x", text=OTHER), "ok", "ok")
records(
    "jsonl_ids_as_paths",
    "a.jsonl",
    line(id="../../../etc/passwd", text=ARTICLE) + line(id="C:\\x", text=OTHER),
    "ok",
    "ok",
)
records("jsonl_absurd_dates", "a.jsonl",
        "".join(line(text=ARTICLE + f"\nNumber {n} of the list was read out by the clerk.", date=value) for n, value in
                enumerate(["0000-00-00", "9999-12-31", "31.02.2024", 9999999999, -1, "then", "2024-13-45", 1e300])),
        *["ok"] * 8)  # fmt: skip
one("jsonl_empty", "a.jsonl", b"", "empty")
one("jsonl_of_blank_lines", "a.jsonl", b"\n \n\n", "empty")
one("json_broken", "a.json", '{"text": "abc', "broken_record")
one("json_deep", "a.json", "[" * 500_000, "broken_record")
one("json_empty_list", "a.json", "[]", "empty")
one("json_empty", "a.json", b"", "empty")
records("json_of_a_string", "a.json", '"text"', "broken_record")
records("json_of_numbers", "a.json", "[1, 2]", "broken_record", "broken_record")
records("json_list", "a.json", json.dumps([{"text": ARTICLE}, 3, {"text": OTHER}, {}]),
        "ok", "broken_record", "ok", "no_text_column")  # fmt: skip
records("json_lists_beside_each_other", "a.json",
        json.dumps({"meta": [{"k": 1}], "articles": [{"text": ARTICLE}, {"text": OTHER}]}),
        "no_text_column", "ok", "ok")  # fmt: skip
records(
    "json_list_with_rubbish_inside", "a.json", json.dumps({"articles": [{"text": ARTICLE}, "x"]}), "ok", "broken_record"
)
records(
    "csv_ragged",
    "a.csv",
    f'id,text\n1,"{OTHER}"\n2\n3,a,b\n4,"{FRENCH * 3}"\n',
    "ok",
    "broken_record",
    "broken_record",
    "not_english",
)
records("csv_other_separator", "a.csv", f'id;text\n1;"{OTHER}"\n', "ok")
records("tsv_of_commas", "a.tsv", f'id,text\n1,"{OTHER}"\n', "ok")
records("csv_open_quote", "a.csv", f'id,text\n1,"{OTHER}\n2,"x"\n3,"y\n', "ok", "ok")
records("csv_nul", "a.csv", f'id,text\n1,"{OTHER}\0"\n2,x\0y\n', "binary", "binary")
records("csv_ids", "a.csv", "id,text\n" + "".join(
    f'{i},"The council met for the {w} time on Monday and the mayor said that it would meet again."\n'
    for i, w in (("007", "first"), ("7", "second"), ("NA", "third"), ("2024-01-01", "fourth"),
                 ("nan", "fifth"), ("", "sixth"), ("1e5", "seventh"))),
    *["ok"] * 7)  # fmt: skip
records("csv_same_column_twice", "a.csv", f'text,text\n"{OTHER}",x\n', "ok")
records("csv_blank_rows", "a.csv", f'text,id\n\n"{OTHER}",1\n\n,\n', "ok", "empty")
one("csv_header_alone", "a.csv", "id,text\n", "empty")
one("csv_empty", "a.csv", b"", "no_text_column")
one("csv_binary", "a.csv", bytes(range(256)) * 4, "no_text_column")
one("csv_without_text", "a.csv", "a,b\n1,2\n", "no_text_column")
records("parquet_odd_types", "a.parquet", parquet(pa.table({
    "text": pa.array([ARTICLE, None], pa.large_string()),
    "date": pa.array([2**62, -(2**62)], pa.timestamp("us")),
    "id": pa.array([1.0, float("nan")]),
    "title": pa.array([b"\xff\xfe", None], pa.binary()),
    "odd": pa.array([2**62, 1], pa.duration("ns")),
})), "ok", "empty")  # fmt: skip
records(
    "parquet_text_as_bytes",
    "a.parquet",
    parquet(pa.table({"text": pa.array([ARTICLE.encode(), b"\xff\xfe\x00"], pa.binary())})),
    "ok",
    "undecodable",
)
records("parquet_text_as_list", "a.parquet", parquet(pa.table({"text": [[ARTICLE], []]})), "ok", "empty")


# Names, links and things that are no files. Each name of a file goes into `documents.source` escaped, and no two alike.
NAMES = (
    b"a\nb.txt", b"<img src=x onerror=alert(1)>.txt", b"..%2f..%2fx.txt", b"caf\xe9.txt", b"caf\\xe9.txt", b"a\\b.txt",
    b"\xe2\x80\xaex.txt", b"x" * 251 + b".txt", b"-rf.txt", b"$(touch x).txt", b"a;b|c.txt", b"A.txt", b"a.txt",
    "é.txt".encode(), "e\u0301.txt".encode(), b"CON.txt", b" .txt", b"'\".txt", b"{{7*7}}.txt", b"=1+1.txt", b"a#1.txt",
    b"\x1b[31m.txt", b"*.txt", b"$x$.txt",
)  # fmt: skip


def test_every_name_of_a_file_is_a_source_of_its_own(tmp_path):
    for n, name in enumerate(NAMES):
        text = f"{OTHER}The clerk read out number {n} of the list.\n"
        (tmp_path / os.fsdecode(name)).write_text(text, encoding="utf-8")
    found = outcomes(tmp_path)
    assert len(found) == len(NAMES) and set(found.values()) == {"ok"}
    assert all((source.isprintable() and source.isascii()) or "é" in source or "e\u0301" in source for source in found)


def test_the_second_record_of_a_table_and_a_file_called_so_are_told_apart(tmp_path):
    (tmp_path / "a.jsonl").write_text(line(text=ARTICLE) + line(text=OTHER))
    (tmp_path / "a.jsonl#2").write_text("x")
    assert sorted(outcomes(tmp_path).values()) == ["ok", "ok", "unknown_format"]


def test_suffixes_that_are_no_unicode_are_no_problem(tmp_path):
    (tmp_path / os.fsdecode(b"a.\xff\n")).write_text("x")
    (tmp_path / "b.txt").write_text(ARTICLE)
    assert sorted(outcomes(tmp_path).values()) == ["ok", "unknown_format"]


def test_links_pipes_devices_and_sockets_are_neither_followed_nor_opened(tmp_path):
    corpus = tmp_path / "corpus"
    put({"corpus/a.txt": ARTICLE, "corpus/sub/b.txt": OTHER, "secret.txt": OTHER, "out/c.txt": OTHER})(tmp_path)
    for name, target in {
        "loop.txt": "loop.txt", "self": ".", "up": "..", "gone.txt": "nowhere.txt", "out.txt": "../secret.txt",
        "folder": "../out", "null.txt": "/dev/null", "zero.txt": "/dev/zero", "sub/around": "..",
        "through.txt": "a.txt/x", "proc.txt": "/proc/self/mem",
    }.items():  # fmt: skip
        (corpus / name).symlink_to(target)
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "folder.txt").mkdir()
    (corpus / "folder.txt" / "d.txt").write_text(ARTICLE.replace("harbour", "airport"))
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatched = os.getcwd()
        os.chdir(corpus)
        server.bind("s.txt")
        os.chdir(monkeypatched)
    assert outcomes(corpus) == {
        "a.txt": "ok", "sub/b.txt": "ok", "folder.txt/d.txt": "ok", "loop.txt": "unreadable", "self": "unreadable",
        "up": "outside_corpus", "gone.txt": "unreadable", "out.txt": "outside_corpus", "folder": "outside_corpus",
        "null.txt": "outside_corpus", "zero.txt": "outside_corpus", "sub/around": "unreadable",
        "through.txt": "unreadable", "proc.txt": "outside_corpus", "pipe.txt": "unreadable", "s.txt": "unreadable",
    }  # fmt: skip


def test_a_run_folder_inside_the_corpus_is_no_part_of_it(tmp_path):
    put({"a.txt": ARTICLE, "runs/one/exports/documents.csv": "text\nx\n", "runs/two.txt": OTHER})(tmp_path)
    assert [item.source for item in find_items(tmp_path, leave_out=tmp_path / "runs/one")] == ["a.txt", "runs/two.txt"]


def test_tables_and_run_folders_may_have_names_that_are_no_unicode(tmp_path):
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    put({os.fsdecode(b"caf\xe9/a\xff.parquet"): parquet(pa.table({"text": [ARTICLE], "body": ["x"]}))})(tmp_path)
    loaded = load_corpus(folder, columns={"text": "text"})
    runs.write_tables(folder, documents=loaded.documents)
    (read,) = runs.read_tables(folder, "documents")
    assert list(read["source"]) == ["a\\xff.parquet#1"]


def test_what_decides_a_corpus_changes_with_any_of_its_files_also_those_of_a_glob(tmp_path):
    put({"x/a.txt": ARTICLE, "y/b.txt": OTHER, "y/c.pdf": "x"})(tmp_path)

    def found() -> set[str]:
        return {runs.fingerprint(*content_of(corpus)) for corpus in (tmp_path, f"{tmp_path}/*/*.txt")}

    before = found()
    (tmp_path / "y/b.txt").write_text(OTHER + "x")
    changed = found()
    (tmp_path / "y/b.txt").rename(tmp_path / "y/d.txt")
    assert len(before | changed | found()) == 6


def test_a_line_without_end_is_passed_over_and_the_next_record_read(tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "MAX_LINE", 5000)
    monkeypatch.setattr(formats, "MAX_LINE", 5000)
    long = "x" * 20_000
    (tmp_path / "a.jsonl").write_text(line(text=ARTICLE) + long + "\n" + line(text=OTHER))
    (tmp_path / "b.csv").write_text(f'text\n{long}\n"{OTHER} It is the end."\n')
    assert outcomes(tmp_path) == {
        "a.jsonl#1": "ok", "a.jsonl#2": "too_large", "a.jsonl#3": "ok", "b.csv#1": "broken_record", "b.csv#2": "ok"
    }  # fmt: skip


def test_ids_and_titles_have_a_bounded_length(tmp_path):
    (tmp_path / "a.jsonl").write_text(line(text=ARTICLE, id="x" * 100_000, title="y " * 100_000, url="z" * 100_000))
    documents = load_corpus(tmp_path).documents
    assert len(documents["document_id"][0]) <= 255 and len(documents["title"][0]) <= 1000
    assert "id_renamed" in documents["flags"][0]


def test_dates_out_of_all_calendars_are_null_and_flagged(tmp_path):
    values = ["0000-00-00", "9999-12-31", "31.02.2024", "9999999999"]
    (tmp_path / "a.jsonl").write_text(
        "".join(line(text=f"{OTHER}It was number {n} of the list.", date=value) for n, value in enumerate(values))
    )
    documents = load_corpus(tmp_path).documents
    assert documents["published"].isna().all() and all("absurd_date" in flags for flags in documents["flags"])


@pytest.mark.parametrize("name", CASES)
def test_every_item_ends_where_it_should_once(name, tmp_path):
    build, expected = CASES[name]
    build(tmp_path)
    (tmp_path / "zz_good.txt").write_text(ARTICLE.replace("harbour", "airport"), encoding="utf-8")
    assert outcomes(tmp_path) == expected | {"zz_good.txt": "ok"}


def outcomes(folder: Path) -> dict[str, str]:
    loaded = load_corpus(folder)
    documents = [(source, "ok") for source in loaded.documents["source"]]
    rejects = list(zip(loaded.rejects["source"], loaded.rejects["reason"], strict=True))
    assert len({source for source, _ in documents + rejects}) == len(documents) + len(rejects)
    return dict(documents + rejects)


def test_a_table_whose_column_has_no_name_in_any_encoding_ends_no_run(tmp_path):
    pq.write_table(pa.table({"text": ["The bridge is closed."], "tags": [["a"]]}), tmp_path / "a.parquet")
    broken = (tmp_path / "a.parquet").read_bytes().replace(b"tags", b"tag\xa6")
    (tmp_path / "a.parquet").write_bytes(broken)
    (tmp_path / "b.jsonl").write_text('{"body": "The minister said on Monday that the bridge would be closed."}\n')
    loaded = load_corpus(tmp_path, columns={"text": "body"})
    assert list(loaded.documents["source"]) == ["b.jsonl#1"] and set(loaded.rejects["reason"]) == {"unreadable"}
