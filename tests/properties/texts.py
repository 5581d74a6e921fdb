"""Texts that strangers might write: markup, formulas, control characters, odd letters, marks, and plain news."""

from hypothesis import strategies as st

PLANTED = "planted"  # the name of tags, attributes and addresses that must never come alive

MARKUP = (
    "<planted onload=planted()>", "</script><planted>", "<img src=planted onerror=planted()>", "</textarea><planted>",
    "<a href='javascript:planted()'>x</a>", "&lt;planted&gt;", "&#60;planted&#62;", "<!--", "]]>", "\"'><planted",
    "{{planted}}", "{% planted %}", "[x](javascript:planted)", "$\\href{javascript:planted}{x}$", "\\(planted\\)",
)  # fmt: skip
FORMULAS = ("=1+1", "+1", "-1", "@x", "\t=1", "＝1", "%s", "{0}", "%{x}", "1e999", "NaN", "null", "-0", "٣", "½", "²")
ODD = (
    "\0", "\x1b[31m", "\x7f", "\x85", "\u202e", "\u2066", "\u200b", "\u0301", "e\u0301", "\ufeff", "\u2028", "\r",
    "\n", "\n\n", "\t", " ", "\u00a0", "İ", "ß", "ﬁ", "Å", "\U0001f600", "漢字", "\U000e0041", "\ufffe", "ﷺ",
)  # fmt: skip
MARKS = ('"', "'", "“", "”", "„", "‟", "«", "»", "‘", "’", "‚", "‹", "›", "`", "``", "''", "″", "-", "—", "--", "…")
SIGNS = (
    ".",
    ",",
    ":",
    ";",
    "?",
    "!",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "/",
    "\\",
    "../",
    "#",
    "*",
    "_",
    "&",
    "<",
    ">",
    "|",
)
PLAIN = (
    "The minister", "Ada Lund", "Norland", "Russia", "Mr. O’Neill-Łoś", "he", "she", "said", "told reporters", "that",
    "according to", "rejected", "supports", "the bridge", "the sugar tax", "not", "would", "never", "to", "of", "and",
    "on Monday", "12 March 2024", "2024-02-31", "By", "spokeswoman", "former president", "J.", "V.", "U.S.", "Reuters",
    "https://a.example/2024/03/12/x", "(Reuters)", "Read more", "A", "a", "is", "We", "it", "no", "Ltd", "EU", "1",
)  # fmt: skip

_pieces = st.sampled_from(MARKUP + FORMULAS + ODD + MARKS + SIGNS) | st.sampled_from(PLAIN) | st.text(max_size=3)
_glued = st.tuples(_pieces, st.sampled_from(("", " ", " "))).map("".join)

WORDS = st.sampled_from(PLAIN + MARKS + SIGNS + MARKUP + FORMULAS + ODD)
TEXTS = st.lists(_glued, max_size=8).map("".join)  # what a table may hold
LONG_TEXTS = st.lists(_glued, max_size=40).map("".join)
RAW_TEXTS = st.lists(_glued | st.sampled_from(("\ud800", "\udcff")), max_size=12).map("".join)  # what Python may hold
NAMES = st.sampled_from(("Ada Lund", "Lund", "A. Lund", "Norland", "NORLAND", "Piet van der Ost", "")) | TEXTS
