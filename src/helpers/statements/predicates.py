"""What is said of the matter by a predicate: "the matter is …", "calls the matter …"."""

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.fitting import is_to_the_point
from helpers.statements.judgements import Judgement, judge
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.tree import NAMED_ACTORS, SUBJECTS, child, lemma, subject

COPULAS = ("be", "remain", "seem", "become", "appear", "look", "stay", "sound", "prove", "constitute", "represent")


def weigh_copula(climb: Climb, role: str, head: Token) -> bool:
    """Look at the predicate: "the matter is …", "it is … for the matter", "X is … about the matter"."""
    words, last = climb.words, climb.path[-1:]
    head = _with_predicate(head)
    adjective = child(head, "acomp")
    if role == "prep" and adjective is not None:
        beside = {*climb.path, *(lemma(c) for c in head.children)}
        held = words.carrier("holder_adjectives", lemma(adjective), beside)
        if held is not None:
            climb.decide(held, adjective)
            climb.hold(subject(head))
            return True
    if role == "clause" and climb.path[-2:-1] == ["about"] and child(head, "acomp") is not None:
        climb.asserted = False  # "I was wrong about the matter": of what somebody thought, not of the matter
        return False
    if role not in ("subject", "clause") and last != ["for"]:
        return False
    if role == "clause" and climb.path and climb.path[-1] in words.lists["harms"]:
        if (attr := child(head, "attr")) is not None:  # "a violation of the matter" is deplored
            climb.decide(Carrier(lemma(attr), (), "evaluations", 1, 1.0), attr)
            climb.hold(None)
            return True
    if role == "subject" and (denied := _denied(climb.target, head, words)) is not None:
        climb.decide(Carrier(lemma(denied), ("no",), "evaluations", -1, 1.0), denied)
        climb.hold(None)
        return True
    if role == "subject" and (needed := _needed(head, words)) is not None:
        climb.decide(Carrier(lemma(needed), ("what",), "evaluations", 1, 1.0), needed)
        climb.hold(None)
        climb.negate(head)
        return True
    if role == "subject" and not is_to_the_point(climb):  # "the explosion of the matter was terrible"
        return False
    judgement = judge(_predicate(climb.target, head, words), words)
    if judgement is None or (role == "subject" and "negated by 'No'" in climb.steps):  # "no … is perfect"
        return False
    if role == "clause" and judgement.sign > 0 and climb.aside:  # "important to talk about the matter"
        return False
    climb.decide_by(judgement)
    climb.spend(t for t in head.children if t.lower_ == "nothing" and t.i < judgement.token.i)
    climb.hold(_in_whose_eyes(judgement.token))
    return True


def _in_whose_eyes(adjective: Token) -> Token | None:
    """Who finds it so: "unacceptable to Ruritania"; what is bad for Ruritania others may say."""
    if adjective.dep_ != "acomp":
        return None
    whom = (child(c, "pobj") for c in adjective.children if c.dep_ == "prep" and c.lower_ == "to")
    return next((w for w in whom if w is not None and w.ent_type_ in NAMED_ACTORS and w.pos_ == "PROPN"), None)


def _with_predicate(verb: Token) -> Token:
    """Of "was and remains unacceptable", the verb that has the predicate."""
    if child(verb, "acomp", "attr") is not None:
        return verb
    joined = (c for c in verb.conjuncts if c.i > verb.i and lemma(c) in COPULAS and child(c, *SUBJECTS) is None)
    return next((c for c in joined if child(c, "acomp", "attr") is not None), verb)


def weigh_judged_noun(climb: Climb, head: Token) -> bool:
    """Look at what is said of what befalls the matter: "the delay of the matter is regrettable"."""
    judgement = judge(_predicate(climb.target, head, climb.words), climb.words)
    if judgement is None or climb.target.head.lower_ == "to":  # "thanks to the matter we are worse off"
        return False
    climb.decide_by(judgement)
    climb.hold(None)
    return True


