"""Those who act together: "X, joined by Y", "X, along with Y", and votes told in a list: "with X and Y against"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from helpers.statements.tree import agent, child, lemma

_JOINING = ("join", "second", "flank", "back", "support", "echo")
ROLL_WORDS = ("against", "favour", "favor")  # one of which a list of votes has
_TOGETHER = ("along", "together", "jointly", "alongside")


def beside(who: Token) -> list[Token]:
    """The heads of those named beside a subject who do the same: "X, together with Y and Z"."""
    return [other for noun in _beside(who) for other in (noun, *noun.conjuncts)]


def _beside(who: Token) -> Iterator[Token]:
    for c in who.children:
        if c.dep_ == "acl" and c.tag_ == "VBN" and lemma(c) in _JOINING and c.i > who.i:
            if (by := agent(c)) is not None:
                yield by
    verb = who.head
    if lemma(verb) == "join" and who.dep_ == "nsubj":  # "X joined Y in opposing it"
        joined = child(verb, "dobj")
        if (
            joined is not None
            and joined.pos_ == "PROPN"
            and any(c.lower_ == "in" and c.i > joined.i for c in verb.children)
        ):
            yield joined
    own = [c for c in who.children if c.i > who.i]
    between = [c for c in verb.children if who.i < c.i < verb.i] if who.dep_ == "nsubj" else []
    for c in (*own, *between):
        if c.dep_ in ("prep", "advmod") and c.lower_ in _TOGETHER:
            inner = c if c.lower_ == "alongside" else child(c, "prep")
            noun = child(inner, "pobj") if inner is not None and inner.lower_ in ("with", "alongside") else None
            if noun is not None:
                yield noun


def iter_rolls(sentence: Span) -> Iterator[tuple[Token, Token, int]]:
    """Votes told after "with" or in a list: "with X and Y against", "Against: X, Y".

    Yields:
        The word that tells the side, the last of the names, and 1 for in favour, -1 for against.
    """
    for word in sentence:
        sign = _side(word)
        if not sign:
            continue
        if word.i + 1 < sentence.end and word.nbor(1).text == ":":
            names = _names(sentence.doc[word.i + 2 : sentence.end])
        elif not any(c.dep_ == "pobj" and word.lower_ == "against" for c in word.children):
            names = _names_before(word, sentence)
        else:
            continue
        yield from ((word, name, sign) for name in names)


def _side(word: Token) -> int:
    if word.lower_ not in ROLL_WORDS:
        return 0
    if word.lower_ == "against":
        return -1
    return int(word.i > 0 and word.nbor(-1).lower_ == "in")


def _names(tokens: Span) -> list[Token]:
    """The names that a stretch of text begins with."""
    names: list[Token] = []
    for token in tokens:
        if token.pos_ == "PROPN":
            names.append(token)
        elif not (token.text == "," or token.lower_ in ("and", "the", "of")):
            break
    return names


def _names_before(word: Token, sentence: Span) -> list[Token]:
    """The names between "with", or another vote told after it, and the word: "with X absent and Y voting against"."""
    start = word.i - (2 if word.lower_ != "against" else 1)
    if start > sentence.start and sentence.doc[start].lower_ == "voting":
        start -= 1
    names: list[Token] = []
    for token in reversed(sentence.doc[sentence.start : start + 1]):
        if token.pos_ == "PROPN":
            names.append(token)
        elif token.lower_ in ("with", "abstaining", "absent", "favour", "favor"):
            begins = token.lower_ == "with" or any(t.lower_ == "with" for t in sentence.doc[sentence.start : token.i])
            return names if begins else []
        elif not (token.text == "," or token.lower_ in ("and", "the", "of", "only", "alone")):
            return []
    return []
