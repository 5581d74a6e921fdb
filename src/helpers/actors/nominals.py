"""Common nouns that stand for a body named before: "the ministry", "the alliance", "the Foreign Ministry"."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from helpers.actors.catalogue import ActorCatalogue
from helpers.actors.mentions import Mention
from helpers.actors.words import nominals
from helpers.token_lists import flagged

_MAX_WORDS = 4  # the longest bare name of a body ("Foreign Ministry")
_MAX_MENTIONS = 60  # how far back and forth a body is looked for
BARE_BODY = 0.7  # confidence that "the Council" is the council named before


def body_noun(words: Iterable[str]) -> str | None:
    """The last of `words` (lower-case) that stands for a body."""
    return next((word for word in reversed(list(words)) if word in nominals().bodies), None)


def antecedent_body(words: Sequence[str], mentions: Sequence[Mention]) -> str | None:
    """The body named last before that a phrase may stand for.

    Args:
        words: The phrase's words, lower-case, a noun of nominals.yaml at the end ("foreign", "ministry").
        mentions: What was named before, in order of position.

    Returns:
        The actor id of the latest mention that has all of the words in its name; else of the latest that has one the
        noun fits, or that the noun's list of actors allows; `None` if there is neither.
    """
    fitting, actors = nominals().bodies[words[-1]]
    known = [m for m in reversed(mentions) if m.actor_id is not None and m.label not in ("PERSON", "NORP")]
    phrase = set(words)
    for mention in known:
        if phrase <= set(mention.text.lower().split()):
            return mention.actor_id
    for mention in known:
        if mention.actor_id in actors or not fitting.isdisjoint(mention.text.lower().split()):
            return mention.actor_id
    return None


def with_bare_bodies(doc: Doc, mentions: Sequence[Mention], catalogue: ActorCatalogue) -> list[Mention]:
    """Link capitalised bodies without a name of their own ("the Council") to the body they stand for.

    That is the body named before, else the one named first after, else the user's only organisation with that noun.
    """
    named = sorted(m for m in mentions if m.actor_id is not None)
    starts = [m.start for m in named]
    taken = frozenset(i for m in named for i in range(m.start, m.end))
    found = []
    bodies = nominals().bodies
    for token in (doc[i] for i in flagged(doc, "IS_TITLE")):
        if token.lower_ not in bodies or token.pos_ == "VERB":
            continue
        span = _bare_name(token)
        if span is None or not taken.isdisjoint(range(max(0, span.start_char - 1), span.end_char)):
            continue
        words, here = [t.lower_ for t in span], bisect_left(starts, token.idx)
        actor_id = (
            antecedent_body(words, named[max(0, here - _MAX_MENTIONS) : here])
            or antecedent_body(words, named[here : here + _MAX_MENTIONS][::-1])
            or catalogue.own_bodies.get(token.lower_)
        )
        if actor_id is not None:
            found.append(Mention(span.start_char, span.end_char, span.text, "ORG", actor_id, BARE_BODY))
    covered = {i for m in found for i in range(m.start, m.end)}
    kept = [m for m in mentions if m.actor_id is not None or not (m.start in covered or m.end - 1 in covered)]
    return sorted([*kept, *found])


def _bare_name(noun: Token) -> Span | None:
    """A body's noun with its field ("Foreign Ministry"); `None` if it is part of a name ("Selkirk Council")."""
    doc, first = noun.doc, noun.i
    while first > max(0, noun.i - _MAX_WORDS) and _is_capitalised(doc[first - 1]):
        first -= 1
    if any(token.lower_ not in nominals().fields for token in doc[first : noun.i]):
        return None
    follows = doc[noun.i + 1] if noun.i + 1 < len(doc) else None
    if follows is not None and (follows.lower_ in ("of", "for", "on") or follows.is_title):
        return None
    return doc[first : noun.i + 1]


def _is_capitalised(token: Token) -> bool:
    return token.is_title and token.is_alpha and not token.is_stop
