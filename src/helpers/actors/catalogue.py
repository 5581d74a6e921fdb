"""The catalogue of actors: states, their seats and bodies, organisations, persons, and what each is called."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from helpers import resources
from helpers.actors.countries import load_states
from helpers.actors.entries import ActorEntry, Kind, forms_of, is_demonym, read_entries
from helpers.errors import CatalogueError
from helpers.resources import read_reference

KnownFrom = Literal["countries", "catalogue", "user", "articles"]

BUILT_IN = ("actors.yaml", "office_holders.yaml")
NAME, DEMONYM, CAPITAL, SEAT, FAMILY_NAME = 1.0, 0.95, 0.8, 0.95, 0.8  # how surely such a form means its actor


@dataclass(frozen=True)
class Office:
    """What somebody is, for whom, and from when to when; an unknown day has no bound."""

    affiliation: str | None = None
    role: str | None = None
    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date | None) -> bool:
        """Whether it holds on `day`; an unknown day counts as yes."""
        return day is None or ((self.start is None or self.start <= day) and (self.end is None or day <= self.end))


@dataclass(frozen=True)
class Actor:
    """An actor of the catalogue; `start` and `end` bound the time of its role and affiliation.

    `offices` are those it held before or holds besides; `known_from` is the list that it comes from.
    """

    actor_id: str
    name: str
    kind: Kind
    affiliation: str | None = None
    role: str | None = None
    start: date | None = None
    end: date | None = None
    known_from: KnownFrom = "catalogue"
    offices: tuple[Office, ...] = ()

    @property
    def from_user(self) -> bool:
        """Whether the user's catalogue adds this actor or overrides it."""
        return self.known_from == "user"

    def office_on(self, day: date | None) -> Office | None:
        """The office held on `day`: one of `offices` that is dated so, else the actor's own if it holds then."""
        own = Office(self.affiliation, self.role, self.start, self.end)
        others = self.offices if day is not None else ()
        return next((office for office in (*others, own) if office.holds_on(day)), None)


@dataclass(frozen=True)
class Alias:
    """Whom a form means, the label its mentions get (spaCy's), and how sure that is (0 to 1).

    `place_actor_id` is meant where the form is only a place. In an article that has more of the words `never_near`
    than of `unless`, or none of the words `near` if there are any, the form means nobody.
    """

    actor_id: str | None
    label: str
    confidence: float
    never_near: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    place_actor_id: str | None = None


@dataclass(frozen=True)
class ActorCatalogue:
    """All known actors by id, and all forms by which they are called.

    `not_actors` are phrases that hold an actor's name and mean something else; `given_names` and `family_names` are
    names of places that are also names of persons; before one of `place_nouns` a capital is a place,
    and before one of `institution_nouns` a part of another name; before a comma and one of `namesake_regions` a
    capital is another town ("Moscow, Idaho").
    """

    actors: Mapping[str, Actor]
    aliases: Mapping[str, Alias]
    not_actors: frozenset[str] = frozenset()
    given_names: frozenset[str] = frozenset()
    family_names: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()
    place_nouns: frozenset[str] = frozenset()
    institution_nouns: frozenset[str] = frozenset()
    namesake_regions: frozenset[str] = frozenset()

    @cached_property
    def own_bodies(self) -> dict[str, str]:
        """The user's organisations by the last word of their name, lower-case, where only one has it."""
        owners: dict[str, list[str]] = {}
        for actor in self.actors.values():
            if actor.from_user and actor.kind == "organisation":
                owners.setdefault(actor.name.split()[-1].lower(), []).append(actor.actor_id)
        return {noun: ids[0] for noun, ids in owners.items() if len(ids) == 1}

    def kind_of(self, actor_id: str | None) -> str | None:
        """The kind of an actor, `None` for an unknown one."""
        actor = self.actors.get(actor_id) if actor_id is not None else None
        return actor.kind if actor else None


def load_catalogue(user_file: Path | None = None) -> ActorCatalogue:
    """Put together countries, the built-in actors and the user's.

    Args:
        user_file: An actors.yaml. Its entries add actors or override built-in ones by id: a key that is given wins,
            aliases are added. An alias that the user gives is taken from whoever had it.

    Returns:
        The catalogue; the same files give the same catalogue.

    Raises:
        CatalogueError: If a file is missing, is no YAML of this form, names a key, kind or date that is not allowed,
            has an id twice, or gives one alias to two actors.
    """
    builder = _Builder()
    builder.add_states()
    built_in = [entry for name in BUILT_IN for entry in read_entries(resources.REFERENCE / name, from_user=False)]
    builder.add_entries(built_in, "the built-in catalogue", from_user=False)
    builder.add_ambiguous_names()
    if user_file is not None:
        entries = read_entries(user_file)
        builder.add_entries(entries, user_file.name, from_user=True)
        builder.add_family_names(entries)
    return builder.catalogue()


