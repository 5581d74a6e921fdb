"""Plain lists of what a Doc knows of its tokens agree with its tokens."""

import pytest
import spacy
from spacy.tokens import Doc

from helpers.token_lists import TokenRanges, flagged, read_spaces, read_strings

TEXTS = ("", " ", "Word", "Ena Varr’s ministry  said\n\n“no”, on 3 May… ", "U.S.-backed  LISENNE\n")


@pytest.fixture(params=TEXTS)
def doc(request: pytest.FixtureRequest) -> Doc:
    return spacy.blank("en").make_doc(request.param)


def test_strings_and_spaces_are_those_of_the_tokens(doc: Doc) -> None:
    texts, lower, tags = read_strings(doc, "ORTH", "LOWER", "TAG")
    assert texts == [token.text for token in doc]
    assert lower == [token.lower_ for token in doc]
    assert tags == [""] * len(doc)
    assert read_spaces(doc) == [bool(token.whitespace_) for token in doc]


def test_flagged_are_the_tokens_with_all_flags(doc: Doc) -> None:
    assert flagged(doc, "IS_SPACE") == [token.i for token in doc if token.is_space]
    assert flagged(doc, "IS_TITLE", "IS_ALPHA") == [token.i for token in doc if token.is_title and token.is_alpha]


def test_ranges_are_those_of_expanded_spans(doc: Doc) -> None:
    ranges = TokenRanges(doc)
    for start in range(len(doc.text) + 2):
        for end in range(start + 1, len(doc.text) + 2):
            span = doc.char_span(start, end, alignment_mode="expand")
            assert ranges.between(start, end) == (range(0) if span is None else range(span.start, span.end))
