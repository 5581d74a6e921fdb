"""The actors of a whole corpus: links across documents, the table of actors, and whom each speaker speaks for."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd

from helpers import tables
from helpers.actors.catalogue import ActorCatalogue
from helpers.actors.names import last_names, name_words
from helpers.actors.roles import SpeaksFor, role_kind, speaks_for
from helpers.actors.rows import records

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
    names, said, people = records(mentions), records(quotations), records(persons)
    known = _sole_persons(people)
    sources = {(row["document_id"], row["source_end"]): row for row in said if row["source"] is not None}
    named = {(row["document_id"], row["actor_id"]) for row in names if row["actor_id"] is not None}
    present = {(row["document_id"], last) for row in people for last in last_names(row["name"])}
    titled = {
        (row["document_id"], key)
        for row in names
        if (key := " ".join(name_words(row["text"]))) in known
        and _is_titled(sources.get((row["document_id"], row["end"])), row["text"], known[key]["role"])
    }
    found: Counter[tuple[str, str]] = Counter()
    for row in names:
        document_id, key = row["document_id"], " ".join(name_words(row["text"]))
        is_name = row["label"] == "PERSON" or (document_id, key) in titled  # elsewhere the model may take it for a body
        person = known.get(key) if is_name and row["actor_id"] is None else None
        if person is None or (document_id, key) in present:
            continue
        if (document_id, person["affiliation"]) not in named and (document_id, key) not in titled:
            continue
        quotation = sources.get((document_id, row["end"]))
        if quotation is not None and not _roles_agree(quotation["source"], person["role"]):
            continue
        row.update(actor_id=person["actor_id"], confidence=ACROSS_DOCUMENTS)
        found[document_id, person["actor_id"]] += 1
        if quotation is not None and quotation["speaker_id"] is None and quotation["resolution"] == "named":
            quotation["speaker_id"] = person["actor_id"]
    by_id = {row["actor_id"]: row for row in known.values()}
    people += [
        {**by_id[actor_id], "document_id": document_id, "role": None, "affiliation": None, "n_mentions": n}
        for (document_id, actor_id), n in sorted(found.items())
    ]
    return tables.MENTIONS.table(names), tables.QUOTATIONS.table(said), tables.PERSONS.table(people)


def _is_titled(quotation: dict[str, Any] | None, name: str, role: str | None) -> bool:
    """Whether the words before a name in a quotation's source are this role: "Mayor Varr"."""
    if quotation is None or role is None:
        return False
    before = quotation["source"][: -len(name)].split()
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
        catalogue always wins). Affiliations are there even when nobody names them.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    documents: dict[str, set[str]] = defaultdict(set)
    for row in records(mentions):
        if row["actor_id"] is not None:
            forms[row["actor_id"]][row["text"]] += 1
            documents[row["actor_id"]].add(row["document_id"])
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(persons):
        said[row["actor_id"]].append(row)
    rows = {actor_id: _actor_row(actor_id, said.get(actor_id, []), catalogue) for actor_id in {*forms, *said, *also}}
    for affiliation in sorted({row["affiliation"] for row in rows.values() if row["affiliation"] is not None}):
        rows.setdefault(affiliation, _actor_row(affiliation, [], catalogue))
    for actor_id, row in rows.items():
        counts = forms.get(actor_id, Counter())
        row["aliases"] = sorted(counts, key=lambda form: (-counts[form], form))
        row["n_mentions"], row["n_documents"] = counts.total(), len(documents.get(actor_id, ()))
    return tables.ACTORS.table([rows[actor_id] for actor_id in sorted(rows)])


def _actor_row(actor_id: str, said: list[dict[str, Any]], catalogue: ActorCatalogue) -> dict[str, Any]:
    actor = catalogue.actors.get(actor_id)
    role, affiliation = _commonest(row["role"] for row in said), _commonest(row["affiliation"] for row in said)
    if actor is not None and (actor.from_user or not said):
        role, affiliation = actor.role or role, actor.affiliation or affiliation
    return {
        "actor_id": actor_id,
        "name": actor.name if actor else (_commonest(row["name"] for row in said) or actor_id),
        "kind": actor.kind if actor else "person",
        "known_from": actor.known_from if actor else "articles",
        "role": role,
        "affiliation": affiliation,
    }


def _commonest(values: Iterable[str | None]) -> str | None:
    """The commonest value, the first in the alphabet at equal counts; capitals do not make a difference."""
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for value in values:
        if value is not None:
            counts[value.lower()] += 1
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
    sides = {
        row["actor_id"]: speaks_for(row["actor_id"], row["role"], row["affiliation"], **parameters)
        for row in records(actors)
        if row["kind"] == "person"
    }
    that_day = {
        (row["document_id"], row["actor_id"]): speaks_for(
            row["actor_id"], row["role"], row["affiliation"], **parameters
        )
        for row in records(persons)
        if row["affiliation"] is not None and _changed_sides(row["actor_id"], catalogue)
    }
    table = quotations.copy()
    known = table["speaker_id"].notna()
    speakers = zip(table.loc[known, "document_id"], table.loc[known, "speaker_id"], strict=True)
    table.loc[known, "actor_id"] = [that_day.get((d, str(i)), sides.get(str(i), str(i))) for d, i in speakers]
    return table


def _changed_sides(actor_id: str, catalogue: ActorCatalogue) -> bool:
    actor = catalogue.actors.get(actor_id)
    return actor is not None and any(office.affiliation != actor.affiliation for office in actor.offices)
