"""Fit how sure quotations are that model and rules found together, on articles that the model has not seen."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from helpers.quotations.combined import Finding, find_all, sureness, without_doubles
from helpers.quotations.learned import decode
from helpers.quotations.learned.model import LearnedModel
from helpers.quotations.learned.words import Words
from helpers.quotations.tree import Candidate, Range
from helpers.training.examples import Example
from helpers.training.judge import Counts, judge, total

ORIGINS = ("both", "learned", "rules")
_THRESHOLDS = np.arange(0.2, 0.65, 0.02)
_ROUNDS = 3  # which of two doubles is kept depends on the fit, and the other way round

Articles = Sequence[list[Finding]]


def fit_combination(model: LearnedModel, held: Sequence[Example], docs: Sequence[Doc]) -> dict[str, Any]:
    """Fit one logistic regression per origin, and the threshold with the best F1.

    Args:
        model: The learned model, with reranker.
        held: Held-out articles and their dirty copies.
        docs: Their parses, in the same order.

    Returns:
        What `model.settings["combination"]` holds: weights and bias of each origin, and the threshold.
    """
    articles = [find_all(doc, model) for doc in docs]
    fitted: dict[str, Any] = {name: {"weights": [1.0, 0.0, 0.0, 0.0], "bias": 0.0} for name in ORIGINS}
    fitted["rules"]["weights"] = [0.0, 1.0, 0.0, 0.0]
    for _ in range(_ROUNDS):
        fitted = _fit(held, [_sure(found, fitted, len(doc)) for found, doc in zip(articles, docs, strict=True)])
    sure = [_sure(found, fitted, len(doc)) for found, doc in zip(articles, docs, strict=True)]
    f1, threshold = max((_counts(held, sure, float(t)).f1, float(t)) for t in _THRESHOLDS)
    print(f"together F1 {100 * f1:.1f} at {threshold:.2f}", flush=True)
    return fitted | {"threshold": round(threshold, 2)}


Sure = list[tuple[float, Finding]]


def _sure(found: Sequence[Finding], fitted: dict[str, Any], size: int) -> Sure:
    return without_doubles([(sureness(finding, fitted), finding) for finding in found], size)


def _fit(held: Sequence[Example], articles: Sequence[Sure]) -> dict[str, Any]:
    rows: dict[str, list[tuple[float, ...]]] = {name: [] for name in ORIGINS}
    right: dict[str, list[bool]] = {name: [] for name in ORIGINS}
    for example, sure in zip(held, articles, strict=True):
        findings = [finding for _, finding in sure if finding.origin in ORIGINS]
        verdicts, _ = judge(example.words, example.attributions, [_in_rows(example.words, f) for f in findings])
        for finding, verdict in zip(findings, verdicts, strict=True):
            if verdict is not None:
                rows[finding.origin].append(finding.features)
                right[finding.origin].append(verdict)
    return {name: _weights(rows[name], right[name]) for name in ORIGINS}


def _weights(rows: Sequence[tuple[float, ...]], right: Sequence[bool]) -> dict[str, Any]:
    """A regression; where all are right, or all are wrong, a constant."""
    if len(set(right)) < 2:
        share = (sum(right) + 1) / (len(right) + 2)
        return {"weights": [0.0] * 4, "bias": round(decode.logit(share), 4)}
    model = LogisticRegression(C=1.0, max_iter=1000).fit(rows, right)
    return {"weights": [round(float(w), 4) for w in model.coef_[0]], "bias": round(float(model.intercept_[0]), 4)}


def _counts(held: Sequence[Example], articles: Sequence[Sure], threshold: float) -> Counts:
    return total(
        [
            judge(e.words, e.attributions, [_in_rows(e.words, f) for share, f in sure if share >= threshold])[1]
            for e, sure in zip(held, articles, strict=True)
        ]
    )


def _in_rows(words: Words, finding: Finding) -> decode.Candidate:
    """A finding in rows of `Words`, as `judge` wants it."""

    def rows(tokens: Range) -> Range:
        return int(words.token.searchsorted(tokens[0])), int(words.token.searchsorted(tokens[1]))

    candidate: Candidate = finding.candidate
    contents = tuple(rows(tokens) for tokens in candidate.contents)
    source = rows(candidate.source) if candidate.source else None
    return decode.Candidate(contents[0][0], contents, None, source, ())
