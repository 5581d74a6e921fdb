"""Sides taken with somebody who has one: "voiced solidarity with X", "stands by X", "aligned itself with her"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from helpers.statements.climb import Reading, side
from helpers.statements.context import Context
from helpers.statements.gestures import Gesture
from helpers.statements.holders import Holders
from helpers.statements.tree import OBJECTS, child, lemma, negators, subject

_CONFIDENCE, _STRENGTH = 0.6, 0.8
_BACKING = frozenset("backing solidarity support sympathy understanding unity".split())
_VOICING = frozenset(
    "affirm confirm convey declare express extend give offer pledge reaffirm reiterate show voice".split()
)
_STANDING = {
    "align": ("with",),
    "associate": ("with",),
    "line": ("behind",),
    "rally": ("around", "behind", "to"),
    "side": ("with",),
    "solidarise": ("with",),
    "solidarize": ("with",),
    "stand": ("behind", "by", "with"),
    "stick": ("by",),
}
_TOWARD = ("with", "for", "to", "behind", "toward", "towards")


def find_siding(sentence: Span, context: Context, holders: Holders) -> Iterator[Gesture]:
    """Those who say in a sentence that names no issue that they are with somebody whose side is known.

    Args:
        sentence: The sentence.
        context: What was told before.
        holders: Who is named.
    """
    for verb in sentence:
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        whom = _stood_by(verb) or _backed(verb)
        who = subject(verb) if whom is not None else None
        if whom is None or who is None or any(True for _ in negators(verb, context.words)):
            continue
        actor = holders.named(whom) or holders.pronoun(whom)
        position = context.position_of(actor, sentence) if actor is not None else None
        if position is None or actor in holders.all_named(who):
            continue
        step = f"'{verb.text}' with somebody who is {side(position[1])} it"
        yield Gesture(position[0], verb, Reading(position[1], _STRENGTH, _CONFIDENCE, (step,), who, ("gesture",)))


def _stood_by(verb: Token) -> Token | None:
    """By whom somebody stands: "stands by X", "aligned itself with her"."""
    prepositions = _STANDING.get(lemma(verb), ())
    found = (child(c, "pobj") for c in verb.children if c.dep_ == "prep" and c.lower_ in prepositions)
    whom = next((p for p in found if p is not None), None)
    thing = child(verb, *OBJECTS)
    alone = thing is None or thing.lower_ in ("itself", "themselves", "himself", "herself")
    return whom if alone else None


def _backed(verb: Token) -> Token | None:
    """With whom somebody voices solidarity: "expressed full support for X"."""
    thing = child(verb, "dobj") if lemma(verb) in _VOICING else None
    if thing is None or lemma(thing) not in _BACKING:
        return None
    found = (
        child(c, "pobj")
        for noun in (thing, verb)
        for c in noun.children
        if c.dep_ in ("prep", "dative") and c.lower_ in _TOWARD and c.i > thing.i
    )
    return next((p for p in found if p is not None), None)
