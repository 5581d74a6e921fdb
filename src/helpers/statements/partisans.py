"""Those who are for the matter or against it, as people: "avoided its supporters", "her supporters stay at home"."""

from spacy.tokens import Token

from helpers.statements.climb import Climb
from helpers.statements.tree import OBJECTS, child, lemma


def is_done_to_camp(climb: Climb, verb: Token) -> bool:
    """Whether something is done to those who are for or against the matter: "courted its supporters"."""
    taken = climb.words.carrier("attitudes", lemma(verb), ()) is not None
    return not taken and is_camp(child(verb, *OBJECTS), climb)


def is_camp(noun: Token | None, climb: Climb) -> bool:
    """Whether a noun means those who are for the matter or against it."""
    return noun is not None and climb.words.among(noun, "partisans") and climb.target in noun.subtree