def _needed(verb: Token, words: StanceWords) -> Token | None:
    """The verb of "this is exactly what we need", "it is not what the country wants"."""
    for c in verb.children:
        if c.dep_ in ("ccomp", "attr", "acomp", "advcl") and lemma(c) in ("need", "want"):
            if any(g.lower_ == "what" and g.dep_ in ("dobj", "attr") for g in c.children):
                return c
    return None


def _denied(target: Token, verb: Token, words: StanceWords) -> Token | None:
    """What the matter is said not to be at all: "a vote at gunpoint is no vote", "it is no agreement"."""
    attr = child(verb, "attr")
    if attr is None or not any(c.dep_ in ("det", "neg") and c.lower_ == "no" for c in attr.children):
        return None
    same = lemma(attr) == lemma(target) or (target.pos_ == "PRON" and lemma(attr) in words.stand_in_nouns)
    return attr if same else None


def _predicate(target: Token, verb: Token, words: StanceWords) -> list[Token]:
    """The words of the predicate that follow verb or matter, without the phrases that hang on its noun."""
    below = {t.i for t in target.subtree}
    found = []
    for c in verb.children:
        if c.dep_ in ("attr", "acomp") or (c.dep_ == "dobj" and lemma(verb) == "have"):
            last = max((other.i for other in c.conjuncts), default=c.i)
            last = -1 if c.lower_ == "nothing" and _with_preposition(c, words) else last
            found += [t for t in c.subtree if t.i <= last or t.i in _with_preposition(c, words)]
        elif c.dep_ in ("prep", "advmod", "neg", "oprd", "xcomp", "ccomp", "advcl"):
            aside = {below.i for t in c.subtree if t.dep_ == "relcl" for below in t.subtree}
            found += [t for t in c.subtree if t.i not in aside]
    return sorted((t for t in found if t.i not in below and t.i > min(verb.i, target.i)), key=lambda t: t.i)


def _with_preposition(adjective: Token, words: StanceWords) -> set[int]:
    """The words of a phrase that belongs to a predicate: "contrary to international law", "nothing but a farce"."""
    but = next((c for c in adjective.children if c.lower_ in ("but", "else", "more", "short")), None)
    if adjective.lower_ == "nothing" and but is not None:
        return {t.i for t in adjective.subtree if t.i > but.i}
    phrases = words.phrases("evaluations", lemma(adjective)) if adjective.pos_ == "ADJ" else []
    after = next((c for c in adjective.children if c.dep_ == "prep" and c.i == adjective.i + 1), None)
    fits = after is not None and any(p.others[:1] == (after.lower_,) for p in phrases)
    return {t.i for t in after.subtree} if after is not None and fits else set()


def right_of(target: Token, verb: Token) -> list[Token]:
    """The words after the matter, up to the end of its clause."""
    start = max(target.i, verb.i) + 1
    tail = []
    for token in target.doc[start : target.sent.end]:
        if token.text in (";", ":") or (token.lower_ in ("and", "but") and token.dep_ == "cc" and token.head == verb):
            break
        tail.append(token)
    return tail


def is_judging(climb: Climb, head: Token) -> bool:
    """Whether a verb may pass a judgement on the matter: "called it a farce", not "called for it", "called on her"."""
    asked = lemma(head) == "call" and climb.path[-1:] in (["for"], ["on"], ["upon"])
    return climb.words.among(head, "judging") and not asked


def found_in(target: Token, verb: Token, words: StanceWords) -> Judgement | None:
    """What is seen in the matter: "sees a threat in it"; turned round where that is nothing: "nothing wrong in it"."""
    thing = child(verb, "dobj")
    if thing is None or thing.i > target.i:
        return None
    judgement = judge([t for t in thing.subtree if t.i < target.i and t.lower_ not in ("no", "nothing")], words)
    none = thing.lower_ in ("nothing", "little") or any(c.lower_ == "no" for c in thing.children)
    return judgement._replace(sign=-judgement.sign) if judgement is not None and none else judgement


def judges(climb: Climb, head: Token) -> bool:
    """Whether a verb passes a judgement on the matter that follows it ("calls it a farce")."""
    return is_judging(climb, head) and judge(right_of(climb.target, head), climb.words) is not None
