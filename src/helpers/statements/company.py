"""What stands together in a document: of each sentence the issues that it names and the phrases outside all terms."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
from spacy.tokens import Doc, Span

from helpers.statements.lexicon import StanceWords
from helpers.statements.matching import IssueMatch
from helpers.statements.phrases import covered_tokens, iter_phrases

_STRINGS = pa.list_(pa.string())
SENTENCES = pa.list_(
    pa.struct([("start", pa.int64()), ("end", pa.int64()), ("issues", _STRINGS), ("phrases", _STRINGS)])
)
COMPANY = pa.schema([("document_id", pa.string()), ("sentences", SENTENCES)])


def read_company(
    doc: Doc, matches: Sequence[IssueMatch], names: Iterable[tuple[int, int]], words: StanceWords
) -> list[dict[str, Any]]:
    """Read a document.

    Args:
        doc: Its parse.
        matches: What `IssueMatcher.find` finds in it.
        names: The spans of actors' names, which are no terms.
        words: Words for bodies, attitudes and other generic nouns, which are none either.

    Returns:
        Its sentences that hold anything but white space, in their order: a value that follows `SENTENCES`.
    """
    actors = covered_tokens(doc, names)
    covered = {i for match in matches for i in range(match.start, match.end)}
    terms = [match for match in matches if match.kind == "term"]
    starts = [match.start for match in terms]
    rows = []
    for sentence in doc.sents:
        if not sentence.text.strip():
            continue
        start, end = _extent(sentence)
        named = terms[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        held = {phrase for phrase, noun in iter_phrases(sentence, actors, words) if noun.i not in covered}
        rows.append(
            {"start": start, "end": end, "issues": sorted({m.issue_id for m in named}), "phrases": sorted(held)}
        )
    return rows


def _extent(sentence: Span) -> tuple[int, int]:
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return start, start + len(text.strip())
