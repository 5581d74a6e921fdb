"""Verbs that take a side on some objects and none on others: "raised the tax" does, "raised the matter" does not."""

from spacy.tokens import Token

from helpers.statements.clauses import is_shown
from helpers.statements.climb import Climb
from helpers.statements.lexicon import Carrier
from helpers.statements.tree import lemma

_RAISING = ("raise", "hike", "increase")
_AHEAD = ("ahead", "front")
_WITH_PERSONS = ("join", "lay")  # "joined Varr on the stage", "should lay off Varr"


def is_misfit(climb: Climb, carrier: Carrier, role: str, verb: Token) -> bool:
    """Whether a verb takes no side on the matter here, although it does on others.

    Args:
        climb: What is known so far.
        carrier: What the verb would say.
        role: How the matter hangs on it: subject, object, prep or clause.
        verb: The verb.
    """
    if carrier.kind == "demands" and not climb.decided and is_shown(verb, climb.target, climb.words):
        return True  # "sought to show that the matter was costly"
    if carrier.head == "share" and role == "clause":
        return True  # "shared what they think of the matter"
    if carrier.head in _RAISING:  # "raised the matter", "raised concerns about the tax"
        return bool(climb.path) or not climb.words.among(climb.target, "levels")
    if climb.person and not climb.path and lemma(verb) in _WITH_PERSONS:
        return True
    if carrier.head == "need":  # "needs ten more votes"
        return any(c.dep_ == "nummod" for c in climb.target.children)
    if "out" in carrier.others and any(t.lower_ in _AHEAD for t in climb.target.doc[verb.i : climb.target.i]):
        return True  # "got out ahead of her"
    # "charges were filed against her" is not against the charges
    return role == "object" and "against" in carrier.others and "against" not in climb.path
