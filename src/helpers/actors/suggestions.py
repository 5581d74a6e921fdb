"""Names that may be other spellings of actors the corpus knows: for an analyst to accept, one line each."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import batched
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from helpers import tables
from helpers.actors.catalogue import ActorCatalogue
from helpers.actors.countries import folded
from helpers.actors.names import last_names, name_words
from helpers.actors.rows import distinct, iter_records
from helpers.actors.spellings import is_same, likeness, sound_of

MIN_SCORE = 0.78  # likeness from which a name is suggested
SURE_ENOUGH = 0.88  # likeness from which that holds even where the article names neither person nor side
MAX_SUGGESTIONS = 500
_LEAST_RATIO = 70.0  # by letters (0 to 100): what sounds the same need not be so alike in writing
_MIN_LENGTH = 5  # shorter names are too easily alike
_MAX_ALIKE = 5  # known names that one name is compared with closely
_AT_A_TIME = 256  # names that are held against all known ones of their block
_CONTEXT = 60  # characters before and after a name
_PLACES = frozenset({"GPE", "NORP", "ORG"})

type Row = Mapping[str, Any]


class _Known(NamedTuple):
    """A form by which an actor of the corpus is called, and where."""

    form: str
    actor_id: str
    place: Row


def suggest_aliases(
    mentions: pd.DataFrame, persons: pd.DataFrame, documents: Iterable[pd.DataFrame], catalogue: ActorCatalogue
) -> pd.DataFrame:
    """Pair names that nobody claims, and persons whom no catalogue knows, with actors of nearly the same name.

    Args:
        mentions: Table following `tables.MENTIONS`.
        persons: Table following `tables.PERSONS`.
        documents: Tables with the `document_id` and `text` of documents, for the contexts: read once, at the end.
        catalogue: The known actors; two of them are never paired.

    Returns:
        Table following `tables.ALIAS_SUGGESTIONS`, the likeliest first, at most `MAX_SUGGESTIONS` rows. `line` put
        under `actors:` in an actors.yaml accepts the suggestion.
    """
    rows = _in_order(mentions)
    people = distinct(persons, "actor_id", "name", "affiliation")
    names = {row["actor_id"]: row["name"] for row in reversed(people)}
    judge = _Judge(rows, _last_sides(persons), catalogue)
    known = _Index(rows, names, catalogue)
    best: dict[str, tuple[tuple[float, int, str], Row, _Known]] = {}
    for row, candidates in _open_names(rows, names, catalogue, known):
        for candidate, score in candidates:
            order = (-score, -judge.standing[candidate.actor_id], candidate.actor_id)
            if judge.allows(row, candidate, score) and (row["text"] not in best or order < best[row["text"]][0]):
                best[row["text"]] = order, row, candidate
    likeliest = sorted(best.items(), key=lambda item: (round(item[1][0][0], 3), item[0]))[:MAX_SUGGESTIONS]
    contexts = _Contexts(documents, {place["document_id"] for _, (_, row, k) in likeliest for place in (row, k.place)})
    suggestions: list[dict[str, Any]] = [
        {
            "name": name,
            "actor_id": candidate.actor_id,
            "known_name": candidate.form,
            "score": round(-order[0], 3),
            "context": contexts.around(row),
            "known_context": contexts.around(candidate.place),
            "line": _line(name, candidate.actor_id, names, catalogue),
        }
        for name, (order, row, candidate) in likeliest
    ]
    return tables.ALIAS_SUGGESTIONS.table(suggestions)


def _in_order(mentions: pd.DataFrame) -> pd.DataFrame:
    """What is needed of the mentions, by document and place; `number` is the document's."""
    codes, _ = pd.factorize(mentions["document_id"], sort=True)
    order = np.lexsort((mentions["start"].to_numpy(), codes))
    rows = mentions[["document_id", "start", "end", "text", "label", "actor_id"]].assign(number=codes)
    is_in_order = np.array_equal(order, np.arange(len(rows)))  # as they come from extraction: they need no copy
    return (rows if is_in_order else rows.iloc[order]).reset_index(drop=True)


def _last_sides(persons: pd.DataFrame) -> dict[str, str]:
    """Whom each person belongs to, as the last document says."""
    known = persons.loc[persons["affiliation"].fillna("") != "", ["actor_id", "affiliation"]]
    last = known.drop_duplicates("actor_id", keep="last")
    return dict(zip(last["actor_id"], last["affiliation"], strict=True))


class _Judge:
    """Decides whether a name may be an actor's: by likeness, and by who else its article names."""

    def __init__(self, rows: pd.DataFrame, sides: Mapping[str, str], catalogue: ActorCatalogue) -> None:
        self.standing = Counter(rows["actor_id"].value_counts().to_dict())
        self._sides = sides
        self._catalogue = catalogue
        self._actors = rows["actor_id"].array
        n_documents = rows["number"].max() + 1 if len(rows) else 0
        self._starts = np.searchsorted(rows["number"].to_numpy(), np.arange(n_documents + 1))
        self._named = lru_cache(maxsize=1)(self._find_named)

    def _find_named(self, number: int) -> frozenset[str]:
        """The actors named in a document."""
        return frozenset(self._actors[self._starts[number] : self._starts[number + 1]].dropna())

    def allows(self, row: Row, candidate: _Known, score: float) -> bool:
        own, here = row["actor_id"], self._named(row["number"])
        near = candidate.actor_id in here or self._sides.get(candidate.actor_id, "") in here
        if candidate.actor_id == own or score < (MIN_SCORE if near else SURE_ENOUGH):
            return False
        if score == 1.0 and row["label"] != "PERSON":
            return False  # "Foreign Ministry": the same words, left open because their article does not say whose
        # An article that names both means two persons; otherwise the lesser known name is the alias.
        return own is None or (candidate.actor_id not in here and self._rank(own) < self._rank(candidate.actor_id))

    def _rank(self, actor_id: str) -> tuple[bool, int, str]:
        return actor_id in self._catalogue.actors, self.standing[actor_id], actor_id


