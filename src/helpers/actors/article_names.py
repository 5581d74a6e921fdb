"""The persons of one article by their names, and which of them a form belongs to."""

from collections.abc import Sequence

from helpers.actors.catalogue import Actor, ActorCatalogue
from helpers.actors.gender_words import gender_of_name
from helpers.actors.mentions import ENTITY, Mention
from helpers.actors.names import (
    SAME_GIVEN_NAME,
    fits,
    is_full_name,
    is_initial,
    last_names,
    name_words,
    similar_full_name,
    slug,
)

FULL_NAME, SHORT_NAME, OTHER_SPELLING = 0.9, 0.85, 0.75  # confidence in a link
_MAX_COMPARED = 40  # persons with the same given or family name that a name is compared with


class ArticleNames:
    """The persons whom an article names in full or the catalogue knows, in order of first mention.

    Args:
        mentions: The article's mentions, those of the catalogue linked.
        catalogue: Known persons.
    """

    def __init__(self, mentions: Sequence[Mention], catalogue: ActorCatalogue) -> None:
        self.names: dict[str, str] = {}
        self._catalogue = catalogue
        self._by_last_name: dict[str, list[str]] = {}
        self._by_given_name: dict[str, list[str]] = {}
        persons = [mention for mention in mentions if mention.label == "PERSON"]
        for mention in persons:
            if mention.actor_id is not None:
                self._add(mention.actor_id, catalogue.actors[mention.actor_id].name)
        for mention in persons:
            if mention.actor_id is None and is_full_name(mention.text):
                self._add_full_name(mention.text)
            elif mention.actor_id is None and is_initial(name_words(mention.text)[0]):
                known = self._known_by_last_name(mention.text)
                if known is not None and fits(mention.text, known.name):
                    self._add(known.actor_id, known.name)
        self._settled = self._settle(persons)

    def link(self, mention: Mention, gender: str | None = None) -> Mention:
        """`mention` with the id of its person, if it is a person's name.

        A last name that fits two is the one whose given name has the `gender` of its title ("Mrs."), or the one who
        was called by it before the other was named; else it gets none.
        """
        if mention.label != "PERSON":
            return self._mislabelled(mention)
        if mention.actor_id is not None and not self._rivals(mention):
            return mention
        last = " ".join(name_words(mention.text))
        if len(self._by_last_name.get(last, ())) > 1 and (meant := self._meant(last, gender)) is not None:
            return mention._replace(actor_id=meant, confidence=SHORT_NAME)
        if mention.actor_id is not None:
            return mention._replace(actor_id=None, confidence=ENTITY)
        actor_id, confidence = self._find(mention.text)
        return mention if actor_id is None else mention._replace(actor_id=actor_id, confidence=confidence)

    def _settle(self, persons: Sequence[Mention]) -> dict[str, str]:
        """Last names of several persons that one of them was called by before any other was named."""
        named: dict[str, list[str]] = {}  # persons by last name, in order
        settled: dict[str, str] = {}
        for mention in persons:
            words = name_words(mention.text)
            actor_id = mention.actor_id or (self._find_full(mention.text)[0] if len(words) > 1 else None)
            last = words[-1] if words else ""
            if actor_id is not None and actor_id not in named.setdefault(last, []):
                named[last].append(actor_id)
            if len(words) == 1 and len(named.get(last, ())) == 1:
                settled.setdefault(last, named[last][0])
        return settled

    def _meant(self, last: str, gender: str | None) -> str | None:
        """Which of several persons with a last name it means."""
        if gender is None:
            return self._settled.get(last)
        fitting = [i for i in self._by_last_name[last] if gender_of_name(self.names[i]) in (gender, None)]
        return fitting[0] if len(fitting) == 1 else None

    def sole_by_last_name(self) -> dict[str, str]:
        """Last names that only one person of the article has."""
        return {last: ids[0] for last, ids in self._by_last_name.items() if len(ids) == 1}

    def _add(self, actor_id: str, name: str) -> None:
        if actor_id in self.names:
            return
        self.names[actor_id] = name
        for last in last_names(name):
            self._by_last_name.setdefault(last, []).append(actor_id)
        self._by_given_name.setdefault(name_words(name)[0], []).append(actor_id)

    def _add_full_name(self, name: str) -> None:
        """Add a full name unless it is another spelling of one that the article or the catalogue has."""
        actor_id = slug(name)
        alike = self._namesakes(name)
        if not actor_id or any(fits(name, self.names[i]) for i in alike):
            return
        if similar_full_name(name, [self.names[i] for i in alike]) is not None:
            return
        known = self._known_by_likeness(name)
        if known is not None:
            self._add(known.actor_id, known.name)
        elif self._catalogue.kind_of(actor_id) in (None, "person"):
            self._add(actor_id, " ".join(name.split()))

    def _known_by_last_name(self, name: str) -> Actor | None:
        """The person of the catalogue who is called by the last word of `name` alone."""
        alias = self._catalogue.aliases.get(name.split()[-1])
        known = self._catalogue.actors.get(alias.actor_id) if alias and alias.actor_id else None
        return known if known is not None and known.kind == "person" else None

    def _known_by_likeness(self, name: str) -> Actor | None:
        """The person of the catalogue whose full name is spelled differently here."""
        known = self._known_by_last_name(name)
        return known if known and similar_full_name(name, [known.name], given=SAME_GIVEN_NAME) else None

    def _namesakes(self, name: str) -> list[str]:
        """Persons with the same given or family name: only they may be meant by a full name."""
        words = name_words(name)
        ids = [*self._by_last_name.get(words[-1], []), *self._by_given_name.get(words[0], [])]
        return list(dict.fromkeys(ids[:_MAX_COMPARED]))

    def _mislabelled(self, mention: Mention) -> Mention:
        """A person whom the model took for something else, if the full name is nearly one of the article's."""
        if mention.actor_id is not None or not mention.text.istitle() or not is_full_name(mention.text):
            return mention
        actor_id, confidence = self._find_full(mention.text)
        return mention._replace(actor_id=actor_id, label="PERSON", confidence=confidence) if actor_id else mention

    def _rivals(self, mention: Mention) -> list[str]:
        """Other persons of the article whose last name a known person is called by here."""
        words = name_words(mention.text)
        return [i for i in self._by_last_name.get(words[0], []) if i != mention.actor_id] if len(words) == 1 else []

    def _find(self, text: str) -> tuple[str | None, float]:
        words = name_words(text)
        if not words:
            return None, ENTITY
        key = " ".join(words[1:] if is_initial(words[0]) else words)
        if len(words) > 1 and not is_initial(words[0]) and key not in self._by_last_name:
            return self._find_full(text)
        found = [i for i in self._by_last_name.get(key, [])[:_MAX_COMPARED] if fits(text, self.names[i])]
        if not found and len(words) == 1:
            found = self._by_given_name.get(words[0], [])
            return (found[0], OTHER_SPELLING) if len(found) == 1 else (None, ENTITY)
        return (found[0], SHORT_NAME) if len(found) == 1 else (None, ENTITY)

    def _find_full(self, text: str) -> tuple[str | None, float]:
        actor_id = slug(text)
        if actor_id in self.names:
            return actor_id, FULL_NAME
        alike = self._namesakes(text)
        found = [i for i in alike if fits(text, self.names[i])]
        if len(found) == 1:
            return found[0], FULL_NAME
        similar = similar_full_name(text, [self.names[i] for i in alike])
        ids = [i for i in alike if self.names[i] == similar]
        if not ids and (known := self._known_by_likeness(text)) is not None:
            ids = [known.actor_id]
        return (ids[0], OTHER_SPELLING) if len(ids) == 1 else (None, ENTITY)
