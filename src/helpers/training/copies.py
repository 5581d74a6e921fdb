"""Dirty copies of clean articles: marks dropped, turned, doubled or restyled, names replaced, boilerplate mixed in.

A copy is made by edits `(start, end, replacement)` of the text, which its annotations follow.
"""

import bisect
import random
import re
from collections.abc import Sequence
from importlib.resources import files

from helpers.training.annotations import Attribution, Span

Edit = tuple[int, int, str]
_DOUBLE = re.compile(r"[\"“”„«»]|``|''")
_STYLES = (("“", "”"), ('"', '"'), ("„", "“"), ("«", "»"), ("''", "''"), ("‘", "’"), ("”", "”"), ('""', '""'))
# How often a mark is dropped, turned the wrong way round, or doubled, in copies that are damaged.
_DAMAGE = ((0.15, 0.05, 0.03), (0.5, 0.1, 0.0), (1.0, 0.0, 0.0), (0.05, 0.4, 0.1), (0.1, 0.1, 0.3))


def _lines(name: str) -> list[str]:
    return files("helpers.training").joinpath(name).read_text(encoding="utf-8").splitlines()


def dirty_copy(
    text: str,
    attributions: Sequence[Attribution],
    persons: Sequence[Span],
    titles: Sequence[str],
    rng: random.Random,
) -> tuple[str, list[Attribution]]:
    """Make one damaged copy of an article.

    Args:
        text: The article.
        attributions: Its annotations.
        persons: Spans of the names of persons.
        titles: First lines of other articles, used as related links.
        rng: Source of all choices.

    Returns:
        The new text and its annotations (those whose content vanished are left out).
    """
    edits = mark_edits(text, rng) if rng.random() < 0.85 else []
    if rng.random() < 0.6:
        edits += name_edits(text, persons, rng)
    if rng.random() < 0.6:
        edits += boilerplate_edits(text, attributions, titles, rng)
    return apply_edits(text, attributions, edits)


def mark_edits(text: str, rng: random.Random) -> list[Edit]:
    """Restyle all double marks of an article, and damage some in two copies of three."""
    opening, closing = rng.choice(_STYLES) if rng.random() < 0.7 else ("", "")
    drop, turn, double = rng.choice(_DAMAGE) if rng.random() < 0.66 else (0.0, 0.0, 0.0)
    edits = []
    for found in _DOUBLE.finditer(text):
        before = text[found.start() - 1 : found.start()]
        opens = found.group() in "“„«``" or (found.group() not in "”»" and (not before or before in " \n\t([—–"))
        if rng.random() < turn:
            opens = not opens
        mark = (opening if opens else closing) or (("“" if opens else "”") if turn else found.group())
        mark = "" if rng.random() < drop else mark * 2 if rng.random() < double else mark
        if mark != found.group():
            edits.append((found.start(), found.end(), mark))
    return edits


def name_edits(text: str, persons: Sequence[Span], rng: random.Random) -> list[Edit]:
    """Give every word of a person's name another name, the same one throughout the article."""
    names = _lines("names.txt")
    renamed: dict[str, str] = {}
    edits = []
    for start, end in persons:
        for found in re.finditer(r"[A-Z][a-z]{2,}", text[start:end]):
            name = renamed.setdefault(found.group(), rng.choice(names))
            edits.append((start + found.start(), start + found.end(), name))
    return edits


def boilerplate_edits(
    text: str, attributions: Sequence[Attribution], titles: Sequence[str], rng: random.Random
) -> list[Edit]:
    """Insert one to six paragraphs that nobody said, never inside an attribution."""
    lines = _lines("boilerplate.txt")
    spans = [span for attribution in attributions for role in attribution for span in role]
    taken = [
        (min(s for role in a for s, _ in role), max(e for role in a for _, e in role)) for a in attributions
    ] + spans
    places = [m.end() for m in re.finditer(r"\n+", text)] + [len(text)]
    places = [p for p in places if not any(s < p < e for s, e in taken)]
    edits = []
    for place in sorted(set(rng.choices(places, k=rng.randint(1, 6)))) if places else ():
        line = (
            rng.choice(lines)
            if rng.random() < 0.75
            else rng.choice(("Read also: ", "Related: ", "• ")) + rng.choice(titles)
        )
        edits.append((place, place, f"\n{line}\n" if place == len(text) else f"{line}\n"))
    return edits


def apply_edits(text: str, attributions: Sequence[Attribution], edits: Sequence[Edit]) -> tuple[str, list[Attribution]]:
    """Apply edits that do not overlap (of two that do, the first counts) and move the annotations along."""
    pieces, applied, shift, done = [], [], 0, 0
    for start, end, replacement in sorted(edits):
        if start < done:
            continue
        pieces += [text[done:start], replacement]
        applied.append((start, end, start + shift, start + shift + len(replacement)))
        shift += len(replacement) - (end - start)
        done = end
    pieces.append(text[done:])
    starts = [edit[0] for edit in applied]

    def moved_start(offset: int) -> int:
        """A start moves behind what is inserted right before it."""
        k = bisect.bisect_right(starts, offset) - 1
        if k < 0:
            return offset
        _, end, new_start, new_end = applied[k]
        return new_end + offset - end if end <= offset else new_start

    def moved_end(offset: int) -> int:
        """An end stays in front of what is inserted right after it."""
        k = bisect.bisect_left(starts, offset) - 1
        if k < 0:
            return offset
        _, end, _, new_end = applied[k]
        return new_end + max(offset - end, 0)

    copied = []
    for attribution in attributions:
        roles = [
            tuple((a, b) for a, b in ((moved_start(s), moved_end(e)) for s, e in role) if a < b) for role in attribution
        ]
        if roles[0]:
            copied.append(Attribution(*roles))
    return "".join(pieces), copied
