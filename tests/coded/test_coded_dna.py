"""Databases of Discourse Network Analyzer: what is read, and that nothing of theirs is run."""

import pandas as pd
import pytest

from helpers import runs
from helpers.cli import main
from helpers.coded import compare_coded_statements, read_coded_statements
from helpers.errors import TableSchemaError


def coded(path, **options):
    columns = ["statement_id", "actor_id", "issue_id", "agreement"]
    return read_coded_statements(path, **options).statements[columns].to_numpy().tolist()


def test_organisations_concepts_and_agreement_are_read_in_every_layout(database):
    assert coded(database) == [
        ["1", "Town Council", "Build the harbour", 1.0],
        ["2", "Fishers", "Build the harbour", -1.0],
        ["3", "Fishers", "Build the harbour", -1.0],
        ["4", "Union", "Ask the people", 1.0],
    ]


def test_persons_come_with_the_organisation_they_speak_for(database):
    found = read_coded_statements(database, actor_level="person")
    assert found.statements["actor_id"].tolist() == ["Ada Lund", "Ole Brandt", "Ole Brandt", "Ada Lund"]
    actors = found.actors.set_index("actor_id")
    assert actors["affiliation"].dropna().to_dict() == {"Ada Lund": "Town Council", "Ole Brandt": "Fishers"}
    assert actors["kind"].to_dict() == {
        "Ada Lund": "person", "Ole Brandt": "person", "Town Council": "organisation", "Fishers": "organisation",
    }  # fmt: skip


def test_a_statement_without_an_actor_is_left_out_and_counted(database):
    assert read_coded_statements(database).left_out == {"without actor": 1}


def test_articles_come_with_it_and_evidence_lies_at_its_offsets(database):
    found = read_coded_statements(database)
    texts = dict(zip(found.documents["document_id"], found.documents["text"], strict=True))
    assert "\r" not in "".join(texts.values())
    evidence = {row["statement_id"]: row for row in found.statements.to_dict("records")}
    assert evidence["3"]["evidence"] == "the harbour must not grow"  # after a character of two UTF-16 units
    assert evidence["2"]["evidence"] == "Ole Brandt said no."  # after a line end of two characters
    for row in evidence.values():
        assert texts[row["document_id"]][row["evidence_start"] : row["evidence_end"]] == row["evidence"]
    document = found.documents.iloc[0]
    assert document[["title", "outlet", "byline"]].tolist() == ["Harbour, day 1", "Harbour News", "A. Writer"]


@pytest.mark.parametrize("hours_east", [-8, 0, 2, 9])
def test_dates_are_the_days_that_the_coder_saw(dna2, hours_east):
    found = read_coded_statements(dna2(hours_east))
    assert found.documents["published"].tolist() == [pd.Timestamp("2024-03-12"), pd.Timestamp("2024-03-13")]


def test_other_variables_can_be_named_whatever_their_case(database):
    assert coded(database, variables={"actor": "PERSON"})[0][1] == "Ada Lund"
    with pytest.raises(TableSchemaError, match=r"no variable for the issue \(policy\); it has .*concept.*person"):
        read_coded_statements(database, variables={"issue": "policy"})


def test_roles_are_names_too_and_several_values_are_several_statements(change):
    path = change(
        """INSERT INTO DATASHORTTEXT(StatementId, RoleVariableLinkId, Entity)
           SELECT 1, 102, ID FROM ENTITIES WHERE Value = 'Union';""",
        roles=True,
    )
    found = coded(path, variables={"actor": "sender", "issue": "claim"})
    assert [row[:2] for row in found[:2]] == [["1.1", "Town Council"], ["1.2", "Union"]]


def test_the_only_number_is_the_agreement_and_a_scale_is_brought_to_one(change):
    path = change(
        """UPDATE VARIABLES SET Variable = 'strength', DataType = 'integer' WHERE ID = 4; DELETE FROM DATABOOLEAN;
           CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
           INSERT INTO DATAINTEGER(StatementId, VariableId, Value) 
             VALUES (1, 4, 2), (2, 4, -2), (3, 4, -1), (4, 4, 0);"""
    )
    assert [row[3] for row in coded(path)] == [1.0, -1.0, -0.5, 0.0]


