"""One matcher over everything that the catalogue's actors are called, and over the bodies of its states."""

import re
from collections.abc import Iterable

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from helpers.actors.ambiguity import PLACE_PREPOSITIONS, Context, Match, is_language, is_plain_word, without_namesakes
from helpers.actors.catalogue import ActorCatalogue, Alias
from helpers.actors.countries import folded
from helpers.actors.words import role_words, state_bodies
from helpers.token_lists import read_spaces, read_strings

POSSESSIVES = frozenset({"'s", "’s", "'", "’", "'S", "’S"})
AS_PLACE = 0.5  # how surely a capital means its government where it is only a place ("talks in Lima")
STATE_BODY = 0.95
_NAME = "name"
_WORD = re.compile(r"[^\W\d_]+")
_MIN_UPPER_CASE = 4  # shorter names are not looked for in capitals: they would be other abbreviations


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
        self._tokenize = nlp.make_doc
        self._names = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._names.add(_NAME, [])
        self._unseen: dict[str, list[str]] = {}  # by first word: most of the catalogue is in no article of a corpus
        for spelling in [*self._forms, *sorted(self._blocked - set(self._forms))]:
            self._unseen.setdefault(_first_word(spelling), []).append(spelling)
        self._bodies = PhraseMatcher(nlp.vocab, attr="LOWER")
        bodies = state_bodies()
        for key, phrases in (("after", bodies.after_state), ("of", bodies.of_state), ("in", bodies.in_capital)):
            spellings = dict.fromkeys(spelling for phrase in phrases for spelling in (phrase, phrase.replace("'", "’")))
            self._bodies.add(key, [nlp.make_doc(spelling) for spelling in spellings])

    def find(self, doc: Doc) -> list[Match]:
        """All forms in `doc`, in order, not overlapping; phrases that mean no actor are there with a null id."""
        context = Context(doc)
        (texts,) = read_strings(doc, "ORTH")
        spaced = zip(texts, read_spaces(doc), strict=True)
        words = {"", *_WORD.findall("".join([text + " " if space else text for text, space in spaced]))}
        for word in sorted(words & self._unseen.keys()):
            self._names.add(_NAME, [self._tokenize(spelling) for spelling in self._unseen.pop(word)])
        found = [
            self._match(doc, start, end, context)
            for _, start, end in self._names(doc)
            if _first_word(doc[start:end].text) in words  # whatever other articles have held
        ]
        found += [self._hyphenated(i, text, context) for i, text in enumerate(texts) if "-" in text]
        named = without_namesakes(doc, longest(match for match in found if match is not None))
        return longest([*named, *self._state_bodies(doc, named)])

    def _hyphenated(self, i: int, text: str, context: Context) -> Match | None:
        """A name that the tokenizer leaves joined to another word: "U.S.-backed"."""
        name, _, rest = text.partition("-")
        form = self._forms.get(name)
        if form is None or not rest.islower():
            return None
        alias = self.catalogue.aliases[form]
        confidence = context.confidence(alias)
        return Match(i, i + 1, alias.actor_id, alias.label, confidence) if confidence else None

    def _match(self, doc: Doc, start: int, end: int, context: Context) -> Match | None:
        text = doc[start:end].text
        if text in self._blocked and text not in self._forms:
            return Match(start, end, None, "", 0.0)
        form = self._forms[text]
        alias = self.catalogue.aliases[form]
        if is_plain_word(doc, start, end) or is_language(doc, start, end, alias):
            return None
        confidence = context.confidence(alias)
        if alias.actor_id is None or confidence == 0.0 or self._is_another_thing(doc, start, end, form, alias):
            return Match(start, end, None, alias.label, 0.0)
        if form in self.catalogue.capitals and self._is_place(doc, start, end):
            actor_id = alias.place_actor_id or alias.actor_id
            return Match(start, end, actor_id, alias.label, min(AS_PLACE, confidence))
        if end - start == 1 and self._has_own_initial(doc, start, alias):
            return Match(start - 1, end, alias.actor_id, alias.label, confidence)
        if end - start == 1 and self._is_part_of_a_name(doc, start, form, alias):
            return Match(start, end, None, "PERSON", 0.0)
        return Match(start, end, alias.actor_id, alias.label, confidence)

    def _is_another_thing(self, doc: Doc, start: int, end: int, form: str, alias: Alias) -> bool:
        """Whether a state or capital begins another name ("Lima University") or has a namesake here ("Lima, Ohio")."""
        if self.catalogue.kind_of(alias.actor_id) != "state" or end >= len(doc):
            return False
        if start > 1 and doc[start - 1].lower_ == "for" and doc[start].ent_type_ == "ORG" == doc[start - 2].ent_type_:
            return doc[start].ent_iob_ == "I"  # "Democracy for Ruritania"
        if doc[end].text in self.catalogue.institution_nouns:
            return True
        return doc[end].text == "," and self._is_namesake(doc, end + 1, closed=form not in self.catalogue.capitals)

    def _is_namesake(self, doc: Doc, region: int, *, closed: bool) -> bool:
        """Whether a region at token `region` makes the name before it a town; `closed`: only if a mark follows."""
        for end in (region + 2, region + 1):
            if doc[region:end].text in self.catalogue.namesake_regions:
                return not closed or end >= len(doc) or doc[end].is_punct
        return False

    def _is_place(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a capital is the place of something here, and not the government in it."""
        if end < len(doc) and doc[end].lower_ in self.catalogue.place_nouns:
            return True
        beside = doc[start].head.i if doc[start].dep_ == "conj" else start  # "in Moscow and Brussels"
        return any(i > 0 and doc[i - 1].lower_ in PLACE_PREPOSITIONS for i in (start, beside))

    def _is_part_of_a_name(self, doc: Doc, i: int, form: str, alias: Alias) -> bool:
        """Whether one word belongs to the full name of somebody else ("Arthur Miller", "Jordan Peterson")."""
        before = doc[i - 1] if i > 0 and doc[i - 1].whitespace_ else None
        after = doc[i + 1] if i + 1 < len(doc) and doc[i].whitespace_ else None
        if alias.label == "PERSON":
            goes_on = after is not None and after.ent_type_ == "PERSON" and after.ent_iob_ == "I"
            return self._is_name_word(before) or (goes_on and self._is_name_word(after))
        if form in self.catalogue.family_names and self._is_name_word(before):
            return True
        return form in self.catalogue.given_names and self._is_name_word(after)

    def _has_own_initial(self, doc: Doc, i: int, alias: Alias) -> bool:
        """Whether the initial of the person's given name stands before a last name ("V. Putin")."""
        if alias.label != "PERSON" or alias.actor_id is None or i == 0 or doc[i - 1].shape_ not in ("X.", "X"):
            return False
        return folded(doc[i - 1].text)[0] == folded(self.catalogue.actors[alias.actor_id].name)[0]

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


def longest(matches: Iterable[Match]) -> list[Match]:
    """Matches without overlaps: the longer wins, then the earlier; in order of position."""
    taken: set[int] = set()
    kept = []
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        if match.start not in taken and match.end - 1 not in taken:
            kept.append(match)
            taken.update(range(match.start, match.end))
    return sorted(kept)


def _first_word(name: str) -> str:
    """The letters that a name begins with, perhaps after signs or digits; none in "1917"."""
    found = _WORD.search(name)
    return found[0] if found else ""


def _spellings(form: str) -> list[str]:
    """A form as printed: with a typographic apostrophe, in capitals, with a capital at the start."""
    forms = [form, form.replace("'", "’"), form[0].upper() + form[1:]]
    if len(form) >= _MIN_UPPER_CASE and not form.isupper():
        forms += [form.upper(), form.upper().replace("'", "’")]
    return list(dict.fromkeys(forms))
