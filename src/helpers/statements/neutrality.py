"""Explicit neutrality: phrases that take no side."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Span, Token

from helpers.statements.lexicon import ARTICLES, StanceWords

_SPANS = ("DATE", "TIME", "ORDINAL", "CARDINAL")  # "put off the decision for ten years", "a decision for the voters"
_GAP = 4  # words that "*" may stand for


def find_neutral(sentence: Span, words: StanceWords) -> Iterator[tuple[str, Token]]:
    """Neutral phrases of a sentence, as `(text, first token)`; "the" and "a" may stand in between."""
    tokens = [t for t in sentence if t.lower_ not in ARTICLES and not t.is_quote and not t.is_space]
    for n, token in enumerate(tokens):
        forms = dict.fromkeys(form for form in (token.lower_, token.lemma_.lower()) if form in words.neutral)
        if not forms:  # most words
            continue
        phrases = (phrase for form in forms for phrase in words.neutral.get(form, ()))
        end = next((end for phrase in phrases if (end := _match(tokens, n, phrase)) is not None), None)
        if end is not None and token.lower_ == "matter" and any(c.dep_ == "amod" for c in token.children):
            continue  # "a strategic matter for all of us"
        if end is not None and not (end < len(tokens) and tokens[end].ent_type_ in _SPANS):
            yield sentence.doc[token.i : tokens[end - 1].i + 1].text, token


def _match(tokens: Sequence[Token], start: int, wanted: Sequence[str]) -> int | None:
    """Where a phrase ends that begins at `start`; "*" stands for up to four words."""
    place = start
    for word, following in pairwise([*wanted, ""]):
        if word == "*":
            reach = tokens[place + 1 : place + 1 + _GAP]
            gap = next((n for n, t in enumerate(reach, 1) if following in (t.lower_, t.lemma_.lower())), None)
            if gap is None:
                return None
            place += gap
        elif place < len(tokens) and word in (tokens[place].lower_, tokens[place].lemma_.lower()):
            place += 1
        else:
            return None
    return place
