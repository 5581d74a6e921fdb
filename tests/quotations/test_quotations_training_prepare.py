"""What is prepared for training: articles with their copies, and the parses of those kept for calibration."""

import pytest

from helpers import parses
from helpers.training.prepare import prepare

TEXTS = {"bridge": '"We go," Ann Lee said.\nShe left.\n', "dam": "The dam will stay, Olga Varn told reporters.\n"}
SPANS = {"bridge": ("0 8", "9 16", "17 21"), "dam": ("0 17", "19 28", "29 33")}  # content, source, cue


def brat(content, source, cue):
    """One attribution as brat writes it."""
    event = "E1\tAttribution:T3 Content:T1 Source:T2 Cue:T3\n"
    return f"T1\tContent {content}\tx\nT2\tSource {source}\tx\nT3\tCue {cue}\tx\n{event}"


@pytest.fixture
def annotated(tmp_path):
    for name, text in TEXTS.items():
        for folder, file, content in (
            ("text", f"{name}.txt", text),
            ("attributions", f"{name}_a.ann", brat(*SPANS[name])),
        ):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / file).write_text(content, encoding="utf-8")
    return tmp_path


def test_articles_come_with_copies_and_their_attributions(nlp, annotated):
    rounds, held = prepare(annotated, nlp, copies=2, seed=1, held=())
    assert [[example.name for example in examples] for examples in rounds] == [["bridge", "dam"]] * 3
    words = rounds[0][0].words
    ((anchor, ((start, end),), source, _),) = rounds[0][0].attributions
    assert words.texts[anchor] == "said" and words.texts[start:end] == ['"', "We", "go", ",", '"']
    assert [words.texts[a:b] for a, b in source] == [["Ann", "Lee"]]
    assert held == []


def test_parses_that_are_kept_are_found_again(nlp, annotated, tmp_path):
    _, held = prepare(annotated, nlp, copies=2, seed=1, held={"dam"})
    parses.clear_parts(tmp_path / "held")
    parses.write_part(tmp_path / "held", 0, parses.pack(held))
    found = list(parses.iter_parses(tmp_path / "held"))
    assert [doc.text for _, doc in found] == [doc.text for doc in held]
    assert len({document_id for document_id, _ in found}) == len(held) == 3
