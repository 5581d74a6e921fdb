"""Constructions in which a plain verb decides: "will not let them in", "the time has come", "warned X not to"."""

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.doing import do
from helpers.statements.lexicon import STRENGTHS, Carrier
from helpers.statements.tree import NAMED_ACTORS, OBJECTS, SUBJECTS, child, lemma, negators, subject

# What is done to a plan or a force by those who make it, with "by" after it: "the mission announced by X".
AUTHORED = frozenset(
    "announce author champion command conceive convene design devise head initiate introduce lead mastermind "
    "orchestrate present propose put run spearhead table tout unveil".split()
)
_PRECLUDING = frozenset(
    "bar block cancel deny end exclude forbid freeze halt preclude prevent prohibit refuse reject rule stop suspend "
    "veto withdraw".split()
)
_DOINGS = frozenset(
    "accession admission adoption application contribution deployment involvement membership participation "
    "ratification recognition".split()
)
_FORCING = ("force", "foist", "thrust", "inflict")
_LETTING = ("let", "allow", "permit")
_WARNING = ("warn", "caution", "admonish")
_OWING = ("ought", "need", "have")
_TIMES = ("time", "hour", "moment", "day")
_HOPING = ("hope", "look", "expect", "count")
_UNANSWERED = ("unanswered", "unpunished", "unchallenged")
_DANGERS = frozenset("consequence danger fallout peril pitfall repercussion risk".split())
_MOVING = frozenset(
    "alarm anger annoy cheer delight disappoint dismay displease disturb embitter encourage enrage exasperate "
    "frighten frustrate gladden hearten incense infuriate irk irritate offend outrage please rattle reassure rile "
    "satisfy shock trouble unnerve unsettle upset vex worry".split()
)


def weigh_construction(climb: Climb, role: str, head: Token) -> bool:
    """Weigh a plain verb that decides together with what else hangs on it; whether it does."""
    name = lemma(head)
    if role == "clause" and name in _LETTING and _is_let_do(climb, head):
        do(climb, head, Carrier(name, (), "actions", 1, 1.0))
    elif role == "object" and name in _FORCING and not climb.path and _forced_on(head):
        climb.decide(Carrier(name, ("on",), "effects", -1, 1.0), head)
        climb.hold(None)
        climb.ended = True  # "nobody may force it on us", "wants to force it on us"
        return True
    elif role == "object" and name == "give" and climb.target.dep_ == "dobj" and child(head, "dative") is not None:
        do(climb, head, Carrier(name, ("to",), "actions", 1, 1.0))
    elif role == "prep" and name in ("come", "arrive") and climb.path == ["for"] and _is_time(head):
        climb.decide(Carrier("time", (name,), "evaluations", 1, STRENGTHS["mild"]), head)
        climb.hold(None)
    elif role == "prep" and name in _HOPING and climb.path[:1] == ["from"] and climb.path[-1] in ("for", "on"):
        climb.decide(Carrier(name, (climb.path[-1],), "attitudes", 1, STRENGTHS["mild"]), head)
        climb.hold(subject(head))
    elif role == "prep" and name == "warn" and climb.path[-1:] == ["of"] and _DANGERS.intersection(climb.path):
        climb.decide(Carrier(name, ("of",), "attitudes", -1, STRENGTHS["mild"]), head)
        climb.hold(subject(head))
    elif role == "prep" and climb.path[-1:] in (["at"], ["over"], ["against"]) and _is_in_protest(head):
        climb.decide(Carrier(name, ("in", "protest"), "attitudes", -1, 1.0), head)
        climb.hold(subject(head))
        return True
    elif role == "subject" and name == "go" and (taken := _went_down(head)) is not None:
        climb.decide(Carrier(name, ("down",), "attitudes", taken[0], 1.0), head)
        climb.hold(taken[1])
    elif role == "subject" and name in ("go", "remain", "stay", "pass") and _is_to_be_answered(climb, head):
        climb.decide(Carrier(name, ("unanswered",), "effects", -1, 1.0), head)
        climb.hold(None)
        return True
    else:
        return False
    climb.negate(head)
    return True


