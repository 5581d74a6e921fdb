"""Turns of phrase that take a side without a word that does: what the matter meets with, brings about, or should do."""

from collections.abc import Sequence

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.consequences import is_escaped
from helpers.statements.lexicon import STRENGTHS, Carrier, StanceWords
from helpers.statements.tree import agent, child, has_modal, is_passive, lemma, negators, subject

_OUTCOME = 0.75  # confidence of a side that is told by what the matter brings about
_FORECAST = 0.6  # confidence of what may be no more than a forecast ("will go ahead")
_LACKING = ("no", "less", "fewer", "not", "lower", "cheaper")  # words before what there is less of
_FROM = ("from", "by", "in", "among", "of", "with")


def weigh_subject(climb: Climb, verb: Token) -> bool:
    """Weigh what is said of the matter as the subject of a verb; whether that decides."""
    ways = (
        _weigh_absence, _weigh_reception, _weigh_sooner, _weigh_staying, _weigh_standing, _weigh_due, _weigh_outcome,
    )  # fmt: skip
    return any(weigh(climb, verb) for weigh in ways)


def weigh_preposition(climb: Climb, preposition: Token) -> None:
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


def _weigh_absence(climb: Climb, verb: Token) -> bool:
    """What shall not come: "no soldier will set foot there", "no such force would enter the country"."""
    none = any(c.lower_ == "no" and c.dep_ in ("det", "neg") for c in climb.target.children)
    coming = climb.words.among(verb, "arriving") and has_modal(verb, climb.words, "commitment")
    if not none or climb.path or not coming:
        return False
    climb.decide(Carrier(lemma(verb), (), "effects", 1, 1.0), verb)
    climb.hold(None)
    return True


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
    if noun.dep_ == "nsubj" and lemma(verb) == "come":  # "opposition to it came from Ruritania"
        return next((child(c, "pobj") for c in verb.children if c.dep_ == "prep" and c.lower_ == "from"), None)
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
    wish = verb.head.head if lemma(verb.head) == "see" and verb.head.dep_ == "xcomp" else verb.head
    if bare and words.carrier("demands", lemma(wish), ()) is not None:  # "wants it dropped", "wants to see it dropped"
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


def _weigh_sooner(climb: Climb, verb: Token) -> bool:
    """What should come soon: "the sooner it ends, the better"."""
    words = climb.words
    sooner = next((c for c in verb.children if c.lower_ == "sooner"), None)
    if sooner is None or not any(t.lower_ == "better" for t in verb.sent):
        return False
    done = words.carrier("actions", lemma(verb), ()) if is_passive(verb) else None
    sign = done.sign if done is not None else -1 if words.among(verb, "vanishing") else 1
    climb.decide(Carrier("sooner", ("better",), "effects", sign, 1.0), sooner)
    climb.hold(None)
    climb.asserted = True
    return True


def _weigh_outcome(climb: Climb, verb: Token) -> bool:
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
