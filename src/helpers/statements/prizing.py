"""What somebody makes much of: "made the matter a priority", "made it a central part of her campaign"."""

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.lexicon import STRENGTHS, Carrier
from helpers.statements.tree import child, lemma, negators, subject

_PRIZES = ("priority", "cornerstone", "centerpiece", "centrepiece", "hallmark", "cause", "plank", "mission", "goal")
_QUALIFIED = {"issue": ("signature",), "part": ("central", "key"), "element": ("central", "key")}


def weigh_prized(climb: Climb, verb: Token) -> bool:
    """Weigh what a matter is made that nobody makes of what he is against.

    Args:
        climb: What is known so far; nothing has decided yet.
        verb: The verb.

    Returns:
        Whether it decides.
    """
    made = child(verb, "oprd", "ccomp", "dobj") if lemma(verb) == "make" else None
    if made is None or made == climb.target or child(made, "nsubj") not in (None, climb.target):
        return False
    of = child(made, "prep") if made.lower_ == "one" else None  # "one of her signature issues"
    kind = (child(of, "pobj") if of is not None else made) or made
    wanted = _QUALIFIED.get(lemma(kind), ())
    if lemma(kind) not in _PRIZES and not any(c.lower_ in wanted for c in kind.children):
        return False
    if len(climb.path) > 1 or (climb.path and climb.path[0] != lemma(made)):
        return False
    climb.decide(Carrier("make", (lemma(kind),), "attitudes", 1, STRENGTHS["mild"]), verb)
    climb.hold(subject(verb))
    climb.asserted = not any(True for _ in negators(verb, climb.words))  # who makes it none may be for it
    return True
