"""Whose minister it is where a role names no state: "Its minister, Ena Varr", "Foreign Minister Ena Varr"."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from helpers.actors.catalogue import ActorCatalogue
from helpers.actors.mentions import Mention, mentions_by_token
from helpers.actors.words import role_words
from helpers.token_lists import TokenRanges

_SUBJECTS = ("nsubj", "nsubjpass")
_LINKS = ("compound", "amod", "poss", "nmod")
_OF_STATES = frozenset({"minister", "premier"})  # offices that only states have
_OFFICES = frozenset({"president", "prime minister", "vice president", "foreign secretary", "chancellor"})
_OF_BODIES = ("secretary-general", "director-general", "general secretary")
_TELLING = frozenset({"said", "says", "added", "told", "stressed", "explained", "noted", "announced"})
_REACH = 60  # tokens from a role to its name
_NAME = 8  # tokens of a name with its role
_LOOK_BACK = 12  # sentences of a paragraph


def home_of(
    doc: Doc, start: int, role: str, before: Sequence[Mention], catalogue: ActorCatalogue, ranges: TokenRanges
) -> str | None:
    """The state or organisation of an official whose role names none.

    With "its", that is the subject of the sentence before; an office that only states have belongs to the state that
    is the subject there, or, at the beginning of a paragraph, to the only state that is one in the paragraph before.

    Args:
        doc: The parsed document.
        start: The first token of the person's name.
        role: What the person is said to be.
        before: What was named before, in order.
        catalogue: Which of them are states.
        ranges: The tokens of what is named in the document.

    Returns:
        An actor id, or None where nothing is clear.
    """
    words = role.lower().split()
    sentence = doc[start].sent
    said = [t.lower_ for t in doc[max(sentence.start, start - len(words) - 3) : start]]
    if not role_words().former.isdisjoint(said) or any(word.startswith("ex-") for word in words):
        return None
    own = "its" in said or "their" in said or _is_own_after(doc, start)
    first = sentence.start
    named = mentions_by_token(before, ranges)
    if own or (said and _is_told_before(doc, start)):  # "Ruritania …, and its minister, Ena Varr, …"
        here = [m for m in _subjects(sentence, named) if own or _is_state(m, catalogue)]
        if here and start - first <= _REACH:
            return here[-1].actor_id
    if any(word in role.lower() for word in _OF_BODIES):
        bodies = [m.actor_id for m in before if _is_organisation(m, catalogue)]
        return bodies[-1] if bodies else None
    if not own and _OF_STATES.isdisjoint(words) and role.lower() not in _OFFICES:
        return None
    if first == 0 or start - first > _REACH:
        return None
    for last in _sentences_before(doc, first):
        found = [m for m in _subjects(last, named) if own or _is_state(m, catalogue)]
        if found or (own and not any(t.is_quote for t in last) and not _is_spoken(last)):
            return found[0].actor_id if found else None
        first = last.start
    if own or first == 0:
        return None
    if not _is_break(end := doc[first - 1].sent):
        return _home_in_title(doc, named, catalogue)
    subjects = [m for sentence in (end, *_sentences_before(doc, end.start)) for m in _subjects(sentence, named)]
    ids = {m.actor_id for m in subjects if _is_state(m, catalogue)}
    return ids.pop() if len(ids) == 1 else _home_in_title(doc, named, catalogue)


def _home_in_title(doc: Doc, named: dict[int, Mention], catalogue: ActorCatalogue) -> str | None:
    """The state that an article's first sentence has as its subject, which then goes without saying."""
    subjects = [m for m in _subjects(next(doc.sents), named) if _is_state(m, catalogue)]
    return subjects[0].actor_id if subjects else None


def _is_own_after(doc: Doc, start: int) -> bool:
    """Whether "its" follows the name: "Ena Varr, its chief negotiator, …"."""
    comma = next((i for i in range(start, min(len(doc), start + _NAME)) if doc[i].text == ","), None)
    return comma is not None and comma + 1 < len(doc) and doc[comma + 1].lower_ in ("its", "their")


def _is_told_before(doc: Doc, start: int) -> bool:
    """Whether a verb of saying stands right before role and name: "Ruritania, said State Secretary Ena Varr, …"."""
    first = start
    while first > 0 and doc[first - 1].is_title and start - first < _NAME:
        first -= 1
    return first > 0 and doc[first - 1].lower_ in _TELLING


def _is_spoken(sentence: Span) -> bool:
    """Whether a sentence has no subject that "its" could mean."""
    return not any(t.dep_ in _SUBJECTS and t.pos_ in ("NOUN", "PROPN") for t in sentence)


def _is_organisation(mention: Mention, catalogue: ActorCatalogue) -> bool:
    actor = catalogue.actors.get(mention.actor_id or "")
    return actor is not None and actor.kind == "organisation"


def _sentences_before(doc: Doc, start: int) -> Iterator[Span]:
    """The sentences of a paragraph before one of its tokens, the latest first; of a long paragraph some."""
    for _ in range(_LOOK_BACK):
        if start == 0 or _is_break(last := doc[start - 1].sent):
            return
        yield last
        start = last.start


def _subjects(sentence: Span, named: dict[int, Mention]) -> list[Mention]:
    """The bodies that are the subject of a sentence, or whose government is."""
    said = [c for c in sentence.root.children if c.dep_ == "ccomp"]
    for verb in (sentence.root, *said):  # "Ruritania will not sign, the government said"
        tops = [c for c in verb.children if c.dep_ in _SUBJECTS]
        near: list[Token] = [t for top in tops for t in (top, *(c for c in top.children if c.dep_ in _LINKS))]
        found = [m for t in near if (m := named.get(t.i)) is not None and m.label != "PERSON"]
        if found:
            return [m for m in found if m.actor_id is not None]
    return []


def _is_state(mention: Mention, catalogue: ActorCatalogue) -> bool:
    actor = catalogue.actors.get(mention.actor_id or "")
    return actor is not None and actor.kind == "state"


def _is_break(sentence: Span) -> bool:
    """Whether a paragraph ends with a sentence."""
    return any(t.is_space and "\n" in t.text for t in sentence)
