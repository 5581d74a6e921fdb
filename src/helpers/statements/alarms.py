"""What somebody warns of in a sentence that does not say from what it would come: "warned that jobs would be lost"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from helpers.statements.climb import Reading, side
from helpers.statements.consequences import find_worth
from helpers.statements.context import Context
from helpers.statements.elliptic import elliptic_sign
from helpers.statements.gestures import Gesture
from helpers.statements.tree import PASSIVE_SUBJECTS, SUBJECTS, child, negators, subject

_CONFIDENCE, _STRENGTH = 0.45, 0.6
_CONDITIONS = ("if", "unless", "without", "until", "once", "when")


def find_alarms(sentence: Span, context: Context) -> Iterator[Gesture]:
    """Warnings, in a sentence that names no issue, of what the one matter spoken of would do.

    What a delay, a halt, or a veto would do is said for the matter.
    """
    words = context.words
    if not context.has(sentence, words.lists["warning"]):
        return
    topics = list(dict.fromkeys(issue for issue, _ in context.topics(sentence)))
    if len(topics) != 1:
        return
    for verb in sentence:
        clause = child(verb, "ccomp") if verb.pos_ == "VERB" and words.among(verb, "warning") else None
        who = subject(verb) if clause is not None else None
        if clause is None or who is None or any(True for _ in negators(verb, words)):
            continue
        told = sorted(clause.subtree, key=lambda t: t.i)
        worth, word = find_worth(told, words)
        if word is None:
            word = next((t for t in told if t.pos_ == "VERB" and words.among(t, "vanishing")), None)
        if word is None or worth > 0 or any(t.lower_ in _CONDITIONS for t in told):
            continue
        sign = 1 if _is_of_undoing(clause, context) else -1
        steps = (f"'{verb.text}' of '{word.text}' ({side(sign)})",)
        yield Gesture(topics[0], verb, Reading(sign, _STRENGTH, _CONFIDENCE, steps, who, ("elliptic",)))


def _is_of_undoing(clause: Token, context: Context) -> bool:
    """Whether what would do harm is that the matter is held up."""
    cause = child(clause, *SUBJECTS, *PASSIVE_SUBJECTS)
    return cause is not None and any(elliptic_sign(t, context.words) < 0 for t in cause.subtree)
