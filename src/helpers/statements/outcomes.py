"""What a matter brings about, or its absence: "it will bring jobs", "without it the fund would run dry"."""

from collections.abc import Sequence

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.consequences import is_escaped
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.tree import child, has_modal, lemma, negators

_OUTCOME = 0.75  # confidence of a side that is told by what the matter brings about
_LACKING = ("no", "less", "fewer", "not", "lower", "cheaper")  # words before what there is less of


def weigh_lack(climb: Climb, preposition: Token) -> None:
    """Weigh "without the matter there is …", "thanks to the matter …", "because of the matter …"."""
    word, sentence = preposition.lower_, preposition.sent
    if not climb.decided and word in ("with", "without") and (off := _better_off(preposition)):
        climb.decide(Carrier(word, ("off",), "effects", off if word == "with" else -off, 1.0), preposition)
        climb.hold(None)
        return
    if climb.decided or word not in ("without", "because", "thanks"):
        return
    after = [t for t in sentence if t.i > climb.target.i]
    sign = _value(after, climb) or (-1 if word == "without" and _is_nothing_left(after) else 0)
    if not sign and word == "without" and _is_lost(preposition.head, climb.words):
        sign = -1
    if sign:
        climb.spend(t for t in after if t.lower_ == "no")
        climb.decide(Carrier(word, (), "effects", -sign if word == "without" else sign, 1.0), preposition)
        climb.hold(None)
        climb.confidence = min(climb.confidence, _OUTCOME)


def _better_off(preposition: Token) -> int:
    """Whether somebody is better (1) or worse (-1) off with or without it; 0 if neither."""
    before = {t.lower_ for t in preposition.head.subtree if t.i < preposition.i}
    return 0 if "off" not in before else 1 if "better" in before else -1 if "worse" in before else 0


def _is_nothing_left(tokens: Sequence[Token]) -> bool:
    """Whether there is nothing of something: "without the matter there will be no company"."""
    verb = next((t.head for t in tokens if t.dep_ == "expl"), None)
    thing = child(verb, "attr", "dobj") if verb is not None else None
    return thing is not None and any(c.lower_ == "no" for c in thing.children)


def _is_lost(verb: Token, words: StanceWords) -> bool:
    """Whether something comes to an end: "the fund would run dry", "the stocks will collapse"."""
    dry = lemma(verb) in ("run", "go") and any(c.lower_ in ("dry", "out", "under", "bankrupt") for c in verb.children)
    return (dry or words.among(verb, "vanishing") or words.among(verb, "suffering")) and has_modal(
        verb, words, "commitment"
    )


def weigh_outcome(climb: Climb, verb: Token) -> bool:
    """What the matter brings about: "it will bring jobs", "would lead to war", "costs lives"."""
    if climb.person and not has_modal(verb, climb.words, "commitment"):
        return False  # what somebody did is no reason to be for or against him
    sign = _outcome(climb, verb)
    if not sign:
        return False
    climb.decide(Carrier(lemma(verb), (), "effects", sign, 1.0), verb)
    climb.harms = sign < 0
    climb.hold(None)
    climb.confidence = min(climb.confidence, _OUTCOME)
    return True


def weigh_result(climb: Climb, verb: Token) -> bool:
    """Weigh what doing or undoing the matter brings about: "rejecting it would turn us into a haven for criminals"."""
    carrier = climb.words.carrier("effects", lemma(verb), {lemma(c) for c in verb.children})
    sign = carrier.sign if carrier is not None else _outcome(climb, verb)
    if not sign:
        return False
    climb.decide(Carrier(lemma(verb), (), "effects", sign, 1.0), verb)
    climb.hold(None)
    climb.confidence = min(climb.confidence, _OUTCOME)
    climb.negate(verb)
    return True


def _outcome(climb: Climb, verb: Token) -> int:
    """Whether what the matter brings about is good (1), bad (-1), or neither (0)."""
    words = climb.words
    down = any(c.dep_ in ("prt", "advmod") and c.lower_ == "down" for c in verb.children)  # "will bring down fares"
    ending = down or words.among(verb, "ending")
    if not (ending or words.among(verb, "causing")):
        return 0
    sign = _value([t for t in verb.subtree if t.i > max(verb.i, climb.target.i)], climb) * (-1 if ending else 1)
    return -sign if any(g.dep_ == "neg" or g.lower_ == "never" for g in negators(verb, words)) else sign


def _value(tokens: Sequence[Token], climb: Climb) -> int:
    """Whether the things that some words name are all good (1) or all bad (-1); after "but" the rest counts; else 0."""
    words = climb.words
    turn = max((t.i for t in tokens if words.among(t, "turns")), default=-1)
    valued = {t.i: 1 if words.among(t, "goods") else -1 for t in tokens if t.i > turn and _is_valued(t, words)}
    signs = set()
    for token in tokens:
        if token.i in valued and not (token.dep_ in ("compound", "amod") and token.head.i in valued):
            lacking = [c for c in token.children if c.lower_ in _LACKING]
            climb.spend(lacking)
            signs.add(-valued[token.i] if bool(lacking) != is_escaped(token) else valued[token.i])
    return next(iter(signs)) if len(signs) == 1 else 0


def _is_valued(token: Token, words: StanceWords) -> bool:
    return words.among(token, "goods") or words.among(token, "evils")
