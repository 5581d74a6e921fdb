"""Every item of a corpus is a document or a reject, once: folders of random files, and all tables of random records."""

import gzip
import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.corpus import load_corpus
from helpers.corpus.articles import Article, RawArticle, Reject, Rejected
from helpers.corpus.decoding import clean_text, decode
from helpers.corpus.reading import read_article

GOOD = "The mayor said on Monday that the bridge over the river would be closed for the whole of the winter."
SUFFIXES = (".txt", ".html", ".jsonl", ".json", ".csv", ".tsv", ".parquet", ".txt.gz", ".jsonl.gz", ".pdf", "")
_PIECES = st.sampled_from([
    "“", "”", '"', "'", "\n", "\n\n", " ", "said", "Mr. ", "<p>", "</p>", "&amp;", "\u200b", "\u0301", "12 March 2024",
    "By ", "PARIS (AP) — ", "…", "\t", "Read more: ", "\u202e", "😀", "1.", "http://a.b/c", GOOD,
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.dictionaries(st.sampled_from(["text", "title", "date", "id", "url", "outlet", "byline", "x"]), VALUES)
FILES = st.dictionaries(
    st.tuples(st.from_regex(r"[a-c]{1,2}(/[a-c])?", fullmatch=True), st.sampled_from(SUFFIXES)).map("".join),
    st.one_of(
        st.binary(max_size=300),
        TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
        TEXTS.map(lambda text: text.encode("utf-16", "surrogatepass")),
        st.lists(RECORDS, max_size=4).map(lambda rows: "\n".join(json.dumps(row) for row in rows).encode()),
        st.lists(RECORDS, max_size=4).map(lambda rows: json.dumps(rows).encode()),
    ),
    max_size=6,
)
QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@QUICK
@given(FILES)
def test_every_file_of_a_random_folder_ends_somewhere_and_every_source_once(files):
    with TemporaryDirectory() as name:
        folder = Path(name)
        written = {"good.txt"}
        (folder / "good.txt").write_text(GOOD)
        for path, data in files.items():
            target = folder / path
            if any((folder / part).is_file() for part in Path(path).parents) or target.is_dir():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(gzip.compress(data) if path.endswith(".gz") else data)
            written.add(path)
        loaded = load_corpus(folder)
    sources = Counter([*loaded.documents["source"], *loaded.rejects["source"]])
    assert max(sources.values()) == 1
    assert {source.split("#")[0] for source in sources} == written
    assert loaded.documents["document_id"].is_unique and set(loaded.segments["document_id"]) <= set(
        loaded.documents["document_id"]
    )


@QUICK
@given(st.lists(RECORDS, max_size=8))
def test_every_record_is_a_document_or_a_reject(records):
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in [*records, {"text": GOOD}]))
        loaded = load_corpus(folder)
    sources = sorted([*loaded.documents["source"], *loaded.rejects["source"]])
    assert sources == sorted(f"a.jsonl#{n}" for n in range(1, len(records) + 2))


@QUICK
@given(TEXTS, TEXTS, st.none() | TEXTS)
def test_any_text_is_an_article_whose_segments_are_in_order_or_a_reject(text, more, date):
    try:
        cleaned, _ = clean_text(f"{text}\n{GOOD}\n{more}")
    except Rejected:
        return
    article = read_article(RawArticle("a.txt", "a", cleaned, date=date))
    if isinstance(article, Article):
        ends = [0, *(offset for s in article.segments for offset in (s.start, s.end))]
        assert ends == sorted(ends) and ends[-1] <= len(cleaned)
    else:
        assert isinstance(article, Reject) and article.detail


@QUICK
@given(st.binary(max_size=2000))
def test_any_bytes_are_text_that_can_be_stored_or_a_reject(data):
    try:
        text, _ = decode(data)
    except Rejected as rejected:
        assert rejected.reason in {"empty", "binary", "undecodable", "too_large"}
        return
    assert text.encode() and "\0" not in text


def test_the_sums_agree_for_many_items(tmp_path):
    n = 3000
    lines = [json.dumps({"id": str(i % 50), "text": f"{GOOD} It was number {i}." if i % 3 else ""}) for i in range(n)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    loaded = load_corpus(tmp_path, near_duplicates=False)
    assert len(loaded.documents) + len(loaded.rejects) == n and len(loaded.rejects) == n // 3
    assert loaded.documents["document_id"].is_unique