def _open_names(
    rows: pd.DataFrame, names: Mapping[str, str], catalogue: ActorCatalogue, known: "_Index"
) -> Iterator[tuple[Row, list[tuple[_Known, float]]]]:
    """Mentions whose name may belong to somebody else, with whom it is like.

    These are unlinked ones, and full names of persons no catalogue knows; of each name the first in every document.
    """
    opened: dict[tuple[str, str, str | None], tuple[str, bool]] = {}
    for name in distinct(rows, "text", "label", "actor_id"):
        text = " ".join(name["text"].split())
        if _is_open(text, name["label"], name["actor_id"], names, catalogue):
            opened[name["text"], name["label"], name["actor_id"]] = text, name["label"] == "PERSON"
    like = {
        (text, person): [(k, score) for k in found if (score := likeness(text, k.form)) >= MIN_SCORE]
        for (text, person), found in known.most_like(opened.values())
    }
    alike = {key: like[asked] for key, asked in opened.items() if like[asked]}
    some = rows[rows["text"].isin({text for text, _, _ in alike})]
    for row in iter_records(some.drop_duplicates(["number", "text", "label", "actor_id"])):
        key = row["text"], row["label"], row["actor_id"]
        if key in alike:
            yield row | {"text": " ".join(row["text"].split())}, alike[key]


def _is_open(text: str, label: str, actor_id: str | None, names: Mapping[str, str], catalogue: ActorCatalogue) -> bool:
    if sum(c.isalpha() for c in text) < _MIN_LENGTH or not text[:1].isupper():
        return False
    if actor_id is None:
        return label == "PERSON" or label in _PLACES
    return actor_id in names and actor_id not in catalogue.actors and is_same(text, names[actor_id])


class _Index:
    """The forms of the corpus's actors by the first letter of their sound, for persons and for all others."""

    def __init__(self, rows: pd.DataFrame, names: Mapping[str, str], catalogue: ActorCatalogue) -> None:
        self._blocks: dict[tuple[bool, bool, str], dict[str, _Known]] = defaultdict(dict)
        person = rows["label"] == "PERSON"
        forms = rows[["actor_id", "text"]].assign(label=person)
        forms["text"] = forms["text"].mask(person)  # whose name is that of the actor
        for row in iter_records(rows[rows["actor_id"].notna() & ~forms.duplicated()]):
            actor_id, person = row["actor_id"], row["label"] == "PERSON"
            name = names.get(actor_id, catalogue.actors[actor_id].name if actor_id in catalogue.actors else actor_id)
            for form in [name, name.split()[-1]] if person else [row["text"]]:
                self._blocks[_block(form, person=person)].setdefault(folded(form).lower(), _Known(form, actor_id, row))

    def most_like(self, names: Iterable[tuple[str, bool]]) -> Iterator[tuple[tuple[str, bool], list[_Known]]]:
        """The known forms most like each of some names, which are those of persons or of others."""
        asked: dict[tuple[bool, bool, str], dict[tuple[str, bool], str]] = defaultdict(dict)
        for text, person in names:
            asked[_block(text, person=person)][text, person] = folded(text).lower()
        for key, own in asked.items():
            block = self._blocks.get(key, {})
            known = list(block.values())
            for some in batched(own, _AT_A_TIME):
                ratios = process.cdist(
                    [own[name] for name in some], list(block), scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO, dtype=float
                )
                for name, row in zip(some, ratios, strict=True):
                    near = np.flatnonzero(row)
                    yield name, [known[i] for i in near[np.argsort(-row[near], kind="stable")[:_MAX_ALIKE]]]


def _block(form: str, *, person: bool) -> tuple[bool, bool, str]:
    """Only names of persons or of others, of one word or several, and of one first letter are compared."""
    words = name_words(form)
    last = last_names(form)[0] if person and len(words) > 1 else form
    return person, len(words) > 1, sound_of(last)[:1]


class _Contexts:
    """The words around names, from the texts of these documents."""

    def __init__(self, documents: Iterable[pd.DataFrame], document_ids: Set[str]) -> None:
        self._texts: dict[str, str] = {}
        for table in documents:
            some = table[table["document_id"].isin(document_ids)]
            self._texts.update(zip(some["document_id"], some["text"], strict=True))

    def around(self, row: Row) -> str:
        """What stands before and after a mention, with it."""
        text = self._texts.get(row["document_id"], "")
        return " ".join(text[max(0, row["start"] - _CONTEXT) : row["end"] + _CONTEXT].split())


def _line(name: str, actor_id: str, names: Mapping[str, str], catalogue: ActorCatalogue) -> str:
    """The entry of an actors.yaml that makes `name` an alias; its texts are quoted as JSON and YAML both read them."""
    quoted = json.dumps(name, ensure_ascii=False)
    if actor_id in catalogue.actors:
        return f"- {{id: {actor_id}, aliases: [{quoted}]}}"
    full_name = json.dumps(names[actor_id], ensure_ascii=False)
    return f"- {{id: {actor_id}, name: {full_name}, kind: person, aliases: [{quoted}]}}"
