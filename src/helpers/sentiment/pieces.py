"""A sentence as pieces, and which of them name the target."""

import numpy as np

from helpers.quotations.learned.wordpiece import WordPiece
from helpers.quotations.learned.words import Integers

MAX_PIECES = 160


def read_pieces(tokenizer: WordPiece, text: str, start: int, end: int) -> tuple[Integers, Integers]:
    """Split a sentence.

    Args:
        tokenizer: Splits words into pieces.
        text: The sentence.
        start: Where the target starts in it.
        end: Where the target ends.

    Returns:
        Piece numbers between two special ones, at most `MAX_PIECES` around the target, and 1 for those of the target.

    Raises:
        ValueError: If the target is empty or outside of the text.
    """
    if not (0 <= start < end <= len(text) and text[start:end].strip()):
        raise ValueError(f"The target {start}-{end} is no part of a text of {len(text)} characters.")
    before, target, after = (
        [piece for word in part.split() for piece in tokenizer.pieces(word)]
        for part in (text[:start], text[start:end], text[end:])
    )
    room = MAX_PIECES - 2 - len(target[: MAX_PIECES // 2])
    n_after = min(len(after), max(room // 2, room - len(before)))
    before = before[max(len(before) - (room - n_after), 0) :]
    target, after = target[: MAX_PIECES // 2], after[:n_after]
    pieces = [tokenizer.start, *before, *target, *after, tokenizer.break_]
    marks = np.zeros(len(pieces), np.int64)
    marks[1 + len(before) : 1 + len(before) + len(target)] = 1
    return np.array(pieces, np.int64), marks
