"""The role head: what each word is to one anchor, in plain numpy."""

from pathlib import Path

import numpy as np

from helpers.quotations.learned.words import Floats, Integers

NONE, CONTENT, SOURCE, CUE = range(4)


class RoleHead:
    """Scores roles from the encoder's word states.

    Args:
        path: The `.npz` file written by the training: weights as float16, used as float32.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self._weights = {name: stored[name].astype(np.float32) for name in stored.files}
        self._tables = [self._weights[f"pair_{k}"] for k in range(5)]

    def project(self, states: Floats, anchors: Integers) -> tuple[Floats, Floats]:
        """Prepare the states (words, width) of a window: all as words that are looked at, some rows as anchors."""
        w = self._weights
        return states @ w["word_weight"] + w["word_bias"], states[anchors] @ w["anchor_weight"] + w["anchor_bias"]

    def log_probabilities(self, words: Floats, anchors: Floats, pair: Integers) -> Floats:
        """Score the roles of some words as seen from some anchors.

        Args:
            words: (words, pair width), from `project`.
            anchors: (anchors, pair width), from `project`.
            pair: (anchors, words, 5) numbers from `PairFeatures`.

        Returns:
            (anchors, words, 4) log-probabilities of none, content, source and cue.
        """
        w = self._weights
        x = words + anchors[:, None]
        for table, column in zip(self._tables, np.moveaxis(pair, -1, 0), strict=True):
            x += table[column]
        np.maximum(x, 0, out=x)
        hidden = x @ w["hidden_weight"] + w["hidden_bias"]
        np.maximum(hidden, 0, out=hidden)
        scores = hidden @ w["role_weight"] + w["role_bias"]
        scores -= scores.max(axis=-1, keepdims=True)
        result: Floats = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
        return result
