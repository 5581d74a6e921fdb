"""What a Doc knows of its tokens, in plain lists read at once: asking token by token takes several times as long."""

from bisect import bisect_left, bisect_right

import numpy as np
from spacy.tokens import Doc


def read_strings(doc: Doc, *attributes: str) -> list[list[str]]:
    """For each of some attributes, such as "ORTH", "LOWER" or "TAG", the strings of all tokens; empty for none."""
    columns = [doc.to_array(attribute).tolist() for attribute in attributes]
    strings = {key: doc.vocab.strings[key] if key else "" for key in set().union(*columns)}
    return [[strings[key] for key in column] for column in columns]


def read_spaces(doc: Doc) -> list[bool]:
    """Whether a space follows each token."""
    spaces: list[bool] = doc.to_array("SPACY").astype(bool).tolist()
    return spaces


def flagged(doc: Doc, *flags: str) -> list[int]:
    """The tokens that have all of some flags, such as "IS_ALPHA" and "IS_TITLE"."""
    places: list[int] = np.flatnonzero(doc.to_array(list(flags)).reshape(-1, len(flags)).all(axis=1)).tolist()
    return places


class TokenRanges:
    """The tokens that characters stand in, as `Doc.char_span` finds them when it expands, without making spans."""

    def __init__(self, doc: Doc) -> None:
        places, lengths, spaces = doc.to_array(["IDX", "LENGTH", "SPACY"]).astype(np.int64).T
        self._starts: list[int] = places.tolist()
        self._ends: list[int] = (places + lengths).tolist()
        self._size = self._ends[-1] + int(spaces[-1]) if self._ends else 0

    def between(self, start: int, end: int) -> range:
        """The tokens from character `start` to `end`; none where that is not in the text."""
        if not 0 <= start < self._size or not 0 < end <= self._size:
            return range(0)
        first = bisect_right(self._starts, start) - 1
        return range(first + (start == self._ends[first]), bisect_left(self._starts, end))
