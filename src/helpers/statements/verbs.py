"""What a verb on the way up adds: attitudes, demands, deeds, effects, copulas, judging and light verbs."""

from spacy.tokens import Token

from helpers.statements.clauses import (
    is_conditioned,
    is_lack,
    is_left_open,
    is_past_wish,
    is_taken_as_true,
    is_told,
)
from helpers.statements.climb import Climb
from helpers.statements.consequences import find_worth
from helpers.statements.constructions import moved_by
from helpers.statements.doing import do, take_attitude, voiced_in, wanted_done
from helpers.statements.fitting import verb_carrier
from helpers.statements.frames import is_short_of, weigh_existence, weigh_manner, weigh_subject, weigh_taken
from helpers.statements.idioms import is_asked, weigh_idiom
from helpers.statements.judgements import judge
from helpers.statements.lexicon import Carrier, StanceWords
from helpers.statements.misfits import is_misfit
from helpers.statements.modality import is_of_others, is_unknown_deed, weigh_modality
from helpers.statements.outcomes import weigh_result
from helpers.statements.partisans import is_camp, is_done_to_camp
from helpers.statements.predicates import (
    COPULAS,
    found_in,
    is_judging,
    judges,
    right_of,
    weigh_copula,
    weigh_judged_noun,
)
from helpers.statements.tree import (
    OBJECTS,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    child,
    is_passive,
    lemma,
    negators,
    subject,
)

CLAUSES = (
    "xcomp", "ccomp", "acl", "pcomp", "advcl", "relcl", "csubj", "acomp", "attr", "oprd", "parataxis",
)  # fmt: skip
_NOUN_PREPOSITIONS = ("to", "for", "of", "on", "against", "about", "over", "at", "with", "in", "toward", "towards")
_PLACEHOLDERS = ("it", "there", "this", "that")  # subjects that take no position
_FADING = ("stall", "falter", "unravel", "flounder", "stumble", "limp", "break")  # feared for the matter, not of it
_EXAMINING = ("audit", "examine", "inspect", "investigate", "probe", "scrutinise", "scrutinize")
_UNKNOWN_DEED = 0.45  # confidence of a demand to do something to the matter that may be for it or against it
_PERSON_DOES = 0.5  # … of "Varr works on it", which is mostly told and not praised
_BEYOND = 0.7  # what lies between the matter and its carrier makes a reading less sure


