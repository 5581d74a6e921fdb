"""Persons whose names are spelled in two ways in two articles, joined where nothing speaks against it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

import pandas as pd

from helpers.actors.catalogue import ActorCatalogue
from helpers.actors.names import last_names, name_words, similar_full_name
from helpers.actors.rows import distinct, renamed
from helpers.actors.spellings import SAME_SOUND, likeness

OTHER_ARTICLES_SPELLING = 0.6  # confidence in a mention whose person another article spells differently
_MAX_COMPARED = 200  # persons of one side and one initial that are compared with each other


@dataclass
class _Seen:
    """What the articles say of one person."""

    names: set[str] = field(default_factory=set)
    roles: set[frozenset[str]] = field(default_factory=set)
    sides: set[str] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)


def join_spellings(
    mentions: pd.DataFrame, quotations: pd.DataFrame, persons: pd.DataFrame, catalogue: ActorCatalogue
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Give persons one id whose full names are two spellings of one name.

    They are joined only where both have the same role and the same side, no article names both, and the catalogue
    knows at most one of them; that one's id stays, else that of the person in more articles.

    Args:
        mentions: Table following `tables.MENTIONS`.
        quotations: Table following `tables.QUOTATIONS`.
        persons: Table following `tables.PERSONS`.
        catalogue: The known actors.

    Returns:
        The three tables, new; time grows with the persons of each side.
    """
    joined = _joined_ids(_seen(persons), catalogue)
    if not joined:
        return mentions, quotations, persons
    moved = mentions["actor_id"].isin(list(joined))
    sure = mentions["confidence"].mask(moved, mentions["confidence"].clip(upper=OTHER_ARTICLES_SPELLING))
    people = persons.assign(actor_id=renamed(persons["actor_id"], joined))
    return (
        mentions.assign(actor_id=renamed(mentions["actor_id"], joined), confidence=sure),
        quotations.assign(speaker_id=renamed(quotations["speaker_id"], joined)),
        people.sort_values(["document_id", "actor_id"], ignore_index=True),
    )


def _seen(persons: pd.DataFrame) -> dict[str, _Seen]:
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for row in distinct(persons, "actor_id", "name", "role", "affiliation"):
        person = seen[row["actor_id"]]
        person.names.add(row["name"])
        if row["affiliation"] is not None:
            person.sides.add(row["affiliation"])
        if row["role"] is not None:
            person.roles.add(_role_words_of(row["role"]))
    for actor_id, number in zip(persons["actor_id"], pd.factorize(persons["document_id"])[0].tolist(), strict=True):
        seen[actor_id].documents.add(number)
    return dict(sorted(seen.items()))


def _role_words_of(role: str) -> frozenset[str]:
    """The words of a role in which two articles have to agree; a spokesman is a spokesperson.

    Example:
        >>> sorted(_role_words_of("Foreign Ministry spokeswoman"))
        ['foreign', 'ministry', 'spokesperson']
    """
    words = (word.strip(",.").lower() for word in role.split())
    return frozenset(
        "spokesperson" if word.startswith("spokes") else word for word in words if word not in ("of", "the")
    )


def _joined_ids(seen: Mapping[str, _Seen], catalogue: ActorCatalogue) -> dict[str, str]:
    """From the ids that go to the ids that stay."""
    pairs = [pair for pair in _alike(seen) if _is_safe(seen[pair[0]], seen[pair[1]])]
    joined: dict[str, str] = {}
    for group in _connected(pairs) if pairs else ():
        ids = sorted(group)
        known = [actor_id for actor_id in ids if actor_id in catalogue.actors]
        documents = [seen[actor_id].documents for actor_id in ids]
        if len(known) > 1 or len(set().union(*documents)) < sum(map(len, documents)):
            continue
        stays = known[0] if known else min(ids, key=lambda i: (-len(seen[i].documents), i))
        joined |= {actor_id: stays for actor_id in ids if actor_id != stays}
    return joined


def _connected(pairs: Iterable[tuple[str, str]]) -> Iterable[set[str]]:
    import networkx as nx  # imports for a fifth of a second, in each worker too

    groups: Iterable[set[str]] = nx.connected_components(nx.Graph(pairs))
    return groups


def _alike(seen: Mapping[str, _Seen]) -> Iterable[tuple[str, str]]:
    """Pairs of persons of one side whose names have the same first letters and are nearly the same."""
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for actor_id, person in seen.items():
        for side in sorted(person.sides):
            for initials in sorted({_initials(name) for name in person.names}):
                blocks[side, initials].append(actor_id)
    for ids in blocks.values():
        for one, other in combinations(ids[:_MAX_COMPARED], 2):
            if any(_one_name(a, b) for a in seen[one].names for b in seen[other].names):
                yield one, other


def _initials(name: str) -> str:
    return name_words(name)[0][0] + last_names(name)[0][0] if name_words(name) and last_names(name) else ""


def _one_name(name: str, other: str) -> bool:
    return likeness(name, other) >= SAME_SOUND or similar_full_name(name, [other]) is not None


def _is_safe(one: _Seen, other: _Seen) -> bool:
    return not one.roles.isdisjoint(other.roles) and one.documents.isdisjoint(other.documents)
