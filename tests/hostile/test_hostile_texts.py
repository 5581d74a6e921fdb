"""Texts made to be slow: time and memory stay in proportion to clean text of the same size."""

import resource
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import actors, extraction, parses, tables
from helpers.actors import load_catalogue
from helpers.corpus.articles import Article, RawArticle, Rejected
from helpers.corpus.decoding import clean_text
from helpers.corpus.loading import document_rows
from helpers.corpus.reading import read_article
from helpers.corpus.webpages import read_webpage
from helpers.model import parse_text, text_to_parse
from helpers.model.texts import MAX_SENTENCE, MAX_UNBROKEN
from helpers.statements import code_statements
from helpers.statements.issues import parse_issues

CLEAN = (
    "The minister of transport said on Monday that the harbour would be closed for repairs before the winter. "
    '"We will not wait for another storm," Ada Lund told reporters after the meeting of the council. '
)
SIZE = 40_000


def filled(text: str) -> str:
    return (text * (SIZE // len(text) + 1))[:SIZE]


TEXTS = {
    "stray_marks": filled('" '), "glued_marks": filled('"'), "opening_marks": filled("“"), "single_marks": filled("' "),
    "nested_marks": "“ " * (SIZE // 4) + "word" + " ”" * (SIZE // 4), "marks_in_words": filled('a"'),
    "one_word": "a" * SIZE, "capitals": "A" * SIZE, "digits": "1" * SIZE, "combining_marks": "a" + "\u0301" * SIZE,
    "zero_width": filled("a\u200b"), "bidi": filled("\u202ea\u202c "), "dashes": "-" * SIZE, "dots": "." * SIZE,
    "hyphens": filled("a-"), "slashed": filled("ab/cd,"), "repeated": filled("bridge "), "listed": filled("a tax, "),
    "brackets": "(" * SIZE, "angles": "<" * SIZE, "emoji": "\U0001f600" * SIZE, "underscores": "_" * SIZE,
    "white_space": " \t" * (SIZE // 2), "line_ends": "\n" * SIZE, "at_signs": filled("a@"),
    "one_sentence": filled("and then the house near the river with a door "), "said": filled("said that he said that "),
    "names": filled("Russia, China, "), "see_also": filled("See also: A "), "dates": filled("12 March 2024 "),
    "bylines": filled("By A. B, "), "slashes": filled("http://a.b/"), "mojibake": filled(CLEAN + "â€œ"),
    "comments": filled("<!---->"), "user_name": f"{filled(CLEAN)}\n\n{filled('a_')}\n\nHe is a writer based in Rome.",
    "homoglyphs": filled(CLEAN.replace("a", "а")),
}  # fmt: skip


@pytest.fixture(scope="module")
def extractor():
    return extraction.Extractor(load_catalogue(), "rules")


def seconds(extractor, text: str) -> float:
    started = time.process_time()
    cleaned, _ = clean_text(f"{CLEAN}\n{text}")
    article = read_article(RawArticle("a.txt", "a", cleaned))
    if isinstance(article, Article):
        list(document_rows([article]))
        paragraphs = tuple((s.start, s.end) for s in article.segments if s.kind in ("title", "body"))
        extractor.extract(extraction.Work((extraction.Article("a", article.text, paragraphs, None),), (None,)))
    return time.process_time() - started


@pytest.fixture(scope="module")
def clean_seconds(extractor):
    return min(seconds(extractor, filled(CLEAN)) for _ in range(2))


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_made_to_be_slow_takes_no_more_than_three_times_what_clean_text_takes(name, extractor, clean_seconds):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert seconds(extractor, TEXTS[name]) < 3 * clean_seconds + 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000  # kilobytes


@pytest.mark.parametrize("name", ["glued_marks", "marks_in_words", "at_signs", "slashed", "homoglyphs"])
def test_nor_where_it_is_the_first_one(name, clean_seconds):
    assert seconds(extraction.Extractor(load_catalogue(), "rules"), TEXTS[name]) < 3 * clean_seconds + 1


def test_nor_where_the_encoder_finds_the_quotations():
    extractor = extraction.Extractor(load_catalogue(), "default")
    seconds(extractor, "")  # loads what it needs
    clean_seconds = seconds(extractor, filled(CLEAN))
    for name in ("said", "bylines"):
        assert seconds(extractor, TEXTS[name]) < 3 * clean_seconds + 1, name


PAGES = {
    "deep": "<div>" * 50_000 + CLEAN, "nested": filled("<div class=date>" * 200 + "x" + "</div>" * 200),
    "paragraphs": filled("<p>x"), "line_breaks": filled("x<br>"), "links": filled("<a>"),
    "mixed": filled("<div><b><i>x</div>"),
    "cells": filled("<tr><td>x</td></tr>"), "bylines": filled("<div class=byline>x</div>"), "tags_open": filled("<a "),
    "comments": filled("<!---->"), "comments_open": filled("<!--"), "references": filled("&#x41;"),
    "quotes": filled("<q>x</q>"), "attributes": f"<p {filled('a=b ')}>",
    "json": f"<script type='application/ld+json'>{filled('[')}</script>{CLEAN}",
}  # fmt: skip


def page_seconds(body: str) -> float:
    page = RawArticle(
        "a.html", "a", f"<html><head><title>x</title></head><body><article>{body * 5}</article></body></html>"
    )
    started = time.process_time()
    try:
        read_webpage(page)
    except Rejected as rejected:
        assert rejected.reason == "empty"
    return time.process_time() - started


@pytest.fixture(scope="module")
def clean_page():
    """With as many characters and elements: about what any page may have before it is read flat."""
    page = "".join(f"<p>It was day {n} of {n % 7}.</p>" for n in range(SIZE // 25))
    page_seconds(page)  # loads what it needs
    return page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_to_be_slow_takes_no_more_than_twice_what_a_clean_page_takes(name, clean_page):
    # One after the other, and again if need be: what else runs on the machine slows now the one, now the other.
    pairs = ((page_seconds(PAGES[name]), page_seconds(clean_page)) for _ in range(5))
    assert any(seconds < 2 * clean_seconds for seconds, clean_seconds in pairs)


@pytest.mark.parametrize("text", ['He said "' + '"' * 5000 + " and left.", "x" * 3000 + " a", CLEAN + "a-" * 2000])
def test_long_runs_are_taken_apart_and_every_character_stays_where_it_was(text, nlp):
    assert parse_text(nlp, text).text == text
    assert max(len(token) for token in parse_text(nlp, text)) <= MAX_UNBROKEN


def test_words_without_end_are_cut_into_sentences(nlp):
    doc = parse_text(nlp, text_to_parse("bridge " * 3000, [(0, 21_000)]))
    assert max(len(sentence) for sentence in doc.sents) <= MAX_SENTENCE


def test_a_text_without_long_runs_is_tokenised_as_ever(nlp):
    assert [t.text for t in parse_text(nlp, CLEAN)] == [t.text for t in nlp.make_doc(CLEAN)]


def test_signs_without_a_word_are_thinned_out_and_offsets_stay():
    text = "One" + "=" * 100 + "two " + "-" * 40
    parsed = text_to_parse(text, [(0, len(text))])
    assert len(parsed) == len(text) and parsed.index("two") == text.index("two")
    assert parsed == "One" + "=" * 8 + " " * 84 + "=" * 8 + "two " + "-" * 40


PIECES = st.sampled_from([
    "“", "”", '"', "'", "‘", "’", "«", "»", "``", "''", "\n", "\n\n", " ", ", ", ". ", "said ", "told reporters ",
    "according to ", "Putin ", "Mr. ", "he ", "that ", "-- ", "— ", ": ", "Ada Lund ", "the minister ", "(", ")", "…",
    "\u200b", "\u0301", "Q. ", "A: ", "We reject the plan", "accused Russia of ", "1. ", "* ",
])  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, max_size=80).map("".join) | st.text(max_size=200))
def test_of_any_text_the_quotations_and_mentions_lie_inside_it_and_have_ids_of_their_own(extractor, text):
    try:
        cleaned, _ = clean_text(f"The minister said on Monday that it was fine.\n{text}")
    except Rejected:
        return
    article = read_article(RawArticle("a", "a", cleaned))
    if not isinstance(article, Article):
        return
    paragraphs = tuple((s.start, s.end) for s in article.segments if s.kind in ("title", "body"))
    found = extractor.extract(extraction.Work((extraction.Article("a", article.text, paragraphs, None),), (None,)))
    assert not found.lost
    for rows, key in ((found.quotations.to_pylist(), "quotation_id"), (found.mentions.to_pylist(), "mention_id")):
        assert len({row[key] for row in rows}) == len(rows)
    for row in found.quotations.to_pylist():
        spans = [(span["start"], span["end"]) for span in row["content_spans"]]
        assert spans and all(0 <= start < end <= len(cleaned) for start, end in spans)
        if row.get("source_start") is not None:
            assert cleaned[row["source_start"] : row["source_end"]] == row["source"]


ISSUES = (
    "issues: [{id: bridge, label: B, terms: [bridge, harbour, plan]}, {id: tax, label: T, terms: [tax], object: RUS}]"
)
NAMING = {
    "bridges": filled("bridge "), "hyphens": filled("bridge-plan-tax "), "said": filled("he said that she said that "),
    "quoted": filled('"bridge" '), "brackets": filled("(bridge) "), "sides": filled("Russia rejects China rejects "),
    "ofs": filled("the bridge of the plan of the tax of "), "stops": filled("bridge. "),
}  # fmt: skip


def coding_seconds(extractor, text: str) -> float:
    article = extraction.Article("a", text, ((0, len(text)),), None)
    found = extractor.extract(extraction.Work((article,), (None,)))
    mentions, quotations = tables.MENTIONS.from_arrow(found.mentions), tables.QUOTATIONS.from_arrow(found.quotations)
    named = actors.build_actors(mentions, tables.PERSONS.from_arrow(found.persons), extractor.catalogue)
    (doc,) = parses.unpack(found.parses, extractor.nlp.vocab)
    started = time.process_time()
    code_statements(doc, quotations.assign(actor_id=None), mentions, named, parse_issues(ISSUES))
    return time.process_time() - started


@pytest.fixture(scope="module")
def clean_coding_seconds(extractor):
    return coding_seconds(extractor, filled(CLEAN))


@pytest.mark.parametrize("name", NAMING)
def test_statements_of_a_text_made_to_be_slow_take_no_more_than_three_times_those_of_clean_text(
    name, extractor, clean_coding_seconds
):
    assert coding_seconds(extractor, f"{CLEAN}\n{NAMING[name]}") < 3 * clean_coding_seconds + 1
