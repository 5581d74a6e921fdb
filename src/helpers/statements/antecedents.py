"""Whom "the union", "the ministry" and "the minister" stand for: somebody named before."""

from bisect import bisect_left
from collections.abc import Mapping

from spacy.tokens import Span, Token

from helpers.actors.mentions import Mention
from helpers.actors.nominals import antecedent_body
from helpers.actors.role_nouns import role_fits
from helpers.actors.roles import role_kind
from helpers.actors.words import nominals, role_words

_MAX_MENTIONS = 60  # how far back somebody is looked for
_OF_GOVERNMENT = frozenset({"minister", "premier", "chancellor"})
_OF_OFFICIALS = ("government", "ministry", "department")  # meant by naming their minister before


class Antecedents:
    """The actors named in one document, in order.

    Args:
        roles: The roles of persons.
    """

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._roles = roles
        self._mentions: list[Mention] = []

    def add(self, span: Span, actor_id: str, *, person: bool) -> None:
        """Note that an actor is named; to be called in order of position."""
        label = "PERSON" if person else "ORG"
        self._mentions.append(Mention(span.start_char, span.end_char, span.text, label, actor_id, 1.0))

    def find(self, token: Token) -> str | None:
        """The actor that a common noun with "the" or "this" stands for; None if nobody named before fits."""
        noun = token.lower_
        if not any(c.dep_ == "det" and c.lower_ in ("the", "this") for c in token.children):
            return None
        end = bisect_left(self._mentions, token.idx, key=lambda m: m.start)
        before = self._mentions[max(0, end - _MAX_MENTIONS) : end]
        words = [t.lower_ for t in token.lefts if t.dep_ in ("amod", "compound") and not t.is_stop]
        if noun in nominals().bodies:
            body = antecedent_body([*words, noun], before)
            if body is None and noun in _OF_OFFICIALS:
                body = next((m.actor_id for m in reversed(before) if self._is_official(m)), None)
            return body
        if noun in role_words().nouns and token.tag_ == "NN":
            return next((m.actor_id for m in reversed(before) if self._fits(m, noun, words)), None)
        return None

    def _is_official(self, mention: Mention) -> bool:
        role = self._roles.get(mention.actor_id or "", "").lower()
        return (
            mention.label == "PERSON" and not _OF_GOVERNMENT.isdisjoint(role.split()) and role_kind(role) == "official"
        )

    def _fits(self, mention: Mention, noun: str, words: list[str]) -> bool:
        return mention.label == "PERSON" and role_fits(noun, words, self._roles.get(mention.actor_id or ""))
