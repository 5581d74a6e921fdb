"""The stance words of `data/reference/stance.yaml`, ready to be looked up on a parse."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from spacy.tokens import Token

from helpers.errors import CatalogueError
from helpers.resources import REFERENCE, load_own_yaml

CARRIERS = ("attitudes", "demands", "actions", "effects", "nouns", "holder_adjectives", "evaluations")
WORD_LISTS = (
    "judging", "saying", "thinking", "light_verbs", "negators", "negative_subjects", "obligation", "commitment",
    "possibility", "hedges", "conditions", "times", "concessions", "turns", "distance", "past", "neutral", "echoes",
    "ellipses", "bodies", "generic", "ways", "hearsay", "reactions", "receptions", "vanishing", "lasting",
    "contributing", "committing", "blaming", "thanking", "instances", "harms", "growing", "following", "parting",
    "hitting", "proceeding", "addressing", "transparent", "views", "causing", "ending", "goods", "evils",
    "openings", "coming", "suffering", "fearing", "knowing", "punishing",
    "places", "dues", "taking", "feelings", "siding", "turning", "minds",
    "faking", "gaining", "comparing", "resolving", "factual", "currencies", "camps", "talking", "settling",
    "elliptic", "voiced", "arriving", "depending", "moods", "contests", "warning", "pending", "fates", "emotions",
    "partisans", "gatherings", "rivals", "objectless", "asking", "telling", "slack", "tests", "measures",
    "utterances", "blows", "assertions", "fastening", "loosening", "agreements", "laws", "factive", "bygone",
    "soothing", "levels", "shortfalls", "feared", "alleging", "allegations", "stances", "ballots", "ballot_words",
    "drafts", "allying",
)  # fmt: skip
ARTICLES = ("a", "an", "the")
STRENGTHS = {"strong": 1.0, "mild": 0.6}

_REMEMBERED = 50_000  # lemmas
_lower_lemmas: dict[int, str] = {}


class Carrier(NamedTuple):
    """A word or phrase that carries a stance: the lemma that heads it, and the words that must go with it."""

    head: str
    others: tuple[str, ...]
    kind: str  # one of CARRIERS
    sign: int
    strength: float
    pos: str = ""  # the part of speech it must have; "" for any


class StanceWords:
    """Carriers by kind and head lemma, longest first, and the plain word lists."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._carriers: dict[tuple[str, str], list[Carrier]] = {}
        for carrier in _carriers(content):
            self._carriers.setdefault((carrier.kind, carrier.head), []).append(carrier)
        for group in self._carriers.values():
            group.sort(key=lambda c: (-len(c.others), c.others))
        self._heads = {kind: frozenset(head for of, head in self._carriers if of == kind) for kind in CARRIERS}
        self.lists: dict[str, frozenset[str]] = {name: frozenset(content[name]) for name in WORD_LISTS}
        self.stand_in_pronouns = frozenset(content["stand_ins"]["pronouns"])
        self.stand_in_nouns = frozenset(content["stand_ins"]["nouns"])
        self.neutral: dict[str, list[tuple[str, ...]]] = {}  # phrases without their articles, by first word
        for phrase in content["neutral"]:
            first, *rest = (word for word in phrase.split() if word not in ARTICLES)
            self.neutral.setdefault(first, []).append((first, *rest))

    def carrier(self, kind: str, lemma: str, beside: Collection[str]) -> Carrier | None:
        """The longest carrier of `kind` headed by `lemma` whose other words are all in `beside`."""
        for carrier in self._carriers.get((kind, lemma), ()):
            if all(word in beside for word in carrier.others):
                return carrier
        return None

    def heads(self, kind: str) -> frozenset[str]:
        """The lemmas that head the carriers of `kind`."""
        return self._heads[kind]

    def phrases(self, kind: str, lemma: str) -> list[Carrier]:
        """All carriers of `kind` headed by `lemma`, longest first."""
        return self._carriers.get((kind, lemma), [])

    def among(self, token: Token, name: str) -> bool:
        """Whether the token's lemma or form stands in the word list `name`."""
        words = self.lists[name]
        return token.lower_ in words or lower_lemma(token) in words


def lower_lemma(token: Token) -> str:
    """The token's lemma in lower case: looked up by its number, as it is asked for again and again."""
    found = _lower_lemmas.get(token.lemma)
    if found is None:
        if len(_lower_lemmas) >= _REMEMBERED:
            _lower_lemmas.clear()
        found = _lower_lemmas[token.lemma] = str(token.lemma_).lower()
    return found


def load_stance_words(path: Path) -> StanceWords:
    """Read a file of stance words.

    Raises:
        CatalogueError: If it is not readable YAML or a list is missing.
    """
    try:
        content = load_own_yaml(path.read_text(encoding="utf-8"))
        return StanceWords(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogueError(f"Stance words {path} cannot be read: {' '.join(str(error).split())}") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise CatalogueError(
            f"Stance words {path}: {error} is missing or not a list; needed are {', '.join((*CARRIERS, *WORD_LISTS))}."
        ) from None


@cache
def default_stance_words() -> StanceWords:
    """The stance words that come with the package, read on first use."""
    return load_stance_words(REFERENCE / "stance.yaml")


def _parsed(entry: str, kind: str) -> str:
    """A phrase as the parser cuts it: hyphens are words, and of "give go-ahead" only "ahead" hangs on the verb."""
    if kind == "evaluations":
        return entry.replace("-", " - ")
    return " ".join(word if word.startswith("non-") else word.rpartition("-")[2] for word in entry.split())


def _carriers(content: Mapping[str, Any]) -> Iterator[Carrier]:
    for kind in CARRIERS:
        for side, sign in (("for", 1), ("against", -1)):
            for degree, strength in STRENGTHS.items():
                for entry in content[kind][side][degree]:
                    head, *others = _parsed(entry, kind).split()
                    head, _, pos = head.partition("/")
                    yield Carrier(head, tuple(others), kind, sign, strength, pos)
