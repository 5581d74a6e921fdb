"""Which actor a word stands for: names, "its government", "she", "we"."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Span, Token

from helpers.actors.words import nominals, role_words
from helpers.statements.antecedents import Antecedents
from helpers.statements.groups import members_of
from helpers.statements.lexicon import StanceWords
from helpers.statements.rollcall import beside
from helpers.statements.tree import SUBJECTS, child, first_conjunct, lemma, subject

_FIRST_PERSON = ("i", "we", "us", "me", "my", "our", "ours", "mine")
_PERSONS = ("he", "she", "his", "her", "him")
_FEMALE = ("she", "her")
_THINGS = ("it", "its")
_SEVERAL = ("number", "countries", "states", "nations", "governments", "members", "allies", "several", "many")
_OWN_STATE = ("delegation", "government", "country", "ministry", "administration", "capital")
# Nouns that mean somebody else, whosever they are: "my opponent".
_OTHERS = frozenset(
    "adversary challenger competitor critic detractor enemy foe friend opponent predecessor rival".split()
)
_OWN_BODIES = (
    "company",
    "firm",
    "group",
    "organisation",
    "organization",
    "charity",
    "club",
)  # in their speaker's mouth


def speaks_for(actors: pd.DataFrame) -> dict[str, str]:
    """For each actor with an affiliation, the actor it speaks for."""
    rows = actors.dropna(subset=["affiliation"])
    return dict(zip(rows["actor_id"], rows["affiliation"], strict=True))


class Holders:
    """The actors named in one document, by token."""

    def __init__(
        self,
        doc: Doc,
        mentions: Sequence[Mapping[str, Any]],
        affiliations: Mapping[str, str],
        persons: frozenset[str],
        words: StanceWords,
        roles: Mapping[str, str],
        pronouns: Mapping[str, str] | None = None,
    ) -> None:
        self._words = words
        self._affiliations = affiliations
        self._persons = persons
        self._named: dict[int, str] = {}
        self._viewpoints: dict[int, str | None] = {}  # of sentences, by their first token: each is asked for often
        self._known_pronouns = pronouns or {}  # of persons whose name tells
        self._pronouns: dict[str, str] = {}  # person and the pronoun used for them
        self._subjects: list[tuple[int, str]] = []  # token position and actor named, in order
        self._antecedents = Antecedents(roles)
        self._last_names: set[str] = set()  # of the persons named
        for row in sorted(mentions, key=lambda row: int(row["start"])):
            if row["actor_id"] is not None:
                self._add(doc, row)

    def _add(self, doc: Doc, row: Mapping[str, Any]) -> None:
        span = doc.char_span(row["start"], row["end"], alignment_mode="expand")
        if span is None:
            return
        for token in span:
            self._named.setdefault(token.i, row["actor_id"])
        if row["actor_id"] in self._known_pronouns:
            self._pronouns[row["actor_id"]] = self._known_pronouns[row["actor_id"]]
        self._antecedents.add(span, row["actor_id"], person=row["actor_id"] in self._persons)
        if row["actor_id"] in self._persons:
            self._last_names.add(span[-1].text)
        head = _phrase_head(span.root)
        if head.dep_ in ("nsubj", "nsubjpass", "ROOT") and not _is_aside(head):
            self._subjects.append((span.root.i, row["actor_id"]))

    def learn_pronoun(self, actor_id: str, source: str) -> None:
        """Remember that a person was called "he" or "she" in this document."""
        if source.lower() in ("he", "she"):
            self._pronouns.setdefault(actor_id, source.lower())

    def actor(self, actor_id: str) -> str:
        """Whom the actor speaks for; itself if for nobody else."""
        return self._affiliations.get(actor_id, actor_id)

    def named(self, token: Token) -> str | None:
        """The actor named by a noun phrase with this head, or by the noun that it is an apposition of."""
        for node in _same_phrase(token):
            if node.i in self._named:
                return self.actor(self._named[node.i])
        if (self._words.among(token, "bodies") or lemma(token) == "colleague") and not any(
            _is_apart(c) for c in token.children
        ):
            for node in _owners(token):
                if node.i in self._named:
                    return self.actor(self._named[node.i])
        return None

    def is_person(self, token: Token) -> bool:
        """Whether a token is part of a person's name."""
        known = self._named.get(token.i) in self._persons or token.text in self._last_names
        return known or token.ent_type_ == "PERSON"

    def all_named(self, token: Token, *, alone: bool = False) -> list[str]:
        """The actors of a coordination ("A and B"), in order; `alone`: of what the word itself names."""
        first = token if alone else first_conjunct(token)
        joined = [] if alone else [*first.conjuncts, *_after_others(first), *beside(first)]
        found = [self.named(node) for node in [first, *joined]]
        if not alone and first.tag_ == "NNS" and self._words.among(first, "bodies"):  # "the leaders of A, B and C"
            found += [self.named(other) for owner in _owners(first) for other in owner.conjuncts]
        if not any(found):
            found = [self.named(node) for node in self._instances(first)] or [*members_of(first)]
        return list(dict.fromkeys(actor for actor in found if actor is not None))

    def _instances(self, noun: Token) -> Iterator[Token]:
        """Those named as examples: "several states, including A and B", "by many, notably by A"."""
        below = list(noun.subtree)
        if noun.head.lower_ == "by":
            below += [
                t
                for c in noun.head.head.children
                if c.dep_ in ("prep", "agent") and c.i > noun.i and c.lower_ != "with"
                for t in c.subtree
            ]
        start = next((t.i for t in below if self._words.among(t, "instances")), None)
        if start is not None or noun.head.lower_ == "by":
            yield from (t for t in below if t.i > (start or noun.i) and t.dep_ in ("pobj", "conj", "appos"))
        elif noun.dep_ in SUBJECTS and noun.tag_ in ("NNS", "NN") and noun.lower_ in _SEVERAL:
            after = [
                t for t in noun.sent if t.i > noun.head.i and self._words.among(t, "instances") and t.tag_ == "VBG"
            ]
            yield from (t for c in after for t in c.subtree if t.dep_ in ("pobj", "conj", "dobj"))

    def noun(self, token: Token) -> str | None:
        """The actor named before that "the union", "the ministry", "the minister" stands for."""
        actor_id = self._antecedents.find(token)
        return self.actor(actor_id) if actor_id is not None else None

    def targets(self, verb_phrase: Token) -> list[str]:
        """Actors that a verb is directed at: its named objects."""
        found = [self.named(c) for c in verb_phrase.children if c.dep_ in ("dobj", "iobj", "dative")]
        return [actor for actor in found if actor is not None]

    def owners(self, noun: Token) -> list[str]:
        """Whose plan or doing a matter is: "Ruritania's dam", "the annexation by Ruritania"."""
        near = [c for c in noun.children if c.dep_ == "poss"]
        near += [p for c in noun.children if c.dep_ in ("prep", "agent") and c.lower_ == "by" for p in c.children]
        found = [self.named(c) for c in near]
        return [actor for actor in found if actor is not None]

    def viewpoint(self, sentence: Span) -> str | None:
        """In whose eyes a sentence speaks: "for Ruritania, …", "in the eyes of Ruritania …", "in her view …"."""
        if sentence.start not in self._viewpoints:
            self._viewpoints[sentence.start] = self._find_viewpoint(sentence)
        return self._viewpoints[sentence.start]

    def _find_viewpoint(self, sentence: Span) -> str | None:
        for preposition in sentence:
            noun = child(preposition, "pobj") if preposition.dep_ == "prep" else None
            if noun is None or preposition.head.pos_ not in ("VERB", "AUX"):
                continue
            if preposition.i > preposition.head.i and not _is_set_off(preposition, noun, self._words):
                continue
            if lemma(preposition) == "for" and (actor := self.named(noun)) is not None:
                return actor
            if lemma(preposition) in ("in", "to", "from") and (
                self._words.among(noun, "views") or noun.lower_ == "point"
            ):
                view = next((g for g in noun.children if g.lower_ == "of" and noun.lower_ == "point"), None)
                noun = (child(view, "pobj") if view is not None else None) or noun  # "from the point of view of …"
                for owner in _owners(noun):
                    if (actor := self.named(owner) or self.pronoun(owner)) is not None:
                        return actor
        return None

    def pronoun(self, token: Token) -> str | None:
        """The last actor of the right sort that was a subject before, in the same paragraph."""
        word = _pronoun_of(token, self._words)
        if word is None:
            return None
        if (ahead := self._ahead(token, word)) is not None:
            return ahead
        nameless = self._nameless_before(token) if word in _PERSONS else None
        for position, actor_id in reversed(self._subjects):
            if position >= token.i:
                continue
            if nameless is not None and nameless[0] > position:
                return nameless[1]
            if any("\n" in t.text for t in token.doc[position : token.i] if t.is_space):
                return None
            known = self._pronouns.get(actor_id)
            if known is not None and word in _PERSONS and (known == "she") != (word in _FEMALE):
                continue
            if (actor_id in self._persons) == (word in _PERSONS):
                return self.actor(actor_id)
        return None

    def _nameless_before(self, token: Token) -> tuple[int, str] | None:
        """Position and state of the last official without a name who was a subject before: "the envoy of Ruritania"."""
        for i in range(token.i - 1, token.sent.start - 1, -1):
            before = token.doc[i]
            if before.dep_ in SUBJECTS and before.tag_ == "NN" and before.lower_ in role_words().nouns:
                actor = self.named(before)
                return (i, actor) if actor is not None and not self.is_person(before) else None
        return None

    def _ahead(self, token: Token, word: str) -> str | None:
        """Of a clause or phrase put first, the subject that follows: "although it has doubts, Ruritania …"."""
        for node in (token, *token.ancestors):
            if node.dep_ in ("advcl", "prep") and node.head.pos_ in ("VERB", "AUX") and node.i < node.head.i:
                who = subject(node.head)
                actor = self.named(who) if who is not None and who.i > token.i else None
                if actor is not None and (actor in self._persons or word in _THINGS):
                    return actor
        return None

    def _is_of_another(self, token: Token, pronoun: str, speaker: str) -> bool:
        """Whether somebody named nearer may be meant: "she said that Varr would lose because he had backed it"."""
        for verb in token.ancestors:
            who = child(verb, "nsubj")
            if who is None or who.i >= token.i or who.i not in self._named or self.named(who) == speaker:
                continue
            own = self._pronouns.get(self._named[who.i])
            if self.is_person(who) and (own is None or (own == "she") == (pronoun in _FEMALE)):
                return True
        return False

    def is_speaker(self, token: Token, speaker: str, *, indirect: bool, person: str | None = None) -> bool:
        """Whether a word inside a quotation means its speaker: "we", "our government", its own name.

        `person` is who said it, for `speaker`: "she" is no man.
        """
        if token.lower_ in _FIRST_PERSON or any(c.dep_ == "poss" and c.lower_ in _FIRST_PERSON for c in token.children):
            return lemma(token) not in _OTHERS  # "my opponent"
        named = self.all_named(token)
        if named:
            return speaker in named
        if indirect and (body := self.noun(token)) is not None:
            return body == speaker
        if indirect and token.lower_ in _OWN_BODIES and any(c.lower_ == "the" for c in token.children):
            return True
        pronoun = _pronoun_of(token, self._words)
        if indirect and pronoun in _PERSONS and self._is_of_another(token, pronoun, speaker):
            return False
        known = self._pronouns.get(person) if person is not None and pronoun in _PERSONS else None
        if known is not None and (known == "she") != (pronoun in _FEMALE):
            return False
        return indirect and (pronoun is not None or token.lower_ in ("they", "their"))


