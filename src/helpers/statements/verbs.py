"""What a verb on the way up adds: attitudes, demands, deeds, effects, copulas, judging and light verbs."""

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.frames import is_conditional, is_short_of, weigh_existence, weigh_subject
from helpers.statements.judgements import judge
from helpers.statements.lexicon import Carrier
from helpers.statements.tree import (
    OBJECTS,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    child,
    has_modal,
    is_passive,
    lemma,
    negators,
    subject,
)

CLAUSES = (
    "xcomp", "ccomp", "acl", "pcomp", "advcl", "relcl", "csubj", "acomp", "attr", "oprd", "parataxis",
)  # fmt: skip
_COPULAS = ("be", "remain", "seem", "become", "appear", "look", "stay", "sound", "prove", "constitute", "represent")
_NOUN_PREPOSITIONS = ("to", "for", "of", "on", "against", "about", "over", "at", "with", "in", "toward", "towards")
_PASSIVE_DEED = 0.6  # confidence of "will be built", which may be a forecast
_BEYOND = 0.7  # what lies between the matter and its carrier makes a reading less sure


def weigh_verb(climb: Climb, dep: str, head: Token) -> None:
    """Take account of a verb; `dep` is how what was climbed so far hangs on it."""
    decided = climb.decided
    role = _role(dep)
    if role == "prep" and (noun := _noun_before(climb, head)) is not None:
        _hand_to_noun(climb, *noun)
        role, decided = "object", True
    if role == "subject" and not decided and weigh_subject(climb, head):
        _modify(climb, head)
        return
    if is_short_of(head, climb.path):
        climb.asserted = False
        return
    carrier = _verb_carrier(climb, head, role)
    if carrier is not None and carrier.kind == "demands" and not decided and _judges(climb, head):
        carrier = None
    if carrier is None:
        _weigh_plain_verb(climb, role, head, decided=decided)
    elif carrier.kind == "demands" and role == "object" and (done := _wanted_done(climb, head)) is not None:
        climb.decide(done, head)
        _take_attitude(climb, head, carrier)
    elif carrier.kind == "actions":
        do(climb, head, carrier)
    elif carrier.kind == "effects":
        climb.decide(carrier, head)
        climb.hold(None)
    else:
        _take_attitude(climb, head, carrier)
    if climb.decided:
        _negate(climb, head, carried=carrier is not None)
        _modify(climb, head)


def _wanted_done(climb: Climb, verb: Token) -> Carrier | None:
    """What is wanted to be done to the matter: "wants it scrapped", "would like to see it built"."""
    places = (*climb.target.children, *verb.children)
    for c in places:
        if c.tag_ == "VBN" and c.i > climb.target.i and c.dep_ in ("acl", "oprd", "xcomp", "ccomp", "advcl"):
            if climb.words.among(c, "vanishing"):
                return Carrier(lemma(c), (), "actions", -1, 1.0)
            return climb.words.carrier("actions", lemma(c), ())
    return None


def do(climb: Climb, verb: Token, carrier: Carrier) -> None:
    """Somebody does or undoes the matter, or must, or must not."""
    words = climb.words
    climb.decide(carrier, verb)
    doer = subject(verb)
    negated = any(True for _ in negators(verb, words))
    demanded = has_modal(verb, words, "obligation") or (negated and has_modal(verb, words, "possibility"))
    climb.hold(None)
    if doer is not None and (words.among(doer, "negative_subjects") or (demanded and doer.lower_ not in ("i", "we"))):
        return
    climb.doer = doer
    if doer is None and not demanded and is_passive(verb):
        climb.unclaimed = not has_modal(verb, words, "commitment")
        climb.confidence = min(climb.confidence, _PASSIVE_DEED)


def _role(dep: str) -> str:
    if dep in SUBJECTS:
        return "subject"
    if dep in (*OBJECTS, *PASSIVE_SUBJECTS):
        return "object"
    if dep in ("prep", "prt"):
        return "prep"
    return "clause" if dep in CLAUSES else "aside"


def _take_attitude(climb: Climb, head: Token, carrier: Carrier) -> None:
    if lemma(head) == "deny" and climb.decided:
        climb.flag("denied")
    climb.decide(carrier, head)
    if carrier.kind == "holder_adjectives":  # "is opposed to": no passive, whatever the parser says
        climb.hold(child(head, *SUBJECTS, *PASSIVE_SUBJECTS) or subject(head))
        return
    holder = subject(head)
    demanded = has_modal(head, climb.words, "obligation") and (holder is None or holder.lower_ not in ("i", "we"))
    climb.hold(None if demanded else holder)  # "parliament must accept it": the speaker wants it
    licensed = has_modal(head, climb.words, "obligation") or has_modal(head, climb.words, "possibility")
    climb.unclaimed = is_passive(head) and climb.holder is None and not licensed


