"""Groups of states that have one name: "the Baltic states" are three, and each of them takes the side told of all."""

from functools import cache

from spacy.tokens import Token

from helpers.resources import read_reference

_SOME = ("two", "some", "several", "most", "other", "former")


def members_of(noun: Token) -> tuple[str, ...]:
    """The states that "the Baltic states", "the three Nordic countries" or "the Baltics" are; none for other words.

    Args:
        noun: The head of the phrase.
    """
    nouns, groups = _groups()
    if any(c.lower_ in _SOME for c in noun.children):
        return ()
    if noun.text.endswith("s") and noun.text in groups:
        return groups[noun.text]
    if noun.lemma_.lower() not in nouns or noun.tag_ not in ("NNS", "NNPS", "NN"):
        return ()
    beside = (c.text for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.i < noun.i)
    return next((groups[text] for text in beside if text in groups), ())


@cache
def _groups() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    content = read_reference("state_groups.yaml")
    return frozenset(content["nouns"]), {name: tuple(members) for name, members in content["groups"].items()}
