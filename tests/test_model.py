"""What the parser is given, and what it must not do."""

import pytest

from helpers.model import cut_text, parse_text, text_to_parse


@pytest.mark.parametrize(
    ("text", "paragraphs", "expected"),
    [
        ("One two.", [(0, 8)], "One two."),
        ("One\ntwo.\n\nThree.", [(0, 8), (10, 16)], "One two.\n Three."),
        ("By me\nText.", [(6, 11)], "      Text."),
        ("Text.See also: x", [(0, 5)], "Text.           "),
        ("A\u00a0b\tc", [(0, 5)], "A b c"),
        ("Nothing.", [], "        "),
    ],
    ids=["plain", "hard_wrapped", "byline_left_out", "glued_boilerplate", "odd_spaces", "nothing_to_parse"],
)
def test_only_paragraphs_are_parsed_and_every_offset_is_kept(text, paragraphs, expected):
    parsed = text_to_parse(text, paragraphs)
    assert parsed == expected and len(parsed) == len(text)


def test_no_sentence_crosses_a_paragraph(nlp):
    text = "Treaty talks open in the capital\nThe minister said that nothing was signed\nbut more talks would follow."
    paragraphs = [(0, 32), (33, 74), (75, 103)]
    doc = parse_text(nlp, text_to_parse(text, paragraphs))
    starts = {sentence[0].idx for sentence in doc.sents}
    assert {0, 33, 75} <= starts


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("short", 10, ["short"]),
        ("a b\nc d\ne f", 9, ["a b\nc d\n", "e f"]),
        ("aaa bbb ccc", 8, ["aaa bbb ", "ccc"]),
        ("aaaaaaaaaa", 4, ["aaaa", "aaaa", "aa"]),
        ("", 5, [""]),
    ],
)
def test_long_texts_are_cut_where_it_hurts_least(text, limit, pieces):
    assert cut_text(text, limit) == pieces and "".join(pieces) == text


def test_a_text_beyond_the_models_limit_is_parsed_in_pieces(nlp, monkeypatch):
    monkeypatch.setattr("helpers.model.MAX_PIECE", 60)
    text = "The minister rejected the plan. \n" * 10
    doc = parse_text(nlp, text)
    assert doc.text == text
    assert [t.idx for t in doc if t.text == "minister"] == [33 * i + 4 for i in range(10)]
    assert doc.has_annotation("DEP")


def test_the_parse_of_a_text_does_not_depend_on_what_was_parsed_before(nlp):
    text = "She told reporters that the bridge would be closed."
    alone = parse_text(nlp, text).to_bytes(exclude=["user_data", "tensor"])
    parse_text(nlp, "Something else entirely, in another tone!")
    assert parse_text(nlp, text).to_bytes(exclude=["user_data", "tensor"]) == alone
