"""Which annotated thing is which thing of a run: pairs by the characters they share."""

import re
from collections.abc import Callable, Iterable, Sequence

from spacy.lang.en.stop_words import STOP_WORDS

_WORD = re.compile(r"\w+")

type Characters = frozenset[int]


def characters(spans: Iterable[tuple[int, int]]) -> Characters:
    """The offsets in spans.

    Example:
        >>> sorted(characters([(0, 2), (5, 6)]))
        [0, 1, 5]
    """
    return frozenset(i for start, end in spans for i in range(start, end))


def shares_word(gold: Characters, run: Characters, text: str) -> bool:
    """Whether two spans have a word in common: a content word of the annotated one, unless it has none.

    Example:
        >>> shares_word(characters([(0, 12)]), characters([(0, 3)]), "the minister")
        False
        >>> shares_word(characters([(0, 3)]), characters([(0, 3)]), "she")
        True
    """
    if not gold or not run:
        return False
    found = [m for m in _WORD.finditer(text, min(gold), max(gold) + 1) if m.start() in gold]
    words = [m for m in found if m.group().casefold() not in STOP_WORDS] or found
    return any(run.intersection(range(*m.span())) for m in words)


def match[A, B](
    gold: Sequence[A], run: Sequence[B], fit: Callable[[A, B], tuple[float, ...] | None]
) -> list[tuple[A, B]]:
    """Pair things one to one, those that fit best first.

    Args:
        gold: Annotated things.
        run: Things of the run.
        fit: How well two of them fit, as numbers to compare; none where they do not fit at all.
    """
    fits = [(fit(one, other), i, j) for i, one in enumerate(gold) for j, other in enumerate(run)]
    ranked = sorted(([-value for value in found], i, j) for found, i, j in fits if found is not None)
    free_gold, free_run, pairs = set(range(len(gold))), set(range(len(run))), []
    for _, i, j in ranked:
        if i in free_gold and j in free_run:
            free_gold.remove(i)
            free_run.remove(j)
            pairs.append((gold[i], run[j]))
    return pairs
