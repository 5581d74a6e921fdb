"""Key phrases: the nouns, and nouns with the word before them, that a sentence may be about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pandas as pd
from spacy.tokens import Doc, Span, Token

from helpers.statements.lexicon import StanceWords
from helpers.statements.tree import lemma

_NUMBERS = ("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY")
_NAMED = (*_NUMBERS, "PERSON", "LANGUAGE", "NORP", "GPE", "LOC", "ORG", "FAC")
_MODIFIERS = ("amod", "compound", "nmod")

type Places = dict[str, list[tuple[int, int]]]


def content_places(quotations: pd.DataFrame) -> Places:
    """The spans of what was said, by document."""
    places: Places = defaultdict(list)
    for document_id, spans in zip(quotations["document_id"], quotations["content_spans"], strict=True):
        places[document_id].extend((int(start), int(end)) for start, end in spans)
    return places


def actor_places(mentions: pd.DataFrame) -> Places:
    """The spans of actors' names, by document."""
    places: Places = defaultdict(list)
    known = mentions.dropna(subset=["actor_id"])
    for document_id, start, end in zip(known["document_id"], known["start"], known["end"], strict=True):
        places[document_id].append((int(start), int(end)))
    return places


def covered_tokens(doc: Doc, spans: Iterable[tuple[int, int]]) -> set[int]:
    """The positions of the tokens in spans of characters."""
    covered: set[int] = set()
    for start, end in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            covered.update(range(span.start, span.end))
    return covered


def iter_phrases(sentence: Span, actors: set[int], words: StanceWords) -> Iterator[tuple[str, Token]]:
    """Nouns with and without the word before them, in lemmas ("dam", "river treaty"), each with its noun.

    Args:
        sentence: A sentence of a parsed document.
        actors: Positions of tokens that name actors: they name no issue.
        words: Words for bodies, attitudes and other generic nouns, which name none either.
    """
    for token in sentence:
        if not _is_key_noun(token, actors, words):
            continue
        generic = words.among(token, "generic")  # no issue alone, but perhaps with a noun before it: "toll road"
        if not generic:
            yield lemma(token), token
        before = token.nbor(-1) if token.i > sentence.start else None
        if before is None or before.dep_ not in _MODIFIERS or before.head != token or before.i in actors:
            continue
        telling = before.pos_ in ("NOUN", "PROPN") and not words.among(before, "generic")
        if before.is_alpha and not before.is_stop and before.ent_type_ not in _NUMBERS and (telling or not generic):
            yield f"{before.lower_} {lemma(token)}", token


def is_carrier(token: Token, words: StanceWords) -> bool:
    """Whether a verb says that somebody takes a position."""
    return token.pos_ == "VERB" and any(words.phrases(kind, lemma(token)) for kind in ("attitudes", "demands"))


def is_held(noun: Token, words: StanceWords) -> bool:
    """Whether a stance word governs the noun, directly or through a preposition."""
    head = noun.head.head if noun.dep_ == "pobj" else noun.head
    kinds = ("attitudes", "demands", "actions") if head.pos_ == "VERB" else ("nouns",)
    return noun.dep_ in ("dobj", "pobj", "nsubjpass") and any(words.phrases(kind, lemma(head)) for kind in kinds)


def _is_key_noun(token: Token, actors: set[int], words: StanceWords) -> bool:
    if token.pos_ != "NOUN" or not token.is_alpha or len(token) < 3 or token.is_stop or token.i in actors:
        return False
    if token.ent_type_ in _NAMED or words.among(token, "echoes"):
        return False
    name = lemma(token)
    carries = words.carrier("nouns", name, [lemma(child) for child in token.children])  # "a vote for", not "the vote"
    return name not in words.lists["bodies"] and carries is None
