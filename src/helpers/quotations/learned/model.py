"""Quotations of a parsed document by the learned model: onnxruntime for the encoder, numpy for the rest."""

import json
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import onnxruntime as ort

from helpers.quotations.learned.decode import Candidate, View, build_candidate, choose
from helpers.quotations.learned.features import Labels, PairFeatures, word_features
from helpers.quotations.learned.roles import RoleHead
from helpers.quotations.learned.windows import Window, iter_windows, reach
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.quotations.learned.words import Floats, Integers, Words, read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

ENCODER, ROLES, VOCABULARY, SETTINGS = "encoder.onnx", "roles.npz", "vocabulary.txt", "model.json"
WEIGHTS = Path(__file__).parent / "weights"
DECIMALS = 2  # of a confidence: more would differ between processors


class FoundQuotation(NamedTuple):
    """One quotation in token offsets, end exclusive; `confidence` is the probability that it is right."""

    contents: tuple[tuple[int, int], ...]
    cue: tuple[int, int]
    source: tuple[int, int] | None
    confidence: float


class LearnedModel:
    """Finds quotations.

    Args:
        folder: Holds the four files that the training writes.
        settings: Read from `folder` when None.
    """

    def __init__(self, folder: Path, *, settings: dict[str, Any] | None = None) -> None:
        self.settings = settings or json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        self._tokenizer = WordPiece((folder / VOCABULARY).read_text(encoding="utf-8").splitlines())
        self._labels = Labels(self.settings["labels"])
        self._roles = RoleHead(folder / ROLES)
        self._session = ort.InferenceSession(folder / ENCODER, _options(), providers=["CPUExecutionProvider"])

    def find(self, doc: "Doc", *, threshold: float | None = None) -> list[FoundQuotation]:
        """Find the quotations of a document.

        Args:
            doc: With tags, a parse and entities, as the pipeline of `helpers.model` gives it.
            threshold: Least confidence; lower finds more, higher errs less. The default has the best F1.

        Returns:
            Quotations in order of their cues; none where nothing is said.
        """
        words = read_words(doc)
        scored = [(self._score(c), c) for c in self.candidates(words)]
        cut = self.settings["threshold"] if threshold is None else self._raw(threshold)
        return [self._quotation(words, score, candidate) for score, candidate in choose(scored, cut)]

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
        for window in iter_windows(words, self._tokenizer, limit=self.settings["window"]):
            states, scores = self._encode(window, known[window.start : window.end])
            probabilities = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
            rows = np.flatnonzero(probabilities > self.settings["min_cue"])
            if not len(rows):
                continue
            seen, anchored = self._roles.project(states)
            for row in rows.tolist():
                anchor = window.start + row
                low, high = reach(words, window, anchor)
                part = seen[low - window.start : high - window.start]
                roles = self._roles.log_probabilities(part, anchored[row], pairs.rows(anchor, low, high))
                yield View(anchor, float(probabilities[row]), low, roles)

    def _encode(self, window: Window, known: Integers) -> tuple[Floats, Floats]:
        inputs = {"pieces": window.pieces, "word_of": window.word_of, "known": known, "first": window.first}
        states, scores = self._session.run(None, {name: value[None] for name, value in inputs.items()})
        return states[0], scores[0]

    def _score(self, candidate: Candidate) -> float:
        rerank = self.settings["rerank"]
        total = rerank["bias"] + sum(w * f for w, f in zip(rerank["weights"], candidate.features, strict=True))
        return round(1 / (1 + math.exp(-max(min(total, 30.0), -30.0))), 4)

    def _confidence(self, score: float) -> float:
        """Platt's scaling, fitted on held-out articles."""
        slope, shift = self.settings["calibration"]
        odds = math.log(max(score, 1e-4) / max(1 - score, 1e-4))
        return round(1 / (1 + math.exp(-(slope * odds + shift))), DECIMALS)

    def _raw(self, confidence: float) -> float:
        slope, shift = self.settings["calibration"]
        odds = math.log(max(confidence, 1e-4) / max(1 - confidence, 1e-4))
        return 1 / (1 + math.exp(-(odds - shift) / slope))

    def _quotation(self, words: Words, score: float, candidate: Candidate) -> FoundQuotation:
        def tokens(rows: tuple[int, int]) -> tuple[int, int]:
            return int(words.token[rows[0]]), int(words.token[rows[1] - 1]) + 1

        return FoundQuotation(
            contents=tuple(tokens(rows) for rows in candidate.contents),
            cue=tokens(candidate.cue or (candidate.anchor, candidate.anchor + 1)),
            source=tokens(candidate.source) if candidate.source else None,
            confidence=self._confidence(score),
        )


@cache
def load_shipped_model() -> LearnedModel:
    """The model that comes with the package, loaded once per process."""
    return LearnedModel(WEIGHTS)


def _options() -> ort.SessionOptions:
    """One thread and a fixed order, so that sums are always taken the same way."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    return options
