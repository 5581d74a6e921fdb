"""How many of a group do something: "few Ruritanian lawmakers back it" and "only six of them" tell no side of all."""

from spacy.tokens import Token

from helpers.statements.tree import lemma

PART = 0.45  # confidence, at most, of what some of a group do for whom it is named after
_SOME = frozenset({"some", "several", "certain", "couple", "dozen", "handful", "fraction", "minority"})
_LIMITS = frozenset({"only", "just", "merely", "barely", "hardly", "scarcely"})


def is_hardly_any(noun: Token) -> bool:
    """Whether so few do it that the others do not: "few lawmakers", "only six senators", not "a few lawmakers"."""
    if noun.tag_ not in ("NNS", "NNPS"):
        return False
    counts = [c for c in noun.children if c.dep_ in ("nummod", "amod", "det")]
    if any(c.lower_ == "few" for c in counts):
        return not any(t.lower_ in ("a", "quite") for c in (noun, *counts) for t in c.children if t.i < noun.i)
    numbers = [c for c in counts if c.dep_ == "nummod"]
    return any(t.lower_ in _LIMITS for c in numbers for t in (*c.subtree, *(noun.children if numbers else ())))


def is_part(noun: Token) -> bool:
    """Whether only some of a group do it: "some lawmakers", "a handful of senators", "three senators"."""
    if lemma(noun) in _SOME:
        return True
    if noun.tag_ not in ("NNS", "NNPS"):
        return False
    whole = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    if whole is not None and (lemma(whole) in _SOME or whole.lower_ in ("some", "several", "few")):
        return True
    return any(c.lower_ in _SOME or c.lower_ == "few" for c in noun.children if c.dep_ in ("det", "amod", "nummod"))
