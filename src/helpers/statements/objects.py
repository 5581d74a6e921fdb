"""Issues that the same words name, told apart by whom they are about."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spacy.tokens import Doc, Token

from helpers.statements.issues import IssueCatalogue
from helpers.statements.matching import IssueMatch


def choose_by_object(
    matches: Sequence[IssueMatch], doc: Doc, mentions: Sequence[Mapping[str, Any]], issues: IssueCatalogue
) -> list[IssueMatch]:
    """Of issues that are named by the same words, keep those whose object is meant.

    "The territorial integrity of A" and "of B" are two issues. The object that is meant is the one named nearest to
    the words, in their sentence before elsewhere, and what is joined to it ("of A and B"). Where no object is named in
    the whole text, only issues without an object are kept: nothing is guessed.

    Args:
        matches: What `IssueMatcher.find` found in the document.
        doc: The parsed document.
        mentions: Its rows of `tables.MENTIONS`.
        issues: The catalogue.

    Returns:
        The matches that remain, in their order.
    """
    objects = {issue.id: issue.object for issue in issues.issues if issue.object is not None}
    places: dict[tuple[int, int], set[str]] = defaultdict(set)
    for match in matches:
        if match.kind == "term":
            places[match.start, match.end].add(match.issue_id)
    unmeant = _unmeant(matches, doc, objects, mentions)
    long = {m.issue_id for m in matches if m.kind == "term" and m.end - m.start > 1} - unmeant
    vague = {place: ids - long for place, ids in places.items() if long & ids}  # "the corridor" is the one named
    none = frozenset[str]()
    matches = [m for m in matches if m.issue_id not in unmeant and m.issue_id not in vague.get((m.start, m.end), none)]
    places = {place: ids - vague.get(place, none) for place, ids in places.items()}
    contested = {place: ids for place, ids in places.items() if len({objects[i] for i in ids if i in objects}) > 1}
    if not contested:
        return list(matches)
    named = dict(_named(doc, mentions, frozenset(objects.values())))
    dropped = {
        (start, end, issue_id)
        for (start, end), ids in contested.items()
        for issue_id in _not_meant(doc, start, end, {i: objects[i] for i in ids if i in objects}, named)
    }
    return [m for m in matches if m.kind != "term" or (m.start, m.end, m.issue_id) not in dropped]


def _unmeant(
    matches: Sequence[IssueMatch], doc: Doc, objects: Mapping[str, str], mentions: Sequence[Mapping[str, Any]]
) -> set[str]:
    """The issues that an article only seems to name with words of its own matter.

    "The mission" in an article about observers in A is not the mission to B, of which it never speaks: an issue whose
    object is not named is left out where another one, whose object is, has been named as often.
    """
    said = {str(row["actor_id"]).lower() for row in mentions if row["actor_id"] is not None}
    counts = Counter(m.issue_id for m in matches if m.kind == "term")
    own = max((n for i, n in counts.items() if i in objects and objects[i].lower() in said), default=0)
    long = {m.issue_id for m in matches if m.kind == "term" and m.end - m.start > 1}
    absent = {i for i in counts if i in objects and objects[i].lower() not in said}
    return {i for i in absent - long if counts[i] <= own}


def _named(doc: Doc, mentions: Sequence[Mapping[str, Any]], objects: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The tokens that name an object."""
    for row in mentions:
        if row["actor_id"] in objects:
            span = doc.char_span(row["start"], row["end"], alignment_mode="expand")
            if span is not None:
                yield span.root.i, str(row["actor_id"])


def _not_meant(doc: Doc, start: int, end: int, objects: Mapping[str, str], named: Mapping[int, str]) -> set[str]:
    """The issues whose object is another than the one meant by tokens `start` to `end`."""
    wanted = set(objects.values())
    sentence = doc[start].sent

    def distance(i: int) -> tuple[bool, int]:
        return not sentence.start <= i < sentence.end, max(start - i, i - end + 1)

    places = sorted((i for i, name in named.items() if name in wanted), key=lambda i: (*distance(i), i))
    meant = {named[i] for i in _joined(doc[places[0]]) if i in named} if places else set()
    return {issue_id for issue_id, name in objects.items() if name not in meant}


def _joined(token: Token) -> list[int]:
    return [token.i, *(t.i for t in token.conjuncts)]