class _Builder:
    """Collects actors and aliases; who comes later wins."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}
        self.aliases: dict[str, Alias] = {}
        self.capitals: set[str] = set()
        self.user_forms: set[str] = set()
        self.lists: Mapping[str, Any] = read_reference("ambiguous_names.yaml")

    def add_states(self) -> None:
        for actor_id, state in load_states().items():
            self.actors[actor_id] = Actor(actor_id, state["name"], "state", known_from="countries")
            for key, label, confidence in (
                ("capitals", "GPE", CAPITAL),
                ("demonyms", "NORP", DEMONYM),
                ("names", "GPE", NAME),
            ):
                for form in state[key]:
                    self.aliases[form] = Alias(actor_id, label, confidence)
            self.capitals.update(state["capitals"])

    def add_ambiguous_names(self) -> None:
        for form, entry in self.lists["names"].items():
            before = self.aliases.get(form)
            self.aliases[form] = Alias(
                actor_id=entry.get("actor"),
                label=before.label if before else "GPE",
                confidence=entry.get("confidence", 0.0),
                never_near=frozenset(entry.get("never_near", ())),
                unless=frozenset(entry.get("unless", ())),
                near=frozenset(entry.get("near", ())),
                place_actor_id=entry.get("place"),
            )
            if entry.get("place"):
                self.capitals.add(form)

    def add_entries(self, entries: list[ActorEntry], file: str, *, from_user: bool) -> None:
        owners: dict[str, str] = {}
        for entry in entries:
            actor = self._add_actor(entry, file, from_user=from_user)
            for form in forms_of(entry):
                owner = owners.setdefault(form, entry.id)
                if owner != entry.id:
                    raise CatalogueError(
                        f"{file}, entry '{entry.id}', key 'aliases': '{form}' is already an alias of '{owner}'; "
                        "an alias belongs to one actor."
                    )
                self.aliases[form] = self._alias(form, actor, known=self.aliases.get(form))
            if from_user:
                self.user_forms.update(forms_of(entry))
        for entry in entries:
            sides = [entry.affiliation, *(office.affiliation for office in entry.offices)]
            unknown = next((side for side in sides if side is not None and side not in self.actors), None)
            if unknown is not None:
                raise CatalogueError(
                    f"{file}, entry '{entry.id}', key 'affiliation': there is no actor '{unknown}'; "
                    "use the id of an entry of this file, of a built-in organisation, or a state's ISO code (RUS)."
                )

    def add_family_names(self, entries: list[ActorEntry]) -> None:
        """Let the user's persons be found by their family name alone, where it is nobody else's."""
        owners: dict[str, list[str]] = {}
        for entry in entries:
            words = self.actors[entry.id].name.split()
            if self.actors[entry.id].kind == "person" and len(words) > 1:
                owners.setdefault(words[-1], []).append(entry.id)
        for name, ids in owners.items():
            if len(ids) == 1 and name not in self.aliases:
                self.aliases[name] = Alias(ids[0], "PERSON", FAMILY_NAME)

    def _add_actor(self, entry: ActorEntry, file: str, *, from_user: bool) -> Actor:
        before = self.actors.get(entry.id)
        if before is None and (entry.name is None or entry.kind is None):
            missing = "name" if entry.name is None else "kind"
            raise CatalogueError(
                f"{file}, entry '{entry.id}': the key '{missing}' is missing; only entries that override "
                "a built-in actor of the same id may leave out 'name' and 'kind'."
            )
        before = before or Actor(entry.id, entry.name or "", entry.kind or "group")
        given = {"name": entry.name, "kind": entry.kind, "affiliation": entry.affiliation, "role": entry.role}
        actor = replace(before, **{key: value for key, value in given.items() if value})  # type: ignore[arg-type]
        if from_user:
            actor = replace(actor, known_from="user")
        if entry.role or entry.start or entry.end:
            actor = replace(actor, start=entry.start, end=entry.end)
        if entry.offices:
            others = (Office(o.affiliation, o.role, o.start, o.end) for o in entry.offices)
            actor = replace(actor, offices=tuple(others))
        self.actors[entry.id] = actor
        return actor

    def _alias(self, form: str, actor: Actor, known: Alias | None) -> Alias:
        if known is not None and known.actor_id == actor.actor_id:
            return known
        return Alias(actor.actor_id, *_label_and_confidence(form, actor))

    def catalogue(self) -> ActorCatalogue:
        not_actors = frozenset(self.lists["not_actors"]) - self.user_forms
        plain = {form: alias for form, alias in self.aliases.items() if form not in not_actors}
        return ActorCatalogue(
            actors=dict(sorted(self.actors.items())),
            aliases=dict(sorted(plain.items())),
            not_actors=not_actors,
            given_names=frozenset(self.lists["given_names"]),
            family_names=frozenset(self.lists["family_names"]),
            capitals=frozenset(self.capitals),
            place_nouns=frozenset(self.lists["place_nouns"]),
            institution_nouns=frozenset(self.lists["institution_nouns"]),
            namesake_regions=frozenset(self.lists["namesake_regions"]),
        )


def _label_and_confidence(form: str, actor: Actor) -> tuple[str, float]:
    if actor.kind == "person":
        return "PERSON", NAME if " " in form else 0.9
    if actor.kind != "state":
        return ("NORP" if actor.kind == "group" else "ORG"), NAME
    if is_demonym(form.removesuffix("s"), actor.name):
        return "NORP", DEMONYM
    if form == actor.name or form.isupper():
        return "GPE", NAME
    return ("GPE", 0.9) if " " not in form else ("ORG", SEAT)