def weigh_verb(climb: Climb, dep: str, head: Token) -> None:
    """Take account of a verb; `dep` is how what was climbed so far hangs on it."""
    decided = climb.decided
    own = decided and (climb.holder is not None or climb.doer is not None)
    role = _role(dep)
    handed = ""  # the preposition, where it belongs to a noun before it
    if role == "prep" and (noun := _noun_before(climb, head)) is not None:
        handed = climb.path[-1]
        _hand_to_noun(climb, *noun)
        role, decided = "object", True
    elif role == "prep" and not decided and (thing := _done_to(climb, head)) is not None:
        role = "object"  # "blocked a vote on the matter", whatever the preposition hangs on
        climb.path.append(lemma(thing))
        climb.things.add(lemma(thing))
    if role == "subject" and not decided and weigh_subject(climb, head):
        weigh_modality(climb, head)
        return
    if decided and weigh_taken(climb, role, head):
        weigh_modality(climb, head)
        return
    if role == "prep" and dep == "agent" and not decided and climb.path == ["by"] and head.tag_ == "VBN":
        effect = climb.words.carrier("effects", lemma(head), ())
        if effect is not None and effect.sign < 0:  # "sees its interests infringed by the matter"
            climb.decide(effect, head)
            climb.hold(None)
            weigh_modality(climb, head)
            return
    if role == "subject" and climb.words.among(head, "depending"):
        climb.asserted = False
        return
    if (role != "subject" and is_short_of(head, climb.path)) or (role == "clause" and is_asked(climb, head)):
        climb.asserted = False
        return
    if role in ("object", "prep") and not decided and weigh_manner(climb, head):
        weigh_modality(climb, head)
        return
    hanging = dep in ("xcomp", "ccomp", "csubj", "advcl")  # on the verb, not on its adjective, which has counted
    if decided and hanging and lemma(head) in COPULAS and (_is_of_it(head) or dep == "csubj"):
        if weigh_copula(climb, role, head):
            weigh_modality(climb, head)
            return  # "it would be wrong to accept the matter"
        climb.asserted = climb.asserted and dep != "csubj"  # "to accept the matter would be to …"
    if decided and dep == "csubj" and lemma(head) not in COPULAS:
        climb.asserted = climb.asserted and weigh_result(climb, head)  # "to accept the matter would ruin us"
        return
    if not decided and weigh_idiom(climb, dep, role, head):
        weigh_modality(climb, head)
        return
    carrier = verb_carrier(climb, head, role)
    if carrier is not None and handed in carrier.others:  # "filed a lawsuit against": one stance, not two
        carrier = None
    if carrier is not None and carrier.kind == "demands" and not decided and judges(climb, head):
        carrier = None
    if is_conditioned(head) or is_left_open(head):
        climb.asserted = False
        climb.readings.clear()
        return
    if is_lack(head, climb.target, climb.words):
        climb.asserted = False
        return
    if carrier is not None and carrier.kind == "demands" and lemma(head) == "wish" and is_past_wish(head):
        climb.asserted = False
        return
    if (
        carrier is not None
        and carrier.kind == "demands"
        and role == "clause"
        and not decided
        and is_told(head, climb.target, climb.words)
    ):
        carrier = None
    if carrier is not None and carrier.kind == "effects" and _is_fate(head, climb.words):
        carrier = None
    if carrier is not None and is_misfit(climb, carrier, role, head):
        carrier = None
    if carrier is None and role in ("object", "prep") and lemma(head) in _EXAMINING:
        climb.asserted = False  # "a counsel to investigate her use of it"
    if carrier is not None and carrier.head == "hold" and climb.things:  # "a hearing on the matter will be held"
        carrier = None
    if decided and role == "subject" and not climb.path and is_camp(child(head, *SUBJECTS), climb):
        climb.asserted = False  # "is worried that her supporters stay at home"
    if decided and carrier is not None and role == "object" and climb.path == [] and is_done_to_camp(climb, head):
        climb.asserted = False  # "avoided her supporters"
    if decided and is_of_others(climb, role, head):
        climb.asserted = False
    if carrier is not None and carrier.kind == "demands" and not decided and is_unknown_deed(climb, head):
        climb.confidence = min(climb.confidence, _UNKNOWN_DEED)
    if carrier is None:
        _weigh_plain_verb(climb, role, head, decided=decided)
    elif carrier.kind == "demands" and role == "object" and (done := wanted_done(climb, head)) is not None:
        climb.decide(done, head)
        take_attitude(climb, head, carrier)
    elif carrier.kind == "actions":
        do(climb, head, carrier)
    elif carrier.kind == "effects":
        climb.decide(carrier, head)
        climb.confidence *= _PERSON_DOES if climb.person and carrier.sign > 0 else 1.0
        fades = climb.words.among(head, "vanishing") or lemma(head) in _FADING
        climb.harms = carrier.sign < 0 and (child(head, *OBJECTS) is not None or not fades)
        climb.hold(moved_by(climb, head))
    else:
        take_attitude(climb, head, carrier)
    if climb.decided:
        _negate(climb, head, carried=carrier is not None, told=role == "prep" and own)
        weigh_modality(climb, head)


def _role(dep: str) -> str:
    if dep in SUBJECTS:
        return "subject"
    if dep in (*OBJECTS, *PASSIVE_SUBJECTS):
        return "object"
    if dep in ("prep", "prt", "agent", "advmod"):
        return "prep"
    return "clause" if dep in CLAUSES else "aside"


def _is_fate(verb: Token, words: StanceWords) -> bool:
    """Whether something only befalls the matter: "it failed to win a majority"."""
    deed = child(verb, "xcomp") if lemma(verb) == "fail" else None
    return deed is not None and words.among(deed, "fates")


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


def _done_to(climb: Climb, verb: Token) -> Token | None:
    """The verb's object, if the preposition right after it belongs to that: "block a vote on the matter"."""
    noun = child(verb, "dobj")
    if noun is None or not climb.words.among(noun, "transparent") or climb.path[-1:] != ["on"]:
        return None
    after = any(c.dep_ == "prep" and c.i == noun.i + 1 and climb.target in c.subtree for c in verb.children)
    return noun if after else None


def _hand_to_noun(climb: Climb, carrier: Carrier, noun: Token) -> None:
    climb.decide(carrier, noun)
    climb.hold(child(noun, "poss"))
    climb.open = climb.holder is None
    climb.negate(noun)


