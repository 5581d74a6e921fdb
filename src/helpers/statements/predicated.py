"""Terms told by a predicate: "the door remains open" names "the open door", and affirms it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from helpers.statements.spelling import american
from helpers.statements.tree import child, lemma

_KEEPING = ("be", "remain", "stay", "stand", "keep", "hold", "leave")
_SAID = ("acomp", "oprd", "advmod", "attr", "prt", "ccomp", "xcomp", "amod", "acl")


class Described(NamedTuple):
    """A term of an adjective and a noun."""

    issue_id: str
    adjective: str
    noun: str


def described(issue_id: str, phrase: Sequence[str]) -> Described | None:
    """A term that may be told by a predicate; None if it has more than two words, or the first is no adjective."""
    if len(phrase) != 2 or phrase[0].lower() not in ("open", "closed", "free", "shut"):
        return None
    return Described(issue_id, american(phrase[0].lower()), american(phrase[1].lower()))


def iter_predicated(doc: Doc | Span, terms: Sequence[Described]) -> Iterator[tuple[str, Token]]:
    """The nouns of which a predicate says what a term says, with the term's issue."""
    for noun in doc if terms else ():
        said = predicate_of(noun) if noun.pos_ in ("NOUN", "PROPN") else None
        for term in terms if said is not None else ():
            if said is not None and (american(said.lower_), american(noun.lower_)) == term[1:]:
                yield term.issue_id, noun


def predicate_of(noun: Token) -> Token | None:
    """What is said of a noun by "is", "remains" or "keeps": "the door remains open", "keeps the door open"."""
    verb = noun.head
    if lemma(verb) not in _KEEPING or noun.dep_ not in ("nsubj", "nsubjpass", "dobj"):
        return None
    said = child(verb, *_SAID[:7])
    near = child(noun, "amod", "acl") if noun.dep_ == "dobj" else None
    after = [c for c in (said, near) if c is not None and c.i > noun.i and c.pos_ in ("ADJ", "VERB", "ADV", "ADP")]
    return after[0] if after else None
