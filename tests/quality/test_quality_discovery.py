"""Issues that are found without a catalogue, against those of the sample's annotation (never the held-out part)."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from sklearn.metrics import normalized_mutual_info_score

from helpers import runs
from helpers.model import load_vectors
from helpers.parses import iter_parses
from helpers.scoring.gold import read_gold
from helpers.statements import code_run, discover_issues, write_issues

GOLD = Path(__file__).parents[2] / "data/gold"


@pytest.fixture(scope="module")
def discovered(sample_run):
    documents, quotations, mentions = runs.read_tables(sample_run, "documents", "quotations", "mentions")
    kept = set(documents.loc[documents["duplicate_of"].isna(), "document_id"])
    docs = [doc for document_id, doc in iter_parses(sample_run / "parses") if document_id in kept]
    issues = discover_issues(docs, quotations, mentions, vocab=load_vectors())
    shuffled = discover_issues(
        reversed(docs), quotations.sample(frac=1, random_state=1), mentions[::-1], vocab=load_vectors()
    )
    return issues, shuffled, code_run(sample_run, issues).statements


@pytest.fixture(scope="module")
def pairs(discovered):
    """The annotated issue and the found one, for statements of one actor in one place."""
    found = defaultdict(list)
    for row in discovered[2].to_dict("records"):
        found[row["document_id"], row["actor_id"]].append(row)
    pairs = []
    for article in read_gold(GOLD, split="dev"):
        for row in article.tables["statements"]:
            shared = {
                other["issue_id"]: min(row["evidence_end"], other["evidence_end"])
                - max(row["evidence_start"], other["evidence_start"])
                for other in found[article.document_id, row["actor_id"]]
            }
            best = max(shared, key=lambda issue: shared[issue], default=None)
            if best is not None and shared[best] > 0:
                pairs.append((row["issue_id"], best))
    return pairs


def test_statements_under_one_found_issue_are_of_one_annotated_issue(pairs):
    by_found = defaultdict(Counter)
    for annotated, found in pairs:
        by_found[found][annotated] += 1
    purity = sum(max(counts.values()) for counts in by_found.values()) / len(pairs)
    assert len(pairs) > 100 and purity >= 0.78, (len(pairs), purity)
    assert normalized_mutual_info_score(*zip(*pairs, strict=True)) >= 0.5


def test_every_annotated_issue_is_found_again(pairs):
    by_found = defaultdict(Counter)
    for annotated, found in pairs:
        by_found[found][annotated] += 1
    named = {counts.most_common(1)[0][0] for counts in by_found.values() if counts.total() >= 5}
    assert named == {"sarn_treaty", "kaldra_dam", "velm_vote", "observer_mission", "sanctions"}


def test_issues_are_named_as_the_articles_name_them(discovered):
    labels = {issue.label for issue in discovered[0].issues}
    assert {"Kaldra Dam", "Sarn River Treaty"} <= labels


def test_the_order_of_articles_and_rows_makes_no_difference(discovered):
    assert write_issues(discovered[0]) == write_issues(discovered[1])