def _weigh_plain_verb(climb: Climb, role: str, head: Token, *, decided: bool) -> None:
    """Verbs that carry no stance: copulas and judging verbs look at what is said of the matter."""
    words, name = climb.words, lemma(head)
    copula = name in COPULAS or head.pos_ == "AUX" or (name == "have" and role == "subject")
    if not decided and role in ("object", "clause", "prep") and is_judging(climb, head):
        judgement = judge(right_of(climb.target, head), words)
        if judgement is None and climb.path == ["in"] and head.lemma_ in ("see", "find"):
            judgement = found_in(climb.target, head, words)
            climb.spend(t for t in head.children if t.dep_ in OBJECTS)
        if judgement is not None:
            climb.decide_by(judgement)
        elif any(c.lower_ == "as" for c in (*head.children, *climb.target.children)):
            sign, word = find_worth(right_of(climb.target, head), words)
            if word is not None:
                climb.decide(Carrier(lemma(word), (), "evaluations", sign, 1.0), word)
                climb.confidence *= _BEYOND
        if climb.decided:
            climb.steps.append(f"said with '{head.text}'")
            climb.hold(subject(head) or (voiced_in(head, words) if is_passive(head) else None))
            climb.unclaimed = is_passive(head) and climb.holder is None
            return
    if decided and role == "prep" and words.among(head, "talking") and climb.path[-1:] not in (["in"], ["of"]):
        climb.asserted = False  # "split over extending the matter", but not "spoke in favour of it"
    own = climb.holder is not None or climb.doer is not None
    if decided and not own and name in COPULAS and role == "subject" and weigh_judged_noun(climb, head):
        return
    if not decided and copula and (weigh_copula(climb, role, head) or weigh_existence(climb, head)):
        return
    if decided:
        _pass_on(climb, role, head, copula=copula)
    else:
        _pass_by(climb, role, head)
    climb.path.append(name)


def _is_of_it(verb: Token) -> bool:
    """Whether the subject only holds the place of a clause ("it is …")."""
    own = child(verb, *SUBJECTS)
    return own is not None and own.lower_ == "it"


def _pass_on(climb: Climb, role: str, head: Token, *, copula: bool) -> None:
    """A stance goes through a verb that adds nothing, which may say whose it is."""
    words = climb.words
    light = role == "object" and words.among(head, "light_verbs")
    if climb.open and (light or (copula and role in ("prep", "clause"))) and climb.holder is None:
        holder, of_others = subject(head), climb.unclaimed and child(head, "expl") is not None  # "there is opposition"
        own = holder is not None and (holder == climb.target or (copula and holder.lower_ in _PLACEHOLDERS))
        climb.hold(None if own else holder)  # "the matter ought to be …" holds nothing itself
        climb.unclaimed = of_others or (is_passive(head) and climb.holder is None)
        climb.factual = climb.factual and climb.holder is None  # "concern over it was voiced by X"
        climb.open = False
    elif role == "object" and climb.open and climb.holder is None and words.among(head, "soothing"):
        climb.unclaimed = True  # "allayed concerns about the matter": somebody's
    elif role == "prep" and climb.open and climb.holder is None and _is_told_by(climb.path, head):
        climb.hold(subject(head))  # "walked out in protest at the matter"
        climb.open = False
    elif role == "clause" and climb.holder is None and climb.doer is None:
        if any(words.among(head, name) for name in ("thinking", "judging", "saying")):
            climb.holder = subject(head)


def _is_told_by(path: list[str], verb: Token) -> bool:
    """Whether a verb says whose a side is: "walked out in protest at it", "spoke of its illegality"."""
    told = {"speak": "of", "warn": "of", "point": "to", "insist": "on", "talk": "of", "write": "of", "assure": "of"}
    return path[-1:] == ["in"] or path[-1:] == [told.get(lemma(verb))]


def _pass_by(climb: Climb, role: str, head: Token) -> None:
    """The matter takes part in something that decides nothing."""
    if climb.words.among(head, "talking") and climb.path[-1:] != ["of"]:
        climb.asserted = False  # to want to talk about a matter is no side
    if any(True for _ in negators(head, climb.words)):
        climb.asserted = False  # what a "not" does to a verb without a sign is unknown
    if role == "subject":
        climb.aside = True
    elif not climb.words.among(head, "light_verbs"):
        climb.aside = climb.aside or role == "object"
        climb.confidence *= _BEYOND
        undoing = climb.words.carrier("actions", lemma(head), ())
        if undoing is not None and undoing.sign < 0:  # "wants to end the debate on it": what that means for it is open
            climb.confidence = min(climb.confidence, _UNKNOWN_DEED)


def _has_out(verb: Token) -> bool:
    return any(c.dep_ == "prt" and c.lower_ == "out" for c in verb.children)


def _negate(climb: Climb, head: Token, *, carried: bool, told: bool) -> None:
    if told and not carried:
        climb.spend(negators(head, climb.words))  # "did not budge from her pledge to build it": she has pledged it
    elif not carried and climb.words.among(head, "saying") and any(True for _ in negators(head, climb.words)):
        climb.asserted = False  # "did not say that …"
    elif not carried and is_taken_as_true(head, climb.words):
        climb.spend(negators(head, climb.words))  # "was not surprised that X backs it": X does
    elif climb.words.among(head, "settling") and not _has_out(head) and any(True for _ in negators(head, climb.words)):
        climb.asserted = False  # who has not decided on the matter takes no side
    else:
        climb.negate(head)
