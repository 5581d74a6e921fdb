"""Word lists that the rules on names, roles and speakers read, from data/reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from helpers.resources import read_reference


@dataclass(frozen=True)
class RoleWords:
    """Role nouns by kind, and the words that tell a person's gender."""

    official: frozenset[str]
    expert: frozenset[str]
    journalist: frozenset[str]
    legislator: frozenset[str]
    former: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    female_endings: tuple[str, ...]
    titles: frozenset[str]

    @cached_property
    def nouns(self) -> frozenset[str]:
        """Every noun that names a role."""
        return self.official | self.expert | self.journalist


@dataclass(frozen=True)
class Nominals:
    """Common nouns that stand for somebody named before: see data/reference/nominals.yaml."""

    bodies: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    texts: frozenset[str]
    nobody: frozenset[str]
    relations: frozenset[str]
    others: frozenset[str]
    apart: frozenset[str]
    partisans: frozenset[str]
    fields: frozenset[str]


@dataclass(frozen=True)
class StateBodies:
    """Bodies that stand for their state: see data/reference/state_bodies.yaml."""

    after_state: tuple[str, ...]
    of_state: tuple[str, ...]
    in_capital: tuple[str, ...]
    entity_heads: frozenset[str]
    seat_nouns: frozenset[str]


@cache
def role_words() -> RoleWords:
    """Role nouns and titles, lower-case."""
    lists = read_reference("roles.yaml")
    endings = tuple(lists.pop("female_endings"))
    return RoleWords(female_endings=endings, **{name: frozenset(words) for name, words in lists.items()})


@cache
def given_names() -> Mapping[str, str]:
    """`male` or `female` by given name, for those that only men or only women bear."""
    return {name: gender for gender, names in read_reference("given_names.yaml").items() for name in names}


@cache
def nominals() -> Nominals:
    """Nouns for bodies and texts, lower-case."""
    lists = read_reference("nominals.yaml")
    bodies = {
        noun: (frozenset(entry["words"]), frozenset(entry.get("actors", ()))) for noun, entry in lists["bodies"].items()
    }
    names = ("texts", "nobody", "relations", "others", "apart", "partisans", "fields")
    return Nominals(bodies, *(frozenset(lists[name]) for name in names))


@cache
def speaker_nouns() -> frozenset[str]:
    """Common nouns that may be who or what speaks: roles, bodies, texts, and those that mean nobody."""
    words, lists = role_words(), nominals()
    return words.nouns | words.male | words.female | set(lists.bodies) | lists.texts | lists.nobody


@cache
def state_bodies() -> StateBodies:
    """Names of ministries and other bodies, to be put after or before a state's name."""
    lists = read_reference("state_bodies.yaml")
    after = [f"{field} {noun}" for field in lists["ministries"] for noun in ("Ministry", "ministry")]
    of = [
        f"{noun} {link}{field}"
        for field in lists["ministries"]
        for noun in ("Ministry", "Federal Ministry", "Department")
        for link in ("of ", "of the ", "for ")
    ]
    ministries = list(dict.fromkeys(text.lower() for text in after))
    return StateBodies(
        after_state=(*lists["after_state"], *ministries, *of),
        of_state=(*lists["of_state"], *ministries, *of),
        in_capital=(*ministries, *of),
        entity_heads=frozenset(lists["entity_heads"]),
        seat_nouns=frozenset(lists["seat_nouns"]),
    )
