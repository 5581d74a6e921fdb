"""A whole corpus: every file and record ends in the documents or in the rejects, once."""

import json
import time
from pathlib import Path

import pandas as pd
import pytest

from helpers import tables
from helpers.corpus import find_items, iter_articles, load_corpus
from helpers.errors import CorpusError

FIRST = "The crews of the ferries have ended their strike after nine days, the harbour board said on Monday."
SECOND = "Dues will stay as they were until the autumn, and the owners will pay for the days that were lost."
THIRD = "The mountain railway opens a new line to the glacier in June, with eleven stations and a tunnel of ice."
TEXT = f"Ferry crews end strike\n\n{FIRST}\n\n{SECOND}\n\nRead also: Bell for the pier\n"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.fixture
def corpus(tmp_path):
    def make(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return make


def only(table):
    assert len(table) == 1
    return table.iloc[0]


def test_document_has_all_its_columns(corpus):
    folder = corpus(harbour_mail__crews_2024_03_12_dot_txt=f"By Ilse Brandt\n{TEXT}")
    loaded = load_corpus(folder)
    document = only(loaded.documents)
    assert document["document_id"] == "crews_2024_03_12"
    assert document["source"] == "harbour_mail/crews_2024_03_12.txt"
    assert document["title"] == "Ferry crews end strike"
    assert document["outlet"] == "Harbour Mail"
    assert document["byline"] == "Ilse Brandt"
    assert str(document["published"])[:10] == "2024-03-12" and document["published_from"] == "filename"
    assert document["language"] == "en"
    assert document["flags"] == [] and pd.isna(document["duplicate_of"])
    spans = [document["text"][start:end] for start, end in document["body"]]
    assert spans == ["Ferry crews end strike", FIRST, SECOND]
    assert document["n_words"] == 42
    assert len(document["sha256"]) == 64


def test_tables_follow_their_schemas_and_offsets_show_their_text(corpus):
    loaded = load_corpus(corpus(a_dot_txt=TEXT, b_dot_txt=TEXT, c_dot_bin=b"\0"))
    tables.DOCUMENTS.validate(loaded.documents)
    tables.SEGMENTS.validate(loaded.segments)
    tables.REJECTS.validate(loaded.rejects)
    for document in loaded.documents.itertuples():
        own = loaded.segments[loaded.segments["document_id"] == document.document_id]
        analysed = own[own["kind"].isin(["title", "body"])]
        assert list(zip(analysed["start"], analysed["end"], strict=True)) == document.body


def test_every_item_ends_in_one_table_once(corpus):
    folder = corpus(
        a_dot_txt=TEXT, empty_dot_txt="", image_dot_txt=b"\x89PNG\0", x_dot_pkl=b"\x80\x04.", lang_dot_txt=
        "Die Besatzungen der Fähren haben ihren Streik nach neun Tagen beendet, teilte die Hafenbehörde am Montag mit, "
        "und die Gebühren bleiben bis zum Herbst unverändert.",
        links_dot_txt="Share This Post\nRead also: Bell for the pier\n14 Jan 2024\nAdvertisement",
        t_dot_jsonl=json.dumps({"text": THIRD}) + "\n{broken\n" + json.dumps({"text": None}) + "\n",
        c_dot_csv="foo,bar\n1,2\n",
    )  # fmt: skip
    loaded = load_corpus(folder)
    sources = [*loaded.documents["source"], *loaded.rejects["source"]]
    assert len(sources) == len(set(sources))
    assert dict(zip(loaded.rejects["source"], loaded.rejects["reason"], strict=True)) == {
        "c.csv": "no_text_column",
        "empty.txt": "empty",
        "image.txt": "binary",
        "lang.txt": "not_english",
        "links.txt": "boilerplate_only",
        "t.jsonl#2": "broken_record",
        "t.jsonl#3": "empty",
        "x.pkl": "unknown_format",
    }
    assert list(loaded.documents["source"]) == ["a.txt", "t.jsonl#1"]
    assert all(loaded.rejects["detail"].str.len() > 10)


def test_ids_are_unique_strings_as_written(corpus):
    records = [
        {"id": i, "text": f"{t} {FIRST}"}
        for i, t in [("007", "A."), ("007", THIRD), ("NA", THIRD * 2), ("a\n\x1bb", SECOND)]
    ]
    loaded = load_corpus(corpus(a_dot_jsonl="\n".join(map(json.dumps, records))))
    assert list(loaded.documents["document_id"]) == ["007", "007-2", "NA", "a _b"]
    assert "id_renamed" in loaded.documents["flags"][1]


def test_copies_point_to_the_first_in_corpus_order(corpus):
    copy = f"Strike over at last\nBy Tam Orlo\nISLES, March 12 (Wire) - {FIRST}\n{SECOND}\nFollow us on Telegram"
    loaded = load_corpus(corpus(b_dot_txt=copy, a_dot_txt=TEXT, c_dot_txt=THIRD))
    assert [None if pd.isna(d) else d for d in loaded.documents["duplicate_of"]] == [None, "a", None]
    assert loaded.documents["flags"][1] == ["exact_duplicate"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("x_dot_txt", TEXT, (None, None, [])),
        ("n20240311_dot_txt", f"ARLO, 12 March 2024 — {FIRST}\n{SECOND}", ("2024-03-12", "dateline", [])),
        ("2024-03-11_dot_txt", f"Posted on March 12, 2024 by admin\n{FIRST}", ("2024-03-11", "filename", [])),
        ("x_dot_txt", f"Crews end strike\nPublished: 12 March 2024\n{FIRST}", ("2024-03-12", "text", [])),
        ("x_dot_txt", f"{FIRST}\nOn 12 March 2024 the crews met.\n14 Jan 2024", (None, None, [])),
        ("x_dot_txt", f"Five days in March\n{FIRST}\n12 March 2024\n{SECOND}\n13 March 2024\nX", (None, None, [])),
        ("x_dot_txt", f"{FIRST}\nBy Ilse Brandt\nPublished: 12 March 2024\n{SECOND}", ("2024-03-12", "text", [])),
        ("x_dot_txt", f"{FIRST}\nLatest news\nBell for the pier\n12.03.2024\n", (None, None, [])),
        ("x_dot_txt", f"Published: 03/04/2024\n{FIRST}", (None, None, ["ambiguous_date"])),
        ("x-20240403_dot_txt", f"Published: 03/04/2024\n{FIRST}", ("2024-04-03", "filename", [])),
        ("x_dot_jsonl", json.dumps({"text": FIRST, "date": "0024-01-01"}), (None, None, ["absurd_date"])),
        ("x_dot_jsonl", json.dumps({"text": FIRST, "date": "2024-03-12"}), ("2024-03-12", "metadata", [])),
        ("x_dot_jsonl", json.dumps({"text": FIRST, "url": "m.example/2024/03/12/x"}), ("2024-03-12", "metadata", [])),
        ("20240312_dot_jsonl", json.dumps({"text": FIRST}), (None, None, [])),
    ],
)  # fmt: skip
def test_publication_date_comes_from_the_most_trusted_part(corpus, name, text, expected):
    document = only(load_corpus(corpus(**{name: text})).documents)
    published = None if pd.isna(document["published"]) else str(document["published"])[:10]
    origin = None if pd.isna(document["published_from"]) else document["published_from"]
    assert (published, origin, document["flags"]) == expected


