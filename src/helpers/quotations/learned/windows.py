"""Windows of whole paragraphs, as many as fit into one reading of the encoder."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from helpers.quotations.learned.wordpiece import WordPiece
from helpers.quotations.learned.words import Integers, Words

MAX_PIECES = 192


class Window(NamedTuple):
    """Words `start` to `end` of an article; `pieces` begin and end with a special piece.

    `word_of` holds each piece's word, counted from 1 inside the window (0: special); `first` each word's first piece.
    """

    start: int
    end: int
    pieces: Integers
    word_of: Integers
    first: Integers


def iter_windows(words: Words, tokenizer: WordPiece, *, limit: int = MAX_PIECES) -> Iterator[Window]:
    """Cut an article into windows that do not overlap and leave nothing out.

    Args:
        words: The article.
        tokenizer: Splits words into pieces.
        limit: Most pieces in a window, special ones aside.

    Yields:
        Windows in order. Paragraphs stay whole where they fit, else sentences, else any words.
    """
    pieces = [tokenizer.pieces(text) for text in words.texts]
    sizes = np.array([len(p) for p in pieces], np.int64)
    for start, end in _pack(words, sizes, limit):
        inner = sizes[start:end]
        flat = np.fromiter((n for p in pieces[start:end] for n in p), np.int64, int(inner.sum()))
        yield Window(
            start=start,
            end=end,
            pieces=np.concatenate(([tokenizer.start], flat, [tokenizer.break_])),
            word_of=np.concatenate(([0], np.repeat(np.arange(1, end - start + 1), inner), [0])),
            first=1 + np.cumsum(inner) - inner,
        )


def reach(words: Words, window: Window, anchor: int) -> tuple[int, int]:
    """The rows that may belong to an anchor's attribution: its paragraph, as far as the window shows it."""
    low = int(words.paragraph.searchsorted(words.paragraph[anchor], side="left"))
    high = int(words.paragraph.searchsorted(words.paragraph[anchor], side="right"))
    return max(low, window.start), min(high, window.end)


def _pack(words: Words, sizes: Integers, limit: int) -> Iterator[tuple[int, int]]:
    start, used = 0, 0
    for low, high in _units(words, sizes, limit):
        size = int(sizes[low:high].sum())
        if used and used + size > limit:
            yield start, low
            start, used = low, 0
        used += size
    if used:
        yield start, len(sizes)


def _units(words: Words, sizes: Integers, limit: int) -> Iterator[tuple[int, int]]:
    """Paragraphs that fit, else their sentences, else stretches of words."""
    for low, high in _groups(words.paragraph, 0, len(sizes)):
        if sizes[low:high].sum() <= limit:
            yield low, high
            continue
        for first, last in _groups(words.sentence, low, high):
            if sizes[first:last].sum() <= limit:
                yield first, last
                continue
            step = max(limit // 6, 1)
            yield from ((i, min(i + step, last)) for i in range(first, last, step))


def _groups(keys: Integers, low: int, high: int) -> Iterator[tuple[int, int]]:
    cuts: Sequence[int] = [low, *(low + 1 + np.flatnonzero(np.diff(keys[low:high]))).tolist(), high]
    yield from ((a, b) for a, b in pairwise(cuts) if a < b)
