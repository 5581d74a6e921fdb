"""What is wanted in the place of something else: "would rather strike than sign it", "replaced it with a tax"."""

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.doing import do
from helpers.statements.lexicon import Carrier
from helpers.statements.tree import OBJECTS, child, lemma

_REPLACING = ("replace", "supplant", "swap")
_PREFERRING = ("choose", "favor", "favour", "pick", "prefer", "prize", "value")
_SURE = 0.8  # confidence left, as both may be wanted


def is_in_its_place(preposition: Token) -> bool:
    """Whether what follows gives way: "it wants A instead of the matter", "prefers A over the matter"."""
    before = preposition.nbor(-1).lower_ if preposition.i else ""
    if preposition.lower_ == "of" and before in ("instead", "lieu"):
        return True
    chosen = preposition.head if preposition.head.pos_ == "VERB" else preposition.head.head
    if preposition.lower_ not in ("over", "to") or lemma(chosen) not in _PREFERRING:
        return False
    first = child(chosen, *OBJECTS)
    return first is not None and first.i < preposition.i and (preposition.lower_ == "over" or lemma(chosen) == "prefer")


def weigh_replaced(climb: Climb, role: str, verb: Token) -> bool:
    """Weigh what takes the place of something, and what gives way; whether that decides."""
    if lemma(verb) not in _REPLACING or climb.person:
        return False
    with_what = next((c for c in verb.children if c.dep_ in ("prep", "agent") and c.lower_ in ("with", "by")), None)
    if with_what is None or (role == "prep" and climb.path != [with_what.lower_]):
        return False
    if role not in ("object", "prep") or (role == "object" and climb.path):
        return False
    do(climb, verb, Carrier(lemma(verb), (with_what.lower_,), "actions", -1 if role == "object" else 1, 1.0))
    climb.negate(verb)
    climb.confidence *= _SURE
    return True
