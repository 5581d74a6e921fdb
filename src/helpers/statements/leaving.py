"""What is left as it is, which is for it: "leave the law alone", "leave it that way"."""

from spacy.tokens import Token

from helpers.statements.tree import lemma

_UNTOUCHED = ("alone", "be", "intact", "standing", "unaltered", "unchanged")
_WAYS = ("that", "the", "this")


def is_left_alone(verb: Token) -> bool:
    """Whether a verb says that its object is to stay: "leave it alone", "leave it as it is", "leave it that way".

    Args:
        verb: The verb that the matter is the object of.
    """
    if lemma(verb) != "leave":
        return False
    for c in verb.children:
        if c.i < verb.i:
            continue
        if c.lower_ in _UNTOUCHED and c.dep_ in ("acomp", "advmod", "ccomp", "oprd", "xcomp"):
            return True
        if c.lower_ == "way" and any(g.dep_ == "det" and g.lower_ in _WAYS for g in c.children):
            return True
        bare = lemma(c) == "be" and {g.dep_ for g in c.children} <= {"mark", "nsubj", "advmod", "punct"}
        if bare and any(g.lower_ == "as" for g in c.children):
            return True
    after = verb.doc[verb.i + 1 : verb.sent.end]
    return any(t.lower_ == "as" and t.i + 1 < len(verb.doc) and t.nbor(1).lower_ == "is" for t in after)
