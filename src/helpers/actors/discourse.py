"""What a document has named and who has spoken so far: where pronouns and common nouns find whom they mean."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from helpers.actors.gender import person_genders
from helpers.actors.gender_words import gender_of_role
from helpers.actors.mentions import Mention, mentions_by_token
from helpers.actors.persons import Person
from helpers.actors.role_nouns import kind_fits, role_fits
from helpers.actors.roles import role_kind
from helpers.token_lists import TokenRanges, flagged

MAX_PARAGRAPHS_BACK = 3
_MAX_TOKENS_BACK, _MAX_MENTIONS_BACK, _MAX_LINKS = 1_000, 300, 20  # bounds for texts without paragraphs
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_JOINED = frozenset({"compound", "flat", "appos", "nmod"})


class Speaker(NamedTuple):
    """Who spoke, and how that was found out.

    `actor_id` is the person or body (null for the unknown and the nameless); `resolution` is `named`, `pronoun`,
    `nominal`, `carried` or `none`; `affiliation` is the body that a nameless speaker belongs to ("US officials").
    """

    actor_id: str | None
    resolution: str
    affiliation: str | None = None


NOBODY = Speaker(None, "none")


class Discourse:
    """The mentions of a document by position, and the speakers found so far.

    Args:
        doc: The parsed document.
        mentions: Its mentions, with persons linked.
        persons: Its persons.
        quoted: Tokens inside quotation marks: who is named there is spoken about.
    """

    def __init__(
        self, doc: Doc, mentions: Sequence[Mention], persons: Sequence[Person], quoted: frozenset[int]
    ) -> None:
        self.doc = doc
        self.mentions = list(mentions)
        self.persons = {person.actor_id: person for person in persons}
        self.paragraph = _paragraph_numbers(doc)
        self._genders = person_genders(doc, mentions, persons)
        self._starts = [mention.start for mention in self.mentions]
        self._by_token = mentions_by_token(self.mentions, TokenRanges(doc))
        self._quoted = quoted
        self._sources: dict[int, Speaker] = {}  # by the head of the source words
        self._spoken: list[tuple[int, int, Speaker]] = []  # first and last token of a quotation, its speaker

    def remember(self, first: int, last: int, source: Token | None, speaker: Speaker) -> None:
        """Note who spoke in a quotation (tokens `first` to `last`), named by `source`."""
        self._spoken.append((first, last, speaker))
        if source is not None:
            self._sources[source.i] = speaker

    def mentions_in(self, span: Span) -> list[Mention]:
        """The mentions in a span, in order."""
        return list(dict.fromkeys(self._by_token[t.i] for t in span if t.i in self._by_token))

    def is_body_at(self, i: int) -> bool:
        """Whether token `i` names a known state or organisation."""
        mention = self._by_token.get(i)
        return mention is not None and mention.label != "PERSON" and mention.actor_id is not None

    def named_before(self, i: int) -> list[Mention]:
        """The latest mentions before token `i`, in order."""
        end = bisect_left(self._starts, self.doc[i].idx)
        return self.mentions[max(0, end - _MAX_MENTIONS_BACK) : end]

    def last_speaker(self, i: int, max_paragraphs: int) -> tuple[int, Speaker] | None:
        """The last token and the speaker of the quotation that begins last before token `i`, if it is near."""
        for first, last, speaker in reversed(self._spoken):
            if first < i:
                return (last, speaker) if self.paragraph[i] - self.paragraph[last] <= max_paragraphs else None
        return None

    def another_acts(self, start: int, end: int, speaker: Speaker) -> bool:
        """Whether a person other than `speaker` is a subject between two places."""
        subjects = (self._person_at(t) for t in self.doc[start:end] if t.dep_ in SUBJECTS and t.i not in self._quoted)
        return any(actor_id is not None and actor_id != speaker.actor_id for actor_id in subjects)

    def person_before(self, pronoun: Token, gender: str) -> str | None:
        """The person that "he" or "she" means: subjects and speakers come before others, the nearer before the farther.

        Paragraph by paragraph backwards, the latest subject or speaker of this gender (one who is known to have it
        rather than one of whom nothing tells); in a paragraph without one, the only person named.
        """
        prominent: list[str] = []
        others: set[str] = set()
        paragraph = self.paragraph[pronoun.i]
        for token in self._back_from(pronoun.i, MAX_PARAGRAPHS_BACK):
            if self.paragraph[token.i] != paragraph:
                if prominent or len(others) == 1:
                    break
                paragraph, others = self.paragraph[token.i], set()
            actor_id = self._person_at(token)
            if actor_id is None or self._genders.get(actor_id, gender) != gender:
                continue
            if self._is_prominent(token):
                prominent.append(actor_id)
            others.add(actor_id)
        known = [actor_id for actor_id in prominent if actor_id in self._genders]
        chosen = known or prominent or (sorted(others) if len(others) == 1 else [])
        return chosen[0] if chosen else None

    def body_before(self, pronoun: Token) -> Speaker:
        """The body that "it" or "they" means, for "they" also the nameless group that spoke last."""
        plural = pronoun.lower_ in ("they", "them", "their")
        subject = self.body_subject_before(pronoun.i, within_sentence=True)
        if subject is not None and not plural:
            return Speaker(subject, "pronoun")
        before = self.last_speaker(pronoun.i, 1)
        since = self._acting_since(pronoun.i, before[0] if before is not None else -1)
        if since is not None and not plural:  # "Ruritania protested. Its minister …", whoever spoke before that
            return Speaker(since, "pronoun")
        if before is not None:
            speaker = before[1]
            nameless = speaker.actor_id is None and speaker.affiliation is not None and plural
            if nameless or (speaker.actor_id is not None and speaker.actor_id not in self.persons):
                return Speaker(speaker.actor_id, "pronoun", speaker.affiliation)
        actor_id = subject or self.body_subject_before(pronoun.i)
        return Speaker(actor_id, "pronoun") if actor_id is not None and (before is None or not plural) else NOBODY

    def _acting_since(self, i: int, start: int) -> str | None:
        """The state or organisation that is the subject of the sentence before token `i`, in its paragraph."""
        first = self.doc[i].sent.start
        if first == 0 or first - 1 <= start or self.paragraph[first - 1] != self.paragraph[i]:
            return None
        own = next((c for c in self.doc[first - 1].sent.root.children if c.dep_ in SUBJECTS), None)
        mention = self._by_token.get(own.i) if own is not None and own.i > start else None
        return mention.actor_id if mention is not None and mention.label != "PERSON" else None

    def body_subject_before(self, i: int, *, within_sentence: bool = False) -> str | None:
        """The latest state or organisation that was a subject, in this paragraph or the one before."""
        for token in self._back_from(i, 1):
            if within_sentence and token.sent != self.doc[i].sent:
                return None
            mention = self._by_token.get(token.i)
            if mention is not None and mention.label != "PERSON" and token.dep_ in SUBJECTS:
                return mention.actor_id
        return None

    def person_of_role(self, source: Span, noun: Token, affiliation: str | None) -> str | None:
        """The person whom a role means: named last before, else the only one of the article.

        The role fits by its own word, or, for the likes of "the official" and "the expert", by its kind; gender and
        the affiliation that the source words name must not speak against it.
        """
        gender = gender_of_role(noun.lower_)
        phrase = [token.lower_ for token in source]
        before = dict.fromkeys(m.actor_id for m in reversed(self.named_before(source.start)))
        for fits in (role_fits, kind_fits):
            fitting = [
                person.actor_id
                for person in self.persons.values()
                if (affiliation is None or person.affiliation == affiliation)
                and (gender is None or self._genders.get(person.actor_id, gender) == gender)
                and fits(noun.lower_, phrase, person.role)
            ]
            named = [actor_id for actor_id in before if actor_id in fitting]
            if named or len(fitting) == 1:
                return named[0] if named else fitting[0]
        return self._without_role_before(source) if role_kind(noun.lower_) == "expert" else None

    def _without_role_before(self, source: Span) -> str | None:
        """The only person named before in this paragraph of whom the article does not say what they are."""
        here = {self.persons.get(m.actor_id or "") for m in self.mentions_in(self._paragraph_before(source.start))}
        unknown = [person.actor_id for person in here if person is not None and person.role is None]
        return unknown[0] if len(unknown) == 1 else None

    def _paragraph_before(self, i: int) -> Span:
        return self.doc[bisect_left(self.paragraph, self.paragraph[i]) : i]

    def introduced_by(self, source: Span, noun: Token) -> str | None:
        """The only person of the article with the whole role that an article's lede gives without a name."""
        if self.paragraph[source.start] > 1:
            return None
        phrase = {token.lower_ for token in source if token.is_alpha and not token.is_stop}
        fitting = [i for i, p in self.persons.items() if phrase and phrase <= set((p.role or "").lower().split())]
        return fitting[0] if len(fitting) == 1 else None

    def official_before(self, i: int) -> str | None:
        """The state or organisation of the official who was named or spoke last before token `i`."""
        for mention in reversed(self.named_before(i)):
            person = self.persons.get(mention.actor_id) if mention.actor_id is not None else None
            if person is not None and person.affiliation is not None and role_kind(person.role) == "official":
                return person.affiliation
        return None

    def _back_from(self, i: int, max_paragraphs: int) -> Iterator[Token]:
        """The tokens before `i` that nobody says, backwards."""
        for k in range(i - 1, max(0, i - _MAX_TOKENS_BACK) - 1, -1):
            if self.paragraph[i] - self.paragraph[k] > max_paragraphs:
                return
            if k not in self._quoted:
                yield self.doc[k]

    def _person_at(self, token: Token) -> str | None:
        """The person that a token names, directly or as the source of a quotation."""
        mention = self._by_token.get(token.i)
        if mention is not None and mention.label == "PERSON":
            return mention.actor_id
        speaker = self._sources.get(token.i)
        return speaker.actor_id if speaker and speaker.actor_id in self.persons else None

    def _is_prominent(self, token: Token) -> bool:
        """Whether a token is a subject, or the source of a quotation."""
        head = token
        for _ in range(_MAX_LINKS):
            if head.dep_ not in _JOINED:
                break
            head = head.head
        acts = head.dep_ in SUBJECTS and (
            head.head.tag_ not in ("VBG", "VBN") or any(_is_finite(t) for t in head.head.children)
        )
        return acts or head.i in self._sources or token.i in self._sources


def _is_finite(token: Token) -> bool:
    return token.dep_ in ("aux", "auxpass") and token.tag_ in ("VBD", "VBZ", "VBP", "MD")


def _paragraph_numbers(doc: Doc) -> list[int]:
    numbers: list[int] = []
    breaks = [i for i in flagged(doc, "IS_SPACE") if "\n" in doc[i].text]
    for number, last in enumerate([*breaks, len(doc) - 1]):
        numbers += [number] * (last + 1 - len(numbers))
    return numbers
