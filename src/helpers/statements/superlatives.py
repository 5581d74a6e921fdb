"""A "not" that says that nothing could be more so: "nobody is more loyal to it", "could not be happier with it"."""

from collections.abc import Iterator

from spacy.tokens import Token

from helpers.statements.tree import SUBJECTS

_COMPARATIVES = ("JJR", "RBR")
_PREDICATES = ("acomp", "attr")


def is_superlative(negator: Token) -> bool:
    """Whether a negator denies nothing: "never been more convinced", "nobody has fought harder", "cannot but".

    Args:
        negator: "not", "never", or a subject such as "nobody".
    """
    verb, following = negator.head, negator.doc[negator.i + 1 : negator.i + 3]
    if negator.dep_ == "neg" and verb.pos_ == "VERB" and following.text.lower().startswith("but "):
        return True  # "cannot but support it"
    if negator.dep_ in SUBJECTS:
        return any(_is_compared(word) for word in _measures(verb))
    if following.text.lower() in ("been more", "be more", "agree more"):
        return True
    might = any(c.dep_ == "aux" and c.lower_ in ("could", "can") for c in verb.children)
    return might and verb.lower_ == "be" and any(c.dep_ == "acomp" and c.tag_ == "JJR" for c in verb.children)


def _measures(verb: Token) -> Iterator[Token]:
    """What says how much: "harder", "more loyal", "a bigger fan"."""
    for c in verb.children:
        if c.dep_ == "advmod":
            yield c
        elif c.dep_ in _PREDICATES:
            yield c
            yield from (g for g in c.children if g.dep_ in ("advmod", "amod"))


def _is_compared(word: Token) -> bool:
    """Whether a word compares: by its form beside a verb; in a predicate only with what it is compared to."""
    if any(g.lower_ == "as" for g in word.children):
        return True
    if word.tag_ not in _COMPARATIVES or word.lower_ in ("longer", "less"):
        return False
    return word.head.pos_ in ("VERB", "ADJ") or any(t.lower_ == "than" for t in word.sent)
