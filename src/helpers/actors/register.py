"""The actors of a whole corpus: links across documents, the table of actors, and whom each speaker speaks for."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers import tables
from helpers.actors.catalogue import ActorCatalogue
from helpers.actors.names import last_names, name_words
from helpers.actors.roles import SpeaksFor, role_kind, speaks_for
from helpers.actors.rows import distinct, find_last, iter_values, records, renamed, with_values

_OFTEN = 8  # documents in which somebody is named, from where on an affiliation has to be said more than once …
_SELDOM = 20  # … and in one of so many

ACROSS_DOCUMENTS = 0.5  # confidence in a link that another document explains


def link_across_documents(
    mentions: pd.DataFrame, quotations: pd.DataFrame, persons: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Link lone last names that only other documents explain.

    A lone last name is linked where exactly one person of the corpus has it, its document names that person's
    affiliation, and the words before it in a quotation's source do not speak against it; or where these words are
    that person's role ("Mayor Varr").

    Args:
        mentions: Table following `tables.MENTIONS`.
        quotations: Table following `tables.QUOTATIONS`.
        persons: Table following `tables.PERSONS`.

    Returns:
        The three tables, new: mentions and the speakers of quotations with the ids found, and the persons of the
        documents in which they were found. Time grows linearly with the rows.
    """
    known = _sole_persons(distinct(persons, "actor_id", "name", "role", "affiliation"))
    rows = _iter_open_names(mentions, quotations, persons, known)
    found: Counter[tuple[str, str]] = Counter()
    linked: dict[int, str] = {}
    spoke: dict[int, str] = {}
    for row in rows:
        person = known[row.key]
        if row.source is not None and not _roles_agree(row.source, person["role"]):
            continue
        linked[row.place] = person["actor_id"]
        found[row.document_id, person["actor_id"]] += 1
        if row.is_speaker:
            spoke.setdefault(row.quotation, person["actor_id"])
    by_id = {row["actor_id"]: row for row in known.values()}
    more = [
        {"document_id": document_id, "actor_id": actor_id, "name": by_id[actor_id]["name"], "n_mentions": n}
        for (document_id, actor_id), n in sorted(found.items())
    ]
    return (
        mentions.assign(
            actor_id=with_values(mentions["actor_id"], list(linked), list(linked.values())),
            confidence=with_values(mentions["confidence"], list(linked), ACROSS_DOCUMENTS),
        ),
        quotations.assign(speaker_id=with_values(quotations["speaker_id"], list(spoke), list(spoke.values()))),
        pd.concat([persons, tables.PERSONS.table(more)], ignore_index=True) if more else persons.copy(),
    )


class _OpenName(NamedTuple):
    """A mention that may be a person of another document: its place, its words, and the quotation that it speaks."""

    place: int
    document_id: str
    key: str
    source: str | None  # of the quotation whose source ends where the mention does
    quotation: int  # its place, or -1
    is_speaker: bool  # whether that quotation has no speaker yet


def _iter_open_names(
    mentions: pd.DataFrame, quotations: pd.DataFrame, persons: pd.DataFrame, known: Mapping[str, Mapping[str, Any]]
) -> Iterator[_OpenName]:
    """The lone last names of known persons, in documents that name their side or their role."""
    codes, texts = pd.factorize(mentions["text"])
    keys = np.array([" ".join(name_words(text)) for text in texts], dtype=object)
    places = np.flatnonzero(np.array([key in known for key in keys], dtype=bool)[codes])
    if not len(places):
        return
    names = mentions[["document_id", "end", "text", "label", "actor_id"]].iloc[places]
    names = names.assign(key=keys[codes[places]], place=places)
    spoken = quotations["source"].notna()
    ends = quotations.loc[spoken, ["document_id", "source_end"]].astype({"source_end": "int64"})
    at = find_last(names[["document_id", "end"]], ends)
    quotation = np.where(at >= 0, np.flatnonzero(spoken)[at] if len(ends) else -1, -1)
    said = quotations[["source", "speaker_id", "resolution"]].reset_index(drop=True).reindex(quotation)
    open_to = said["speaker_id"].isna() & (said["resolution"] == "named")
    names = names.assign(quotation=quotation, source=said["source"].array, open_to=open_to.array)
    titled = {
        (document_id, key)
        for document_id, key, text, source in iter_values(names[at >= 0], "document_id", "key", "text", "source")
        if _is_titled(source, text, known[key]["role"])
    }
    names = names[names["actor_id"].isna()]
    side = pd.Series([known[key]["affiliation"] for key in names["key"]], index=names.index, dtype="str")
    linked = mentions.loc[mentions["actor_id"].isin(side.unique()), ["document_id", "actor_id"]]
    linked = linked.dropna().drop_duplicates()
    beside = find_last(pd.DataFrame({"document_id": names["document_id"], "actor_id": side}), linked) >= 0
    lasts = {name: [last for last in last_names(name) if last in known] for name in persons["name"].unique()}
    present = {
        (document_id, last)
        for document_id, name in zip(persons["document_id"], persons["name"], strict=True)
        for last in lasts[name]
    }
    columns = ("document_id", "key", "label", "place", "source", "quotation", "open_to", "beside")
    rows = iter_values(names.assign(beside=beside), *columns)
    for document_id, key, label, place, source, number, open_to, has_side in rows:
        is_titled = (document_id, key) in titled  # elsewhere the model may take the name for a body
        is_name = label == "PERSON" or is_titled
        if is_name and (has_side or is_titled) and (document_id, key) not in present:
            yield _OpenName(place, document_id, key, source if number >= 0 else None, number, open_to)


