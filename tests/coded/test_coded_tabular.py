"""Coded statements in CSV and Parquet: what is read, and what is refused with its row."""

import pandas as pd
import pytest

from helpers import runs
from helpers.coded import compare_coded_statements, parse_variables, read_coded_statements
from helpers.errors import ParameterError, RunFolderError, TableSchemaError

HEADER = "statement_id,document,organization,concept,agreement,date,confidence,text\n"


@pytest.fixture
def write(tmp_path):
    def to_file(rows: str, header: str = HEADER, name: str = "coded.csv"):
        path = tmp_path / name
        path.write_text(header + rows, encoding="utf-8")
        return path

    return to_file


def test_the_usual_names_of_columns_are_known(write):
    table = read_coded_statements(
        write("7,d1,Northland,bridge,1,2024-03-12,0.8,We back it\n8,d2,Sudmark,bridge,0,,,\n")
    ).statements
    assert table["statement_id"].tolist() == ["7", "8"]
    assert table["agreement"].tolist() == [1.0, -1.0]
    assert table["published"].tolist()[0] == pd.Timestamp("2024-03-12") and pd.isna(table["published"].tolist()[1])
    assert table["confidence"].tolist() == [0.8, 1.0]


def test_without_a_document_each_statement_counts_as_its_own(write):
    table = read_coded_statements(write("A;x;yes\nA;x;yes\n", "actor;issue;agreement\n")).statements
    assert table["document_id"].nunique() == 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("1,d,,x,1,,,\n", "row 1: there is no actor"),
        ("1,d,A,x,maybe,,,\n", "row 1: agreement is 'maybe'; allowed are numbers from -1 to 1, or yes"),
        ("1,d,A,x,2,,,\n", "agreement is '2'"),
        ("1,d,A,x,1,,high,\n", "row 1: confidence is 'high'"),
        ("1,d,A,x,1,12/03/2024,,\n", "date '12/03/2024' must be written as year-month-day"),
        ("1,d,A,x,1,,,\n1,d,B,x,1,,,\n", "row 2: the id '1' is used twice"),
        ("", "have no rows"),
    ],
)
def test_a_bad_row_is_named(write, rows, message):
    with pytest.raises(TableSchemaError, match=message):
        read_coded_statements(write(rows))


@pytest.mark.parametrize(("content", "name"), [("", "a.csv"), ("x", "a.parquet"), ("one word\n", "b.csv")])
def test_a_file_that_is_no_table_is_refused(write, content, name):
    with pytest.raises(TableSchemaError, match="statements at"):
        read_coded_statements(write(content, "", name))


def test_a_comparison_makes_tables_charts_and_report(write, tmp_path):
    rows = "".join(f"{n},d{n},{actor},bridge,{sign},2024-03-{n + 1:02},,We say so\n" for n, actor, sign in [
        (1, "Northland", 1), (2, "Sudmark", 0), (3, "Northland", 1), (4, "Sudmark", 0),
    ])  # fmt: skip
    compare_coded_statements(write(rows), tmp_path / "out", duplicates="include", normalize="none")
    (pairs,) = runs.read_tables(tmp_path / "out", "actor_pairs")
    assert pairs[["congruence", "conflict", "similarity"]].iloc[0].tolist() == [0, 4, -1]
    assert (tmp_path / "out/report.html").stat().st_size > 1_000_000
    assert (tmp_path / "out/exports/actor_conflict.graphml").exists()


def test_the_run_of_a_corpus_is_not_overwritten(write, tmp_path):
    runs.write_manifest(tmp_path / "run", {"stages": {}})
    with pytest.raises(RunFolderError, match="holds the run of a corpus"):
        compare_coded_statements(write("1,d,A,x,1,,,\n"), tmp_path / "run", duplicates="document", normalize="average")


def test_columns_with_other_names_are_named_by_the_user(write):
    path = write("A,dig,yes\n", "party,policy,vote\n")
    with pytest.raises(TableSchemaError, match=r"lack actor .*; issue .*; agreement .*'party', 'policy', 'vote'"):
        read_coded_statements(path)
    names = {"actor": "party", "issue": "policy", "agreement": "vote"}
    table = read_coded_statements(path, variables=names).statements
    assert table[["actor_id", "issue_id", "agreement"]].to_numpy().tolist() == [["A", "dig", 1.0]]


@pytest.mark.parametrize(("level", "actor"), [("person", "Lund"), ("organisation", "Council"), (None, "Council")])
def test_the_actor_level_chooses_between_persons_and_organisations(write, level, actor):
    path = write("Lund,Council,dig,1\n", "person,organization,concept,agreement\n")
    coded = read_coded_statements(path, actor_level=level)
    assert coded.statements["actor_id"].tolist() == [actor]
    assert coded.actors["kind"].tolist() == [level or "group"]


def test_an_export_of_dna_s_statements_is_read_as_it_is(write):
    header = (
        '"statement ID";"time";"document ID";"document title";"text";"person";"organization";"concept";"agreement"\n'
    )
    rows = '7;2024-03-12 00:00:00;3;"Day 1";"We dig";"Lund";"Council";"dig";1\n'
    table = read_coded_statements(write(rows, header)).statements
    assert table[["statement_id", "document_id", "actor_id", "evidence"]].to_numpy().tolist() == [
        ["7", "3", "Council", "We dig"]
    ]


@pytest.mark.parametrize(
    ("assignment", "message"),
    [("party", "'party'"), ("colour=red", "'colour=red'.*actor, issue, agreement"), ("issue=", "issue=")],
)
def test_a_mistyped_assignment_is_named(assignment, message):
    with pytest.raises(ParameterError, match=message):
        parse_variables([assignment])


def test_an_unknown_actor_level_is_named_with_the_allowed_ones(write):
    with pytest.raises(ParameterError, match=r"'party'.*person, organisation"):
        read_coded_statements(write("1,d,A,x,1,,,\n"), actor_level="party")


def test_a_second_comparison_leaves_nothing_of_the_first(write, tmp_path):
    for actor in ("A", "B"):
        path = write(f"1,d,{actor},x,1,2024-03-01,,\n2,d,C,x,1,,,\n", name=f"{actor}.csv")
        compare_coded_statements(path, tmp_path / "out")
    found = runs.read_all_tables(tmp_path / "out")
    assert found["positions"]["actor_id"].tolist() == ["B", "C"]
    assert found["documents"].empty and len(found["polarization"]) == 2
