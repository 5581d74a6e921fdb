"""Sides told without their verb: "so did X", "as has X", "nor did X", "X did not", "X did so too"."""

from collections.abc import Iterator, Mapping

from spacy.tokens import Span, Token

from helpers.statements.climb import Reading, side
from helpers.statements.context import Context
from helpers.statements.gestures import Gesture
from helpers.statements.holders import Holders
from helpers.statements.tree import PASSIVE_SUBJECTS, SUBJECTS, child, lemma

_CONFIDENCE, _STRENGTH = 0.75, 0.8
_PROFORMS = frozenset({"do", "does", "did", "is", "are", "was", "were", "has", "have", "had"})
_BESIDE = (*SUBJECTS, *PASSIVE_SUBJECTS, "neg", "advmod", "punct", "mark", "prep", "cc", "conj", "npadvmod", "ccomp")
_INVERTING = ("so", "nor", "neither")


def find_proforms(
    sentence: Span, told: Mapping[str, tuple[str, float]], context: Context, holders: Holders
) -> Iterator[Gesture]:
    """Who takes the side told in the same sentence, or in the one before, or the other side.

    Args:
        sentence: The sentence.
        told: Of each actor, the issue and the side that the sentence itself tells.
        context: What was told before.
        holders: Who is named.
    """
    sides = {(issue, 1 if agreement > 0 else -1) for issue, agreement in told.values() if agreement}
    if len(sides) > 1 or not context.has(sentence, _PROFORMS):
        return
    for verb in sentence:
        if verb.lower_ not in _PROFORMS or verb.dep_ in ("aux", "auxpass"):
            continue
        who = child(verb, *SUBJECTS, *PASSIVE_SUBJECTS)
        sign = _turn(verb, who, sentence) if who is not None else 0
        if not sign or who is None or not holders.all_named(who) or context.is_verbatim(verb):
            continue
        last = next(iter(sides), None) or context.last_position(sentence, reach=1)
        if last is None and sign > 0:
            last = context.last_told(sentence)
        if last is None or not told.keys().isdisjoint(holders.all_named(who)):
            continue
        step = f"'{verb.text}' what was told before ({side(sign * last[1])})"
        yield Gesture(last[0], verb, Reading(sign * last[1], _STRENGTH, _CONFIDENCE, (step,), who, ("gesture",)))


def _turn(verb: Token, who: Token, sentence: Span) -> int:
    """Whether a bare verb takes the side told before (1), the other (-1), or says something else (0)."""
    if any(c.dep_ not in _BESIDE for c in verb.children):
        return 0
    if any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
        return 0
    if who.i > verb.i:
        opening = next((t.lower_ for t in sentence if not t.is_punct and not t.is_space), "")
        inverted = opening in _INVERTING and verb.i <= sentence.start + 2
        return int(inverted or _is_after_as(verb))
    if any(c.dep_ == "neg" for c in verb.children):
        return -1 if _ends_clause(verb) else 0
    likewise = lemma(verb) == "do" and any(c.lower_ in ("so", "likewise") and c.i > verb.i for c in verb.children)
    return int(likewise or _is_after_as(verb))


def _is_after_as(verb: Token) -> bool:
    """Whether "as" leads on to the verb: "…, as has Ruritania", but not "as it did before"."""
    before = verb.doc[verb.i - 1] if verb.i else None
    return before is not None and before.lower_ == "as"


def _ends_clause(verb: Token) -> bool:
    """Whether nothing but "not" follows: "Ruritania did not."."""
    after = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if t.dep_ != "neg"]
    return not after or after[0].is_punct or after[0].is_space or after[0].dep_ == "cc"
