"""What may be in files that somebody gives: YAML, JSON, CSV, pages, Parquet, whole or broken."""

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st
from tests.properties.texts import RAW_TEXTS, TEXTS, WORDS

from helpers.corpus.records import FIELDS

PIECES = st.sampled_from([
    "actors:", "issues:", "runs:", "out:", "sets:", "  - ", "id: ", "name: ", "label: ", "terms: ", "kind: ",
    "aliases: ", "[", "]", "{", "}", ",", ": ", "\n", "\n  ", "- ", "state", "x", "null", "1", "-1", "1e999", "~",
    "!!python/object:os.system", "&a ", "*a", "<<: ", "'", '"', "|", "#", "%", "\t", "\0", "\ufeff", "=1+1",
])  # fmt: skip
YAML = st.lists(PIECES, max_size=25).map("".join) | st.sampled_from((
    "actors: [{id: x, name: '<planted>', kind: person, aliases: ['=1', Lund]}]",
    "issues: [{id: x, label: y, terms: [ban]}]",
    "out: o\nruns: [{name: a, corpus: c}]", "MIN_STATEMENTS: 2", "WINDOW: x", "CORPUS: 1",
))  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.sampled_from((*FIELDS, "x")), values, max_size=3),
    max_leaves=8,
)
JSON_TEXTS = JSON.map(json.dumps) | st.lists(st.sampled_from(list('[]{}",:1 e-\\tnulx\n')), max_size=12).map("".join)
COLUMNS_GIVEN = st.dictionaries(
    st.sampled_from((*FIELDS, "x")), st.sampled_from(("text", "body", "Title", "")), max_size=2
)
RECORDS = st.dictionaries(st.sampled_from(("text", "title", "date", "Full Text", "id", "x", "url")), JSON, max_size=4)
ROWS = st.lists(
    st.lists(TEXTS.map(lambda text: '"' + text.replace('"', '""') + '"'), max_size=4).map(",".join), max_size=4
)
HEADERS = ("text,title", "table,id,column,value,note", "actor,issue,agreement,document,date,text", "")
CSV = st.tuples(st.sampled_from(HEADERS), ROWS).map(
    lambda parts: "\n".join((parts[0], *parts[1]))
) | st.sampled_from((
    "actor,issue,agreement,date,text\n<planted>,=1+1,1,2024-03-12,x\nb,y,-0.5,,\n",
    "table,id,column,value\nstatements,s,agreement,1\n",
    "statement_id,table,id,column,value,chosen,confidence,actor,issue,agreement\n,statements,s,,right,x,1,a,b,1\n",
))  # fmt: skip
PAGES = st.lists(
    st.sampled_from((
        "<html>", "<head>", "<title>", "</title>", "<body>", "<article>", "<h1>", "</h1>", "<p>", "</p>",
        "<div class=byline>",
        "<time datetime='2024-03-12'>", "<meta charset=", "<script type='application/ld+json'>{", "</script>", "<!--",
        "&#x41;",
        "<br>", "<ul><li>", "</div>", "<a href=x>", "<table><tr><td>", "<meta property='og:title' content='", "'>",
        "\n", " ",
    )) | WORDS,
    max_size=25,
).map("".join)  # fmt: skip
BYTES = st.binary(max_size=60) | TEXTS.map(str.encode) | TEXTS.map(lambda text: text.encode("utf-16"))
DATA = (
    BYTES | PAGES.map(lambda page: page.encode("utf-8", "replace")) | CSV.map(str.encode) | JSON_TEXTS.map(str.encode)
)
SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: tuple(sorted(pair))), max_size=4)
FILE_NAMES = st.sampled_from(("a", "12 March 2024", "x <planted>", "=1+1", "a.b", "#1", "\u202e"))
# Of stores that are not there, or refused, or of this process; nothing that would be asked for over a network.
ADDRESSES = RAW_TEXTS | st.tuples(
    st.sampled_from(("memory", "MEMORY", "file", "x", "zip://a::memory", "https")),
    st.sampled_from(("", "/", "/x", "news", "a/b*", "user:secret@x/y", "x?key=1", "a::b")) | TEXTS,
).map("://".join)
ARGUMENTS = st.lists(TEXTS | st.sampled_from(("text=body", "x", "actor=a=b", "issue:y", "=")), max_size=3)


@st.composite
def parquet_bytes(draw: st.DrawFn) -> bytes:
    """A Parquet file, whole or with some bytes changed."""
    rows = draw(st.lists(st.fixed_dictionaries({"text": st.none() | TEXTS, "n": st.integers(0, 9)}), max_size=3))
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, pa.schema([("text", pa.string()), ("n", pa.int64())])), file)
    data = bytearray(file.getvalue())
    for _ in range(draw(st.integers(0, 2))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data)
