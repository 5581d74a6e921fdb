"""The catalogue of actors: states, their seats and bodies, organisations, persons, and what each is called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from helpers import resources
from helpers.actors.countries import folded, load_states
from helpers.actors.words import read_reference
from helpers.errors import CatalogueError
from helpers.plain_yaml import PlainYamlError, load_plain_yaml

Kind = Literal["state", "organisation", "person", "media", "group"]

MAX_CATALOGUE_BYTES = 20_000_000
NAME, DEMONYM, CAPITAL, SEAT, FAMILY_NAME = 1.0, 0.95, 0.8, 0.95, 0.8  # how surely such a form means its actor


class ActorEntry(BaseModel):
    """One entry of an actors.yaml, as CONTRACT describes it."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    id: str = Field(pattern=r"^[A-Za-z0-9]+(_[A-Za-z0-9]+)*$")
    name: str | None = Field(default=None, min_length=1)
    kind: Kind | None = None
    affiliation: str | None = Field(default=None, min_length=1)
    role: str | None = Field(default=None, min_length=1)
    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")
    aliases: list[str] = []


@dataclass(frozen=True)
class Actor:
    """An actor of the catalogue; `start` and `end` bound the time of its role and affiliation."""

    actor_id: str
    name: str
    kind: Kind
    affiliation: str | None = None
    role: str | None = None
    start: date | None = None
    end: date | None = None
    from_user: bool = False

    def serves_on(self, day: date | None) -> bool:
        """Whether role and affiliation hold on `day`; an unknown day counts as yes."""
        return day is None or ((self.start is None or self.start <= day) and (self.end is None or day <= self.end))


@dataclass(frozen=True)
class Alias:
    """Whom a form means, the label its mentions get (spaCy's), and how sure that is (0 to 1).

    `place_actor_id` is meant where the form is only a place. In an article that has one of the words `never_near`
    and none of `unless`, the form means nobody.
    """

    actor_id: str | None
    label: str
    confidence: float
    never_near: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    place_actor_id: str | None = None


@dataclass(frozen=True)
class ActorCatalogue:
    """All known actors by id, and all forms by which they are called.

    `not_actors` are phrases that hold an actor's name and mean something else; `given_names` and `family_names` are
    names of places that are also names of persons; before one of `place_nouns` a capital is a place,
    and before one of `institution_nouns` a part of another name.
    """

    actors: Mapping[str, Actor]
    aliases: Mapping[str, Alias]
    not_actors: frozenset[str] = frozenset()
    given_names: frozenset[str] = frozenset()
    family_names: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()
    place_nouns: frozenset[str] = frozenset()
    institution_nouns: frozenset[str] = frozenset()

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
    builder.add_entries(read_entries(resources.REFERENCE / "actors.yaml"), "actors.yaml", from_user=False)
    builder.add_ambiguous_names()
    if user_file is not None:
        entries = read_entries(user_file)
        builder.add_entries(entries, user_file.name, from_user=True)
        builder.add_family_names(entries)
    return builder.catalogue()


def read_entries(path: Path) -> list[ActorEntry]:
    """Read and check one actors.yaml.

    Raises:
        CatalogueError: See `load_catalogue`.
    """
    content = _read_yaml(path)
    if not isinstance(content, dict) or set(content) != {"actors"} or not isinstance(content["actors"], list):
        found = sorted(map(str, content)) if isinstance(content, dict) else type(content).__name__
        raise CatalogueError(f"{path.name}: expected one key 'actors' with a list of entries, found {found}.")
    entries = [_entry(item, number, path.name) for number, item in enumerate(content["actors"], start=1)]
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise CatalogueError(f"{path.name}: the id '{entry.id}' is there twice; give each actor one entry.")
        seen.add(entry.id)
    return entries


