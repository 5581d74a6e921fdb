"""What a reader takes from single sentences, held to the whole chain: parse, quotations, speakers, statements."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from helpers import actors, tables
from helpers.parses import iter_parses
from helpers.statements import code_statements, parse_issues

SIGNS = {"+": 1, "-": -1, "0": 0, "none": None}
ACTORS = """
actors:
  - {id: norland, name: Norland, kind: state, aliases: [Norlandic]}
  - {id: estavia, name: Estavia, kind: state, aliases: [Estavian]}
  - {id: sudmark, name: Sudmark, kind: state, aliases: [Sudmarkian]}
  - {id: lena_holm, name: Lena Holm, kind: person, affiliation: norland, role: foreign minister, aliases: [Holm]}
  - {id: piet_ost, name: Piet Ost, kind: person, role: analyst, aliases: [Ost]}
"""
ISSUES = """
issues:
  - {id: pipeline, label: The pipeline, terms: [pipeline]}
  - {id: tax, label: The sugar tax, terms: [sugar tax, tax]}
  - {id: accord, label: The fishing accord, terms: [fishing accord, accord]}
  - {id: tariffs, label: Tariffs, terms: [tariff, import duty]}
  - {id: ban, label: The smoking ban, terms: [smoking ban], con_terms: [pro-smoking]}
  - {id: merger, label: The merger, terms: [merger]}
  - {id: sanctions, label: Sanctions on Estavia, terms: [sanction, embargo, trade ban], object: estavia}
  - {id: observers, label: Observers on the border, terms: [observer, monitor, observer mission, mission]}
  - {id: election, label: The election, terms: [election]}
  - {id: kroll, label: Ada Kroll as president, terms: [Ada Kroll, Kroll]}
"""


class Case(NamedTuple):
    """One line of `sentences.yaml`."""

    group: str
    text: str
    actor_id: str
    issue_id: str
    sign: int | None
    flags: frozenset[str]


def _cases() -> list[Case]:
    groups = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
    return [
        Case(group, text.replace(" / ", "\n"), actor, issue, SIGNS[sign], frozenset(*flags))
        for group, lines in groups.items()
        for text, actor, issue, sign, *flags in lines
    ]


CASES = _cases()
GAPS = "not_read_yet"


def _tables(texts):
    """Documents and segments: each text an article of its own."""
    documents, segments = [], []
    for number, text in enumerate(texts):
        spans = [match.span() for match in re.finditer(r"[^\n]+", text)]
        key = {"document_id": f"d{number:04}"}
        documents.append(
            key | {"source": "s", "title": None, "outlet": None, "byline": None, "published": None,
                   "published_from": None, "language": "en", "text": text, "body": spans,
                   "n_words": len(text.split()), "sha256": "", "duplicate_of": None, "flags": []}
        )  # fmt: skip
        segments += [key | {"start": start, "end": end, "kind": "body"} for start, end in spans]
    return tables.DOCUMENTS.table(documents), tables.SEGMENTS.table(segments)


@pytest.fixture(scope="module")
def coded(tmp_path_factory, extract):
    """The statements of each text."""
    folder = tmp_path_factory.mktemp("sentences")
    (folder / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    texts = list(dict.fromkeys(case.text for case in CASES))
    documents, segments = _tables(texts)
    catalogue = actors.load_catalogue(folder / "actors.yaml")
    found = extract(folder, documents, segments, catalogue=catalogue)
    issues = parse_issues(ISSUES)
    rows = {}
    for text, (document_id, doc) in zip(texts, iter_parses(folder / "parses"), strict=True):
        quoted, named = (t[t["document_id"] == document_id] for t in (found.quotations, found.mentions))
        rows[text] = code_statements(doc, quoted, named, found.actors, issues, text=text)
    return rows


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.group != GAPS], ids=lambda case: f"{case.group}: {case.text[:60]} [{case.actor_id}]"
)
def test_a_sentence_is_read_as_a_reader_reads_it(coded, case):
    rows = [r for r in coded[case.text] if (r["actor_id"], r["issue_id"]) == (case.actor_id, case.issue_id)]
    signs = {(row["agreement"] > 0) - (row["agreement"] < 0) for row in rows}
    assert signs == ({case.sign} if case.sign is not None else set())
    flags = {flag for row in rows for flag in row["flags"]} | ({"unsure"} if _is_unsure(rows) else set())
    assert case.flags <= flags


def _is_unsure(rows):
    """Whether none of them counts in a position by default."""
    return all(row["confidence"] < 0.5 for row in rows)


@pytest.mark.parametrize("case", [c for c in CASES if c.group == GAPS], ids=lambda case: case.text)
def test_what_is_not_read_yet_is_at_least_not_turned_round(coded, case):
    rows = [r for r in coded[case.text] if (r["actor_id"], r["issue_id"]) == (case.actor_id, case.issue_id)]
    assert all(row["agreement"] * case.sign >= 0 for row in rows)


def test_each_group_has_cases_that_must_not_be_missed():
    assert len(CASES) >= 150
    assert {case.sign for case in CASES} == {1, -1, 0, None}
