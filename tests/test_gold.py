"""The annotation of the sample: it fits the texts, it is consistent, and it covers what it should."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
import yaml

from helpers import runs, tables
from helpers.corpus import load_corpus
from helpers.resources import REFERENCE, SAMPLE
from helpers.scoring import SPLITS, read_gold, score_run
from helpers.scoring.gold import COLUMNS

GOLD = Path(__file__).parents[1] / "data" / "gold"
ROWS = {
    name: [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    for name in COLUMNS
}
EXPERTS = {"nadia_ferrow", "gregor_ilm", "levan_dusk"}


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(SAMPLE)


@pytest.fixture(scope="module")
def texts(corpus) -> dict[str, str]:
    return dict(zip(corpus.documents["document_id"], corpus.documents["text"], strict=True))


@pytest.fixture(scope="module")
def actor_ids() -> set[str]:
    actors = yaml.safe_load((REFERENCE / "sample_actors.yaml").read_text(encoding="utf-8"))["actors"]
    return {actor["id"] for actor in actors} | EXPERTS


def parts(row: dict, *names: str) -> list[tuple[str, str, int, int]]:
    """Each text of a row with its place."""
    return [(name, row[name], row[f"{name}_start"], row[f"{name}_end"]) for name in names if row[name] is not None]


@pytest.mark.parametrize("name", COLUMNS)
def test_lines_have_the_documented_columns_and_are_sorted(name):
    assert all(tuple(row) == COLUMNS[name] for row in ROWS[name])
    ids = [row["document_id"] for row in ROWS[name]]
    assert ids == sorted(ids)
    lines = (GOLD / f"{name}.jsonl").read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == ""
    assert lines == [json.dumps(row, ensure_ascii=False) for row in ROWS[name]]


def test_every_snippet_stands_at_its_offsets(texts):
    wrong = []
    for row in ROWS["quotations"]:
        text = texts[row["document_id"]]
        pieces = " ".join(text[start:end] for start, end in row["content_spans"])
        places = [("content", row["content"], pieces)]
        places += [(name, words, text[start:end]) for name, words, start, end in parts(row, "cue", "source")]
        wrong += [(row["document_id"], *found) for found in places if found[1] != found[2]]
    for row in ROWS["statements"]:
        for _, words, start, end in parts(row, "evidence"):
            wrong += [] if texts[row["document_id"]][start:end] == words else [(row["document_id"], words)]
    for row in ROWS["mentions"] + ROWS["segments"]:
        found = texts[row["document_id"]][row["start"] : row["end"]]
        wrong += [] if found == row["text"] else [(row["document_id"], row["text"], found)]
    assert wrong == []


def test_all_articles_but_copies_are_annotated(corpus):
    originals = corpus.documents[corpus.documents["duplicate_of"].isna()]
    assert {row["document_id"] for row in ROWS["documents"]} == set(originals["document_id"])


def test_the_two_syndicated_copies_are_found(corpus):
    copies = corpus.documents[corpus.documents["duplicate_of"].notna()]
    assert dict(zip(copies["document_id"], copies["duplicate_of"], strict=True)) == {
        "observer-pen-after-all": "wire-0418-a",
        "observer-red-card-from-hadrin": "wire-0312-a",
    }


def test_actors_are_in_the_sample_s_catalogue_or_experts(actor_ids):
    rows = [row for name in ("mentions", "quotations", "statements") for row in ROWS[name]]
    named = {row.get(key) for row in rows for key in ("actor_id", "speaker_id", "target_id")}
    assert named - {None} <= actor_ids


def test_issues_are_in_the_sample_s_catalogue():
    issues = yaml.safe_load((REFERENCE / "issues.yaml").read_text(encoding="utf-8"))["issues"]
    assert {row["issue_id"] for row in ROWS["statements"]} == {issue["id"] for issue in issues}


def test_nobody_speaks_for_pellonia():
    assert "pellonia" not in {row["actor_id"] for name in ("quotations", "statements") for row in ROWS[name]}


def test_there_is_enough_of_everything():
    assert len(ROWS["statements"]) >= 200
    assert len(ROWS["quotations"]) >= 400
    assert {row["kind"] for row in ROWS["quotations"]} == set(tables.QUOTATION_KINDS)
    assert {row["resolution"] for row in ROWS["quotations"]} == set(tables.RESOLUTIONS)
    assert {row["agreement"] for row in ROWS["statements"]} == {-1, 0, 1}
    assert {row["from_quotation"] for row in ROWS["statements"]} == {True, False}


def test_each_quotation_and_each_mention_is_annotated_once():
    quotations = Counter(
        (row["document_id"], str(row["content_spans"]), row["cue_start"]) for row in ROWS["quotations"]
    )
    assert [key for key, n in quotations.items() if n > 1] == []
    spans = sorted((row["document_id"], row["start"], row["end"]) for row in ROWS["mentions"])
    assert [b for a, b in pairwise(spans) if a[0] == b[0] and b[1] < a[2]] == []


def test_sources_and_resolutions_fit_each_other():
    for row in ROWS["quotations"]:
        if row["resolution"] == "carried":
            assert row["source"] is None and row["speaker_id"] is not None, row
        elif row["resolution"] in ("named", "pronoun"):
            assert row["source"] is not None and row["speaker_id"] is not None, row
        elif row["resolution"] == "none":
            assert row["actor_id"] is None, row


def test_people_speak_for_their_affiliation():
    speakers: dict[str, set] = {}
    for row in ROWS["quotations"]:
        speakers.setdefault(row["speaker_id"], set()).add(row["actor_id"])
    del speakers[None]
    assert {who: actors for who, actors in speakers.items() if len(actors) > 1} == {}
    assert all(speakers[expert] == {expert} for expert in EXPERTS)


def test_held_out_articles_are_annotated_and_spread_over_the_outlets():
    held_out = (GOLD / "held_out.txt").read_text().split()
    assert held_out == sorted(held_out)
    assert set(held_out) < {row["document_id"] for row in ROWS["documents"]}
    assert {name.split("_")[0].split("-")[0] for name in held_out} == {"courier", "herald", "observer", "wire"}


@pytest.mark.parametrize("split", SPLITS)
def test_the_gold_scores_one_against_itself(corpus, texts, split, tmp_path):
    boilerplate = {(row["document_id"], i) for row in ROWS["segments"] for i in range(row["start"], row["end"])}
    documents = corpus.documents.assign(
        body=[
            [(i, i + 1) for i in range(len(text)) if (document_id, i) not in boilerplate]
            for document_id, text in texts.items()
        ],
        published=[
            pd.Timestamp({row["document_id"]: row["published"] for row in ROWS["documents"]}.get(document_id))
            for document_id in texts
        ],
    )
    quotations = [
        {**row, "content_spans": list(map(tuple, row["content_spans"]))}
        | {"quotation_id": f"q{i}", "confidence": 1, "flags": []}
        for i, row in enumerate(ROWS["quotations"])
    ]
    mentions = [
        {**row, "mention_id": f"m{i}", "label": "ORG", "confidence": 1} for i, row in enumerate(ROWS["mentions"])
    ]
    statements = [
        {**row, "statement_id": f"s{i}", "confidence": 1, "flags": [], "rationale": ""}
        | {"target_ids": [row["target_id"]] if row["target_id"] else []}
        for i, row in enumerate(ROWS["statements"])
    ]
    runs.write_tables(
        tmp_path,
        documents=documents,
        quotations=tables.QUOTATIONS.table(quotations),
        mentions=tables.MENTIONS.table(mentions),
        statements=tables.STATEMENTS.table(statements),
    )
    scores = score_run(GOLD, tmp_path, split=split).set_index(["table", "measure"])
    assert scores.loc[("statements", "opposite sign"), "precision"] == 0
    others = scores.drop(("statements", "opposite sign"))
    assert others["precision"].eq(1).all() and others["f1"].dropna().eq(1).all(), others
    assert (scores["n_gold"] > 0).all()


def test_splits_divide_the_articles():
    found = {split: {article.document_id for article in read_gold(GOLD, split=split)} for split in SPLITS}
    assert found["dev"] | found["held_out"] == found["all"]
    assert not found["dev"] & found["held_out"]
    assert len(found["held_out"]) == 12
