"""Fit what turns candidates into quotations on articles that the network has not seen."""

import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from helpers.quotations.learned.decode import Candidate, build_candidate, choose
from helpers.quotations.learned.model import SETTINGS, LearnedModel
from helpers.training.examples import Example
from helpers.training.judge import Counts, judge, total

N_FOLDS = 5
_GRID = {"penalty": (0.25, 1.0), "min_source": (0.05, 0.1), "rescue": (1.0, 1.5, 2.0, 2.5)}
_THRESHOLDS = np.arange(0.24, 0.62, 0.04)
_MIN_CUE = 0.06  # probability from which a word is looked at as an anchor

Scored = list[list[tuple[float, Candidate]]]


def calibrate(
    folder: Path, held: Sequence[Example], labels: Mapping[str, Sequence[str]], window: int, about: Mapping[str, Any]
) -> dict[str, Any]:
    """Choose the decoding, fit reranker, threshold and confidence, and write `model.json`.

    Args:
        folder: With the exported encoder, role head and vocabulary.
        held: Held-out articles (their dirty copies may be among them).
        labels: The parser's labels, by kind.
        window: Size of the windows in pieces.
        about: How the network was trained; kept in the file.

    Returns:
        The settings as written.
    """
    settings: dict[str, Any] = {
        "training": dict(about),
        "labels": dict(labels),
        "window": window,
        "min_cue": _MIN_CUE,
    }
    model = LearnedModel(folder, settings=settings)
    views = [list(model.views(example.words)) for example in held]
    best: tuple[float, dict[str, Any], Scored, list[list[Candidate]]] | None = None
    for values in itertools.product(*_GRID.values()):
        decoding = dict(zip(_GRID, values, strict=True))
        built = [
            [build_candidate(e.words, view, **decoding) for view in found] for e, found in zip(held, views, strict=True)
        ]
        candidates = [[c for c in found if c is not None] for found in built]
        scored = _cross_scored(held, candidates)
        f1, threshold = best_threshold(held, scored)
        print(f"{decoding} F1 {100 * f1:.1f} at {threshold:.2f}", flush=True)
        if best is None or f1 > best[0]:
            best, settings["threshold"] = (f1, decoding, scored, candidates), round(threshold, 2)
    assert best is not None
    _, settings["decoding"], scored, candidates = best
    settings["rerank"] = _weights(_fit(held, candidates, range(len(held))))
    settings["calibration"] = _platt(held, scored, settings["threshold"])
    (folder / SETTINGS).write_text(json.dumps(settings, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return settings


def best_threshold(held: Sequence[Example], scored: Scored) -> tuple[float, float]:
    """The F1 of attributions at the best threshold, and that threshold."""
    return max((_counts(held, scored, t).f1, float(t)) for t in _THRESHOLDS)


def _counts(held: Sequence[Example], scored: Scored, threshold: float) -> Counts:
    kept = [[c for _, c in choose(found, threshold)] for found in scored]
    return total([judge(e.words, e.attributions, found)[1] for e, found in zip(held, kept, strict=True)])


def _fit(
    held: Sequence[Example], candidates: Sequence[Sequence[Candidate]], chosen: Sequence[int]
) -> tuple[StandardScaler, LogisticRegression]:
    """Logistic regression: would this candidate, standing alone, be right?"""
    rows, right = [], []
    for i in chosen:
        for candidate in candidates[i]:
            verdict = judge(held[i].words, held[i].attributions, [candidate])[0][0]
            rows.append(candidate.features)
            right.append(verdict is not False)
    if len(set(right)) < 2:
        raise ValueError(
            f"{len(right)} candidates in {len(chosen)} held-out articles, all {'right' if any(right) else 'wrong'}: "
            "too little to calibrate on. Annotate more articles or train for more epochs."
        )
    scaler = StandardScaler().fit(rows)
    return scaler, LogisticRegression(C=0.3, max_iter=1000).fit(scaler.transform(rows), right)


def _weights(fitted: tuple[StandardScaler, LogisticRegression]) -> dict[str, Any]:
    """Scaling folded into the weights."""
    scaler, model = fitted
    weights = model.coef_[0] / scaler.scale_
    return {
        "weights": [round(float(w), 6) for w in weights],
        "bias": round(float(model.intercept_[0] - weights @ scaler.mean_), 6),
    }


def _cross_scored(held: Sequence[Example], candidates: Sequence[Sequence[Candidate]]) -> Scored:
    """Score each article by a reranker fitted on the other folds; copies of an article share its fold."""
    names = sorted({example.name for example in held})
    fold = {name: k % N_FOLDS for k, name in enumerate(names)}
    scored: Scored = [[] for _ in held]
    for k in range(N_FOLDS):
        fitted = _weights(_fit(held, candidates, [i for i, e in enumerate(held) if fold[e.name] != k]))
        weights = np.array(fitted["weights"])
        for i in (i for i, e in enumerate(held) if fold[e.name] == k):
            scored[i] = [
                (float(1 / (1 + np.exp(-(fitted["bias"] + weights @ np.array(c.features))))), c) for c in candidates[i]
            ]
    return scored


def _platt(held: Sequence[Example], scored: Scored, threshold: float) -> tuple[float, float]:
    """Slope and shift of the log-odds that make the scores of chosen candidates probabilities of being right."""
    odds, right = [], []
    for example, found in zip(held, scored, strict=True):
        kept = choose(found, threshold / 2)
        verdicts, _ = judge(example.words, example.attributions, [c for _, c in kept])
        for (score, _), verdict in zip(kept, verdicts, strict=True):
            if verdict is not None:
                odds.append([np.log(score / (1 - score))])
                right.append(verdict)
    model = LogisticRegression(C=100).fit(odds, right)
    return round(float(model.coef_[0, 0]), 4), round(float(model.intercept_[0]), 4)
