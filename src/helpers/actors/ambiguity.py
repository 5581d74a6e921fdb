"""What the words around a name decide: whether it means its actor, somebody else, a language, or a plain word."""

from typing import NamedTuple

from spacy.tokens import Doc

from helpers.actors.catalogue import Alias

PLACE_PREPOSITIONS = frozenset({"in", "at", "from", "near", "to", "outside", "around", "into", "through", "via"})
WELL_SUPPORTED, CONTESTED = 0.9, 0.5  # confidence in an ambiguous name whose article speaks for it; for and against it


class Match(NamedTuple):
    """A form of the catalogue in a Doc: tokens `start` to `end`, `None` as actor where it means nobody in it."""

    start: int
    end: int
    actor_id: str | None
    label: str
    confidence: float


class Context:
    """The words of an article, collected when the first ambiguous name asks for them."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._words: frozenset[str] | None = None

    def confidence(self, alias: Alias) -> float:
        """How surely `alias` means its actor here: 0 where more words of the article speak against it than for it."""
        if not (alias.never_near or alias.near):
            return alias.confidence
        if self._words is None:
            self._words = frozenset(token.text for token in self._doc)
        against, supporting = len(self._words & alias.never_near), len(self._words & alias.unless)
        if against > supporting or (alias.near and self._words.isdisjoint(alias.near)):
            return 0.0
        if supporting == 0:
            return alias.confidence
        return max(alias.confidence, WELL_SUPPORTED) if against == 0 else min(alias.confidence, CONTESTED)


def without_namesakes(doc: Doc, matches: list[Match]) -> list[Match]:
    """Matches in which the last name of a person named before ("Isaiah Berlin") is that person.

    Not so behind "in" and the like, and where the article speaks for the place.
    """
    persons: dict[str, int] = {}
    for match in matches:
        last = doc[match.end - 1]
        if (
            match.actor_id is None
            and last.ent_type_ == "PERSON"
            and last.i > 0
            and doc[last.i - 1].ent_type_ == "PERSON"
        ):
            persons.setdefault(last.text, last.i)
    return [
        match._replace(actor_id=None, label="PERSON", confidence=0.0)
        if match.end - match.start == 1
        and persons.get(doc[match.start].text, len(doc)) < match.start
        and doc[match.start - 1].lower_ not in PLACE_PREPOSITIONS
        and match.confidence < WELL_SUPPORTED
        else match
        for match in matches
    ]


def is_plain_word(doc: Doc, start: int, end: int) -> bool:
    """Whether "US" or "WHO" stands between words in capitals, where it may as well be "us" or "who"."""
    token = doc[start]
    if end - start > 1 or not token.is_upper or not doc.vocab[token.lower_].is_stop:
        return False
    around = [t for t in doc[max(start - 3, 0) : end + 3] if t.is_alpha and t.i != start and len(t) > 1]
    return bool(around) and all(t.is_upper for t in around)


def is_language(doc: Doc, start: int, end: int, alias: Alias) -> bool:
    """Whether a demonym is a language here ("in Russian")."""
    if alias.label != "NORP":
        return False
    if doc[start].ent_type_ == "LANGUAGE":
        return True
    spoken = start > 0 and doc[start - 1].lower_ in ("in", "into", "from", "speak", "speaks", "spoke", "speaking")
    ends = end == len(doc) or doc[end].is_punct or doc[end].lower_ in ("and", "or", "into")
    return spoken and ends and not doc[end - 1].text.endswith("s")
