"""One more name for an actor, put into an actors.yaml without touching the rest of it, comments included."""

import json
from pathlib import Path

import yaml

from helpers.actors.catalogue import load_catalogue
from helpers.actors.entries import read_entries
from helpers.errors import CatalogueError
from helpers.files import replacing
from helpers.plain_yaml import read_text

EMPTY = "actors:\n"


def save_alias(path: Path, actor_id: str, alias: str, *, name: str, kind: str, given: Path | None = None) -> None:
    """Let `alias` mean an actor in every later run that is given this file.

    Args:
        path: An actors.yaml; it is made if it is missing.
        actor_id: The actor.
        alias: The name.
        name: How the actor is called, for a new entry.
        kind: What it is, for a new entry.
        given: The actors.yaml that the run was made with. A new file begins as a copy of it, since a run takes one
            file only.

    Raises:
        CatalogueError: If the alias is empty, another actor's or no valid text, or if the file is no actors.yaml; it
            is left as it was.
    """
    alias = " ".join(alias.split())
    if not alias:
        raise CatalogueError("There is no alias yet. Type the name as the articles write it.")
    start = path if path.exists() else given
    before = [] if start is None else read_entries(start)
    if any(entry.id == actor_id and alias in (entry.name, *entry.aliases) for entry in before):
        raise CatalogueError(f"{alias!r} is a name of {actor_id} already, in {start}.")
    text = EMPTY if start is None else read_text(start)
    known = any(entry.id == actor_id for entry in before)
    changed = _into_entry(text, actor_id, alias) if known else _new_entry(text, actor_id, alias, name, kind)
    with replacing(path) as temporary:
        try:
            temporary.write_text(changed, encoding="utf-8", newline="\n")
            load_catalogue(temporary)
        except UnicodeEncodeError:
            raise CatalogueError(f"{alias!r} holds half a character, which no file can hold. Type it anew.") from None
        except CatalogueError as error:
            raise CatalogueError(str(error).replace(temporary.name, path.name)) from None
        written = {entry.id: entry for entry in read_entries(temporary)}
        if alias not in written[actor_id].aliases or len(written) != len(before) + (not known):
            raise CatalogueError(f"{path.name} is written in a way that cannot be added to. Add {alias!r} by hand.")


def _new_entry(text: str, actor_id: str, alias: str, name: str, kind: str) -> str:
    """The text with one more entry at the end of its list."""
    entries = _entries(text)
    entry = f"{{id: {actor_id}, name: {_quoted(name)}, kind: {kind}, aliases: [{_quoted(alias)}]}}"
    if isinstance(entries, yaml.SequenceNode) and entries.value:
        if entries.flow_style:
            at = entries.end_mark.index - 1
            return f"{text[:at]}, {entry}{text[at:]}"
        last = entries.value[-1]
        at = _end_of(text, last)
        indent = " " * entries.start_mark.column
        return f"{text[:at]}\n{indent}- {entry}{text[at:]}"
    if isinstance(entries, yaml.SequenceNode):  # `actors: []`
        return f"{text[: entries.start_mark.index]}[{entry}]{text[entries.end_mark.index :]}"
    return f"{text.rstrip()}\n  - {entry}\n"


def _into_entry(text: str, actor_id: str, alias: str) -> str:
    """The text with one more alias in the entry of an actor."""
    entry = next(e for e in _entries(text).value if any(k.value == "id" and v.value == actor_id for k, v in e.value))
    values = {key.value: value for key, value in entry.value}
    aliases = values.get("aliases")
    if aliases is None:
        if entry.flow_style:
            at = entry.end_mark.index - 1
            return f"{text[:at]}, aliases: [{_quoted(alias)}]{text[at:]}"
        at = _end_of(text, entry)
        return f"{text[:at]}\n{' ' * entry.start_mark.column}aliases: [{_quoted(alias)}]{text[at:]}"
    if aliases.flow_style:
        at = aliases.end_mark.index - 1
        comma = ", " if aliases.value else ""
        return f"{text[:at]}{comma}{_quoted(alias)}{text[at:]}"
    at = _end_of(text, aliases.value[-1])
    return f"{text[:at]}\n{' ' * aliases.start_mark.column}- {_quoted(alias)}{text[at:]}"


def _entries(text: str) -> yaml.Node:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise CatalogueError("An actors.yaml begins with the key 'actors'.")
    entries: yaml.Node = next(value for key, value in root.value if key.value == "actors")
    return entries


def _end_of(text: str, node: yaml.Node) -> int:
    """Where the line ends on which the last scalar of a node stands, a comment behind it included."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = text.find("\n", node.end_mark.index)
    return len(text.rstrip()) if end < 0 else end


def _quoted(text: str) -> str:
    """A text as YAML that stays this text: YAML reads JSON's strings."""
    return json.dumps(text, ensure_ascii=False)