def test_records_keep_what_they_say_about_themselves(corpus):
    record = {"id": "x", "headline": "Crews", "body": FIRST, "publisher": "Mail", "author": "Ilse Brandt"}
    document = only(load_corpus(corpus(daily__a_dot_json=json.dumps([record]))).documents)
    assert (document["title"], document["outlet"], document["byline"]) == ("Crews", "Mail", "Ilse Brandt")


def test_page_saved_as_text_is_read_as_a_page(corpus):
    article = f"<article><h1>Ferry crews end strike</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
    loaded = load_corpus(corpus(a_dot_txt=f"<!DOCTYPE html><html><body>{article}</body></html>"))
    assert list(loaded.segments["kind"]) == ["title", "body", "body"]


def test_max_documents_counts_documents_in_order(corpus):
    loaded = load_corpus(corpus(a_dot_txt="", b_dot_txt=TEXT, c_dot_txt=THIRD), max_documents=1)
    assert list(loaded.documents["document_id"]) == ["b"] and list(loaded.rejects["source"]) == ["a.txt"]
    with pytest.raises(CorpusError, match="max_documents is 0"):
        load_corpus(corpus(), max_documents=0)


def test_columns_named_by_the_user_win(corpus):
    folder = corpus(a_dot_csv=f"text,words\nno,{THIRD.replace(',', '')}\n", b_dot_txt=TEXT)
    assert load_corpus(folder, columns={"text": "words"}).documents["text"][0].startswith("The mountain")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"text": "wrods"}, r"No column 'wrods'.*: text, words"),
        ({"body": "words"}, r"'body' is no field.*text, title, date"),
    ],
)
def test_wrong_columns_are_one_clear_line(corpus, columns, message):
    with pytest.raises(CorpusError, match=message):
        load_corpus(corpus(a_dot_csv=f"text,words\nno,{THIRD.replace(',', '')}\n"), columns=columns)


