"""Who is named in one Doc: the catalogue's forms united with the entities that the model found."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from helpers.actors.ambiguity import Match
from helpers.actors.matcher import POSSESSIVES, ActorMatcher, longest
from helpers.actors.words import nominals, role_words, state_bodies
from helpers.token_lists import TokenRanges

LABELS = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
PREFIXES = frozenset({"pro", "anti", "non", "neo", "post", "pre"})  # "the pro-Kremlin party"
ENTITY = 0.5  # confidence in an entity that only the model found
PART_OF_BODY = 0.7  # confidence that an organisation with an actor's name in it belongs to that actor


class Mention(NamedTuple):
    """Words that name somebody: character offsets, end exclusive; `actor_id` is null for unknown names."""

    start: int
    end: int
    text: str
    label: str
    actor_id: str | None
    confidence: float


def find_mentions(doc: Doc, matcher: ActorMatcher) -> list[Mention]:
    """Find all names in `doc`.

    Args:
        doc: A parsed document with entities (without them only the catalogue's names are found).
        matcher: The catalogue's matcher.

    Returns:
        Mentions in order of position, not overlapping. The catalogue overrules the model's labels; where a longer
        entity means somebody else ("Georgia Tech"), the entity wins. Dates and numbers are left out.
    """
    matches = matcher.find(doc)
    by_token = {i: match for match in matches for i in range(match.start, match.end)}
    spans: list[Match] = []
    replaced: set[Match] = set()
    for entity in doc.ents:
        for part in _parts(doc, entity) if entity.label_ in LABELS else ():
            inside = list(dict.fromkeys(by_token[i] for i in range(part.start, part.end) if i in by_token))
            united = _united(doc, part, inside, matcher) if inside else [part]
            replaced.update(match for match in inside if united and united[0].start <= match.start < united[0].end)
            spans += united
    spans += [match for match in matches if match not in replaced and match.actor_id is not None]
    return [_mention(doc, match) for match in longest(spans)]


def mentions_by_token(mentions: Iterable[Mention], ranges: TokenRanges) -> dict[int, Mention]:
    """Mentions by the tokens they cover, even in part."""
    return {i: mention for mention in mentions for i in ranges.between(mention.start, mention.end)}


def _mention(doc: Doc, match: Match) -> Mention:
    span = Span(doc, match.start, match.end)
    return Mention(span.start_char, span.end_char, span.text, match.label, match.actor_id, match.confidence)


def _parts(doc: Doc, entity: Span) -> list[Match]:
    """A trimmed entity; one that runs over a comma or a line break in its pieces."""
    pieces, start, label = [], entity.start, entity.label_
    for token in entity:
        if token.text == "," or token.is_space:
            pieces.append((start, token.i))
            start = token.i + 1
    pieces.append((start, entity.end))
    trimmed = (_trimmed_entity(doc, first, end, label) for first, end in pieces if first < end)
    return [part for part in trimmed if part is not None]


def _trimmed_entity(doc: Doc, start: int, end: int, label: str) -> Match | None:
    """An entity without leading articles and titles, quotation marks, and a possessive at its end.

    What the model takes for a person and ends like a body or its seat ("Foreign Affairs Committee") is an organisation.
    """
    while start < end and _is_edge(doc[start]):
        start += 1
    while start < end and (_is_edge(last := doc[end - 1]) or last.text in POSSESSIVES):
        end -= 1
    if label == "PERSON" and end - start > 1 and not _may_be_person(doc[end - 1].lower_):
        label = "ORG"
    if label == "PERSON":
        while start < end - 1 and doc[start].lower_ in role_words().titles:
            start += 1
    named = any(doc[i].is_alpha or doc[i].like_num for i in range(start, end))
    return Match(start, end, None, label, ENTITY) if named else None


def _may_be_person(last_word: str) -> bool:
    return last_word not in nominals().bodies and last_word not in state_bodies().seat_nouns


def _is_edge(token: Token) -> bool:
    return token.is_quote or token.is_space or token.is_punct or token.lower_ in ("the", "a", "an")


def _united(doc: Doc, whole: Match, inside: Sequence[Match], matcher: ActorMatcher) -> list[Match]:
    """What takes the place of an entity that holds matches: one or two, or none where the catalogue alone decides."""
    rest = [t for t in doc[whole.start : whole.end] if not any(m.start <= t.i < m.end for m in inside)]
    if any(m.start < whole.start or m.end > whole.end for m in inside) or not any(_is_content(t) for t in rest):
        known = [m for m in inside if m.actor_id is not None]
        return [] if known else [whole]
    first = inside[0]
    if whole.label == "PERSON":
        return _person(doc, inside, whole)
    if first.actor_id is None:
        return [whole]
    kind = matcher.catalogue.kind_of(first.actor_id)
    heads = state_bodies().entity_heads
    if whole.label == "ORG" and first.label == "ORG" and kind == "state":
        return []
    if whole.label == "ORG" and kind == "state":
        named_after = first.start == whole.start or first.end == whole.end
        belongs = named_after and any(t.lower_ in heads for t in rest)
        return [whole._replace(actor_id=first.actor_id, confidence=PART_OF_BODY)] if belongs else _outsider(whole, rest)
    if whole.label == "ORG" and kind == "organisation":
        starts = first.start == whole.start and all(t.is_title or t.is_upper for t in rest)
        roles = any(t.lower_ in role_words().nouns for t in rest)
        return [whole._replace(actor_id=first.actor_id, confidence=PART_OF_BODY)] if starts and not roles else []
    return [] if (kind == "person" and first.end - first.start > 1) or whole.label == "NORP" else [whole]


def _outsider(whole: Match, rest: Sequence[Token]) -> list[Match]:
    """An organisation that is named after a state and is none of its bodies, unless the entity is only over-long."""
    over_long = any(
        t.lower_ in role_words().nouns or t.ent_type_ == "DATE" or not t.is_title for t in rest if t.is_alpha
    )
    return [] if over_long and not any(t.lower_ in ("of", "for", "and") for t in rest) else [whole]


def _person(doc: Doc, inside: Sequence[Match], whole: Match) -> list[Match]:
    """A person entity that holds a name of the catalogue: the known person, or "Russian" and somebody unknown."""
    known = [m for m in inside if m.label == "PERSON" and m.actor_id is not None]
    if any(m.end - m.start > 1 for m in known):
        return []
    first = inside[0]
    if first.start == whole.start and first.label != "PERSON" and first.actor_id and _splits_off(doc, first):
        rest = _trimmed_entity(doc, first.end, whole.end, "PERSON")
        return [rest._replace(label="PERSON")] if rest else []
    return [whole]


def _splits_off(doc: Doc, first: Match) -> bool:
    """Whether a name at the start of a person entity is an adjective or owner, and no part of the name."""
    return first.label in ("NORP", "ORG") or doc[first.start].is_upper or doc[first.end].text in POSSESSIVES


def _is_content(token: Token) -> bool:
    is_title = token.lower_ in role_words().titles or token.lower_ in PREFIXES
    return token.is_alpha and not token.is_stop and not is_title