def _noun_before(climb: Climb, verb: Token) -> tuple[Carrier, Token] | None:
    """The verb's object that the preposition really belongs to: "withdrew its objection to the matter"."""
    noun = child(verb, "dobj")
    if noun is None or noun.i > climb.target.i or not climb.path or climb.path[-1] not in _NOUN_PREPOSITIONS:
        return None
    carrier = climb.words.carrier("nouns", lemma(noun), climb.path)
    whole = climb.words.carrier("attitudes", lemma(verb), {*climb.path, lemma(noun)})
    if whole is not None and lemma(noun) in whole.others:  # "vote no on the matter"
        return None
    return (carrier, noun) if carrier is not None else None


def _hand_to_noun(climb: Climb, carrier: Carrier, noun: Token) -> None:
    climb.decide(carrier, noun)
    climb.hold(child(noun, "poss"))
    climb.open = climb.holder is None
    climb.negate(noun)


def _judges(climb: Climb, head: Token) -> bool:
    return climb.words.among(head, "judging") and judge(_right_of(climb.target, head), climb.words) is not None


def _verb_carrier(climb: Climb, head: Token, role: str) -> Carrier | None:
    """The carrier that fits a verb and the place of the matter under it."""
    words, name, path = climb.words, lemma(head), climb.path
    own = ("prt", "prep", "advmod", "dobj", "acomp", "mark", "agent")
    beside = {*path, *(lemma(c) for c in head.children if c.dep_ in own)}
    if role in ("subject", "aside"):
        return words.carrier("effects", name, beside) if role == "subject" else None
    if name == "be" and child(head, "acomp", "attr") is not None:  # "it was too early for …" is not "was for"
        return None
    if head.tag_ == "VBN" and role != "object" and not climb.aside:
        adjective = words.carrier("holder_adjectives", head.lower_, beside)
        if adjective is not None:
            return adjective
    order = ("attitudes", "actions", "demands") if role == "object" else ("attitudes", "demands", "actions")
    found = [c for kind in order if (c := words.carrier(kind, name, beside)) is not None]
    return max((c for c in found if _fits(climb, c, role)), key=lambda c: len(c.others), default=None)


def _fits(climb: Climb, carrier: Carrier, role: str) -> bool:
    """Whether the matter is what the carrier is about, and not something further off."""
    asked_for = bool(set(carrier.others) & set(climb.path))
    if not climb.decided and not _is_to_the_point(climb, carrier):
        return False
    if carrier.kind in ("attitudes", "actions") and role == "clause" and climb.saying(carrier):
        return False
    if role == "prep" and not asked_for:  # it hangs on a preposition, which the carrier must ask for
        return False
    if role == "object" and climb.path and carrier.kind != "attitudes":  # "urges patience on the matter"
        if not asked_for and not all(_is_transparent(word, climb) for word in climb.path):
            return False
    if role == "object" and not carrier.others and carrier.head in climb.words.lists["addressing"]:
        return False
    if climb.aside and carrier.kind == "attitudes":  # "accused Y of …ing the matter", "complained that it …"
        return (role == "clause" and carrier.head in climb.words.lists["reactions"]) or (
            asked_for and carrier.others[-1] in ("of", "for")
        )
    return not climb.aside or carrier.kind == "demands"


def _is_to_the_point(climb: Climb, carrier: Carrier) -> bool:
    """Whether the path holds no thing of its own: not "a statement about the matter", but "the results of the matter"."""
    if climb.path and climb.path[0] in carrier.others:  # "summoned the ambassador over the matter"
        return True
    path = [word for word in climb.path if word not in carrier.others]
    things = [(word, path[n - 1] if n else "") for n, word in enumerate(path) if word in climb.things]
    return all(before == "of" or word in climb.words.lists["transparent"] for word, before in things)


def _is_transparent(word: str, climb: Climb) -> bool:
    """Whether what is done to "the word of the matter" is done to the matter."""
    return word in ("of", "on", "for", "to", "about") or word in climb.words.lists["transparent"]


def _weigh_plain_verb(climb: Climb, role: str, head: Token, *, decided: bool) -> None:
    """Verbs that carry no stance: copulas and judging verbs look at what is said of the matter."""
    words, name = climb.words, lemma(head)
    copula = name in _COPULAS or head.pos_ == "AUX" or (name == "have" and role == "subject")
    if not decided and role in ("object", "clause", "prep") and words.among(head, "judging"):
        judgement = judge(_right_of(climb.target, head), words)
        if judgement is not None:
            climb.decide_by(judgement)
            climb.steps.append(f"said with '{head.text}'")
            climb.hold(subject(head))
            climb.unclaimed = is_passive(head) and climb.holder is None
            return
    if not decided and copula and (_weigh_copula(climb, role, head) or weigh_existence(climb, head)):
        return
    if decided:
        _pass_on(climb, role, head, copula=copula)
    else:
        _pass_by(climb, role, head)
    climb.path.append(name)