def _read_yaml(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_CATALOGUE_BYTES:
            raise CatalogueError(f"{path.name}: larger than {MAX_CATALOGUE_BYTES:,} bytes; split off what is not used.")
        text = path.read_text(encoding="utf-8-sig")
        return load_plain_yaml(text)
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read ({error.strerror}); give the path of an actors.yaml.") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"{path.name}: is not UTF-8 text; save it as UTF-8.") from None
    except PlainYamlError as error:
        raise CatalogueError(f"{path.name}: {error}.") from None


def _entry(item: object, number: int, file: str) -> ActorEntry:
    allowed = ", ".join(info.alias or name for name, info in ActorEntry.model_fields.items())
    if not isinstance(item, dict):
        raise CatalogueError(f"{file}, entry {number}: expected keys and values ({allowed}), found {item!r}.")
    label = f"entry {number} ('{item['id']}')" if isinstance(item.get("id"), str) else f"entry {number}"
    try:
        entry = ActorEntry.model_validate({**item, "aliases": item.get("aliases") or []}, by_name=False)
    except ValidationError as error:
        raise CatalogueError(f"{file}, {label}: {_explanation(error, allowed)}") from None
    if entry.start and entry.end and entry.end < entry.start:
        raise CatalogueError(f"{file}, {label}, key 'to': {entry.end} is before 'from' {entry.start}.")
    if any(not alias.strip() for alias in entry.aliases):
        raise CatalogueError(f"{file}, {label}, key 'aliases': an alias is empty; remove it.")
    return entry


def _explanation(error: ValidationError, allowed: str) -> str:
    """The first problem that pydantic found, in the words of the file."""
    problem = error.errors()[0]
    key, value = ".".join(str(part) for part in problem["loc"]), problem["input"]
    match problem["type"]:
        case "extra_forbidden":
            return f"unknown key '{key}'; allowed are {allowed}."
        case "missing":
            return f"the key '{key}' is missing; allowed are {allowed}."
        case "literal_error":
            return f"key '{key}': {value!r} is not allowed; use one of {', '.join(get_args(Kind))}."
        case "date_type":
            return f"key '{key}': {value!r} is not a date; write it like 2015-08-10, without quotation marks."
        case "string_pattern_mismatch":
            return f"key '{key}': {value!r} is not allowed; use letters, digits and single '_' between words."
        case _:
            hint = "put text that YAML reads as something else in quotation marks"
            return f"key '{key}': {value!r} is not allowed ({problem['msg'].lower()}); {hint}."


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
            self.actors[actor_id] = Actor(actor_id, state["name"], "state")
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
                place_actor_id=entry.get("place"),
            )
            if entry.get("place"):
                self.capitals.add(form)

    def add_entries(self, entries: list[ActorEntry], file: str, *, from_user: bool) -> None:
        owners: dict[str, str] = {}
        for entry in entries:
            actor = self._add_actor(entry, file, from_user=from_user)
            for form in _forms(entry):
                owner = owners.setdefault(form, entry.id)
                if owner != entry.id:
                    raise CatalogueError(
                        f"{file}, entry '{entry.id}', key 'aliases': '{form}' is already an alias of '{owner}'; "
                        "an alias belongs to one actor."
                    )
                self.aliases[form] = self._alias(form, actor, known=self.aliases.get(form))
            if from_user:
                self.user_forms.update(_forms(entry))
        for entry in entries:
            if entry.affiliation is not None and entry.affiliation not in self.actors:
                raise CatalogueError(
                    f"{file}, entry '{entry.id}', key 'affiliation': there is no actor '{entry.affiliation}'; "
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
        actor = replace(before, from_user=from_user, **{key: value for key, value in given.items() if value})  # type: ignore[arg-type]
        if entry.role or entry.start or entry.end:
            actor = replace(actor, start=entry.start, end=entry.end)
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
        )


def _forms(entry: ActorEntry) -> list[str]:
    """An entry's name and aliases, as given and without diacritics; for a state's demonyms also the plural."""
    given = [*([entry.name] if entry.name else []), *entry.aliases]
    forms = [re.sub(r"^[Tt]he ", "", " ".join(form.split())) for form in given]
    if entry.kind == "state":
        forms += [form + "s" for form in forms if is_demonym(form, entry.name or "")]
    return list(dict.fromkeys(spelling for form in forms for spelling in (form, folded(form))))


def is_demonym(form: str, name: str) -> bool:
    """Whether `form` looks like the adjective of the state `name`: one word, the same stem, an adjective's ending.

    Example:
        >>> is_demonym("Ruritanian", "Ruritania"), is_demonym("Strelsau", "Ruritania")
        (True, False)
    """
    stem = folded(name).lower()[:4]
    ends = form.lower().endswith(("an", "ian", "ese", "ish", "i", "ic", "er", "ite"))
    return " " not in form and form != name and ends and bool(stem) and folded(form).lower().startswith(stem)


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
