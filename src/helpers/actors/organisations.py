"""Organisations and groups that no catalogue has: what speaks in the articles under a name of its own is an actor."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers import tables
from helpers.actors.catalogue import Actor, ActorCatalogue
from helpers.actors.names import slug
from helpers.actors.rows import records
from helpers.actors.words import nominals
from helpers.resources import read_reference

FROM_ARTICLES = 0.6  # confidence in a link to an organisation that only the articles know
_LEAST_SURE = 0.6  # confidence of a quotation from which its source counts as speaking
_LABELS = frozenset(("ORG", "NORP"))
_SMALL = frozenset(("of", "for", "the", "and", "on", "in", "de", "&"))
_BELONGING = frozenset(("of", "for", "from", "at", "by", "in", "with", "to", "on", "near"))  # "the head of the …"
_PLAIN = frozenset(
    ("city", "town", "village", "local", "national", "federal", "regional", "central", "supreme", "high")
)
_BODIES_TOO = frozenset(("agency", "network", "standard", "world"))  # words of outlets, and of many other names
_OUTLET_CUES = frozenset(("report", "write", "quote", "cite", "publish"))  # all that an outlet does as a source
_ABBREVIATION = re.compile(r"[A-Z]{2,6}")

Row = dict[str, Any]


def discover_organisations(
    mentions: pd.DataFrame, quotations: pd.DataFrame, catalogue: ActorCatalogue
) -> tuple[pd.DataFrame, pd.DataFrame, ActorCatalogue]:
    """Make actors of the organisations and groups that are sources of quotations and that nobody knows.

    Such a name has two words or more of its own ("Growers' Alliance", not "City Council"), or is an abbreviation or the
    name of a group ("Liberals") that the corpus has at least twice. Outlets, which only report, are no actors.

    Args:
        mentions: Table following `tables.MENTIONS`.
        quotations: Table following `tables.QUOTATIONS`.
        catalogue: Known actors; their ids are never given again.

    Returns:
        Mentions and quotations with the new ids, and the catalogue with the new actors.
    """
    names, said = records(mentions), records(quotations)
    open_names: dict[str, list[Row]] = defaultdict(list)
    by_end: dict[tuple[str, int], Row] = {}
    for row in names:
        if row["actor_id"] is None:
            open_names[_key(row["text"])].append(row)
            by_end[row["document_id"], row["end"]] = row
    speaking = [(row, by_end[place]) for row in said if (place := _place(row)) in by_end]
    speaking = [(row, name) for row, name in speaking if _is_source(row, name)]
    cues: dict[str, set[str | None]] = defaultdict(set)
    for row, name in speaking:
        cues[_key(name["text"])].add(row["cue_lemma"])
    found = {
        key: actor
        for key in sorted(key for key, lemmas in cues.items() if not lemmas <= _OUTLET_CUES)
        if (actor := _actor(open_names[key], catalogue)) is not None
    }
    for key, actor in _with_members(found, open_names).items():
        for row in open_names[key]:
            row.update(actor_id=actor.actor_id, confidence=FROM_ARTICLES)
    for row, name in speaking:
        if name["actor_id"] is not None:
            row.update(speaker_id=name["actor_id"], resolution="named")
    linked = {row["actor_id"] for row in names}
    actors = {**catalogue.actors, **{actor.actor_id: actor for actor in found.values() if actor.actor_id in linked}}
    return tables.MENTIONS.table(names), tables.QUOTATIONS.table(said), replace(catalogue, actors=actors)


def _with_members(found: Mapping[str, Actor], names: Mapping[str, Sequence[Row]]) -> dict[str, Actor]:
    """What the members of a party are called is the party: "the Liberals" are the Liberal Party, where it is named."""
    joined = dict(found)
    for key, actor in found.items():
        party = key.removesuffix(" party")
        members = f"{party}s"
        if party == key or " " in party or not party or members not in names:
            continue
        if all(row["label"] in _LABELS for row in names[members]):
            joined[members] = actor
    return joined


def _place(quotation: Row) -> tuple[str, int]:
    end = quotation["source_end"]
    return quotation["document_id"], -1 if end is None else int(end)


def _is_source(quotation: Row, name: Row) -> bool:
    """Whether a name is who speaks, not to whom the speaker belongs."""
    if quotation["speaker_id"] is not None or quotation["actor_id"] is not None:
        return False
    before = quotation["source"][: max(0, name["start"] - int(quotation["source_start"]))]
    inside = name["start"] >= quotation["source_start"] - len("the ")
    return inside and quotation["confidence"] >= _LEAST_SURE and _BELONGING.isdisjoint(before.lower().split())


def _key(text: str) -> str:
    words = text.lower().replace("’", "'").split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _actor(rows: Sequence[Mapping[str, Any]], catalogue: ActorCatalogue) -> Actor | None:
    """The actor that mentions of one name make, if it is the name of one."""
    spelling = Counter(re.sub(r"^[Tt]he\s+", "", " ".join(row["text"].split())) for row in rows)
    name = min(spelling, key=lambda text: (-spelling[text], text))
    labels = Counter(row["label"] for row in rows)
    if 2 * sum(labels[label] for label in _LABELS) < len(rows):
        return None
    group = labels["NORP"] > labels["ORG"]
    words = [word for word in name.split() if word.lower() not in _SMALL]
    own = len(words) > 1 and all(word[:1].isupper() for word in words) and not _is_plain(words)
    one = bool(_ABBREVIATION.fullmatch(name)) or (group and name.endswith("s"))
    short = one and len(words) == 1 and len(rows) > 1
    actor_id = slug(name)
    if not (own or short) or not actor_id or actor_id in catalogue.actors or words[-1].lower() in _outlet_words():
        return None
    return Actor(actor_id, name, "group" if group else "organisation", known_from="articles")


def _is_plain(words: Sequence[str]) -> bool:
    """Whether a name says no more than what kind of body it is: "City Council", "Foreign Ministry"."""
    known = nominals()
    return all(word.lower() in known.bodies or word.lower() in known.fields or word.lower() in _PLAIN for word in words)


def _outlet_words() -> frozenset[str]:
    return frozenset(read_reference("outlets.yaml")["words"]) - _BODIES_TOO
