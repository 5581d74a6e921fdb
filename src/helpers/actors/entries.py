"""Entries of an actors.yaml: read, checked, and explained where they are wrong."""

import re
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from helpers.actors.countries import folded
from helpers.errors import CatalogueError
from helpers.plain_yaml import PlainYamlError, load_plain_yaml, read_text
from helpers.resources import read_reference

Kind = Literal["state", "organisation", "person", "media", "group"]

_MAX_ALIAS = 200  # characters


class OfficeEntry(BaseModel):
    """What a person was before, or is besides: one item of the key `offices`."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    affiliation: str = Field(min_length=1)
    role: str | None = Field(default=None, min_length=1)
    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")


class ActorEntry(BaseModel):
    """One entry of an actors.yaml, as data/README.md describes it."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    id: str = Field(pattern=r"^[A-Za-z0-9]+(_[A-Za-z0-9]+)*$")
    name: str | None = Field(default=None, min_length=1)
    kind: Kind | None = None
    affiliation: str | None = Field(default=None, min_length=1)
    role: str | None = Field(default=None, min_length=1)
    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")
    aliases: list[str] = []
    offices: list[OfficeEntry] = []


def read_entries(path: Path, *, from_user: bool = True) -> list[ActorEntry]:
    """Read and check one actors.yaml; what comes with the package is known to be plain YAML.

    Raises:
        CatalogueError: See `load_catalogue`.
    """
    content = _read_yaml(path) if from_user else read_reference(path.name)
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
        return load_plain_yaml(read_text(path))
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
    terms = [(entry.start, entry.end), *((office.start, office.end) for office in entry.offices)]
    for start, end in terms:
        if start and end and end < start:
            raise CatalogueError(f"{file}, {label}, key 'to': {end} is before 'from' {start}.")
    for form in (*entry.aliases, *([entry.name] if entry.name else [])):
        if re.search(r"[^\W_]", form) is None or len(form) > _MAX_ALIAS:
            shown = repr(form[:20]) if form.strip() else "an alias"
            problem = f"is longer than {_MAX_ALIAS} characters" if len(form) > _MAX_ALIAS else "is empty"
            raise CatalogueError(
                f"{file}, {label}, key 'aliases': {shown} {problem}; remove it, or give a name with a letter or digit."
            )
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


def forms_of(entry: ActorEntry) -> list[str]:
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
