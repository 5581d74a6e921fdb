"""Names that may be other spellings of actors the corpus knows: for an analyst to accept, one line each."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

from helpers import tables
from helpers.actors.catalogue import ActorCatalogue
from helpers.actors.countries import folded
from helpers.actors.names import last_names, name_words
from helpers.actors.rows import records
from helpers.actors.spellings import likeness, sound_of

MIN_SCORE = 0.78  # likeness from which a name is suggested
SURE_ENOUGH = 0.88  # likeness from which that holds even where the article names neither person nor side
MAX_SUGGESTIONS = 500
_LEAST_RATIO = 70.0  # by letters (0 to 100): what sounds the same need not be so alike in writing
_MIN_LENGTH = 5  # shorter names are too easily alike
_MAX_ALIKE = 5  # known names that one name is compared with closely
_CONTEXT = 60  # characters before and after a name
_PLACES = frozenset({"GPE", "NORP", "ORG"})


class _Known(NamedTuple):
    """A form by which an actor of the corpus is called, and where."""

    form: str
    actor_id: str
    place: Mapping[str, Any]


def suggest_aliases(
    mentions: pd.DataFrame, persons: pd.DataFrame, documents: pd.DataFrame, catalogue: ActorCatalogue
) -> pd.DataFrame:
    """Pair names that nobody claims, and persons whom no catalogue knows, with actors of nearly the same name.

    Args:
        mentions: Table following `tables.MENTIONS`.
        persons: Table following `tables.PERSONS`.
        documents: Table following `tables.DOCUMENTS`, for the contexts.
        catalogue: The known actors; two of them are never paired.

    Returns:
        Table following `tables.ALIAS_SUGGESTIONS`, the likeliest first, at most `MAX_SUGGESTIONS` rows. `line` put
        under `actors:` in an actors.yaml accepts the suggestion.
    """
    rows = sorted(records(mentions), key=lambda row: (row["document_id"], row["start"]))
    people = records(persons)
    names = {row["actor_id"]: row["name"] for row in reversed(people)}
    judge = _Judge(rows, {row["actor_id"]: row["affiliation"] for row in people if row["affiliation"]}, catalogue)
    known = _Index(rows, names, catalogue)
    best: dict[str, tuple[tuple[float, int, str], Mapping[str, Any], _Known]] = {}
    for row in _open_names(rows, names, catalogue):
        for candidate in known.like(row["text"], person=row["label"] == "PERSON"):
            score = likeness(row["text"], candidate.form)
            order = (-score, -judge.standing[candidate.actor_id], candidate.actor_id)
            if judge.allows(row, candidate, score) and (row["text"] not in best or order < best[row["text"]][0]):
                best[row["text"]] = order, row, candidate
    texts = dict(zip(documents["document_id"], documents["text"], strict=True))
    suggestions: list[dict[str, Any]] = [
        {
            "name": name,
            "actor_id": candidate.actor_id,
            "known_name": candidate.form,
            "score": round(-order[0], 3),
            "context": _context(texts, row),
            "known_context": _context(texts, candidate.place),
            "line": _line(name, candidate.actor_id, names, catalogue),
        }
        for name, (order, row, candidate) in best.items()
    ]
    ranked = sorted(suggestions, key=lambda suggestion: (-suggestion["score"], suggestion["name"]))
    return tables.ALIAS_SUGGESTIONS.table(ranked[:MAX_SUGGESTIONS])


class _Judge:
    """Decides whether a name may be an actor's: by likeness, and by who else its article names."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], sides: Mapping[str, str], catalogue: ActorCatalogue) -> None:
        self.standing = Counter(row["actor_id"] for row in rows)
        self._sides = sides
        self._catalogue = catalogue
        self._named: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._named[row["document_id"]].add(row["actor_id"])

    def allows(self, row: Mapping[str, Any], candidate: _Known, score: float) -> bool:
        own, here = row["actor_id"], self._named[row["document_id"]]
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
    rows: Sequence[dict[str, Any]], names: Mapping[str, str], catalogue: ActorCatalogue
) -> Iterator[dict[str, Any]]:
    """Mentions whose name may belong to somebody else: unlinked ones, and full names of persons no catalogue knows."""
    for mention in rows:
        row = {**mention, "text": " ".join(mention["text"].split())}
        letters = sum(c.isalpha() for c in row["text"])
        if letters < _MIN_LENGTH or not row["text"][:1].isupper():
            continue
        own = row["actor_id"] in names and row["actor_id"] not in catalogue.actors
        if row["actor_id"] is None and (row["label"] == "PERSON" or row["label"] in _PLACES):
            yield row
        elif own and likeness(row["text"], names[row["actor_id"]]) == 1.0:
            yield row


class _Index:
    """The forms of the corpus's actors by the first letter of their sound, for persons and for all others."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], catalogue: ActorCatalogue) -> None:
        self._found: dict[tuple[str, bool], list[_Known]] = {}
        self._blocks: dict[tuple[bool, bool, str], dict[str, _Known]] = defaultdict(dict)
        for row in rows:
            actor_id = row["actor_id"]
            if actor_id is None:
                continue
            name = names.get(actor_id, catalogue.actors[actor_id].name if actor_id in catalogue.actors else actor_id)
            person = row["label"] == "PERSON"
            forms = [name, name.split()[-1]] if person else [row["text"]]
            for form in forms:
                self._blocks[_block(form, person=person)].setdefault(folded(form).lower(), _Known(form, actor_id, row))

    def like(self, text: str, *, person: bool) -> list[_Known]:
        """The known forms most like `text`."""
        if (text, person) not in self._found:
            self._found[text, person] = self._search(text, person=person)
        return self._found[text, person]

    def _search(self, text: str, *, person: bool) -> list[_Known]:
        block = self._blocks.get(_block(text, person=person), {})
        form = folded(text).lower()
        found = process.extract(form, list(block), scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO, limit=_MAX_ALIKE)
        return [block[form] for form, _, _ in found]


def _block(form: str, *, person: bool) -> tuple[bool, bool, str]:
    """Only names of persons or of others, of one word or several, and of one first letter are compared."""
    words = name_words(form)
    last = last_names(form)[0] if person and len(words) > 1 else form
    return person, len(words) > 1, sound_of(last)[:1]


def _context(texts: Mapping[str, str], row: Mapping[str, Any]) -> str:
    text = texts.get(row["document_id"], "")
    return " ".join(text[max(0, row["start"] - _CONTEXT) : row["end"] + _CONTEXT].split())


def _line(name: str, actor_id: str, names: Mapping[str, str], catalogue: ActorCatalogue) -> str:
    """The entry of an actors.yaml that makes `name` an alias; its texts are quoted as JSON and YAML both read them."""
    quoted = json.dumps(name, ensure_ascii=False)
    if actor_id in catalogue.actors:
        return f"- {{id: {actor_id}, aliases: [{quoted}]}}"
    full_name = json.dumps(names[actor_id], ensure_ascii=False)
    return f"- {{id: {actor_id}, name: {full_name}, kind: person, aliases: [{quoted}]}}"