def _pass_on(climb: Climb, role: str, head: Token, *, copula: bool) -> None:
    """A stance goes through a verb that adds nothing, which may say whose it is."""
    words = climb.words
    light = role == "object" and words.among(head, "light_verbs")
    if climb.open and (light or (copula and role in ("prep", "clause"))) and climb.holder is None:
        holder = subject(head)
        climb.hold(None if copula and holder is not None and holder.lower_ in ("it", "there") else holder)
        climb.unclaimed = is_passive(head) and climb.holder is None
        climb.open = False
    elif role == "clause" and climb.holder is None and climb.doer is None:
        if any(words.among(head, name) for name in ("thinking", "judging", "saying")):
            climb.holder = subject(head)


def _pass_by(climb: Climb, role: str, head: Token) -> None:
    """The matter takes part in something that decides nothing."""
    if any(True for _ in negators(head, climb.words)):
        climb.asserted = False  # what a "not" does to a verb without a sign is unknown
    if role == "subject":
        climb.aside = True
    elif not climb.words.among(head, "light_verbs"):
        climb.aside = climb.aside or role == "object"
        climb.confidence *= _BEYOND


def _weigh_copula(climb: Climb, role: str, head: Token) -> bool:
    """Look at the predicate: "the matter is …", "it is … for the matter", "X is … about the matter"."""
    words, last = climb.words, climb.path[-1:]
    adjective = child(head, "acomp")
    if role == "prep" and adjective is not None:
        beside = {*climb.path, *(lemma(c) for c in head.children)}
        held = words.carrier("holder_adjectives", lemma(adjective), beside)
        if held is not None:
            climb.decide(held, adjective)
            climb.hold(subject(head))
            return True
    if role not in ("subject", "clause") and last != ["for"]:
        return False
    judgement = judge(_predicate(climb.target, head), words)
    if judgement is not None and role == "clause" and judgement.sign > 0 and climb.aside:  # "important to clarify it"
        return False
    if role == "clause" and climb.path and climb.path[-1] in words.lists["harms"] and (attr := child(head, "attr")) is not None:
        climb.decide(Carrier(lemma(attr), (), "evaluations", 1, 1.0), attr)  # "a violation of the matter" is deplored
        climb.hold(None)
        return True
    if judgement is None or (role == "subject" and "negated by 'No'" in climb.steps):  # "no … is perfect"
        return False
    climb.decide_by(judgement)
    climb.hold(None)
    return True


def _predicate(target: Token, verb: Token) -> list[Token]:
    """The words of the predicate that follow verb or matter, without the phrases that hang on its noun."""
    below = {t.i for t in target.subtree}
    found = []
    for c in verb.children:
        if c.dep_ in ("attr", "acomp") or (c.dep_ == "dobj" and lemma(verb) == "have"):
            last = max((other.i for other in c.conjuncts), default=c.i)
            found += [t for t in c.subtree if t.i <= last]
        elif c.dep_ in ("prep", "advmod", "neg", "oprd", "xcomp", "ccomp", "advcl"):
            aside = {below.i for t in c.subtree if t.dep_ == "relcl" for below in t.subtree}
            found += [t for t in c.subtree if t.i not in aside]
    return sorted((t for t in found if t.i not in below and t.i > min(verb.i, target.i)), key=lambda t: t.i)


def _right_of(target: Token, verb: Token) -> list[Token]:
    """The words after the matter, up to the end of its clause."""
    start = max(target.i, verb.i) + 1
    tail = []
    for token in target.doc[start : target.sent.end]:
        if token.text in (";", ":") or (token.lower_ in ("and", "but") and token.dep_ == "cc" and token.head == verb):
            break
        tail.append(token)
    return tail


def _negate(climb: Climb, head: Token, *, carried: bool) -> None:
    if not carried and climb.words.among(head, "saying") and any(True for _ in negators(head, climb.words)):
        climb.asserted = False  # "did not say that …"
    else:
        climb.negate(head)


def _modify(climb: Climb, head: Token) -> None:
    """Hedges, concessions, and whether it is past."""
    words = climb.words
    if has_modal(head, words, "possibility") and not any(True for _ in negators(head, words)):
        climb.flag("hedged")
    if is_conditional(head, words):
        climb.flag("hypothetical")
    if is_passive(head) and (words.among(head, "saying") or words.among(head, "thinking")):
        climb.flag("reported")
    if lemma(head) == "use" and child(head, "xcomp") is not None:
        climb.flag("past")
    for c in head.children:
        if c.dep_ == "advmod" and words.among(c, "hearsay"):
            climb.flag("reported")
        elif c.dep_ == "advmod" and words.among(c, "hedges"):
            climb.flag("hedged")
        elif c.dep_ == "mark" and words.among(c, "concessions"):
            climb.flag("conceded")
        elif c.dep_ == "aux" and c.lower_ == "had":
            climb.flag("past")
        elif c.dep_ == "advmod" and words.among(c, "past") and head.tag_ in ("VBD", "VBN"):
            climb.flag("past")