def _pronoun_of(token: Token, words: StanceWords) -> str | None:
    """The pronoun itself, or the one before a body that speaks for it ("its government")."""
    if token.lower_ in (*_PERSONS, *_THINGS):
        return str(token.lower_)
    if words.among(token, "bodies"):
        owner = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in (*_PERSONS, *_THINGS)), None)
        return str(owner.lower_) if owner is not None else None
    return None


def _is_set_off(preposition: Token, noun: Token, words: StanceWords) -> bool:
    """Whether a viewpoint follows behind a comma: "…, in the opinion of Ruritania"."""
    return words.among(noun, "views") and preposition.i > 0 and preposition.nbor(-1).text == ","


def _is_apart(word: Token) -> bool:
    """Whether a word says that somebody does not speak for a body, or no longer: "the guild's former chairman"."""
    apart = role_words().former | nominals().apart
    return word.dep_ in ("amod", "compound", "nmod") and word.lower_ in apart


def _after_others(noun: Token) -> list[Token]:
    """The nouns after the same preposition in a row: "the support of X, of Y and of Z"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in ("of", "from", "by"):
        return []
    row = [c for c in preposition.head.children if c.dep_ == "prep" and c.lower_ == preposition.lower_]
    others = [o for c in dict.fromkeys((*row, *preposition.conjuncts)) for o in (c, *c.conjuncts) if o != preposition]
    nouns = [child(o, "pobj") for o in dict.fromkeys(others)]
    return [n for n in nouns if n is not None]


def _is_aside(who: Token) -> bool:
    """Whether a name is the subject of a condition or an aside, which it ends with: "if Ruritania joins"."""
    clause = who.head
    return (
        who.dep_ != "ROOT"
        and clause.dep_ in ("advcl", "relcl")
        and any(c.dep_ in SUBJECTS for c in clause.head.children)
    )


def _phrase_head(token: Token) -> Token:
    while token.dep_ in ("compound", "poss", "amod", "nmod", "appos", "flat") and token.head != token:
        token = token.head
    return token


def _same_phrase(token: Token) -> Iterator[Token]:
    """The head of a phrase, its appositions and parts of its name, and what it is an apposition of."""
    yield token
    for c in token.children:
        if c.dep_ == "appos":
            yield c
            yield from (g for g in c.children if g.dep_ in ("compound", "flat") and g.pos_ == "PROPN")
    if token.dep_ == "appos":
        yield token.head


def _owners(token: Token) -> Iterator[Token]:
    """Whose body it is: "Ruritania's parliament", "the Ruritanian parliament", "the parliament of Ruritania"."""
    for c in token.children:
        if c.lower_ == "whose" and token.head.dep_ == "relcl" and token.lower_ in _OWN_STATE:
            yield token.head.head  # "Ruritania, whose delegation …", "the envoy of Ruritania, whose government …"
            yield from _owners(token.head.head)
        elif c.dep_ in ("poss", "amod", "compound", "nmod", "nsubj", "intj", "dep"):
            yield c
            yield from (g for g in c.children if g.dep_ in ("compound", "amod", "poss", "nmod"))
        elif c.dep_ == "prep" and (lemma(c) in ("of", "from") or (lemma(c) == "in" and c.i < token.head.i)):
            yield from (g for g in c.children if g.dep_ == "pobj")
