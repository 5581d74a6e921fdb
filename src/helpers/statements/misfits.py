"""Words that take a side on some matters and none on others: "raised the tax" does, "raised the matter" does not."""

from spacy.tokens import Token

from helpers.statements.clauses import is_shown, is_told_of
from helpers.statements.climb import Climb
from helpers.statements.lexicon import Carrier
from helpers.statements.tree import OBJECTS, child, lemma

_RAISING = ("raise", "hike", "increase")
_AHEAD = ("ahead", "front")
_TOPICS = ("action", "appeal", "argument", "case", "interest", "issue", "place", "point", "question", "room", "time")
_CONTENDERS = ("campaign", "candidacy", "candidate", "front-runner", "frontrunner", "nominee", "party", "ticket")
_CHANCES = ("chance", "odds", "popularity", "prospect", "rating", "re-election", "reelection", "standing")
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
    if carrier.head == "play" and "down" in carrier.others and not climb.decided:
        return True  # "played down the idea", which may be his own
    if carrier.head == "distance":  # "tried to distance Varr from it": what he thinks of it is not said
        whom = child(verb, "dobj")
        return whom is not None and whom != climb.target and not whom.lower_.endswith(("self", "selves"))
    if carrier.kind == "effects" and is_about_chances(verb):
        return True
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


def is_other_sense(target: Token, dep: str, noun: Token) -> bool:
    """Whether a noun that may hold a position holds none on the matter: "the tax case", "the critics who back it".

    Args:
        target: The matter.
        dep: How what names the matter hangs on the noun.
        noun: The noun.
    """
    if dep == "compound":
        return lemma(noun) in _TOPICS
    return dep == "relcl" and is_of_doer(target, dep, noun)


def is_of_doer(target: Token, dep: str, noun: Token) -> bool:
    """Whether a noun is who or what does something to the matter: "the deadlock that blocked it"."""
    clause = next((c for c in noun.children if c.dep_ == dep and target in c.subtree), None)
    if clause is None or dep not in ("relcl", "acl"):
        return False
    return is_told_of(clause) if dep == "relcl" else clause.tag_ == "VBG"


def is_about_chances(verb: Token) -> bool:
    """Whether something helps or harms somebody at the polls, whatever one thinks of it: "it hurt the party"."""
    if any(c.dep_ == "advmod" and c.lower_ in ("politically", "electorally") for c in verb.children):
        return True
    whom = child(verb, *OBJECTS)
    owned = whom is not None and child(whom, "poss") is not None
    return whom is not None and (lemma(whom) in _CONTENDERS or (owned and lemma(whom) in _CHANCES))
