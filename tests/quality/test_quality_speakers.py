"""Who speaks, and for whom, in real articles that are not part of this repository: all that is annotated is right."""

import json
from pathlib import Path

import pytest

from helpers import actors, corpus

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ARTICLES, GOLD = SHARED / "seeds", SHARED / "eval" / "seeds" / "speakers.jsonl"


@pytest.fixture(scope="module")
def extracted(tmp_path_factory, extract):
    if not (ARTICLES.is_dir() and GOLD.is_file()):
        pytest.skip(f"The articles are not part of this repository, and there are none at {ARTICLES} and {GOLD}")
    loaded = corpus.load_corpus(ARTICLES)
    return extract(
        tmp_path_factory.mktemp("speakers"),
        loaded.documents,
        loaded.segments,
        catalogue=actors.load_catalogue(),
        experts_speak_for="affiliation",  # the annotation has experts speak for their state
    )


@pytest.fixture(scope="module")
def compared(extracted):
    """Per annotated quotation: its beginning, (speaker, side) as annotated and as found."""
    names = {row["name"]: row["actor_id"] for row in extracted.actors.to_dict("records")}
    by_document = dict(iter(extracted.quotations.groupby("document_id")))
    rows = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        side = names[gold["actor"]]
        found = _sharing_most(by_document[Path(gold["doc"]).stem], gold["content"])
        speaker = found.get("speaker_id")
        speaker = side if speaker is None or speaker != speaker else speaker  # a nameless speaker is one of the side
        expected = names.get(gold["speaker"], side)
        rows.append((gold["content_text"][:40], (expected, side), (speaker, found.get("actor_id"))))
    return rows


def _sharing_most(quotations, spans):
    """The quotation of a document that shares most characters with `spans`; nothing if none does."""
    wanted = {i for start, end in spans for i in range(start, end)}
    shared = [
        (len(wanted & {i for s, e in q["content_spans"] for i in range(s, e)}), q)
        for q in quotations.to_dict("records")
    ]
    most, quotation = max(shared, key=lambda pair: pair[0])
    return quotation if most else {}


def test_every_annotated_quotation_has_its_speaker(compared):
    assert [(text, gold[0], found[0]) for text, gold, found in compared if gold[0] != found[0]] == []


def test_every_annotated_speaker_speaks_for_the_right_side(compared):
    assert [(text, gold[1], found[1]) for text, gold, found in compared if gold[1] != found[1]] == []
