"""Bytes to text."""

import ftfy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus.articles import Rejected, printable
from helpers.corpus.decoding import MAX_CHARACTERS, clean_text, decode

TEXT = "The minister said: “We won’t sign – not today.” The café on the quay was full of people waiting for news."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)  # fmt: skip
def test_encoding_is_found(encoding):
    assert decode(TEXT.encode(encoding)) == (TEXT, ())


def test_utf16_with_mark_in_either_order():
    assert decode("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"))[0] == TEXT


def test_few_stray_bytes_in_utf8_are_read_as_cp1252():
    data = (TEXT * 3).encode() + b" It\x92s late."
    assert decode(data) == (TEXT * 3 + " It’s late.", ("mixed_encoding",))


def test_declared_encoding_is_used_before_guessing():
    assert (
        decode("Žluťoučký kůň říká, že ano".encode("iso-8859-2"), declared="iso-8859-2")[0]
        == "Žluťoučký kůň říká, že ano"
    )
    assert decode(TEXT.encode("cp1252"), declared="iso-8859-1")[0] == TEXT
    assert decode(TEXT.encode("cp1252"), declared="no-such-encoding")[0] == TEXT


def test_cyrillic_bytes_become_cyrillic_letters():
    russian = (
        "Министерство иностранных дел заявило, что переговоры будут продолжены на следующей неделе в столице. " * 3
    )
    assert decode(russian.encode("cp1251"))[0] == russian


def test_mojibake_is_repaired_and_nothing_else():
    broken = TEXT.encode().decode("cp1252", "replace")
    assert "â€" in broken
    good = "Untouched: ﬁ ligature, “curly”, &amp; and   spaces.\n"
    text, flags = decode((good + "It wasnâ€™t them, the cafÃ© owner said.").encode())
    assert text == good + "It wasn’t them, the café owner said."
    assert flags == ("mojibake_repaired",)


def test_line_ends_become_newlines_and_the_rest_stays():
    assert clean_text("\ufeffa\r\nb\rc\n  d\t ")[0] == "a\nb\nc\n  d\t "


def test_lone_surrogates_are_replaced_and_pairs_joined():
    assert clean_text("a\ud800b \ud83d\ude00") == ("a\ufffdb \U0001f600", ("surrogates_replaced",))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        ("\ufeff".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"%PDF-1.7 text", "binary"),
        (b"good text\x00with a zero", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\xff\xfea\x00\x00\xd8b\x00"[:-1], "undecodable"),
        (b"a" * (MAX_CHARACTERS + 1), "too_large"),
    ],
    ids=["empty", "white_space", "mark_only", "png", "pdf", "nul", "control", "broken_utf16", "too_large"],
)
def test_what_is_no_text_is_rejected(data, reason):
    with pytest.raises(Rejected) as rejected:
        decode(data)
    assert rejected.value.reason == reason


def test_printable_keeps_one_line_without_control_characters():
    assert printable(" a\nb\x00\x1b[1m\u202ec ") == "a b__[1m_c"


@given(st.text(st.sampled_from("aB1 .,-?\n“”‘’–—…\xa0")).filter(lambda text: any(c.isalnum() for c in text)))
def test_typographic_signs_alone_are_what_ftfy_leaves_as_they_are(text):
    assert clean_text(text) == (ftfy.fix_encoding(text), ())


def test_mojibake_beside_typographic_signs_is_repaired():
    assert clean_text("“We won’t sign” – not today, said the cafÃ©.") == (
        "“We won’t sign” – not today, said the café.",
        ("mojibake_repaired",),
    )
