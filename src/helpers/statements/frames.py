"""Turns of phrase that take a side without a word that does: what the matter meets with, brings about, or should do."""

from collections.abc import Sequence

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.lexicon import STRENGTHS, Carrier, StanceWords
from helpers.statements.tree import agent, child, has_modal, is_passive, lemma, negators, subject

_OUTCOME = 0.75  # confidence of a side that is told by what the matter brings about
_FORECAST = 0.6  # confidence of what may be no more than a forecast ("will go ahead")
_FROM = ("from", "by", "in", "among", "of", "with")


def weigh_subject(climb: Climb, verb: Token) -> bool:
    """Weigh what is said of the matter as the subject of a verb; whether that decides."""
    ways = (_weigh_reception, _weigh_staying, _weigh_standing, _weigh_due, _weigh_outcome)
    return any(weigh(climb, verb) for weigh in ways)


def weigh_preposition(climb: Climb, preposition: Token) -> None:
    """Weigh "without the matter there is …", "thanks to the matter …", "because of the matter …"."""
    word, sentence = preposition.lower_, preposition.sent
    if climb.decided or word not in ("without", "because", "thanks"):
        return
    sign = _value([t for t in sentence if t.i > climb.target.i], climb)
    if sign:
        climb.decide(Carrier(word, (), "effects", -sign if word == "without" else sign, 1.0), preposition)
        climb.hold(None)
        climb.confidence = min(climb.confidence, _OUTCOME)


def weigh_existence(climb: Climb, verb: Token) -> bool:
    """What there must or must not be: "there must be a matter", "there will be no matter"."""
    if child(verb, "expl") is None or climb.target.dep_ != "attr":
        return False
    denied = climb.sign < 0 or any(True for _ in negators(verb, climb.words))
    modal = "commitment" if denied else "obligation"
    if not (has_modal(verb, climb.words, modal) or has_modal(verb, climb.words, "obligation")):
        return False
    climb.decide(Carrier("there", (), "effects", 1, 1.0), verb)
    climb.hold(None)
    return True


def is_short_of(verb: Token, path: Sequence[str]) -> bool:
    """Whether the verb says that something was not quite done: "stopped short of endorsing"."""
    return (lemma(verb) in ("stop", "fall") and "short" in path) or (
        lemma(verb) == "fail" and child(verb, "xcomp") is not None
    )


def _weigh_reception(climb: Climb, verb: Token) -> bool:
    """What the matter meets with: "it drew criticism from X", "met with resistance in X", "enjoys the support of X"."""
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


def grown_holder(noun: Token, words: StanceWords) -> Token | None:
    """Among whom a position grows: "support for it is growing in Ruritania"."""
    verb = noun.head
    if noun.dep_ != "nsubj" or not words.among(verb, "growing"):
        return None
    places = [c for c in (*verb.children, *noun.children) if c.dep_ == "prep" and c.lower_ in ("in", "among", "within")]
    return next((child(c, "pobj") for c in places), None)


def _after(word: Token, *, besides: Token | None = None) -> Token | None:
    """The noun after "from" or the like that hangs on a word, `besides` one such preposition."""
    for c in word.children:
        if (
            c != besides
            and c.dep_ in ("prep", "agent")
            and c.lower_ in _FROM
            and (noun := child(c, "pobj")) is not None
        ):
            return noun
    return agent(word) if is_passive(word) else None


def _weigh_staying(climb: Climb, verb: Token) -> bool:
    """What the matter should do by itself: "it must go", "it has to stay"."""
    words = climb.words
    bare = verb.dep_ == "ccomp" and verb.tag_ in ("VBN", "VBD") and child(verb, "aux", "auxpass", "mark") is None
    if bare and words.phrases("demands", lemma(verb.head)):  # "wants it dropped"
        carrier = words.carrier("actions", lemma(verb), ())
        if carrier is not None:
            climb.decide(carrier, verb)
            climb.hold(None)
            return True
    must = False
    if lemma(verb) in ("have", "need", "ought") and (deed := child(verb, "xcomp")) is not None and not is_passive(deed):
        verb, must = deed, True
    sign = -1 if words.among(verb, "vanishing") else 1 if words.among(verb, "lasting") else 0
    wanted = has_modal(verb, words, "obligation") or has_modal(verb.head, words, "obligation")
    gone = sign < 0 and verb.tag_ == "VBN" and verb.dep_ in ("ccomp", "xcomp", "advcl")
    going_on = words.among(verb, "proceeding") and has_modal(verb, words, "commitment")
    asked = verb.dep_ in ("ccomp", "xcomp", "advcl") and bool(words.phrases("demands", lemma(verb.head)))
    if not sign or not (wanted or must or going_on or ((gone or verb.tag_ == "VB") and asked)):
        return False
    climb.decide(Carrier(lemma(verb), (), "effects", sign, 1.0), verb)
    climb.hold(None)
    climb.negate(verb)
    if going_on:
        climb.confidence = min(climb.confidence, _FORECAST)
    return True


