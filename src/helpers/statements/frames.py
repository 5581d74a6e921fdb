"""Turns of phrase that take a side without a word that does: what the matter meets with, or should do."""

from collections.abc import Sequence

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.lexicon import STRENGTHS, Carrier, StanceWords
from helpers.statements.outcomes import weigh_outcome
from helpers.statements.tree import agent, child, has_modal, is_passive, lemma, negators, subject

_BRINGING = ("have", "entail", "carry", "produce", "bear", "create", "give")
_EFFECTS = ("consequence", "force", "effect", "validity", "significance", "standing", "basis", "value", "weight")
_STRONG = ("strong", "fierce", "great", "high", "widespread", "deep", "particular", "broad", "loud")
_FORECAST = 0.6  # confidence of what may be no more than a forecast ("will go ahead")
_FROM = ("from", "by", "in", "among", "of", "with")


def weigh_subject(climb: Climb, verb: Token) -> bool:
    """Weigh what is said of the matter as the subject of a verb; whether that decides."""
    ways = (
        _weigh_void, _weigh_absence, _weigh_reception, _weigh_sooner, _weigh_staying, _weigh_standing, _weigh_due,
        weigh_outcome,
    )  # fmt: skip
    return any(weigh(climb, verb) for weigh in ways)


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


def _weigh_void(climb: Climb, verb: Token) -> bool:
    """What can have no effect: "it cannot entail legal consequences", "has nothing to do with democracy"."""
    thing = child(verb, "dobj")
    if thing is None or (climb.path and climb.path[-1] != "of") or lemma(verb) not in _BRINGING:
        return False
    if lemma(thing) == "alternative" and any(c.lower_ == "no" for c in thing.children):  # "it has no alternative"
        climb.spend(thing.children)
        climb.decide(Carrier("have", ("alternative",), "evaluations", 1, 1.0), thing)
        climb.hold(None)
        return True
    alien = lemma(verb) == "have" and thing.lower_ == "nothing" and any(lemma(c) == "do" for c in thing.children)
    legal = lemma(thing) in _EFFECTS and any(c.lower_ in ("legal", "juridical", "binding") for c in thing.children)
    denied = [*negators(verb, climb.words), *(c for c in thing.children if c.lower_ == "no")]
    if not (alien or (legal and denied)):
        return False
    climb.spend([thing, *denied])
    climb.decide(Carrier(lemma(verb), (lemma(thing),), "evaluations", -1, 1.0), verb)
    climb.hold(None)
    return True


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
    if climb.path and climb.path[-1] in climb.words.lists["assertions"] and not climb.person:
        climb.asserted = False  # "her comments on the matter drew criticism"
        return False
    nouns = [c for c in verb.children if c.dep_ == "dobj"]
    met = [c for c in verb.children if c.dep_ == "prep" and not (lemma(verb) == "come" and c.lower_ == "from")]
    nouns += [p for c in met for p in c.children if p.dep_ == "pobj"]
    for noun in nouns:
        carrier = climb.words.carrier("nouns", lemma(noun), ()) or _toned(noun)
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


def _toned(noun: Token) -> Carrier | None:
    """What a reception is like: "met with a cool response", "got a warm welcome"."""
    if lemma(noun) not in ("reception", "response", "reaction", "reply", "answer"):
        return None
    cool, warm = (
        ("cool", "cold", "frosty", "chilly", "negative", "hostile", "angry"),
        ("warm", "positive", "enthusiastic"),
    )
    tones = {c.lower_ for c in noun.children if c.dep_ == "amod"}
    sign = -1 if tones & set(cool) else 1 if tones & set(warm) else 0
    return Carrier(lemma(noun), (), "nouns", sign, STRENGTHS["mild"]) if sign else None


def grown_holder(noun: Token, words: StanceWords) -> Token | None:
    """Among whom a position grows: "support for it is growing in Ruritania"."""
    verb = noun.head
    if noun.dep_ == "nsubj" and lemma(verb) == "come":  # "opposition to it came from Ruritania"
        return next((child(c, "pobj") for c in verb.children if c.dep_ == "prep" and c.lower_ == "from"), None)
    felt = noun.dep_ == "nsubj" and any(c.dep_ == "acomp" and lemma(c) in _STRONG for c in verb.children)
    there = noun.dep_ == "attr" and child(verb, "expl") is not None  # "there was support for it from Ruritania"
    if not (felt or there) and (noun.dep_ != "nsubj" or not words.among(verb, "growing")):
        return None
    beside = [c for a in verb.children if a.dep_ == "acomp" for c in a.children]
    places = [
        c
        for c in (*verb.children, *noun.children, *beside)
        if c.dep_ == "prep" and c.lower_ in ("in", "among", "within")
    ]
    places += [c for c in (*verb.children, *noun.children) if there and c.dep_ == "prep" and c.lower_ == "from"]
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
        if (
            c != besides
            and c.lower_ == "as"
            and (like := child(c, "prep")) is not None
            and like.lower_ in ("in", "from")
        ):
            return child(like, "pobj")  # "such hostility as in Ruritania"
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
    if lemma(verb) == "go" and any(c.lower_ in ("on", "ahead", "forward") for c in verb.children):
        sign = 1  # "wants it to go on"
    wanted = has_modal(verb, words, "obligation") or has_modal(verb.head, words, "obligation")
    gone = sign < 0 and verb.tag_ == "VBN" and verb.dep_ in ("ccomp", "xcomp", "advcl")
    going_on = words.among(verb, "proceeding") and has_modal(verb, words, "commitment")
    asked = verb.dep_ in ("ccomp", "xcomp", "advcl") and bool(words.phrases("demands", lemma(verb.head)))
    if not sign or not (wanted or must or going_on or ((gone or verb.tag_ in ("VB", "VBP")) and asked)):
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
        holder = _after(verb, besides=c) or _after(noun) if is_passive(verb) else subject(verb)
        fronted = holder is not None and holder.head.lower_ == "in" and holder.head.i == verb.sent.start
        fronted = fronted and carrier.strength == 1.0 and climb.target.lower_ != "news"  # of what, is open
        told = holder is not None and (fronted or (holder.i > verb.i) == is_passive(verb))
        climb.hold(holder if told else None)
        climb.unclaimed = is_passive(verb) and climb.holder is None
        climb.negate(verb)
        return True
    return False


def weigh_taken(climb: Climb, role: str, verb: Token) -> bool:
    """How somebody's side on the matter is taken by others: "the refusal to sign it drew criticism from X"."""
    if role == "subject":
        return _weigh_reception(climb, verb)
    return role == "object" and is_passive(verb) and weigh_manner(climb, verb)


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
