"""Turns of phrase that take a side without a word that does: what the matter meets with, brings about, or should do."""

from collections.abc import Sequence

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.tree import agent, child, has_modal, is_passive, lemma, negators

_OUTCOME = 0.75  # confidence of a side that is told by what the matter brings about
_FROM = ("from", "by", "in", "among", "of", "with")


def weigh_subject(climb: Climb, verb: Token) -> bool:
    """Weigh what is said of the matter as the subject of a verb; whether that decides."""
    return _weigh_reception(climb, verb) or _weigh_staying(climb, verb) or _weigh_outcome(climb, verb)


def weigh_preposition(climb: Climb, preposition: Token) -> None:
    """Weigh "without the matter there is …", "thanks to the matter …", "because of the matter …"."""
    if climb.decided:
        return
    if preposition.lower_ in ("thanks", "to") and "thank" in lemma(preposition):
        climb.decide(Carrier(preposition.lower_, (), "effects", 1, 1.0), preposition)
        climb.hold(None)
    elif preposition.lower_ in ("without", "because", "to", "due"):
        clause = preposition.head
        sign = _outcome(climb, clause, bare=True) if clause.pos_ in ("VERB", "AUX") else 0
        if sign and preposition.lower_ in ("without", "because", "due"):
            sign = -sign if preposition.lower_ == "without" else sign
            climb.decide(Carrier(preposition.lower_, (), "effects", sign, 1.0), preposition)
            climb.hold(None)
            climb.confidence = min(climb.confidence, _OUTCOME)


def is_short_of(verb: Token, path: Sequence[str]) -> bool:
    """Whether the verb says that something was not quite done: "stopped short of endorsing"."""
    return lemma(verb) in ("stop", "fall") and "short" in path


def is_conditional(verb: Token, words: StanceWords) -> bool:
    """Whether what the verb says holds under a condition only ("would support it if …")."""
    for c in verb.children:
        if c.dep_ == "advcl" and any(g.dep_ in ("mark", "advmod") and words.among(g, "conditions") for g in c.children):
            return True
        if c.dep_ == "prep" and words.among(c, "conditions"):
            return True
    return False


def _weigh_reception(climb: Climb, verb: Token) -> bool:
    """ "The matter drew criticism from X", "met with resistance in X", "enjoys the support of X"."""
    if not climb.words.among(verb, "receptions"):
        return False
    nouns = [c for c in verb.children if c.dep_ == "dobj"]
    nouns += [p for c in verb.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj"]
    for noun in nouns:
        carrier = climb.words.carrier("nouns", lemma(noun), ())
        if carrier is None:
            continue
        climb.decide(carrier, noun)
        holder = child(noun, "poss") or _after(noun) or _after(verb)
        climb.hold(holder)
        climb.unclaimed = holder is None or holder == noun
        climb.negate(noun)
        climb.negate(verb)
        return True
    return False


def _after(word: Token) -> Token | None:
    """The noun after "from" or the like that hangs on a word."""
    for c in word.children:
        if c.dep_ in ("prep", "agent") and c.lower_ in _FROM and (noun := child(c, "pobj")) is not None:
            return noun
    return agent(word) if is_passive(word) else None


def _weigh_staying(climb: Climb, verb: Token) -> bool:
    """ "The matter must go", "has to stay": what it should do by itself."""
    words = climb.words
    sign = -1 if words.among(verb, "vanishing") else 1 if words.among(verb, "lasting") else 0
    wanted = has_modal(verb, words, "obligation") or has_modal(verb.head, words, "obligation")
    must = verb.dep_ == "xcomp" and lemma(verb.head) in ("have", "need")
    gone = sign < 0 and verb.tag_ == "VBN" and verb.dep_ in ("ccomp", "xcomp", "advcl")
    asked = verb.dep_ in ("ccomp", "xcomp", "advcl") and bool(words.phrases("demands", lemma(verb.head)))
    if not sign or not (wanted or must or ((gone or verb.tag_ == "VB") and asked)):
        return False
    climb.decide(Carrier(lemma(verb), (), "effects", sign, 1.0), verb)
    climb.hold(None)
    climb.negate(verb)
    return True


def _weigh_outcome(climb: Climb, verb: Token) -> bool:
    """ "The matter will bring jobs", "would lead to war", "costs lives"."""
    sign = _outcome(climb, verb)
    if not sign:
        return False
    climb.decide(Carrier(lemma(verb), (), "effects", sign, 1.0), verb)
    climb.hold(None)
    climb.confidence = min(climb.confidence, _OUTCOME)
    return True


def _outcome(climb: Climb, verb: Token, *, bare: bool = False) -> int:
    """Whether what a clause says comes about is good (1), bad (-1), or neither (0)."""
    words = climb.words
    ending = words.among(verb, "ending")
    if not (ending or words.among(verb, "causing") or words.among(verb, "going") or (verb.pos_ == "AUX" and bare)):
        return 0
    values = {}
    turn = max((t.i for t in verb.subtree if words.among(t, "turns")), default=-1)
    for token in verb.subtree:
        if token.i < turn or token.i <= climb.target.i < verb.i or token == climb.target:
            continue
        if words.among(token, "goods") or words.among(token, "evils"):
            sign = 1 if words.among(token, "goods") else -1
            lacking = any(True for _ in negators(token, words)) or any(c.lower_ in ("no", "less", "fewer") for c in token.children)
            values[token.i] = -sign if lacking else sign
    if len(set(values.values())) != 1:
        return 0
    sign = next(iter(values.values())) * (-1 if ending else 1)
    return -sign if any(g.dep_ == "neg" or g.lower_ == "never" for g in negators(verb, words)) else sign
