"""Numbers for the encoder: what is known of each word, and how each word lies to the word that stands for a cue."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.quotations.learned.words import INSIDE, MARK, Integers, Words

WORD_SIZES = (15, 64, 64, 32, 3)  # rows of the tables that `word_features` looks up
PAIR_SIZES = (1281, 4096, 26, 32, 10)  # rows of the tables that `pair_features` looks up
_UNRELATED = 1280
_HASH = 2_654_435_761  # Knuth's multiplicative hash
_REACH = 300  # words of the anchor's sentence that are looked at, on each side
_MAX_DEPTH = 12
_MAX_HEIGHT = 9
_DISTANCES = np.array([7, 10, 15, 23, 36, 62])  # below 7 every distance counts for itself


class Labels:
    """Numbers for the parser's, tagger's and recogniser's labels; 0 for those that were not seen in training.

    Args:
        names: Keys `dep`, `tag` and `ent`, each a list of labels.
    """

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.number = {key: {name: i + 1 for i, name in enumerate(values)} for key, values in names.items()}

    def numbers(self, key: str, values: Sequence[str]) -> Integers:
        """Look up labels of one kind."""
        known = self.number[key]
        return np.array([known.get(value, 0) for value in values], np.int64)


def _shape(text: str) -> int:
    if text.islower():
        return 0
    if text.istitle():
        return 1
    if text.isupper():
        return 2
    return 3 if any(c.isdigit() for c in text) else 4


def word_features(words: Words, labels: Labels) -> Integers:
    """Number what is known of each word.

    Returns:
        Shape (n, 5), below `WORD_SIZES`: case with quotation state, dependency, tag, entity label, side of the head.
    """
    row = np.arange(len(words.texts))
    shape = np.array([_shape(text) for text in words.texts], np.int64)
    side = (words.head < row) + 2 * (words.head == row)
    columns = [shape + 5 * words.quoted, *(labels.numbers(k, v) for k, v in _labelled(words)), side]
    return np.stack(columns, axis=1).astype(np.int64) if len(row) else np.zeros((0, 5), np.int64)


def _labelled(words: Words) -> tuple[tuple[str, list[str]], ...]:
    return ("dep", words.dep), ("tag", words.tag), ("ent", words.ent)


class PairFeatures:
    """Numbers of how the words of one article lie to an anchor.

    Args:
        words: The article.
        dep: Dependency numbers of its words (second column of `word_features`).
    """

    def __init__(self, words: Words, dep: Integers) -> None:
        self.words, self.dep = words, dep
        self.marks = np.concatenate(([0], np.cumsum(words.quoted == MARK)))
        self.inside = (words.quoted == INSIDE).astype(np.int64)
        self._climbed: tuple[tuple[int, int], Integers] = (0, 0), np.zeros((0, 0), np.int64)

    def rows(self, anchor: int, start: int, end: int) -> Integers:
        """Describe words `start` to `end` from one anchor.

        Returns:
            Shape (end - start, 5), below `PAIR_SIZES`: path, path with labels, distance, quotation marks, paragraph.
        """
        w = self.words
        row = np.arange(start, end)
        right = (row > anchor).astype(np.int64)
        path, labelled = self._paths(anchor, start, end)
        distance = np.abs(row - anchor)
        bucket = np.where(distance < 7, distance, 6 + _DISTANCES.searchsorted(distance, side="right"))
        left_most, right_most = np.minimum(row, anchor), np.maximum(row, anchor)
        between = np.clip(self.marks[right_most] - self.marks[left_most + 1], 0, 3)
        quoted = self.inside[row] + 2 * self.inside[anchor] + 4 * between + 16 * right
        paragraph = np.clip(w.paragraph[row] - w.paragraph[anchor], -2, 2) + 2
        same = (w.sentence[row] == w.sentence[anchor]).astype(np.int64)
        return np.stack([path, labelled, bucket + 13 * right, quoted, same + 2 * paragraph], axis=1)

    def _paths(self, anchor: int, start: int, end: int) -> tuple[Integers, Integers]:
        """Number the dependency path between the anchor and each word: up from the anchor, then down.

        A path is the height of the lowest common ancestor above the anchor, the label of the first step down from
        it, and the side; the second number adds the word's own label and depth.
        """
        path = np.full(end - start, _UNRELATED, np.int64)
        labelled = np.zeros(end - start, np.int64)
        sentence = self.words.sentence
        low = max(int(sentence.searchsorted(sentence[anchor], side="left")), anchor - _REACH)
        high = min(int(sentence.searchsorted(sentence[anchor], side="right")), anchor + _REACH)
        row = np.arange(high - low)
        ancestors = self._ancestors(low, high)
        height = np.full(high - low, -1, np.int64)
        for step, at in enumerate(ancestors[:_MAX_HEIGHT, anchor - low].tolist()):
            if height[at] < 0:
                height[at] = step
        common = height[ancestors] >= 0
        depth = common.argmax(axis=0)
        known = common[depth, row]
        top = np.where(depth > 0, self.dep[low + ancestors[depth - 1, row]], 0)
        base = (height[ancestors[depth, row]] * 64 + top) * 2 + (row > anchor - low)
        own = (base * 64 + self.dep[low:high]) * 6 + np.minimum(depth, 5)
        a, b = max(low, start), min(high, end)
        inner, outer = slice(a - low, b - low), slice(a - start, b - start)
        path[outer] = np.where(known, base, _UNRELATED)[inner]
        labelled[outer] = np.where(known, own * _HASH % 2**32 % PAIR_SIZES[1], 0)[inner]
        return path, labelled

    def _ancestors(self, low: int, high: int) -> Integers:
        """Each word of a sentence, its head, the head's head and so on: (steps, words); the root is its own head."""
        if (low, high) != self._climbed[0]:
            row = np.arange(high - low)
            head = self.words.head[low:high] - low
            head = np.where((head >= 0) & (head < high - low), head, row)
            steps = [row]
            for _ in range(_MAX_DEPTH):
                steps.append(head[steps[-1]])
            self._climbed = (low, high), np.stack(steps)
        return self._climbed[1]
