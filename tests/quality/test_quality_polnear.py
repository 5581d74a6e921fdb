"""Quotations against PolNeAR: a floor under precision and recall on a fixed sample of its development articles."""

import importlib.util
import re
from pathlib import Path

import pytest

from helpers.model import parse_text, text_to_parse
from helpers.quotations import find_variant

EVALUATION = Path(__file__).resolve().parents[2].parent / "shared" / "eval"
SCORER, GOLD = EVALUATION / "score_quotes.py", EVALUATION / "polnear" / "dev"
EVERY = 4  # every fourth article: 21 of 84

# In percent, a little under what was measured; a lower floor is a reviewed, explained change.
FLOORS = {
    "default": {"aP": 82.5, "aR": 76.0, "aF": 79.5, "aRq": 92.0, "aRs": 93.5, "aRi": 67.5, "spk": 94.5, "cF": 85.5},
    "fast": {"aP": 79.0, "aR": 73.0, "aF": 76.0, "aRq": 88.0, "aRs": 90.5, "spk": 93.0, "cF": 84.0},
    "rules": {"aP": 80.0, "aR": 57.0, "aF": 67.0, "aRq": 82.0, "aRs": 83.0, "spk": 93.0, "cF": 78.5},
}


@pytest.fixture(scope="module")
def measured(nlp):
    if not (SCORER.is_file() and GOLD.is_dir()):
        pytest.skip(f"PolNeAR is not part of this repository, and there is none at {GOLD}")
    spec = importlib.util.spec_from_file_location("score_quotes", SCORER)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = scorer.load_gold(GOLD)
    sample = {stem: gold[stem] for stem in sorted(gold)[::EVERY]}
    texts = ((stem, text_to_parse(text, _paragraphs(text))) for stem, (text, _) in sample.items())
    docs = {document_id: parse_text(nlp, text, document_id) for document_id, text in texts}
    return {
        variant: scorer.score(sample, {i: _predictions(find_variant(variant)(doc)) for i, doc in docs.items()})
        for variant in FLOORS
    }


def _paragraphs(text):
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _predictions(quotations):
    return [
        {"content": [_offsets(c) for c in q.contents], "source": q.source and _offsets(q.source), "cue": None}
        for q in quotations
    ]


def _offsets(span):
    return [span.start_char, span.end_char]


@pytest.mark.parametrize(("variant", "figure"), [(v, f) for v, figures in FLOORS.items() for f in figures])
def test_quotations_stay_above_the_floor(measured, variant, figure):
    assert measured[variant][figure] >= FLOORS[variant][figure]
