"""Tables and JSON files of articles."""

import gzip
import json
from datetime import date, datetime

import pandas as pd
import pytest

from helpers.corpus import streams
from helpers.corpus.articles import RawArticle, Reject
from helpers.corpus.formats import MAX_PAGE_BYTES, read_item
from helpers.corpus.items import find_items
from helpers.corpus.records import column_of

BODY = "The crews of the ferries have ended their strike after nine days, the harbour board said."


def read(path, **columns):
    (item,) = find_items(path)
    return list(read_item(item, columns))


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def outcomes(found):
    return [(f.source, f.reason) if isinstance(f, Reject) else (f.source, f.name) for f in found]


def test_json_lines_give_numbered_articles(tmp_path):
    lines = [
        {"id": "007", "text": BODY, "title": "Crews"},
        {"text": BODY},
        {"id": 12345678901234567890123, "text": BODY},
    ]
    path = write(tmp_path, "wire.jsonl", "\n".join(json.dumps(line) for line in lines) + "\n\n")
    assert outcomes(read(path)) == [
        ("wire.jsonl#1", "007"),
        ("wire.jsonl#2", "wire-2"),
        ("wire.jsonl#3", "12345678901234567890123"),
    ]


@pytest.mark.parametrize("name", ["wire.jsonl", "wire.json", "wire.csv", "wire.jsonl.gz"])
def test_a_file_may_be_longer_than_any_of_its_records(tmp_path, monkeypatch, name):
    monkeypatch.setattr(streams, "MAX_RECORD", 3 * len(BODY))
    if ".json" in name:
        content = "".join(json.dumps({"text": BODY}) + "\n" for _ in range(20))
    else:
        content = "text,n\n" + "".join(f'"{BODY}",1\n' for _ in range(20))
    path = write(tmp_path, name, gzip.compress(content.encode()) if name.endswith(".gz") else content)
    found = read(path)
    assert len(found) == 20 and not [each for each in found if isinstance(each, Reject)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "unfinished', "broken_record"),
        ("[1, 2]", "broken_record"),
        ('"just a string"', "broken_record"),
        ("[" * 100_000, "broken_record"),
        ('{"text": null}', "empty"),
        ('{"text": "  "}', "empty"),
        ('{"headline": "No text here"}', "no_text_column"),
        ('{"text": "zero \\u0000 byte"}', "binary"),
    ],
)
def test_bad_record_is_rejected_and_the_next_one_read(tmp_path, line, reason):
    good = json.dumps({"id": "good", "text": BODY})
    path = write(tmp_path, "a.ndjson", f"{line}\n{good}\n")
    assert outcomes(read(path)) == [("a.ndjson#1", reason), ("a.ndjson#2", "good")]


@pytest.mark.parametrize(
    "value",
    [
        [{"id": "x", "text": BODY}],
        {"id": "x", "text": BODY},
        {
            "status": "ok",
            "total": 1,
            "articles": [{"id": "x", "content": BODY, "source": {"id": None, "name": "Mail"}}],
        },
        {"id": "x", "text": BODY, "authors": [{"name": "Ilse Brandt", "url": "u"}]},
    ],
    ids=["list", "record", "wrapped", "record_with_nested_list"],
)
def test_json_holds_a_list_a_record_or_a_wrapped_list(tmp_path, value):
    assert outcomes(read(write(tmp_path, "a.json", json.dumps(value)))) == [("a.json#1", "x")]


def test_json_lines_under_the_name_of_json_are_read(tmp_path):
    line = json.dumps({"id": "x", "text": BODY})
    assert len(read(write(tmp_path, "a.json", f"{line}\n{line}\n"))) == 2


@pytest.mark.parametrize(("content", "reason"), [("{", "broken_record"), (" ", "empty"), ("[3]", "broken_record")])
def test_json_without_records_is_rejected(tmp_path, content, reason):
    (reject,) = read(write(tmp_path, "a.json", content))
    assert reject.reason == reason


