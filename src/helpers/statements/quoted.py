"""What coding needs to know of a quotation: its tokens, and whose it is."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from spacy.tokens import Doc, Span, Token

# A quotation that is none to most signs, and credited by a pronoun ("her attack on …"), is hardly ever somebody's view:
# of eight such statements in real news two were right, of fourteen with a name ten.
_UNSURE, _DOUBTED = 0.6, 0.5
_ENDS = frozenset('.!?"”»')
VERBATIM = ("direct", "unmarked")  # kinds in which each word is the speaker's


class Quoted(NamedTuple):
    """A quotation by the positions of its tokens in the parse."""

    quotation_id: str
    actor_id: str | None
    kind: str
    tokens: frozenset[int]
    cues: frozenset[int]
    source: frozenset[int]
    speaker_id: str | None = None  # the person or body that spoke
    sure: float = 1.0  # how surely these are the words, or the view, of the one they are credited to


def read_quoted(doc: Doc, row: Mapping[str, Any]) -> Quoted:
    """A row of `tables.QUOTATIONS` on the document's parse."""

    def tokens(start: int | None, end: int | None) -> frozenset[int]:
        if start is None or end is None:
            return frozenset()
        span = doc.char_span(start, end, alignment_mode="expand")
        return frozenset(range(span.start, span.end)) if span is not None else frozenset()

    content = frozenset[int]().union(*(tokens(start, end) for start, end in row["content_spans"]))
    return Quoted(
        row["quotation_id"],
        row["actor_id"],
        row["kind"],
        content,
        tokens(row["cue_start"], row["cue_end"]) - content,
        tokens(row["source_start"], row["source_end"]) - content,
        row["speaker_id"],
        _DOUBTED if row["resolution"] == "pronoun" and row["confidence"] <= _UNSURE else 1.0,
    )


def is_asked(token: Token, sentence: Span) -> bool:
    """Whether a word stands in a question, also one that the reporter's words follow: "Is it fair?" asked Lund."""
    if "?" not in sentence.text:
        return False
    ends = (t.text for t in token.doc[token.i : sentence.end] if t.text in _ENDS)
    return next(ends, "") == "?"
