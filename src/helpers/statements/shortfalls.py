"""What falls short: too little is done for the matter, or the matter itself is too little."""

from spacy.tokens import Token

from helpers.statements.lexicon import StanceWords
from helpers.statements.tree import OBJECTS, child, lemma, negators

_TRUE = ("accurate", "case", "correct", "so", "true")
UNSURE = 0.45  # confidence of a blame that may want more of the matter


def is_hardly_done(verb: Token, words: StanceWords) -> bool:
    """Whether little was done to an end, whatever one thinks of it: "has done little to support it"."""
    done = child(verb, *OBJECTS) if lemma(verb) == "do" else None
    if done is None:
        return False
    if done.lower_ in ("little", "nothing") or any(c.lower_ == "little" for c in done.children):
        return True
    enough = done.lower_ == "enough" or any(c.lower_ == "enough" for c in done.children)
    return enough and any(True for _ in negators(verb, words))


def is_put_aside(verb: Token, words: StanceWords) -> bool:
    """Whether what a verb says is denied from above: "it is not that we oppose it", "has done little to support it"."""
    above = verb.head
    if verb.dep_ in ("advcl", "relcl", "xcomp") and lemma(above) == "do":
        return any(c.lower_ == "to" for c in verb.children) and is_hardly_done(above, words)
    if verb.dep_ != "ccomp" or lemma(above) != "be" or child(above, "neg") is None:
        return False
    own = child(above, "nsubj")
    said = child(above, "acomp", "attr")
    return own is not None and own.lower_ == "it" and (said is None or said.lower_ in _TRUE)


def is_too_little(blame: str, words: StanceWords) -> bool:
    """Whether a blame says that a matter is too little: "insufficient", "not enough"."""
    return blame.lower().replace(" ", "-") in words.lists["shortfalls"]