def _weigh_standing(climb: Climb, verb: Token) -> bool:
    """What is still meant, or meant at once: "it stays on the table", "remains in force", "stands ready"."""
    words = climb.words
    places = [p for c in verb.children if c.dep_ == "prep" and c.lower_ in ("on", "in") for p in c.children]
    kept = lemma(verb) in ("stay", "remain") and any(words.among(p, "places") for p in places)
    ready = lemma(verb) in ("be", "stand") and any(
        c.lower_ == "ready" and c.dep_ in ("acomp", "advmod", "oprd") for c in verb.children
    )
    if not (kept or ready) or any(True for _ in negators(verb, words)):
        return False
    climb.decide(Carrier(lemma(verb), ("ready",) if ready else (), "effects", 1, STRENGTHS["mild"]), verb)
    climb.hold(None)
    climb.confidence = min(climb.confidence, _FORECAST)
    return True


def _weigh_due(climb: Climb, verb: Token) -> bool:
    """What the matter must be given: "they must have access", "it should get a chance"."""
    thing = child(verb, "dobj") if lemma(verb) in ("have", "get", "receive", "be") else None
    if thing is None or not climb.words.among(thing, "dues") or not has_modal(verb, climb.words, "obligation"):
        return False
    climb.decide(Carrier(lemma(verb), (lemma(thing),), "effects", 1, 1.0), verb)
    climb.hold(None)
    climb.negate(verb)
    return True


def weigh_manner(climb: Climb, verb: Token) -> bool:
    """How the matter is taken: "greeted it with anger", "views it with suspicion", "responded to it with fury"."""
    words = climb.words
    if not words.among(verb, "taking"):
        return False
    for c in (*verb.children, *climb.target.children):  # to which of them the parser hangs it says nothing
        noun = child(c, "pobj") if c.dep_ == "prep" and c.lower_ == "with" else None
        carrier = words.carrier("nouns", lemma(noun), ()) if noun is not None else None
        if noun is None or carrier is None or climb.target in noun.subtree or lemma(noun) == "interest":
            continue
        climb.decide(carrier, noun)
        holder = _after(verb, besides=c) if is_passive(verb) else subject(verb)
        climb.hold(holder if holder is not None and (holder.i > verb.i) == is_passive(verb) else None)
        climb.unclaimed = is_passive(verb) and climb.holder is None
        climb.negate(verb)
        return True
    return False


def _weigh_outcome(climb: Climb, verb: Token) -> bool:
    """What the matter brings about: "it will bring jobs", "would lead to war", "costs lives"."""
    sign = _outcome(climb, verb)
    if not sign:
        return False
    climb.decide(Carrier(lemma(verb), (), "effects", sign, 1.0), verb)
    climb.hold(None)
    climb.confidence = min(climb.confidence, _OUTCOME)
    return True


def _outcome(climb: Climb, verb: Token) -> int:
    """Whether what the matter brings about is good (1), bad (-1), or neither (0)."""
    words = climb.words
    ending = words.among(verb, "ending")
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
            lacking = [c for c in token.children if c.lower_ in ("no", "less", "fewer", "not")]
            climb.spend(lacking)
            signs.add(-valued[token.i] if lacking else valued[token.i])
    return next(iter(signs)) if len(signs) == 1 else 0


def _is_valued(token: Token, words: StanceWords) -> bool:
    return words.among(token, "goods") or words.among(token, "evils")
