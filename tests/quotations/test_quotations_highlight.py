"""An article with its quotations marked."""

import lxml.html
import pytest

from helpers import tables
from helpers.quotations import highlight_article

TEXT = 'Ada Lund said: "We <b>go</b> & stay."'


@pytest.fixture
def quotations():
    row = {
        "quotation_id": "d:q1", "document_id": "d", "kind": "direct",
        "content": TEXT[16:36], "content_spans": [(16, 36)],
        "cue": "said", "cue_start": 9, "cue_end": 13, "source": "Ada Lund", "source_start": 0, "source_end": 8,
        "resolution": "named", "confidence": 0.9, "flags": [],
    }  # fmt: skip
    return tables.QUOTATIONS.table([row])


def test_content_source_and_cue_are_marked_and_the_text_is_whole(quotations):
    page = lxml.html.fromstring(highlight_article(TEXT, quotations))
    assert page.text_content() == TEXT
    assert {span.get("title"): span.text for span in page.iter("span")} == {
        "source": "Ada Lund", "cue": "said", "content": TEXT[16:36],
    }  # fmt: skip


def test_markup_of_the_article_stays_text(quotations):
    assert not list(lxml.html.fromstring(highlight_article(TEXT, quotations)).iter("b"))


def test_a_long_article_is_cut(quotations):
    assert lxml.html.fromstring(highlight_article(TEXT, quotations, max_characters=10)).text_content() == "Ada Lund s…"


def test_nothing_said_nothing_marked():
    assert "<span" not in highlight_article("It rained.", tables.QUOTATIONS.empty())
