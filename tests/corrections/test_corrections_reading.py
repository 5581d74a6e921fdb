"""Files of corrections: what spreadsheets make of them, and what the one-line errors say."""

from datetime import date

import pytest

from helpers.corrections import read_corrections
from helpers.errors import CatalogueError

HEADER = "table,id,column,value,note\n"


def read(tmp_path, content: str | bytes):
    path = tmp_path / "mine.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [(c.row, c.table, c.id, c.column, c.value, c.note) for c in read_corrections(path)]


EXPECTED = [(2, "statements", "d:s1", "agreement", -0.5, "ironic, surely")]


@pytest.mark.parametrize(
    "content",
    [
        HEADER + 'statements,d:s1,agreement,-0.5,"ironic, surely"\n',
        HEADER.replace("\n", "\r\n") + 'statements,d:s1,agreement,-0.5,"ironic, surely"\r\n',
        "\ufeff" + HEADER + 'statements,d:s1,agreement,-0.5,"ironic, surely"\n',
        (HEADER + 'statements,d:s1,agreement,-0.5,"ironic, surely"\n').encode("utf-16"),
        HEADER.replace(",", ";") + "statements;d:s1;agreement;-0,5;ironic, surely\n",
        "sep=;\n" + HEADER.replace(",", ";") + "statements;d:s1;agreement;-0,5;ironic, surely\n",
        HEADER.replace(",", "\t") + "statements\td:s1\tagreement\t\N{MINUS SIGN}0.5\tironic, surely\n",
        'Note,VALUE,Column,ID,Table\n"ironic,  surely",-.5,agreement,d:s1,Statements\n',
        HEADER + 'statements, d:s1 ,agreement,"\u00a0-0.5 ","ironic,\nsurely"\n,,,,\n',
        HEADER.replace("note", "note,evidence") + 'statements,d:s1,agreement,-0.5,"ironic, surely","\'=SUM(A1)"\n',
        HEADER + 'statements,d:s1,agreement,-0.5,"ironic, surely"\nstatements,d:s2,agreement,,\n',
    ],
    ids=[
        "plain", "crlf", "byte_order_mark", "utf16", "semicolons", "named_separator", "tabs_and_minus_sign",
        "other_order_and_capitals", "blanks_and_line_breaks", "other_columns", "a_row_not_filled_in",
    ],
)  # fmt: skip
def test_what_spreadsheets_write_is_read(tmp_path, content):
    assert read(tmp_path, content) == EXPECTED


def test_an_apostrophe_that_keeps_a_cell_from_being_a_formula_is_no_part_of_it(tmp_path):
    assert read(tmp_path, HEADER + "documents,'=cmd,title,'-40 degrees,\n")[0][2:5] == ("=cmd", "title", "-40 degrees")
    assert read(tmp_path, HEADER + "documents,d,title,'Tis,\n")[0][4] == "'Tis"


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("documents,d,published,2024-03-12,", "published", date(2024, 3, 12)),
        ("documents,d,outlet,none,", "outlet", None),
        ("mentions,d:m1,actor_id,none,", "actor_id", None),
        ("quotations,d:q1,speaker_id,ena_varr,", "speaker_id", "ena_varr"),
        ("quotations,d:q1,,Remove,", "remove", None),
        ("statements,d:s1,agreement,right,", "right", None),
        ("statements,d:s1,target_ids,norland sudmark,", "target_ids", ("norland", "sudmark")),
        ("statements,d:q1,add,tax -1,", "add", ("tax", -1.0)),
    ],
)
def test_values_are_those_of_their_column(tmp_path, line, column, value):
    assert read(tmp_path, HEADER + line)[0][3:5] == (column, value)


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("", ["is empty", "table, id, column, value"]),
        ("table,id,value\n", ["lacks the column(s) column", "'table', 'id', 'value'"]),
        ("table,id,id,column,value\n", ["id twice"]),
        ("PK\x03\x04 no csv at all", ["lacks"]),
        (
            HEADER + "sentences,x,agreement,1,\n",
            ["row 2", "'sentences'", "documents, mentions, quotations, statements"],
        ),
        (HEADER + "\nstatements,,agreement,1,\n", ["row 3", "id is missing"]),
        (HEADER + "statements,x,evidence,1,\n", ["row 2", "'evidence'", "agreement, actor_id", "right or remove"]),
        (HEADER + "documents,x,title,remove,\ndocuments,x,text,a,\n", ["row 3", "'text'", "published, outlet, title"]),
        (HEADER + "statements,x,agreement,2,\n", ["row 2", "agreement cannot be '2'", "-1 to 1"]),
        (HEADER + "statements,x,agreement,nan,\n", ["agreement cannot be 'nan'"]),
        (HEADER + "statements,x,agreement,=1+1,\n", ["agreement cannot be '=1+1'"]),
        (HEADER + "statements,x,actor_id,the US,\n", ["actor_id cannot be 'the US'"]),
        (HEADER + "quotations,x,kind,spoken,\n", ["'spoken'", "direct, indirect, mixed"]),
        (HEADER + "documents,x,published,12.03.2024,\n", ["'12.03.2024'", "2024-03-12"]),
        (HEADER + "statements,x,add,tax,\n", ["add cannot be 'tax'", "issue_id and a number"]),
        (HEADER + f"statements,x,agreement,{'9' * 500},\n", ["9…'"]),
        (HEADER + "statements,x,agreement,1,a,b\n", ["row 2", "6 cells", "header 5"]),
        (HEADER + 'statements,x,agreement,1,"never closed\n', ["near row 1", "not CSV"]),
        (HEADER + f"statements,x,agreement,1,{'a' * 200_000}\n", ["near row", "not CSV"]),
        (HEADER + "statements,x,agreement,1,\nstatements,x,agreement,-1,\n", ["row 3", "row 2", "already"]),
        (HEADER + "statements,x,agreement,1,\nstatements,x,,remove,\n", ["row 2", "row 3 removes"]),
        (b"table,id,column,value,note\nstatements,x,agreement,1,\xe9t\xe9\n", ["not UTF-8", "CSV UTF-8"]),
    ],
    ids=lambda value: repr(value[-40:]) if isinstance(value, str | bytes) else "",
)
def test_errors_are_one_line_that_names_file_row_value_and_what_is_allowed(tmp_path, content, parts):
    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, content)
    message = str(caught.value)
    assert "mine.csv" in message and "\n" not in message and len(message) < 500
    for part in parts:
        assert part in message


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CatalogueError, match=r"nowhere\.csv cannot be read"):
        read_corrections(tmp_path / "nowhere.csv")


def test_the_same_correction_twice_is_one(tmp_path):
    assert len(read(tmp_path, HEADER + 2 * "statements,x,agreement,1,\n")) == 1


def test_a_quotation_may_be_given_statements_on_several_issues(tmp_path):
    lines = "statements,d:q1,add,tax -1,\nstatements,d:q1,add,pipeline 1,\n"
    assert [value for *_, value, _ in read(tmp_path, HEADER + lines)] == [("tax", -1.0), ("pipeline", 1.0)]
    with pytest.raises(CatalogueError, match="row 4: row 2"):
        read(tmp_path, HEADER + lines + "statements,d:q1,add,tax 1,\n")
