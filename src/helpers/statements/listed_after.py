"""Matters listed after what sums them up: "the bills that she fought: the tax, the merger"."""

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.fitting import verb_carrier
from helpers.statements.tree import OBJECTS, child, lemma, subject

_TRYING = ("attempt", "seek", "strive", "struggle", "try", "vow", "want", "work")


def weigh_summed_up(climb: Climb, head: Token) -> None:
    """Take account of what somebody did to all that is listed, where a relative clause says it.

    Args:
        climb: What is known so far, of a matter in the list.
        head: The noun or pronoun that sums it up.
    """
    if climb.decided or climb.path:
        return
    if head.pos_ == "PRON" and any(t.text == ":" for t in head.doc[head.i : climb.target.i]):
        climb.asserted = False  # "boasts of them: the tax, the merger", and what they are was told before
        return
    clause = next((c for c in head.children if c.dep_ == "relcl" and c.i < climb.target.i), None)
    if clause is None:
        return
    deed = clause
    while lemma(deed) in _TRYING and (further := child(deed, "xcomp")) is not None:
        deed = further
    done_by = child(clause, "nsubj")
    if done_by is None or done_by.tag_ in ("WDT", "WP") or child(deed, *OBJECTS) not in (None, _relative(deed)):
        return
    carrier = verb_carrier(climb, deed, "object")
    if carrier is not None and carrier.kind in ("actions", "attitudes"):
        climb.decide(carrier, deed)
        climb.hold(subject(clause))
        climb.negate(deed)
        climb.negate(clause)
        climb.keep()


def _relative(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in OBJECTS and c.tag_ in ("WDT", "WP")), None)
