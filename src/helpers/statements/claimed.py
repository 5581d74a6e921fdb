"""What others only say that somebody wants: "accused Varr of backing it", "the debunked claim that Varr backs it"."""

from spacy.tokens import Token

from helpers.statements.lexicon import StanceWords
from helpers.statements.tree import OBJECTS, SUBJECTS, lemma

_PROOFS = ("evidence", "indication", "proof", "sign", "suggestion")
_DENIALS = ("no", "little", "without")
_FALSE = (
    "baseless", "bogus", "debunked", "discredited", "erroneous", "fake", "false", "inaccurate", "misleading",
    "mistaken", "unfounded", "unproven", "unsubstantiated", "untrue", "wrong",
)  # fmt: skip


def find_claim(holder: Token, words: StanceWords) -> Token | None:
    """The word that says that others only say so.

    Args:
        holder: Who is said to be for something, or against it.
        words: The stance words.

    Returns:
        "accused" in "accused Varr of backing it", "claim" in "her claim that Varr wanted it"; None where it is told.
    """
    verb = holder.head
    if holder.dep_ in OBJECTS and words.among(verb, "alleging"):
        return verb
    above = next((a for a in (verb, *verb.ancestors) if a.dep_ in ("acl", "ccomp", "relcl")), None)
    noun = above.head if above is not None and holder.dep_ in SUBJECTS else None
    if noun is None or noun.pos_ != "NOUN":
        return None
    return noun if words.among(noun, "allegations") or (lemma(noun) in _PROOFS and is_denied(noun)) else None


def is_denied(claim: Token) -> bool:
    """Whether it is said that a claim does not hold: "the false claim", "no evidence that", "without proof that"."""
    if claim.dep_ == "pobj" and claim.head.lower_ in _DENIALS:
        return True
    return any(c.lower_ in _FALSE or c.lower_ in _DENIALS for c in claim.children if c.dep_ in ("amod", "det", "neg"))
