"""Fit what turns the network's scores into quotations on articles that it has not seen."""

import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from spacy.tokens import Doc

from helpers.quotations.learned.decode import Candidate, build_candidate, choose
from helpers.quotations.learned.model import SETTINGS, LearnedModel
from helpers.quotations.learned.windows import MAX_PIECES
from helpers.training.combine import fit_combination
from helpers.training.examples import Example
from helpers.training.judge import Counts, judge, total

N_FOLDS = 5
_GRID = {"penalty": (0.5, 1.0, 1.5), "min_source": (0.1,), "rescue": (1.5, 2.5)}
_THRESHOLDS = np.arange(0.24, 0.62, 0.04)
_MIN_CUE = {"default": 0.2, "fast": 0.5}  # probability from which a word is looked at as an anchor
_SKIP = 0.01  # of the lower layers: a paragraph in which no word is likelier an anchor is not read any further

Scored = list[list[tuple[float, Candidate]]]


def calibrate(folder: Path, held: Sequence[Example], docs: Sequence[Doc], trained: Mapping[str, Any]) -> None:
    """Choose the decoding of each variant, fit reranker and confidence, and write `model.json`.

    Args:
        folder: With the exported encoder, role heads and vocabulary.
        held: Held-out articles and their dirty copies.
        docs: Their parses, in the same order.
        trained: `labels`, the parser's labels by kind, and `settings`, how the network was trained.
    """
    settings: dict[str, Any] = {
        "training": dict(trained["settings"]),
        "labels": dict(trained["labels"]),
        "window": MAX_PIECES,
        "skip": _SKIP,
        "variants": {variant: {"min_cue": least} for variant, least in _MIN_CUE.items()},
    }
    for variant in settings["variants"]:
        model = LearnedModel(folder, variant, settings=settings)
        _fit_decoding(model, held)
        model.settings["combination"] = fit_combination(model, held, docs)
    (folder / SETTINGS).write_text(json.dumps(settings, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _fit_decoding(model: LearnedModel, held: Sequence[Example]) -> None:
    """Set the decoding with the best F1 and the reranker that goes with it."""
    views = [list(model.views(example.words)) for example in held]
    best: tuple[float, dict[str, Any], list[list[Candidate]]] | None = None
    for values in itertools.product(*_GRID.values()):
        decoding = dict(zip(_GRID, values, strict=True))
        built = [
            [build_candidate(e.words, view, **decoding) for view in found] for e, found in zip(held, views, strict=True)
        ]
        candidates = [[c for c in found if c is not None] for found in built]
        f1, threshold = best_threshold(held, _cross_scored(held, candidates))
        print(f"{decoding} F1 {100 * f1:.1f} at {threshold:.2f}", flush=True)
        if best is None or f1 > best[0]:
            best = f1, decoding, candidates
    assert best is not None
    _, model.settings["decoding"], chosen = best
    model.settings["rerank"] = _weights(_fit(held, chosen, range(len(held))))


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
