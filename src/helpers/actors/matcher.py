"""One matcher over everything that the catalogue's actors are called, and over the bodies of its states."""

from collections.abc import Iterable
from typing import NamedTuple

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from helpers.actors.catalogue import ActorCatalogue, Alias
from helpers.actors.words import role_words, state_bodies

POSSESSIVES = frozenset({"'s", "’s", "'", "’", "'S", "’S"})
PLACE_PREPOSITIONS = frozenset({"in", "at", "from", "near", "to", "outside", "around", "into", "through", "via"})
AS_PLACE = 0.5  # how surely a capital means its government where it is only a place ("talks in Lima")
STATE_BODY = 0.95
_MIN_UPPER_CASE = 4  # shorter names are not looked for in capitals: they would be other abbreviations


class Match(NamedTuple):
    """A form of the catalogue in a Doc: tokens `start` to `end`, `None` as actor where it means nobody in it."""

    start: int
    end: int
    actor_id: str | None
    label: str
    confidence: float


class ActorMatcher:
    """Finds the catalogue's forms in a Doc, the longest first, in time linear in the Doc's length.

    Args:
        catalogue: What actors are called.
        nlp: The pipeline whose tokenizer makes the Docs.
    """

    def __init__(self, catalogue: ActorCatalogue, nlp: Language) -> None:
        self.catalogue = catalogue
        self._forms = {spelling: form for form in catalogue.aliases for spelling in _spellings(form)}
        self._forms |= {form: form for form in catalogue.aliases}
        self._blocked = {spelling for phrase in catalogue.not_actors for spelling in _spellings(phrase)}
        self._names = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._names.add("name", list(map(nlp.make_doc, [*self._forms, *sorted(self._blocked - set(self._forms))])))
        self._bodies = PhraseMatcher(nlp.vocab, attr="LOWER")
        bodies = state_bodies()
        for key, phrases in (("after", bodies.after_state), ("of", bodies.of_state), ("in", bodies.in_capital)):
            spellings = dict.fromkeys(spelling for phrase in phrases for spelling in (phrase, phrase.replace("'", "’")))
            self._bodies.add(key, [nlp.make_doc(spelling) for spelling in spellings])

    def find(self, doc: Doc) -> list[Match]:
        """All forms in `doc`, in order, not overlapping; phrases that mean no actor are there with a null id."""
        context = _Context(doc)
        found = []
        for _, start, end in self._names(doc):
            match = self._match(doc, start, end, context)
            if match is not None:
                found.append(match)
        return longest([*found, *self._state_bodies(doc, longest(found))])

    def _match(self, doc: Doc, start: int, end: int, context: "_Context") -> Match | None:
        text = doc[start:end].text
        if text in self._blocked and text not in self._forms:
            return Match(start, end, None, "", 0.0)
        form = self._forms[text]
        alias = self.catalogue.aliases[form]
        if _is_plain_word(doc, start, end) or _is_language(doc, start, end, alias):
            return None
        if alias.actor_id is None or context.excludes(alias) or self._is_institution(doc, end, alias):
            return Match(start, end, None, alias.label, 0.0)
        if form in self.catalogue.capitals and self._is_place(doc, start, end):
            actor_id = alias.place_actor_id or alias.actor_id
            return Match(start, end, actor_id, alias.label, min(AS_PLACE, alias.confidence))
        if end - start == 1 and self._is_part_of_a_name(doc, start, form, alias):
            return Match(start, end, None, "PERSON", 0.0)
        return Match(start, end, alias.actor_id, alias.label, alias.confidence)

    def _is_institution(self, doc: Doc, end: int, alias: Alias) -> bool:
        """Whether the name of a state or its capital begins the name of an institution ("Lima University")."""
        follows = doc[end].text if end < len(doc) else ""
        return follows in self.catalogue.institution_nouns and self.catalogue.kind_of(alias.actor_id) == "state"

    def _is_place(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a capital is the place of something here, and not the government in it."""
        if end < len(doc) and doc[end].lower_ in self.catalogue.place_nouns:
            return True
        return start > 0 and doc[start - 1].lower_ in PLACE_PREPOSITIONS

    def _is_part_of_a_name(self, doc: Doc, i: int, form: str, alias: Alias) -> bool:
        """Whether one word belongs to the full name of somebody else ("Arthur Miller", "Jordan Peterson")."""
        before = doc[i - 1] if i > 0 and doc[i - 1].whitespace_ else None
        after = doc[i + 1] if i + 1 < len(doc) and doc[i].whitespace_ else None
        if alias.label == "PERSON":
            return self._is_name_word(before)
        if form in self.catalogue.family_names and self._is_name_word(before):
            return True
        return form in self.catalogue.given_names and self._is_name_word(after)

    def _is_name_word(self, token: Token | None) -> bool:
        if (
            token is None
            or not (token.is_title or token.shape_ in ("X.", "X.X."))
            or token.lower_ in role_words().titles
        ):
            return False
        if token.text in self._forms or token.lower_ in role_words().nouns:
            return False
        if not token.doc.has_annotation("ENT_IOB"):
            return not token.is_stop
        return token.ent_type_ == "PERSON" or (
            token.ent_type_ == "" and token.pos_ == "PROPN" and not token.is_sent_start
        )

    def _state_bodies(self, doc: Doc, names: Iterable[Match]) -> list[Match]:
        """Ministries and other bodies joined with the state they are named with."""
        after: dict[int, int] = {}
        before: dict[tuple[str, int], int] = {}
        for key, start, end in self._bodies(doc):
            kind = doc.vocab.strings[key]
            if kind == "after":
                after[start] = max(end, after.get(start, 0))
            else:
                before[kind, end] = min(start, before.get((kind, end), start))
        joined = []
        for name in names:
            if self.catalogue.kind_of(name.actor_id) == "state":
                span = _with_body(doc, name, after, before)
                if span is not None:
                    joined.append(Match(*span, name.actor_id, "ORG", min(STATE_BODY, max(name.confidence, 0.8))))
        return joined


def _with_body(
    doc: Doc, name: Match, after: dict[int, int], before: dict[tuple[str, int], int]
) -> tuple[int, int] | None:
    """Tokens of a state's name with its body: "Peru's government", "Ministry of Trade of Peru", "official Lima"."""
    following = name.end
    if following < len(doc) and doc[following].text in POSSESSIVES:
        following += 1
    if following in after:
        return name.start, after[following]
    preceding = name.start - 1
    if preceding >= 1 and doc[preceding].lower_ == "the":
        preceding -= 1
    if preceding >= 0:
        word = doc[preceding].lower_
        if ("of" if word == "of" else "in", preceding) in before and word in ("of", "in"):
            return before["of" if word == "of" else "in", preceding], name.end
        if word == "official" and name.label != "NORP" and preceding == name.start - 1:
            return preceding, name.end
    return None


class _Context:
    """The words of an article, collected when the first ambiguous name asks for them."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._words: frozenset[str] | None = None

    def excludes(self, alias: Alias) -> bool:
        if not alias.never_near:
            return False
        if self._words is None:
            self._words = frozenset(token.text for token in self._doc)
        return not self._words.isdisjoint(alias.never_near) and self._words.isdisjoint(alias.unless)


def longest(matches: Iterable[Match]) -> list[Match]:
    """Matches without overlaps: the longer wins, then the earlier; in order of position."""
    taken: set[int] = set()
    kept = []
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        if match.start not in taken and match.end - 1 not in taken:
            kept.append(match)
            taken.update(range(match.start, match.end))
    return sorted(kept)


def _spellings(form: str) -> list[str]:
    """A form as printed: with a typographic apostrophe, in capitals, with a capital at the start."""
    forms = [form, form.replace("'", "’"), form[0].upper() + form[1:]]
    if len(form) >= _MIN_UPPER_CASE and not form.isupper():
        forms += [form.upper(), form.upper().replace("'", "’")]
    return list(dict.fromkeys(forms))


def _is_plain_word(doc: Doc, start: int, end: int) -> bool:
    """Whether "US" or "WHO" stands between words in capitals, where it may as well be "us" or "who"."""
    token = doc[start]
    if end - start > 1 or not token.is_upper or not doc.vocab[token.lower_].is_stop:
        return False
    around = [t for t in doc[max(start - 3, 0) : end + 3] if t.is_alpha and t.i != start and len(t) > 1]
    return bool(around) and all(t.is_upper for t in around)


def _is_language(doc: Doc, start: int, end: int, alias: Alias) -> bool:
    """Whether a demonym is a language here ("in Russian")."""
    if alias.label != "NORP":
        return False
    if doc[start].ent_type_ == "LANGUAGE":
        return True
    spoken = start > 0 and doc[start - 1].lower_ in ("in", "into", "speak", "speaks", "spoke", "speaking")
    ends = end == len(doc) or doc[end].is_punct or doc[end].lower_ in ("and", "or")
    return spoken and ends and not doc[end - 1].text.endswith("s")