def _is_let_do(climb: Climb, verb: Token) -> bool:
    """Whether what somebody lets happen is what the matter does: "let the observers cross", not "let it fail"."""
    deed = climb.target.head
    does = climb.target.dep_ in SUBJECTS and deed.head == verb and deed.dep_ in ("ccomp", "xcomp")
    return does and not climb.words.among(deed, "vanishing") and not climb.words.phrases("effects", lemma(deed))


def _forced_on(verb: Token) -> bool:
    return any(c.dep_ in ("prep", "prt", "dative") and c.lower_ in ("on", "upon", "onto") for c in verb.children)


def _is_in_protest(verb: Token) -> bool:
    """Whether something is done in protest: "recalled its ambassador in protest at the matter"."""
    moods = (child(c, "pobj") for c in verb.children if c.dep_ == "prep" and c.lower_ == "in")
    return any(mood is not None and lemma(mood) in ("protest", "anger", "outrage", "disgust") for mood in moods)


def _went_down(verb: Token) -> tuple[int, Token] | None:
    """How something is taken, and by whom: "went down badly with X", "did not go down well in X"."""
    said = {c.lower_ for c in verb.children if c.dep_ in ("advmod", "prt")}
    sign = 1 if "well" in said else -1 if said & {"badly", "poorly", "ill"} else 0
    places = (child(c, "pobj") for c in verb.children if c.dep_ == "prep" and c.lower_ in ("with", "in", "among"))
    who = next((p for p in places if p is not None), None)
    return (sign, who) if sign and "down" in said and who is not None else None


def _is_time(verb: Token) -> bool:
    when = child(verb, *SUBJECTS)
    return when is not None and lemma(when) in _TIMES


def _is_to_be_answered(climb: Climb, verb: Token) -> bool:
    """Whether something is not to go unanswered, which spends the "not"."""
    said = any(c.lower_ in _UNANSWERED for c in verb.children)
    denied = list(negators(verb, climb.words))
    climb.spend(denied if said else ())
    return said and bool(denied)


def is_warned_off(verb: Token, target: Token) -> bool:
    """Whether somebody is told not to do something: "warned Ruritania not to sign it"."""
    deed = child(verb, "xcomp") if lemma(verb) in _WARNING else None
    return deed is not None and target in deed.subtree and child(deed, "neg") is not None


def moved_by(climb: Climb, verb: Token) -> Token | None:
    """Whom a matter angers or pleases, which is that one's feeling: "the accord infuriated Ruritania"."""
    whom = child(verb, *OBJECTS) if lemma(verb) in _MOVING else None
    return whom if whom is not None and whom.ent_type_ in NAMED_ACTORS and climb.target != whom else None


def is_owed(verb: Token) -> Token | None:
    """What ought to be done to a matter that stands before "ought": "it ought never to have been signed"."""
    deed = child(verb, "xcomp") if lemma(verb) in _OWING else None
    return deed if deed is not None and child(deed, "auxpass") is not None else None


def is_precluded(noun: Token) -> bool:
    """Whether a doing is ruled out, so that nobody does it: "vetoed Ruritania's participation in it"."""
    return lemma(noun) in _DOINGS and noun.dep_ in OBJECTS and lemma(noun.head) in _PRECLUDING


def is_given_ground(noun: Token) -> bool:
    """Whether what follows is a reason that somebody gives: "on the grounds that the matter …"."""
    return noun.lower_ in ("ground", "grounds") and noun.dep_ == "pobj" and noun.head.lower_ == "on"


def is_no_doubt(noun: Token) -> bool:
    """Whether what follows is certain: "left no doubt that it would block the matter"."""
    return lemma(noun) == "doubt" and any(c.lower_ in ("no", "little") for c in noun.children)


def weigh_driver(noun: Token) -> Carrier | None:
    """The carrier of "the driving force behind the matter"."""
    drives = noun.lower_ == "force" and any(c.lower_ in ("driving", "moving") for c in noun.children)
    return Carrier("force", ("driving",), "nouns", 1, 1.0) if drives else None
