"""Who is named beside the holder of a side as one who shares it, or does not: "unlike X, Y …", "all but X"."""

from collections.abc import Iterator

from spacy.tokens import Token

from helpers.statements.tree import SUBJECTS, child

_EXCEPT = ("but", "except", "save", "besides", "excepting", "barring")
_ALL = ("all", "every", "everybody", "everyone", "each")


def iter_contrasts(holder: Token) -> Iterator[tuple[Token, int]]:
    """Those named beside a subject, and whether they take its side (1) or the other one (-1).

    Args:
        holder: The subject; nobody is beside any other word.
    """
    if holder.dep_ not in SUBJECTS:
        return
    everybody = holder.lower_ in _ALL or any(c.lower_ in _ALL for c in holder.children)
    for c in (*holder.children, *holder.head.children):
        noun = child(c, "pobj") if c.dep_ in ("prep", "mark") else None
        if noun is None:
            continue
        if everybody and c.lower_ in _EXCEPT:
            yield noun, -1
        elif c.lower_ == "unlike":
            yield noun, -1
        elif c.lower_ == "like" and c.i < holder.head.i and (c.i == c.sent.start or c.nbor(-1).text == ","):
            yield noun, 1
        elif noun.lower_ in ("exception", "contrast") and (other := _after(noun)) is not None:
            if everybody or noun.lower_ == "contrast":
                yield other, -1


def _after(noun: Token) -> Token | None:
    """The name after "the exception of" or "in contrast to"."""
    return next((child(c, "pobj") for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "to")), None)
