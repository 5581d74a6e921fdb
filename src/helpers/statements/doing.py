"""Whose the attitude or deed is that a verb tells, and whether it is done, demanded or only wished."""

from spacy.tokens import Token

from helpers.statements.clauses import is_at_gathering
from helpers.statements.climb import Climb
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.tree import (
    PASSIVE_SUBJECTS,
    SUBJECTS,
    agent,
    auxiliaries,
    child,
    has_modal,
    is_passive,
    lemma,
    negators,
    subject,
)

_UNOWNED = ("acl", "dep", "appos", "nmod", "amod")  # how a deed hangs on a noun
_SUFFERING = ("suffer", "groan", "pay", "afford")  # of others than the holder
_WISHES = ("initiative", "insistence", "request", "proposal", "suggestion", "behest", "urging", "demand", "invitation")
_TEXTS = ("statement", "declaration", "note", "communique", "communiqué", "letter", "resolution", "release")
_PASSIVE_DEED = 0.6  # confidence of "will be built", which may be a forecast


def do(climb: Climb, verb: Token, carrier: Carrier) -> None:
    """Somebody does or undoes the matter, or must, or must not."""
    words = climb.words
    climb.decide(carrier, verb)
    doer = subject(verb) or _instigator(verb)
    negated = any(True for _ in negators(verb, words))
    demanded = has_modal(verb, words, "obligation") or (negated and has_modal(verb, words, "possibility"))
    climb.hold(None)
    if doer is not None and (words.among(doer, "negative_subjects") or (demanded and doer.lower_ not in ("i", "we"))):
        return
    climb.doer = doer
    if doer is None and verb.tag_ == "VB" and not auxiliaries(verb):
        climb.flag("imperative")
    if doer is None and verb.dep_ in _UNOWNED:  # "the decision to hold it": whose is not said
        climb.unclaimed = True
    elif doer is None and not demanded and is_passive(verb):
        climb.unclaimed = not has_modal(verb, words, "commitment")
        climb.confidence = min(climb.confidence, _PASSIVE_DEED)


def _instigator(verb: Token) -> Token | None:
    """At whose wish it is done: "introduced at the initiative of X", "at X's request"."""
    for c in verb.children if is_passive(verb) else ():
        wish = child(c, "pobj") if c.dep_ == "prep" and c.lower_ in ("at", "on", "upon") else None
        if wish is not None and lemma(wish) in _WISHES:
            of = next((child(g, "pobj") for g in wish.children if g.dep_ == "prep" and g.lower_ == "of"), None)
            return of or child(wish, "poss")
    return None


def take_attitude(climb: Climb, head: Token, carrier: Carrier) -> None:
    """Somebody is for or against the matter, as a verb says."""
    if carrier.sign < 0 and not climb.decided and any(climb.words.among(c, "slack") for c in climb.target.children):
        climb.sign = -climb.sign  # "criticised the lax law": wants more of it
    if lemma(head) == "deny" and climb.decided:
        climb.flag("denied")
    if climb.harms and climb.words.among(head, "fearing"):  # "fears that it will cost jobs": against it
        climb.sign = -climb.sign
    climb.decide(carrier, head)
    if carrier.kind == "holder_adjectives":  # "is opposed to": no passive, whatever the parser says
        climb.hold(child(head, *SUBJECTS, *PASSIVE_SUBJECTS) or subject(head))
        return
    holder = subject(head)
    if carrier.head in _SUFFERING and (holder is None or holder.lower_ not in ("i", "we")):
        climb.hold(None)  # "families suffer from it": whoever says so is against it
        return
    demanded = has_modal(head, climb.words, "obligation") and (holder is None or holder.lower_ not in ("i", "we"))
    if holder is None and is_passive(head):
        holder = voiced_in(head, climb.words) or _instigator(head)
    climb.hold(None if demanded else holder)  # "parliament must accept it": the speaker wants it
    if is_at_gathering(head, climb.words):
        climb.hold(None)
        climb.unclaimed = True
        return
    promised = climb.words.among(head, "resolving") and has_modal(head, climb.words, "commitment")
    if promised and is_passive(head):  # "will not be approved"
        climb.confidence = min(climb.confidence, _PASSIVE_DEED)
    if not promised and is_passive(head) and _is_ruling(head):  # "the matter is ruled out, she said": by her
        promised = True
    licensed = promised or any(has_modal(head, climb.words, kind) for kind in ("obligation", "possibility"))
    climb.unclaimed = is_passive(head) and climb.holder is None and not licensed


def _is_ruling(verb: Token) -> bool:
    """Whether a passive in the present says what its speaker decides: "is ruled out", "is excluded"."""
    now = next((c.tag_ in ("VBZ", "VBP") for c in verb.children if c.dep_ == "auxpass"), False)
    return now and lemma(verb) in ("rule", "exclude", "preclude")


def voiced_in(verb: Token, words: StanceWords) -> Token | None:
    """The capital in which a passive reaction was voiced, which means its government: "was criticised in Ruritania"."""
    if not words.among(verb, "voiced"):
        return None
    for c in verb.children:
        place = child(c, "pobj") if c.dep_ == "prep" and c.lower_ in ("in", "by") else None
        issued = place is not None and lemma(place) in _TEXTS
        place = _issuer(place) if place is not None and issued else place
        if place is not None and place.pos_ == "PROPN":
            return place
    return None


def _issuer(text: Token) -> Token | None:
    """Whose a statement is: "a statement by X", "a note of X", "a declaration released by X"."""
    for c in text.children:
        by = agent(c) if c.dep_ == "acl" else child(c, "pobj") if c.lower_ in ("by", "from", "of") else None
        if by is not None:
            return by
    return child(text, "poss")


def wanted_done(climb: Climb, verb: Token) -> Carrier | None:
    """What is wanted to be done to the matter: "wants it scrapped", "would like to see it built"."""
    last = climb.target.right_edge  # "wants strikes in hospitals banned": the parser hangs it on the hospitals
    places = (*climb.target.children, *verb.children, *([last] if last.dep_ == "acl" else []))
    for c in places:
        if c.tag_ == "VBN" and c.i > climb.target.i and c.dep_ in ("acl", "oprd", "xcomp", "ccomp", "advcl"):
            if climb.words.among(c, "vanishing"):
                return Carrier(lemma(c), (), "actions", -1, 1.0)
            return climb.words.carrier("actions", lemma(c), ())
    return None