def _is_titled(source: str, name: str, role: str | None) -> bool:
    """Whether the words before a name in a quotation's source are this role: "Mayor Varr"."""
    if role is None:
        return False
    before = source[: -len(name)].split()
    return bool(before) and before[-1].lower() == role.split()[-1].lower()


def _sole_persons(persons: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Persons with a known affiliation or role, by last names that nobody else in the corpus has."""
    by_name: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in persons:
        for last in last_names(row["name"]):
            before = by_name[last].get(row["actor_id"])
            if before is None or _described(before) < _described(row):
                by_name[last][row["actor_id"]] = row
    sole = {last: next(iter(rows.values())) for last, rows in by_name.items() if len(rows) == 1}
    return {last: row for last, row in sole.items() if any(_described(row))}


def _described(person: dict[str, Any]) -> tuple[bool, bool]:
    return person["affiliation"] is not None, person["role"] is not None


def _roles_agree(source: str, role: str | None) -> bool:
    said, known = role_kind(source), role_kind(role)
    return said is None or known is None or said == known


def build_actors(
    mentions: pd.DataFrame, persons: pd.DataFrame, catalogue: ActorCatalogue, *, also: Collection[str] = ()
) -> pd.DataFrame:
    """Make the table of all actors named in the corpus.

    Args:
        mentions: Table following `tables.MENTIONS`.
        persons: Table following `tables.PERSONS`: who each document says its persons are.
        catalogue: Names and kinds of known actors.
        also: Ids of actors that belong in the table though nobody names them.

    Returns:
        Table following `tables.ACTORS`, sorted by id: `aliases` are the forms seen, the commonest first; a person's
        role and affiliation are what most documents say (at equal numbers the first in the alphabet; the user's
        catalogue always wins), unless hardly any of them says the affiliation. Affiliations are there even when
        nobody names them.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for row in distinct(mentions, "actor_id", "text"):
        if row["actor_id"] is not None:
            forms[row["actor_id"]][row["text"]] = row["n"]
    n_documents = mentions.groupby("actor_id")["document_id"].nunique().to_dict()
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in distinct(persons, "actor_id", "name", "role", "affiliation"):
        said[row["actor_id"]].append(row)
    rows = {actor_id: _actor_row(actor_id, said.get(actor_id, []), catalogue) for actor_id in {*forms, *said, *also}}
    for affiliation in sorted({row["affiliation"] for row in rows.values() if row["affiliation"] is not None}):
        rows.setdefault(affiliation, _actor_row(affiliation, [], catalogue))
    for actor_id, row in rows.items():
        counts = forms.get(actor_id, Counter())
        row["aliases"] = sorted(counts, key=lambda form: (-counts[form], form))
        row["n_mentions"], row["n_documents"] = counts.total(), n_documents.get(actor_id, 0)
    return tables.ACTORS.table([rows[actor_id] for actor_id in sorted(rows)])


def _actor_row(actor_id: str, said: list[dict[str, Any]], catalogue: ActorCatalogue) -> dict[str, Any]:
    actor = catalogue.actors.get(actor_id)
    role, affiliation = _commonest(said, "role"), _commonest(said, "affiliation")
    if _is_stray(affiliation, said):
        affiliation = None
    if actor is not None and (actor.from_user or not said):
        role, affiliation = actor.role or role, actor.affiliation or affiliation
    return {
        "actor_id": actor_id,
        "name": actor.name if actor else (_commonest(said, "name") or actor_id),
        "kind": actor.kind if actor else "person",
        "known_from": actor.known_from if actor else "articles",
        "role": role,
        "affiliation": affiliation,
    }


def _is_stray(affiliation: str | None, said: Iterable[Mapping[str, Any]]) -> bool:
    """Whether an affiliation is said so seldom of somebody named often that it may be misread.

    An official is called one again and again; a candidate is not, and one slip would make him speak for a state.
    """
    counts = Counter[str | None]()
    for row in said:
        counts[row["affiliation"]] += row["n"]
    return counts.total() >= _OFTEN and counts[affiliation] < max(2, counts.total() / _SELDOM)


def _commonest(said: Iterable[Mapping[str, Any]], what: str) -> str | None:
    """The commonest value, the first in the alphabet at equal counts; capitals do not make a difference."""
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for row in said:
        value = row[what]
        if value is not None:
            counts[value.lower()] += row["n"]
            spelling[value.lower()] = min(value, spelling.get(value.lower(), value))
    return spelling[min(counts, key=lambda key: (-counts[key], key))] if counts else None


def attribute_actors(
    quotations: pd.DataFrame,
    actors: pd.DataFrame,
    persons: pd.DataFrame,
    catalogue: ActorCatalogue,
    *,
    experts_speak_for: SpeaksFor = "self",
    officials_speak_for: SpeaksFor = "affiliation",
) -> pd.DataFrame:
    """Fill `actor_id`: whom each speaker speaks for.

    That is what most documents say, but for persons of the catalogue who changed sides: they speak for the one that
    held on the day of the document.

    Args:
        quotations: Table following `tables.QUOTATIONS`; a row without `speaker_id` keeps the `actor_id` it has (the
            body to which a nameless speaker belongs).
        actors: Table following `tables.ACTORS`.
        persons: Table following `tables.PERSONS`.
        catalogue: Known persons and their offices.
        experts_speak_for: See `roles.speaks_for`.
        officials_speak_for: See `roles.speaks_for`.

    Returns:
        The quotations with `actor_id`, a new table.
    """
    parameters = {"experts_speak_for": experts_speak_for, "officials_speak_for": officials_speak_for}
    people = actors.loc[actors["kind"] == "person", ["actor_id", "role", "affiliation"]]
    sides = {row["actor_id"]: speaks_for(**row, **parameters) for row in records(people)}
    that_day = {
        (document_id, row["actor_id"]): speaks_for(**row, **parameters)
        for document_id, row in _iter_changed_sides(persons, catalogue)
    }
    known = quotations["speaker_id"].notna()
    table = quotations.assign(actor_id=quotations["actor_id"].where(~known, renamed(quotations["speaker_id"], sides)))
    places = np.flatnonzero(quotations["speaker_id"].isin({actor_id for _, actor_id in that_day}))
    own = iter_values(quotations.iloc[places], "document_id", "speaker_id")
    found = [that_day.get((d, str(i)), sides.get(str(i), str(i))) for d, i in own]
    return table.assign(actor_id=with_values(table["actor_id"], places, found))


def _iter_changed_sides(persons: pd.DataFrame, catalogue: ActorCatalogue) -> Iterator[tuple[str, dict[str, Any]]]:
    """Persons of the catalogue who changed sides, with the document and the side that they have in it."""
    moved = [actor_id for actor_id in persons["actor_id"].unique() if _changed_sides(actor_id, catalogue)]
    rows = persons[persons["actor_id"].isin(moved) & persons["affiliation"].notna()]
    yield from zip(rows["document_id"], records(rows[["actor_id", "role", "affiliation"]]), strict=True)


def _changed_sides(actor_id: str, catalogue: ActorCatalogue) -> bool:
    actor = catalogue.actors.get(actor_id)
    return actor is not None and any(office.affiliation != actor.affiliation for office in actor.offices)
