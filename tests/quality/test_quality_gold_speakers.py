"""Who speaks, and for whom, in the sample: a floor for the words that name the speakers as annotated by hand."""

import json
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import actors, corpus, extraction, resources, tables
from helpers.model import parse_text, text_to_parse

GOLD = Path(__file__).parents[2] / "data" / "gold" / "quotations.jsonl"
FLOOR = 0.97


class Annotated(NamedTuple):
    """A quotation as annotated, in spans of a Doc."""

    contents: tuple
    cue: object
    source: object


@pytest.fixture(scope="module")
def compared(nlp):
    """Per annotated quotation: (speaker, side) as annotated, and as found."""
    catalogue = actors.load_catalogue(resources.REFERENCE / "sample_actors.yaml")
    matcher = actors.ActorMatcher(catalogue, nlp)
    loaded = corpus.load_corpus(resources.SAMPLE)
    gold = _by_document()
    mentions, persons, quotations, annotated = [], [], [], []
    for article in extraction.iter_articles(loaded.documents, loaded.segments):
        there, key = gold[article.document_id], {"document_id": article.document_id}
        doc = parse_text(nlp, text_to_parse(article.text, article.paragraphs), article.document_id)
        named, people = actors.find_persons(doc, actors.find_mentions(doc, matcher), catalogue, article.published)
        speakers = actors.resolve_speakers(doc, [_spans(doc, row) for row in there], named, people)
        mentions += [key | m._asdict() | {"mention_id": f"{key}{n}"} for n, m in enumerate(named)]
        persons += [key | person._asdict() for person in people]
        quotations += [
            row | {"quotation_id": f"{key}{n}", "speaker_id": speaker.actor_id, "actor_id": speaker.affiliation,
                   "resolution": speaker.resolution, "confidence": 1.0, "flags": []}
            for n, (row, speaker) in enumerate(zip(there, speakers, strict=True))
        ]  # fmt: skip
        annotated += [(row["speaker_id"], row["actor_id"]) for row in there]
    found = _attributed(mentions, quotations, persons, catalogue)
    return list(zip(annotated, found, strict=True))


def _by_document():
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    gold = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["document_id"], row["content_spans"])):
        gold[row["document_id"]].append(row | {"content_spans": [tuple(span) for span in row["content_spans"]]})
    return gold


def _spans(doc, row):
    cue, source = (
        None if row[name] is None else doc.char_span(row[f"{name}_start"], row[f"{name}_end"], alignment_mode="expand")
        for name in ("cue", "source")
    )
    contents = tuple(doc.char_span(start, end, alignment_mode="expand") for start, end in row["content_spans"])
    return Annotated(contents, cue, source)


def _attributed(mentions, quotations, persons, catalogue):
    columns = {column.name for column in tables.QUOTATIONS.columns}
    said = tables.QUOTATIONS.table({key: row[key] for key in columns & row.keys()} for row in quotations)
    joined = actors.join_spellings(tables.MENTIONS.table(mentions), said, tables.PERSONS.table(persons), catalogue)
    linked, said, people = actors.link_across_documents(*joined)
    said = actors.attribute_actors(said, actors.build_actors(linked, people, catalogue), people, catalogue)
    pairs = zip(said["speaker_id"], said["actor_id"], strict=True)
    return [tuple(None if value != value else value for value in pair) for pair in pairs]


@pytest.mark.parametrize("which", [0, 1], ids=["speaker", "side"])
def test_speakers_stay_above_the_floor_given_their_words(compared, which):
    assert sum(gold[which] == found[which] for gold, found in compared) / len(compared) >= FLOOR
