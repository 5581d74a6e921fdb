"""Numbers for the encoder: what is known of each word, and how each word lies to the word that stands for a cue."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.quotations.learned.words import INSIDE, MARK, Integers, Words

WORD_SIZES = (15, 64, 64, 32, 3)  # rows of the tables that `word_features` looks up
PAIR_SIZES = (1281, 4096, 26, 32, 10)  # rows of the tables that `pair_features` looks up
_UNRELATED = 1280
_HASH = 2_654_435_761  # Knuth's multiplicative hash
_MAX_DEPTH = 12
_MAX_HEIGHT = 9
# Below 7 every distance counts for itself.
_BUCKETS = np.concatenate((np.arange(7), 6 + np.searchsorted([7, 10, 15, 23, 36, 62], np.arange(7, 63), side="right")))


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
    """Numbers of how the words of one article lie to anchors.

    Args:
        words: The article.
        dep: Dependency numbers of its words (second column of `word_features`).
    """

    def __init__(self, words: Words, dep: Integers) -> None:
        self.words, self.dep = words, dep
        self._marks = np.concatenate(([0], np.cumsum(words.quoted == MARK)))
        self._inside = (words.quoted == INSIDE).astype(np.int64)
        self._ancestors = _climb(words)

    def rows(self, anchors: Integers, start: int, end: int) -> Integers:
        """Describe words `start` to `end` from each of some anchors, of which there is one at least.

        Returns:
            Shape (anchors, end - start, 5), below `PAIR_SIZES`: path, path with labels, distance, quotation marks,
            paragraph.
        """
        w = self.words
        row, anchor = np.arange(start, end), anchors[:, None]
        right = row > anchor
        path, labelled = self._paths(anchors, start, end)
        bucket = _BUCKETS[np.minimum(np.abs(row - anchor), len(_BUCKETS) - 1)]
        between = self._marks[np.maximum(row, anchor)] - self._marks[np.minimum(row, anchor) + 1]
        quoted = self._inside[row] + 2 * self._inside[anchor] + 4 * between.clip(0, 3) + 16 * right
        paragraph = (w.paragraph[row] - w.paragraph[anchor]).clip(-2, 2) + 2
        same = w.sentence[row] == w.sentence[anchor]
        return np.stack([path, labelled, bucket + 13 * right, quoted, same + 2 * paragraph], axis=-1)

    def _paths(self, anchors: Integers, start: int, end: int) -> tuple[Integers, Integers]:
        """Number the dependency path between each anchor and each word: up from the anchor, then down.

        A path is the height of the lowest common ancestor above the anchor, the label of the first step down from
        it, and the side; the second number adds the word's own label and depth. Both have shape (anchors, words).
        """
        sentence = self.words.sentence
        low = int(sentence.searchsorted(sentence[anchors.min()], side="left"))
        high = int(sentence.searchsorted(sentence[anchors.max()], side="right"))
        number = np.arange(len(anchors))
        height = np.full((len(anchors), high - low), -1, np.int64)
        for step in range(_MAX_HEIGHT - 1, -1, -1):  # of two steps to one word the lower one is written last
            height[number, self._ancestors[step, anchors] - low] = step
        a, b = max(low, start), min(high, end)
        row, ancestors = np.arange(a, b), self._ancestors[:, a:b]
        heights = height[:, ancestors - low]
        depth = (heights >= 0).argmax(axis=1)
        top_height = np.take_along_axis(heights, depth[:, None], axis=1)[:, 0]
        top = np.where(depth > 0, self.dep[ancestors[depth - 1, row - a]], 0)
        base = (top_height * 64 + top) * 2 + (row > anchors[:, None])
        own = (base * 64 + self.dep[a:b]) * 6 + np.minimum(depth, 5)
        path = np.full((len(anchors), end - start), _UNRELATED, np.int64)
        labelled = np.zeros((len(anchors), end - start), np.int64)
        path[:, a - start : b - start] = np.where(top_height >= 0, base, _UNRELATED)
        labelled[:, a - start : b - start] = np.where(top_height >= 0, own * _HASH % 2**32 % PAIR_SIZES[1], 0)
        return path, labelled


def _climb(words: Words) -> Integers:
    """Each word, its head, the head's head and so on, inside its sentence: (steps, words); a root is its own head."""
    row = np.arange(len(words.texts))
    head = np.where(words.sentence[words.head] == words.sentence, words.head, row)
    steps = [row]
    for _ in range(_MAX_DEPTH):
        steps.append(head[steps[-1]])
    return np.stack(steps)