def test_nested_fields_give_their_names(tmp_path):
    record = {
        "content": BODY,
        "source": {"id": "hm", "name": "Harbour Mail"},
        "authors": [{"name": "Ilse Brandt"}, "Tam Orlo"],
        "publishedAt": "2024-03-12T10:00:00Z",
    }
    (raw,) = read(write(tmp_path, "a.jsonl", json.dumps(record)))
    assert (raw.outlet, raw.byline, raw.date) == ("Harbour Mail", "Ilse Brandt, Tam Orlo", "2024-03-12T10:00:00Z")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_separator_of_a_table_is_found(tmp_path, separator, suffix):
    rows = [["ID", "Headline", "Full Text"], ["007", "NA", BODY.replace(",", "")], ["1e5", "", "Second text"]]
    path = write(tmp_path, f"a.{suffix}", "\n".join(separator.join(row) for row in rows))
    first, second = read(path)
    assert (first.name, first.title, first.text) == ("007", "NA", BODY.replace(",", ""))
    assert (second.name, second.title) == ("1e5", None)


@pytest.mark.parametrize("first", ["sep=;", "SEP=;\r", "\ufeffsep=;"])
def test_a_separator_that_a_spreadsheet_names_is_used(tmp_path, first):
    path = write(tmp_path, "a.csv", f"{first}\nid;text;a,b,c,d\n1;{BODY.replace(';', '')};x\n")
    (found,) = read(path)
    assert (found.name, found.text) == ("1", BODY)


def test_ragged_rows_are_rejected_with_their_line(tmp_path):
    path = write(tmp_path, "a.csv", 'id,text\n1,"two\nlines"\n2\n3,good,extra\n4,good,\n5,last\n')
    found = read(path)
    assert outcomes(found) == [
        ("a.csv#1", "1"), ("a.csv#2", "broken_record"), ("a.csv#3", "broken_record"),
        ("a.csv#4", "4"), ("a.csv#5", "5"),
    ]  # fmt: skip
    assert "line 4" in found[1].detail


def test_huge_field_does_not_stop_a_table(tmp_path):
    path = write(tmp_path, "a.csv", f'id,text\n1,"{"word " * 100_000}"\n2,{"x" * 1_100_000}\n3,last\n')
    assert outcomes(read(path)) == [("a.csv#1", "1"), ("a.csv#2", "too_large"), ("a.csv#3", "3")]


def test_table_in_another_encoding_is_read(tmp_path):
    text = "He said: “No – never,” in the café."
    assert read(write(tmp_path, "a.csv", f"id;text\n1;{text}\n".encode("cp1252")))[0].text == text
    assert read(write(tmp_path, "b.csv", f"id;text\n1;{text}\n".encode("utf-16")))[0].text == text
    assert read(write(tmp_path, "c.csv", f"id;text\n1;{text}\n".encode("utf-8-sig")))[0].name == "1"
    assert (
        read(write(tmp_path, "d.jsonl", json.dumps({"text": text}, ensure_ascii=False).encode("cp1252")))[0].text
        == text
    )


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_table_without_text_column_names_its_columns(tmp_path, name):
    table = pd.DataFrame({"foo": ["x"], "bar": ["y"]})
    table.to_csv(tmp_path / name, index=False) if name.endswith("csv") else table.to_parquet(tmp_path / name)
    (reject,) = read(tmp_path / name)
    assert (reject.source, reject.reason) == (name, "no_text_column")
    assert "foo, bar" in reject.detail


