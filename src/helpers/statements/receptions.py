"""How a deed told in the same sentence is taken: "vetoed the draft, drawing a rebuke from X", "to the dismay of X"."""

from collections.abc import Iterator, Mapping

from spacy.tokens import Span, Token

from helpers.statements.climb import Reading, side
from helpers.statements.context import Context
from helpers.statements.gestures import Gesture
from helpers.statements.holders import Holders
from helpers.statements.tree import OBJECTS, child, lemma, negators, subject

_CONFIDENCE, _STRENGTH = 0.7, 0.8
_FROM = ("from", "by", "in", "among", "of")


def find_receptions(
    sentence: Span, told: Mapping[str, tuple[str, float]], context: Context, holders: Holders
) -> Iterator[Gesture]:
    """Praise and blame that a side meets with, which take that side or the other.

    Args:
        sentence: The sentence.
        told: Of each actor, the issue and the side that the sentence itself tells.
        context: Its words.
        holders: Who is named.
    """
    for noun in sentence if told else ():
        deed = _deed_taken(noun, context)
        carrier = context.words.carrier("nouns", lemma(noun), ()) if deed is not None else None
        who = next((p for p in _takers(noun) if holders.all_named(p)), None) if carrier is not None else None
        doer = subject(deed) if deed is not None and who is not None else None
        actor = holders.named(doer) or holders.pronoun(doer) if doer is not None else None
        if carrier is None or who is None or actor is None or actor not in told:
            continue
        if any(True for _ in negators(noun.head, context.words)):
            continue
        issue, theirs = told[actor]
        sign = carrier.sign * ((theirs > 0) - (theirs < 0))
        if sign and actor not in holders.all_named(who):
            step = f"'{noun.text}' ({side(carrier.sign)}) for being {side(1 if theirs > 0 else -1)} it"
            yield Gesture(issue, noun, Reading(sign, _STRENGTH, _CONFIDENCE, (step,), who, ("gesture",)))


def _deed_taken(noun: Token, context: Context) -> Token | None:
    """The verb whose deed meets with what a noun tells."""
    if noun.pos_ != "NOUN":
        return None
    verb = noun.head
    if noun.dep_ in OBJECTS and verb.tag_ == "VBG" and verb.dep_ == "advcl" and context.words.among(verb, "receptions"):
        return verb.head
    if noun.dep_ == "pobj" and verb.lower_ == "to" and verb.head.pos_ == "VERB" and child(noun, "prep") is not None:
        return verb.head if verb.i > verb.head.i and not any(c.i < verb.i for c in noun.children) else None
    return None


def _takers(noun: Token) -> Iterator[Token]:
    """Whose praise or blame it is: "a rebuke from X", "the dismay of X"."""
    for c in (*noun.children, *noun.head.children):
        if c.dep_ in ("prep", "agent") and c.lower_ in _FROM and c.i > noun.i and (who := child(c, "pobj")) is not None:
            yield who
