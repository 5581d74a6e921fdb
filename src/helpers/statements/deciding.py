"""The user's own words that decide: pro_terms and con_terms of the catalogue, in somebody's own speech."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from helpers.statements.climb import Reading
from helpers.statements.context import Context
from helpers.statements.lexicon import StanceWords
from helpers.statements.matching import IssueMatch
from helpers.statements.quoted import Quoted
from helpers.statements.tree import child, lemma

_CONFIDENCE = 0.8
_UNSURE = 0.5  # of it left where the word is used of the past
_ONCE = ("once", "formerly", "previously", "originally", "initially")


class Deciding(NamedTuple):
    """A deciding word, its issue, the quotation that it stands in, and how to read it."""

    issue_id: str
    token: Token
    quoted: Quoted
    actor_id: str
    reading: Reading


def find_deciding(
    sentence: Span, matches: Sequence[IssueMatch], innermost: Mapping[int, Quoted], context: Context
) -> Iterator[Deciding]:
    """Words that by themselves decide, in somebody's own words, where the issue is spoken about.

    The matches are those of the document, by position.
    """
    first, end = (bisect_left(matches, place, key=lambda m: m.start) for place in (sentence.start, sentence.end))
    for match in matches[first:end]:
        quoted = innermost.get(match.start)
        if match.kind == "term" or quoted is None:
            continue
        if quoted.actor_id is None or match.issue_id not in context.near(sentence):
            continue
        reading = _read(sentence, match, context)
        if reading is not None:
            span = sentence.doc[match.start : match.end]
            yield Deciding(match.issue_id, span.root, quoted, quoted.actor_id, reading)


def _read(sentence: Span, match: IssueMatch, context: Context) -> Reading | None:
    words, doc = context.words, sentence.doc
    before = [t for t in doc[max(sentence.start, match.start - 3) : match.start]]
    if any(words.among(t, "judging") for t in before):  # "whoever calls it a …": not the speaker's word
        return None
    close = [t for t in before if t.lower_ not in ("a", "an", "the") and not t.is_quote][-1:]
    negator = next((t for t in close if words.among(t, "negators")), None)
    sign = (1 if match.kind == "pro" else -1) * (-1 if negator is not None else 1)
    steps = [f"'{doc[match.start : match.end].text}' ({match.kind}_term of the issue)"]
    if negator is not None:
        steps.append(f"negated by '{negator.text}'")
    root = doc[match.start : match.end].root
    sure = _CONFIDENCE * (_UNSURE if _is_bygone(root, words) else 1.0)
    return Reading(sign, 1.0, sure, tuple(steps), None, ("issue_word",))


def _is_bygone(word: Token, words: StanceWords) -> bool:
    """Whether a word is used of what was: "described himself as pro-tax in the past", "used to be pro-tax"."""
    for node in word.ancestors:
        if node.pos_ not in ("VERB", "AUX"):
            continue
        if lemma(node) == "use" and child(node, "xcomp") is not None:
            return True
        for c in node.children:
            if c.dep_ == "advmod" and c.lower_ in _ONCE:
                return True
            when = child(c, "pobj") if c.dep_ == "prep" and c.lower_ == "in" else None
            if when is not None and when.lower_ == "past":
                return True
    return False
