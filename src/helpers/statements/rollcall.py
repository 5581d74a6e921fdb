"""Those who act together: "X, joined by Y", "X, along with Y", and who "those opposing it" are said to be."""

from collections.abc import Iterator

from spacy.tokens import Token

from helpers.statements.tree import agent, child, lemma

_TOGETHER = ("along", "together", "jointly", "alongside")


def beside(who: Token) -> list[Token]:
    """The heads of those named beside a subject who do the same: "X, together with Y and Z"."""
    return [other for noun in _beside(who) for other in (noun, *noun.conjuncts)]


def _beside(who: Token) -> Iterator[Token]:
    for c in who.children:
        if c.dep_ == "acl" and c.tag_ == "VBN" and lemma(c) in ("join", "second", "flank") and c.i > who.i:
            if (by := agent(c)) is not None:
                yield by
    verb = who.head
    own = [c for c in who.children if c.i > who.i]
    between = [c for c in verb.children if who.i < c.i < verb.i] if who.dep_ == "nsubj" else []
    for c in (*own, *between):
        if c.dep_ in ("prep", "advmod") and c.lower_ in _TOGETHER:
            inner = c if c.lower_ == "alongside" else child(c, "prep")
            noun = child(inner, "pobj") if inner is not None and inner.lower_ in ("with", "alongside") else None
            if noun is not None:
                yield noun


def said_to_be(group: Token) -> Token | None:
    """Who a group is: "among those opposing it were X and Y", "those voting against it were X"; None if nobody is named.

    Args:
        group: "those", "the countries", or the participle of "voting against it were X".
    """
    copula = group.head
    if group.dep_ == "pobj" and group.head.lower_ == "among":
        copula = group.head.head
    if copula.pos_ != "AUX" or (group.dep_ not in ("nsubj", "csubj", "pobj")):
        return None
    after = [c for c in copula.children if c.dep_ in ("nsubj", "attr") and c.i > copula.i]
    return next((c for c in after if c.pos_ == "PROPN"), None)
