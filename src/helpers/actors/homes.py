"""Whose minister it is where a role names no state: "Its minister, Ena Varr", "Foreign Minister Ena Varr"."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from helpers.actors.catalogue import ActorCatalogue
from helpers.actors.mentions import Mention
from helpers.actors.words import role_words

_SUBJECTS = ("nsubj", "nsubjpass")
_LINKS = ("compound", "amod", "poss", "nmod")
_OF_STATES = frozenset({"minister", "premier"})  # offices that only states have
_OFFICES = frozenset({"president", "prime minister", "vice president", "foreign secretary", "chancellor"})
_REACH = 60  # tokens from a role to its name
_LOOK_BACK = 12  # sentences of a paragraph


def home_of(doc: Doc, start: int, role: str, before: Sequence[Mention], catalogue: ActorCatalogue) -> str | None:
    """The state or organisation of an official whose role names none.

    With "its", that is the subject of the sentence before; an office that only states have belongs to the state that
    is the subject there, or, at the beginning of a paragraph, to the only state that is one in the paragraph before.

    Args:
        doc: The parsed document.
        start: The first token of the person's name.
        role: What the person is said to be.
        before: What was named before, in order.
        catalogue: Which of them are states.

    Returns:
        An actor id, or None where nothing is clear.
    """
    words = role.lower().split()
    sentence = doc[start].sent
    said = [t.lower_ for t in doc[max(sentence.start, start - len(words) - 3) : start]]
    if not role_words().former.isdisjoint(said) or any(word.startswith("ex-") for word in words):
        return None
    own = "its" in said or "their" in said
    if not own and _OF_STATES.isdisjoint(words) and role.lower() not in _OFFICES:
        return None
    first = sentence.start
    if first == 0 or start - first > _REACH:
        return None
    named = {i: m for m in before for i in _tokens(doc, m)}
    for last in _sentences_before(doc, first):
        found = [m for m in _subjects(last, named) if own or _is_state(m, catalogue)]
        if found or own:
            return found[0].actor_id if found else None
        first = last.start
    if own or first == 0 or not _is_break(end := doc[first - 1].sent):
        return None
    subjects = [m for sentence in (end, *_sentences_before(doc, end.start)) for m in _subjects(sentence, named)]
    ids = {m.actor_id for m in subjects if _is_state(m, catalogue)}
    return ids.pop() if len(ids) == 1 else None


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


def _tokens(doc: Doc, mention: Mention) -> range:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)
