"""Quotations of a parsed document by the learned model: onnxruntime for the encoder, numpy for the rest.

The encoder of `default` is cut in two: its upper layers read only the paragraphs in which the lower ones see any sign
of an attribution. `fast` has a narrow encoder of its own, which learned from that.
"""

import json
import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.errors import ParameterError
from helpers.inference import one_thread_session
from helpers.quotations.learned.decode import Candidate, View, build_candidate, choose
from helpers.quotations.learned.features import Labels, PairFeatures, word_features
from helpers.quotations.learned.pieces import PieceTable
from helpers.quotations.learned.roles import RoleHead
from helpers.quotations.learned.windows import Window, iter_windows, reach
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.quotations.learned.words import Floats, Integers, Words, read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

PIECES, VOCABULARY, SETTINGS = "pieces.npz", "vocabulary.txt", "model.json"
ENCODERS = {"default": ("default-lower.onnx", "default-upper.onnx"), "fast": ("fast.onnx",)}
ROLES = {"default": "default-roles.npz", "fast": "fast-roles.npz"}
WEIGHTS = Path(__file__).parent / "weights"


class FoundQuotation(NamedTuple):
    """One quotation in token offsets, end exclusive; `score`, from 0 to 1, grows with the chance that it is right."""

    contents: tuple[tuple[int, int], ...]
    cue: tuple[int, int]
    source: tuple[int, int] | None
    score: float


class Reading(NamedTuple):
    """What the encoder makes of the `rows` of a window that it read: how likely each is an anchor, and their states."""

    rows: Integers
    probabilities: Floats
    states: Floats


class LearnedModel:
    """Finds quotations.

    Args:
        folder: Holds the files that the training writes.
        variant: `default` or `fast`.
        settings: Read from `folder` when None.
    """

    def __init__(self, folder: Path, variant: str = "default", *, settings: dict[str, Any] | None = None) -> None:
        common = settings or json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        self.settings: dict[str, Any] = common["variants"][variant]
        self._window, self._skip = common["window"], common["skip"]
        self._tokenizer = WordPiece((folder / VOCABULARY).read_text(encoding="utf-8").splitlines())
        self._labels = Labels(common["labels"])
        self._pieces = PieceTable(folder / PIECES)
        self._roles = RoleHead(folder / ROLES[variant])
        self._encoder, *upper = (one_thread_session(folder / name) for name in ENCODERS[variant])
        self._upper = upper[0] if upper else None

    def find(self, doc: "Doc", *, threshold: float) -> list[FoundQuotation]:
        """Find the quotations of a document.

        Args:
            doc: With tags, a parse and entities, as the pipeline of `helpers.model` gives it.
            threshold: Least score; lower finds more, higher errs less.

        Returns:
            Quotations in order of their cues; none where nothing is said.
        """
        words = read_words(doc)
        scored = [(self._score(c), c) for c in self.candidates(words)]
        return [_quotation(words, score, candidate) for score, candidate in choose(scored, threshold)]

    def candidates(self, words: Words) -> Iterator[Candidate]:
        """Yield everything that might be a quotation, in order of the anchors."""
        for view in self.views(words):
            candidate = build_candidate(words, view, **self.settings["decoding"])
            if candidate is not None:
                yield candidate

    def views(self, words: Words) -> Iterator[View]:
        """Yield what the model sees from every word that may stand for a cue."""
        known = word_features(words, self._labels)
        pairs = PairFeatures(words, known[:, 1])
        for window in iter_windows(words, self._tokenizer, limit=self._window):
            reading = self._read(words, window, known[window.start : window.end])
            likely = np.flatnonzero(reading.probabilities > self.settings["min_cue"])
            if not len(likely):
                continue
            seen, anchored = self._roles.project(reading.states, likely)
            anchors = window.start + reading.rows[likely]
            for group in _by_paragraph(words, anchors):  # which see the same words
                low, high = reach(words, window, int(anchors[group.start]))
                first = int(reading.rows.searchsorted(low - window.start))
                part = seen[first : first + high - low]
                roles = self._roles.log_probabilities(part, anchored[group], pairs.rows(anchors[group], low, high))
                sure = reading.probabilities[likely[group]]
                for anchor, probability, scores in zip(anchors[group].tolist(), sure.tolist(), roles, strict=True):
                    yield View(anchor, probability, low, scores)

    def _read(self, words: Words, window: Window, known: Integers) -> Reading:
        inputs: dict[str, Floats | Integers] = {"rows": self._pieces.rows(window.pieces), "known": known}
        inputs |= {"word_of": window.word_of, "first": window.first}
        # States of words; of pieces, where the upper layers read on.
        states, scores = self._encoder.run(None, {name: value[None] for name, value in inputs.items()})
        rows, probabilities = np.arange(window.end - window.start), _sigmoid(scores[0])
        if self._upper is None:
            return Reading(rows, probabilities, states[0])
        paragraphs = words.paragraph[window.start : window.end]
        worth = np.isin(paragraphs, paragraphs[probabilities > self._skip])
        rows = np.flatnonzero(worth)
        if not len(rows):
            return Reading(rows, probabilities[rows], states[0][rows])
        kept = np.concatenate(([True], worth))[window.word_of]
        first = (np.cumsum(kept) - 1)[window.first[rows]]
        upper, scores = self._upper.run(None, {"hidden": states[:, kept], "first": first[None]})
        return Reading(rows, _sigmoid(scores[0]), upper[0])

    def _score(self, candidate: Candidate) -> float:
        rerank = self.settings["rerank"]
        total = rerank["bias"] + sum(w * f for w, f in zip(rerank["weights"], candidate.features, strict=True))
        return round(probability(total), 4)


def _by_paragraph(words: Words, anchors: Integers) -> Iterator[slice]:
    """Stretches of anchors that stand in one paragraph."""
    cuts = [0, *(1 + np.flatnonzero(np.diff(words.paragraph[anchors]))).tolist(), len(anchors)]
    yield from (slice(a, b) for a, b in pairwise(cuts))


def probability(odds: float) -> float:
    """The probability of log-odds; the inverse of `decode.logit`."""
    return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))


@cache
def load_learned_model(folder: Path, variant: str) -> LearnedModel:
    """Load a model, once per process.

    From then on numpy's products run on one thread: they are too small to share, sums are always taken in the same
    order, and threads that wait for each other on a busy machine make them slower by far.

    Raises:
        ParameterError: If `folder` lacks one of its files.
    """
    for name in (PIECES, VOCABULARY, SETTINGS, *ENCODERS[variant], ROLES[variant]):
        if not (folder / name).is_file():
            raise ParameterError(
                f"The folder {folder} holds no model for quotations: {name} is missing. "
                "`python -m helpers.training` writes one."
            )
    threadpool_limits(1, user_api="blas")
    return LearnedModel(folder, variant)


def _sigmoid(scores: Floats) -> Floats:
    result: Floats = np.reciprocal(1 + np.exp(-np.clip(scores, -30, 30)), dtype=np.float32)
    return result


def _quotation(words: Words, score: float, candidate: Candidate) -> FoundQuotation:
    def tokens(rows: tuple[int, int]) -> tuple[int, int]:
        return int(words.token[rows[0]]), int(words.token[rows[1] - 1]) + 1

    return FoundQuotation(
        contents=tuple(tokens(rows) for rows in candidate.contents),
        cue=tokens(candidate.cue or (candidate.anchor, candidate.anchor + 1)),
        source=tokens(candidate.source) if candidate.source else None,
        score=score,
    )