def test_parquet_keeps_ids_dates_and_missing_values(tmp_path):
    table = pd.DataFrame(
        {
            "id": ["007", None, "x"],
            "date": [date(2024, 3, 12), None, date(2024, 3, 13)],
            "body": [BODY, BODY, None],
            "score": [1.5, float("nan"), 2.0],
        }
    )
    table.to_parquet(tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert outcomes(found) == [("a.parquet#1", "007"), ("a.parquet#2", "a-2"), ("a.parquet#3", "empty")]
    assert (found[0].date, found[1].date) == ("2024-03-12", None)


def test_parquet_timestamps_and_numbers_become_strings(tmp_path):
    pd.DataFrame({"id": [7], "text": [BODY], "published": [datetime(2024, 3, 12, 10)]}).to_parquet(
        tmp_path / "a.parquet"
    )
    (raw,) = read(tmp_path / "a.parquet")
    assert raw.name == "7" and raw.date.startswith("2024-03-12")


@pytest.mark.parametrize("name", ["a.parquet", "a.csv.gz", "a.jsonl.gz", "a.txt.gz"])
def test_damaged_file_is_unreadable(tmp_path, name):
    (reject,) = read(write(tmp_path, name, b"this is neither"))
    assert (reject.source, reject.reason) == (name, "unreadable")


def test_truncated_archive_keeps_what_came_before(tmp_path):
    lines = "".join(json.dumps({"id": str(i), "text": f"{BODY} {i}"}) + "\n" for i in range(5000))
    path = write(tmp_path, "a.jsonl.gz", gzip.compress(lines.encode())[:-5000])
    found = read(path)
    assert isinstance(found[0], RawArticle) and found[-1].reason == "unreadable"


def test_compressed_text_and_table_are_read(tmp_path):
    assert read(write(tmp_path, "a.txt.gz", gzip.compress(BODY.encode())))[0].text == BODY
    assert (
        read(write(tmp_path, "b.csv.gz", gzip.compress(f"id,text\n1,{BODY.replace(',', '')}".encode())))[0].name == "1"
    )


def test_bomb_is_too_large(tmp_path):
    (reject,) = read(write(tmp_path, "a.txt.gz", gzip.compress(b"a" * (MAX_PAGE_BYTES + 10))))
    assert reject.reason == "too_large"


def test_file_that_cannot_be_opened_is_unreadable(tmp_path, monkeypatch):
    path = write(tmp_path, "a.txt", BODY)
    (item,) = find_items(path)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert list(read_item(item, {})) == [Reject("a.txt", "unreadable", "Permission denied")]


def test_markup_in_a_record_is_removed(tmp_path):
    html = (
        "<p>The crews went <b>home</b>.</p><script>var a = 1;</script><p>&ldquo;We are done&rdquo;,<br>they said.</p>"
    )
    (raw,) = read(write(tmp_path, "a.jsonl", json.dumps({"title": "Crews &amp; <i>owners</i> &amp; us", "text": html})))
    assert raw.text == "The crews went home.\n“We are done”,\nthey said."
    assert raw.flags == ("markup_removed",)
    assert raw.title == "Crews & owners & us"


@pytest.mark.parametrize("text", ["Share of a < b, and b > c.", "He wrote <sic> here.", "Fish & chips; AT&T;"])
def test_text_with_angle_brackets_is_no_markup(tmp_path, text):
    (raw,) = read(write(tmp_path, "a.jsonl", json.dumps({"text": text})))
    assert (raw.text, raw.flags) == (text, ())


@pytest.mark.parametrize(
    ("field", "names", "expected"),
    [
        ("text", ["Content", "TEXT"], "TEXT"),
        ("text", ["Article-Body"], "Article-Body"),
        ("date", ["pub_date", "x"], "pub_date"),
        ("outlet", ["source", "publisher"], "publisher"),
        ("id", ["ID"], "ID"),
        ("byline", ["Author"], "Author"),
        ("url", ["Link"], "Link"),
        ("text", ["words"], None),
    ],
)
def test_columns_are_found_by_their_usual_names(field, names, expected):
    assert column_of(field, names, {}) == expected


def test_named_column_comes_first(tmp_path):
    path = write(tmp_path, "a.csv", f"text,words\nwrong,{BODY.replace(',', '')}\n")
    assert read(path, text="words")[0].text.startswith("The crews")
    assert read(path, text="missing")[0].reason == "no_text_column"