def test_the_file_stays_as_it_is_and_alone(database):
    before = database.read_bytes()
    read_coded_statements(database)
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("DROP TABLE STATEMENTS", "lacks STATEMENTS"),
        ("ALTER TABLE STATEMENTS RENAME TO S; CREATE VIEW STATEMENTS AS SELECT * FROM S", "lacks STATEMENTS"),
        (
            "DROP TABLE STATEMENTS; CREATE VIRTUAL TABLE STATEMENTS USING fts5(ID, DocumentId, Start, Stop)",
            "lacks STATEMENTS",
        ),
        ("DELETE FROM STATEMENTS", "holds no complete statement"),
        ("DELETE FROM DATABOOLEAN; UPDATE VARIABLES SET DataType = 'short text'", "no variable for the agreement"),
    ],
    ids=["table_missing", "view_for_table", "virtual_table", "no_statements", "no_agreement"],
)
def test_a_file_that_lacks_something_or_would_run_something_is_refused(change, sql, message):
    with pytest.raises(TableSchemaError, match=message):
        read_coded_statements(change(sql))


def test_computed_columns_are_not_computed(change):
    path = change("ALTER TABLE DOCUMENTS DROP COLUMN Title; ALTER TABLE DOCUMENTS ADD COLUMN Title AS (upper(Text))")
    assert read_coded_statements(path).documents["title"].isna().all()


def test_triggers_do_nothing(change):
    path = change("CREATE TRIGGER t AFTER INSERT ON STATEMENTS BEGIN DELETE FROM DOCUMENTS; END")
    assert len(read_coded_statements(path).documents) == 2


@pytest.mark.parametrize("damage", ["cut", "overwritten", "header_only", "other"])
def test_a_broken_file_is_one_line_and_exit_status_2(change, damage, capsys, tmp_path):
    path = change("")
    content = path.read_bytes()
    path.write_bytes(
        {
            "cut": content[:3000],
            "overwritten": content[:100] + b"\xff" * (len(content) - 100),
            "header_only": content[:16],
            "other": b"PK\x03\x04" + content,
        }[damage]
    )
    with pytest.raises(SystemExit) as ended:
        main(["compare", str(path), "--out", str(tmp_path / "out")])
    lines = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2 and len(lines) == 1 and lines[0].startswith("standpoints: ") and path.name in lines[0]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE DOCUMENTS SET Date = 9223372036854775807",
        "UPDATE DOCUMENTS SET Date = 'soon', Title = x'ff00', Text = NULL",
        "UPDATE STATEMENTS SET Start = 99999, Stop = -5",
        "UPDATE STATEMENTS SET Start = 'here', DocumentId = 77",
        "UPDATE ENTITIES SET Value = x'80' WHERE ID = 1",
        "UPDATE DATABOOLEAN SET Value = 'yes' WHERE ID = 1",
        "UPDATE DATASHORTTEXT SET Entity = 9999 WHERE ID = 1",
    ],
)
def test_odd_values_make_no_crash_and_no_wrong_place(change, sql):
    found = read_coded_statements(change(sql))
    texts = dict(zip(found.documents["document_id"], found.documents["text"], strict=True))
    for row in found.statements.to_dict("records"):
        assert texts.get(row["document_id"], "")[row["evidence_start"] : row["evidence_end"]] == row["evidence"]


def test_the_command_writes_tables_charts_and_a_report_with_the_articles(database, capsys, tmp_path):
    with pytest.raises(SystemExit) as ended:
        main(["compare", str(database), "--out", str(tmp_path / "out"), "--actor-level", "person", "--window", "day"])
    shown = capsys.readouterr()
    assert ended.value.code == 0
    assert shown.err == "Left out: 1 statement(s) without actor.\n"
    assert "4 statements by 2 actors on 2 issues" in shown.out
    (windows,) = runs.read_tables(tmp_path / "out", "window_networks")
    assert windows["window"].unique().tolist() == ["2024-03-12/2024-03-12", "2024-03-13/2024-03-13"]
    report = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert "Mayor Ada Lund said" in report and "Harbour, day 1" in report
    assert runs.read_manifest(tmp_path / "out")["left_out"] == {"without actor": 1}


def test_equal_databases_give_equal_tables(database, tmp_path):
    for name in ("one", "two"):
        compare_coded_statements(database, tmp_path / name)
    for path in sorted((tmp_path / "one/tables").iterdir()):
        assert path.read_bytes() == (tmp_path / "two/tables" / path.name).read_bytes(), path.name
