"""Organisations and groups that no catalogue has: what speaks in the articles under a name of its own is an actor."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from helpers.actors.catalogue import Actor, ActorCatalogue
from helpers.actors.names import slug
from helpers.actors.rows import distinct, find_last, with_values
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
    is_open = mentions["actor_id"].isna()
    unknown = np.flatnonzero(is_open)
    codes, texts = pd.factorize(mentions["text"].where(is_open))
    keys = [_key(text) for text in texts]
    cues: dict[str, set[str | None]] = defaultdict(set)
    speaking: list[tuple[int, str]] = []  # places of quotations, and the names that are their sources
    for place, name, cue in _iter_sources(quotations, mentions[["document_id", "start", "end"]].iloc[unknown]):
        key = keys[codes[unknown[name]]]
        speaking.append((place, key))
        cues[key].add(cue)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in distinct(mentions.loc[is_open, ["text", "label"]], "text", "label"):
        rows[_key(row["text"])].append(row)
    found = {
        key: actor
        for key in sorted(key for key, lemmas in cues.items() if not lemmas <= _OUTLET_CUES)
        if (actor := _actor(rows[key], catalogue)) is not None
    }
    found = _with_members(found, rows)
    ids = pd.Series([found[key].actor_id if key in found else None for key in keys], dtype="str").array
    new = pd.Series(ids.take(codes, allow_fill=True), index=mentions.index)
    heard = {place: found[key].actor_id for place, key in speaking if key in found}
    actors = {**catalogue.actors, **{actor.actor_id: actor for actor in found.values()}}
    return (
        mentions.assign(
            actor_id=mentions["actor_id"].fillna(new),
            confidence=mentions["confidence"].mask(new.notna(), FROM_ARTICLES),
        ),
        quotations.assign(
            speaker_id=with_values(quotations["speaker_id"], list(heard), list(heard.values())),
            resolution=with_values(quotations["resolution"], list(heard), "named"),
        ),
        replace(catalogue, actors=actors),
    )


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


def _iter_sources(quotations: pd.DataFrame, names: pd.DataFrame) -> Iterator[tuple[int, int, str | None]]:
    """The place of each quotation that nobody known speaks and of the name that does, with the cue."""
    nobody = quotations["speaker_id"].isna() & quotations["actor_id"].isna() & quotations["source_end"].notna()
    places = np.flatnonzero(nobody & (quotations["confidence"] >= _LEAST_SURE))
    columns = ["document_id", "source", "source_start", "source_end", "cue_lemma"]
    said = quotations[columns].iloc[places].astype({"source_end": "int64", "source_start": "int64"})
    at = find_last(said[["document_id", "source_end"]], names[["document_id", "end"]])
    said, places, at = said[at >= 0], places[at >= 0], at[at >= 0]
    starts = names["start"].to_numpy()[at].tolist()
    rows = zip(
        places.tolist(), at.tolist(), starts, said["source"], said["source_start"], said["cue_lemma"], strict=True
    )
    for place, name, start, source, source_start, cue in rows:
        if _is_source(source, source_start, start):
            yield place, name, None if pd.isna(cue) else cue


def _is_source(source: str, source_start: int, start: int) -> bool:
    """Whether a name is who speaks, not to whom the speaker belongs."""
    before = source[: max(0, start - source_start)]
    return start >= source_start - len("the ") and _BELONGING.isdisjoint(before.lower().split())


def _key(text: str) -> str:
    words = text.lower().replace("’", "'").split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _actor(rows: Sequence[Mapping[str, Any]], catalogue: ActorCatalogue) -> Actor | None:
    """The actor that mentions of one name make, counted by text and label, if it is the name of one."""
    spelling, labels = Counter[str](), Counter[str]()
    for row in rows:
        spelling[re.sub(r"^[Tt]he\s+", "", " ".join(row["text"].split()))] += row["n"]
        labels[row["label"]] += row["n"]
    name = min(spelling, key=lambda text: (-spelling[text], text))
    if 2 * sum(labels[label] for label in _LABELS) < labels.total():
        return None
    group = labels["NORP"] > labels["ORG"]
    words = [word for word in name.split() if word.lower() not in _SMALL]
    own = len(words) > 1 and all(word[:1].isupper() for word in words) and not _is_plain(words)
    one = bool(_ABBREVIATION.fullmatch(name)) or (group and name.endswith("s"))
    short = one and len(words) == 1 and labels.total() > 1
    actor_id = slug(name)
    if not (own or short) or not actor_id or actor_id in catalogue.actors or words[-1].lower() in _outlet_words():
        return None
    return Actor(actor_id, name, "group" if group else "organisation", known_from="articles")


def _is_plain(words: Sequence[str]) -> bool:
    """Whether a name says no more than what kind of body it is: "City Council", "Foreign Ministry"."""
    known = nominals()
    return all(word.lower() in known.bodies or word.lower() in known.fields or word.lower() in _PLAIN for word in words)


@cache
def _outlet_words() -> frozenset[str]:
    return frozenset(read_reference("outlets.yaml")["words"]) - _BODIES_TOO
