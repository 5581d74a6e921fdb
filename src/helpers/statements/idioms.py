"""Turns of phrase that decide by themselves: "was rigged", "went to court against it", "gains nothing from it"."""

from collections.abc import Sequence

from spacy.tokens import Token

from helpers.statements.alternatives import weigh_replaced
from helpers.statements.climb import Climb
from helpers.statements.constructions import weigh_construction
from helpers.statements.doing import do
from helpers.statements.fitting import verb_carrier
from helpers.statements.leaving import is_left_alone
from helpers.statements.lexicon import STRENGTHS, Carrier
from helpers.statements.predicated import predicate_of
from helpers.statements.prizing import weigh_prized
from helpers.statements.tree import (
    PASSIVE_SUBJECTS,
    SUBJECTS,
    child,
    has_modal,
    is_indefinite,
    is_passive,
    lemma,
    negators,
    subject,
)

_FRESH = (
    "national",
    "own",
    "unilateral",
    "individual",
    "sweeping",
    "tougher",
    "further",
    "new",
    "more",
    "additional",
    "fresh",
    "extra",
)
_ANNOUNCED = 0.7  # confidence that somebody is for what he announces


def weigh_idiom(climb: Climb, dep: str, role: str, head: Token) -> bool:
    """Weigh a verb that decides together with how the matter hangs on it.

    Args:
        climb: What is known so far; nothing has decided yet.
        dep: How the matter hangs on the verb.
        role: The same in four kinds: subject, object, prep or clause.
        head: The verb.

    Returns:
        Whether it decides.
    """
    words, last = climb.words, climb.path[-1:]
    if _is_harmless(head, climb.path):
        climb.decide(Carrier(lemma(head), (), "evaluations", 1, 1.0), head)
        climb.steps[-1] = f"'{head.head.text} to {head.text}' (for)"
        climb.hold(None)
        climb.open = False
        climb.spend([head.head])
        return True
    if role == "subject" and lemma(head) == "go" and any(c.lower_ == "enough" for c in head.children):
        climb.decide(Carrier("go", ("far", "enough"), "effects", 1, STRENGTHS["mild"]), head)  # critics want more of it
        for verb in (head, *head.ancestors):  # "did not think that it goes far enough"
            climb.spend(negators(verb, words))
        climb.hold(None)
        return True
    if weigh_construction(climb, role, head) or weigh_replaced(climb, role, head):
        return True
    if role == "object" and not climb.path and not climb.person and is_left_alone(head):
        do(climb, head, Carrier("leave", ("alone",), "actions", 1, 1.0))
        climb.negate(head)
        return True
    if climb.path[:1] == ["as"] and words.among(head, "judging") and is_indefinite(climb.target):
        denial = next(iter(negators(head, words)), None)
        if denial is None:
            return False
        climb.decide(Carrier(lemma(head), ("as",), "evaluations", -1, 1.0), head)  # "cannot regard it as a vote"
        climb.spend([denial])
        climb.hold(subject(head))
        return True
    if climb.target.lower_ == "door" and (said := predicate_of(climb.target)) is not None and not climb.path:
        climb.decide(Carrier("door", (said.lower_,), "effects", 1 if said.lower_ == "open" else -1, 1.0), climb.target)
        climb.hold(subject(head) if dep == "dobj" else None)
        climb.negate(head)
        return True
    if dep == "dobj" and lemma(head) == "announce" and not climb.path and _is_doing(climb.target):
        climb.decide(Carrier("announce", (), "actions", 1, STRENGTHS["mild"]), head)  # "announced deliveries": its own
        climb.confidence = min(climb.confidence, _ANNOUNCED)
        climb.hold(subject(head))
        climb.unclaimed = climb.holder is None
        return True
    if lemma(head) == "make" and weigh_prized(climb, head):
        return True
    if lemma(head) == "make" and role in ("object", "clause", "subject") and (made := _made(climb, head)) is not None:
        climb.decide(Carrier("make", (lemma(made),), "actions", 1 if words.among(made, "fastening") else -1, 1.0), head)
        climb.hold(None)
        doer = subject(head)
        climb.doer = None if doer is not None and has_modal(head, words, "obligation") else doer
        climb.unclaimed = doer is None and is_passive(head)
    elif dep in PASSIVE_SUBJECTS and words.among(head, "faking"):
        climb.decide(Carrier(lemma(head), (), "evaluations", -1, 1.0), head)
        climb.hold(None)
    elif role == "prep" and last in (["from"], ["by"], ["through"]) and words.among(head, "gaining"):
        sign = -1 if _is_only(subject(head)) else 1
        climb.decide(Carrier(lemma(head), (last[0],), "effects", sign, 1.0), head)
        climb.hold(None)
    elif role == "prep" and last == ["against"] and not words.among(head, "comparing") and head.pos_ == "VERB":
        if len(climb.path) > 1 or verb_carrier(climb, head, role) is not None:
            return False
        climb.decide(Carrier(lemma(head), ("against",), "attitudes", -1, 1.0), head)
        climb.hold(subject(head))
        climb.unclaimed = is_passive(head) and climb.holder is None
    else:
        return False
    climb.negate(head)
    return True


def _made(climb: Climb, verb: Token) -> Token | None:
    """What a matter is made: "make it compulsory", "was made illegal"."""
    made = next((c for c in verb.children if c.dep_ in ("ccomp", "oprd", "acomp") and c.i > verb.i), None)
    if made is None or not (climb.words.among(made, "fastening") or climb.words.among(made, "loosening")):
        return None
    if child(made, *SUBJECTS) not in (None, climb.target) or any(c.dep_ == "xcomp" for c in made.children):
        return None
    return made


def _is_doing(noun: Token) -> bool:
    """Whether a noun without an article tells of more of a doing: "further deliveries", "new sanctions"."""
    fresh = any(c.dep_ == "amod" and c.lower_ in _FRESH for c in noun.children)
    return fresh and not any(c.dep_ in ("poss", "det") and c.lower_ != "a" for c in noun.children)


def _is_only(who: Token | None) -> bool:
    """Whether others should be, too, or rather than those: "only speculators profit from the matter"."""
    return who is not None and any(c.lower_ in ("only", "just", "merely") for c in who.children)


def is_asked(climb: Climb, verb: Token) -> bool:
    """Whether the clause below only asks: "nobody knows when the matter will be signed"."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and climb.target in c.subtree), None)
    asks = clause is not None and any(c.tag_ in ("WRB", "WP", "WDT") and c.dep_ != "nsubj" for c in clause.children)
    if clause is not None and climb.words.among(verb, "asking"):
        return asks or any(c.dep_ == "mark" and c.lower_ in ("if", "whether") for c in clause.children)
    return asks and climb.words.among(verb, "knowing") and any(True for _ in negators(verb, climb.words))


def _is_harmless(verb: Token, path: Sequence[str]) -> bool:
    """Whether there is "nothing to fear from the matter"."""
    return (
        lemma(verb) in ("fear", "worry")
        and path[-1:] in (["from"], ["about"])
        and verb.dep_ in ("relcl", "acl", "xcomp", "advcl")
        and verb.head.lower_ in ("nothing", "little")
    )