def test_corpus_with_nothing_usable_says_why(corpus):
    with pytest.raises(CorpusError, match=r"2 empty, 1 unknown_format.*'a\.txt'") as error:
        load_corpus(corpus(a_dot_txt="", b_dot_txt=" ", c_dot_pdf="x"))
    assert "\n" not in str(error.value)


def test_loading_twice_gives_the_same_tables(corpus):
    folder = corpus(a_dot_txt=TEXT, b_dot_txt=TEXT + THIRD, c_dot_jsonl=json.dumps({"text": THIRD}))
    for once, again in zip(load_corpus(folder), load_corpus(folder), strict=True):
        pd.testing.assert_frame_equal(once, again)


def test_article_is_the_same_whatever_else_is_in_the_corpus(corpus):
    folder = corpus(a_dot_txt=TEXT, z__b_dot_txt=f"{TEXT}{THIRD}")
    together = {a.source: a for a in iter_articles(find_items(folder), {})}
    (alone,) = iter_articles(find_items(folder / "a.txt"), {})
    assert together["a.txt"] == alone


def test_long_text_on_one_line_takes_seconds(corpus):
    folder = corpus(a_dot_txt=TEXT, long_dot_txt=f"{FIRST} " * 9_900, longer_dot_txt=f"{FIRST} " * 20_000)
    began = time.perf_counter()
    loaded = load_corpus(folder)
    assert time.perf_counter() - began < 20
    assert list(loaded.rejects["reason"]) == ["too_large"] and len(loaded.documents) == 2


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the user's own articles are not part of the repository")
def test_articles_of_the_user_are_read():
    loaded = load_corpus(SEEDS)
    documents = loaded.documents.set_index(loaded.documents["document_id"].str[:3])
    assert list(documents.index) == ["000", "001", "002", "003", "004"] and loaded.rejects.empty
    dates = {i: str(d)[:10] for i, d in documents["published"].items() if not pd.isna(d)}
    assert dates == {"002": "2023-07-17"}
    expected = {
        "000": {"Latest news": 1, "0": 10, "14 Jan": 1},
        "001": {
            "Read also": 1,
            "Related video": 1,
            "See special topic": 1,
            "Based on materials": 1,
            "Share This": 1,
            "Read about": 1,
        },
        "002": {"---": 1, "Follow us": 1},
        "003": {"Watch:": 1},
        "004": {
            "See also": 4,
            "Related Articles": 1,
            "Leave a Reply": 1,
            "Your email": 1,
            "Back to top": 1,
            '"Introvert': 1,
        },
    }
    for key, prefixes in expected.items():
        document = documents.loc[key]
        own = loaded.segments[loaded.segments["document_id"] == document["document_id"]]
        aside = [document["text"][s.start : s.end] for s in own.itertuples() if s.kind == "boilerplate"]
        assert {p: sum(line.startswith(p) for line in aside) for p in prefixes} == prefixes
    words = documents["text"].str.split().str.len()
    body = (documents["n_words"] / words).to_dict()
    assert body.pop("001") > 0.59  # two fifths of it are links, among them a sentence of 36 words that is one
    assert min(body.values()) > 0.6
