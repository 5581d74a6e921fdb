"""data/README.md describes every table and every file as they are."""

import re
from pathlib import Path

import pytest

from helpers import schema, tables
from helpers.scoring.gold import COLUMNS

DATA = Path(__file__).parents[1] / "data"
README = (DATA / "README.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ([a-z_]+)\n(.*?)(?=^##|\Z)", README, flags=re.MULTILINE | re.DOTALL))
TYPES = {
    schema.STRING: "text",
    schema.INTEGER: "integer",
    schema.NUMBER: "number",
    schema.DATE: "date",
    schema.STRINGS: "list of texts",
    schema.SPANS: "list of spans",
}


def described(name: str) -> list[tuple[bool, str, str, str]]:
    """Whether it is bold, the name, the type and the meaning of each column."""
    rows = re.findall(r"^\| (\*\*)?`(\w+)`(?:\*\*)? \| ([^|]*) \| (.*) \|$", SECTIONS[name], flags=re.MULTILINE)
    return [(bool(bold), column, kind, meaning) for bold, column, kind, meaning in rows]


def test_every_table_has_a_section_and_no_other_one():
    assert list(SECTIONS) == list(tables.SCHEMAS)


@pytest.mark.parametrize("schema", tables.SCHEMAS.values(), ids=tables.SCHEMAS)
def test_columns_types_and_keys_are_those_of_the_schema(schema):
    found = [(bold, column, kind) for bold, column, kind, _ in described(schema.name)]
    assert found == [
        (column.name in schema.key, column.name, TYPES[column.type] + ("?" if column.nullable else ""))
        for column in schema.columns
    ]


@pytest.mark.parametrize("schema", tables.SCHEMAS.values(), ids=tables.SCHEMAS)
def test_allowed_values_are_named(schema):
    meanings = {column: meaning for _, column, _, meaning in described(schema.name)}
    missing = [
        value
        for column in schema.columns
        for value in column.allowed or ()
        if f"`{value}`" not in meanings[column.name]
    ]
    assert missing == []


@pytest.mark.parametrize("name", COLUMNS)
def test_files_of_the_annotation_are_described_with_their_columns_and_lines(name):
    ((n_lines, columns),) = re.findall(rf"^\| `{name}\.jsonl` \| (\d+) \| (.*) \|$", README, flags=re.MULTILINE)
    assert int(n_lines) == len((DATA / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    assert [column for column in re.findall(r"`(\w+)`", columns)] == list(COLUMNS[name])


def test_every_file_is_described():
    listed = set(re.findall(r"`((?:sample|reference)/[\w/*]+\.\w+|[\w.]+\.(?:jsonl|txt))`", README))
    patterns = [name if "/" in name else f"gold/{name}" for name in listed]
    covered = {path for pattern in patterns for path in DATA.glob(pattern)}
    files = {path for path in DATA.rglob("*") if path.is_file() and not path.name.startswith(".")}
    assert files - covered == {DATA / "README.md"}
    assert [pattern for pattern in patterns if not list(DATA.glob(pattern))] == []


@pytest.mark.parametrize("folder", ["lisenne_courier", "karvos_herald", "strait_observer"])
def test_the_number_of_articles_is_right(folder):
    ((n_files,),) = [re.findall(rf"`sample/{folder}/\*\.\w+` \((\d+)\)", README)]
    assert int(n_files) == len(list((DATA / "sample" / folder).iterdir()))
