"""The issue catalogue: what is accepted, and what the one-line errors say."""

import pytest

from helpers.errors import CatalogueError
from helpers.resources import REFERENCE
from helpers.statements import load_issues, parse_issues, write_issues

GOOD = """
issues:
  - id: harbour
    label: Deepening the harbour
    supports: dredging
    opposes: leaving it as it is
    terms: [harbour, dredging]
    object: NLD
    con_terms: [mud]
"""


def test_a_catalogue_survives_writing_and_reading():
    catalogue = parse_issues(GOOD)
    text = write_issues(catalogue)
    assert parse_issues(text) == catalogue
    assert write_issues(parse_issues(text)) == text


def test_optional_keys_have_defaults():
    (issue,) = parse_issues("issues: [{id: a, label: A, terms: [b]}]").issues
    assert (issue.object, issue.pro_terms, issue.con_terms) == (None, [], [])


def test_the_catalogue_of_the_sample_loads():
    assert len(load_issues(REFERENCE / "issues.yaml").issues) == 5


def test_terms_keep_words_of_other_scripts():
    (issue,) = parse_issues("issues: [{id: a, label: Ä, terms: [Größe, плотина]}]").issues
    assert "плотина" in write_issues(parse_issues(f"issues: [{{id: a, label: Ä, terms: [{', '.join(issue.terms)}]}}]"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["is empty", "issues"]),
        ("# only a comment\n", ["is empty"]),
        ("issues: []", ["is empty"]),
        ("issues:\n", ["is empty"]),
        ("- a\n- b", ["the file"]),
        ("isues: []", ["isues", "issues"]),
        (
            "issues: [{id: a, label: A, terms: [x], colour: red}]",
            ["entry 1 ('a')", "'colour'", "not a known key", "con_terms"],
        ),
        ("issues: [{id: a, label: A}]", ["entry 1 ('a')", "'terms'", "is missing"]),
        ("issues: [{id: a, label: A, terms: []}]", ["entry 1 ('a')", "'terms'", "must not be empty"]),
        ("issues: [{id: a, label: A, terms: ['']}]", ["entry 1 ('a')", "'terms'", "must not be empty"]),
        ("issues: [{id: a, label: A, terms: word}]", ["'terms'", "must be a list", "'word'"]),
        ("issues: [{id: a, label: A, terms: [1]}]", ["'terms'", "must be text", "1"]),
        ("issues: [{id: a, label: A, terms: [false]}]", ["'terms'", "must be text", "False"]),
        ("issues: [{id: 'a b', label: A, terms: [x]}]", ["'id'", "letters, digits"]),
        ("issues: [{id: a, label: A, terms: [x]}, {id: a, label: B, terms: [y]}]", ["'a'", "twice"]),
        ("issues: [{id: a, label: A, terms: [x]}, 7]", ["entry 2", "block"]),
        ("issues: &x [{id: a, label: A, terms: [x]}]", ["line 1", "anchors"]),
        ("issues:\n  - {id: a, label: A, terms: [*x]}", ["line 2", "aliases"]),
        ("issues: [", ["not valid YAML"]),
        ("issues: !!python/object/apply:os.getcwd []", ["not valid YAML"]),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
def test_errors_are_one_line_that_names_the_file_and_the_place(text, parts):
    with pytest.raises(CatalogueError) as caught:
        parse_issues(text, name="mine.yaml")
    message = str(caught.value)
    assert "mine.yaml" in message
    assert "\n" not in message
    for part in parts:
        assert part in message


def test_a_missing_or_undecodable_file_is_named(tmp_path):
    with pytest.raises(CatalogueError, match="nowhere"):
        load_issues(tmp_path / "nowhere.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"issues: [\xff\xfe]")
    with pytest.raises(CatalogueError, match=r"bytes\.yaml"):
        load_issues(tmp_path / "bytes.yaml")
