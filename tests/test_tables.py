"""Tables: what goes in comes out, and what must not go in does not."""

import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.tables import rows_of

from helpers import schema, tables
from helpers.errors import TableSchemaError

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
_VALUES = {
    schema.STRING: _TEXT,
    schema.INTEGER: st.integers(-(2**63), 2**63 - 1),
    schema.NUMBER: st.floats(allow_nan=False),
    schema.DATE: st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)),
    schema.STRINGS: st.lists(_TEXT, max_size=3),
    schema.SPANS: st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3),
}


def as_given(table: pd.DataFrame) -> list[dict]:
    """Rows as plain values, in the order of the key."""

    def plain(value):
        if isinstance(value, list):
            return value
        if pd.isna(value):
            return None
        return value.date() if isinstance(value, pd.Timestamp) else value

    return [{name: plain(value) for name, value in row.items()} for row in table.to_dict("records")]


ONE_POSITION = {
    "actor_id": "a", "issue_id": "x", "n_statements": 1, "n_documents": 1, "agreement": 1.0,
    "ci_low": 1.0, "ci_high": 1.0, "salience": 1.0, "label": "support",
}  # fmt: skip


def positions(**changes) -> pd.DataFrame:
    return tables.POSITIONS.table([{**ONE_POSITION, **changes}])


@pytest.mark.parametrize("schema", tables.SCHEMAS.values(), ids=tables.SCHEMAS)
def test_every_table_comes_back_as_it_was_written(schema, tmp_path_factory):
    folder = tmp_path_factory.mktemp(schema.name)

    @settings(max_examples=15, deadline=None)
    @given(rows=rows_of(schema, _VALUES))
    def check(rows):
        tables.write_table(schema.table(rows), folder / "t.parquet", schema)
        found = tables.read_table(folder / "t.parquet", schema)
        order = [schema.columns[[c.name for c in schema.columns].index(name)].name for name in schema.key]
        assert as_given(found) == sorted(rows, key=lambda row: tuple(row[name] for name in order))

    check()


@pytest.mark.parametrize("schema", tables.SCHEMAS.values(), ids=tables.SCHEMAS)
def test_an_empty_table_has_all_columns_and_can_be_written(schema, tmp_path):
    assert list(schema.empty().columns) == [column.name for column in schema.columns]
    tables.write_table(schema.empty(), tmp_path / "t.parquet", schema)
    found = tables.read_table(tmp_path / "t.parquet", schema)
    pd.testing.assert_frame_equal(found, schema.empty())


def test_missing_values_are_null_and_missing_lists_empty():
    table = tables.DOCUMENTS.table([{"document_id": "d", "n_words": 3}])
    row = table.iloc[0]
    assert all(pd.isna(row[name]) for name in ("title", "published", "sha256"))
    assert row["body"] == row["flags"] == []


def test_equal_tables_give_equal_bytes_whatever_the_row_order(tmp_path):
    rows = [{**ONE_POSITION, "actor_id": actor, "issue_id": issue} for actor in "ba" for issue in "yx"]
    for name, some in (("one", rows), ("two", rows[::-1])):
        tables.write_table(tables.POSITIONS.table(some), tmp_path / name, tables.POSITIONS)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_rows_are_sorted_by_key_and_further_columns_left_out(tmp_path):
    table = tables.POSITIONS.table([{**ONE_POSITION, "actor_id": "b"}, ONE_POSITION]).assign(note="not in the schema")
    tables.write_table(table, tmp_path / "t", tables.POSITIONS)
    found = tables.read_table(tmp_path / "t", tables.POSITIONS)
    assert list(found["actor_id"]) == ["a", "b"]
    assert "note" not in found


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"label": "in favour"}, r"'positions', column 'label'.*'in favour'"),
        ({"agreement": 1.5}, r"'positions', column 'agreement'.*1\.5"),
        ({"salience": -0.1}, r"'positions', column 'salience'.*-0\.1"),
        ({"actor_id": None}, r"'positions', column 'actor_id'"),
        ({"agreement": float("nan")}, r"'positions', column 'agreement'"),
    ],
)
def test_values_that_are_not_allowed_are_named_with_table_and_column(changes, message, tmp_path):
    with pytest.raises(TableSchemaError, match=message):
        tables.write_table(positions(**changes), tmp_path / "t", tables.POSITIONS)
    assert not (tmp_path / "t").exists()


def test_rows_with_the_same_key_are_refused():
    with pytest.raises(TableSchemaError, match=r"'positions'.*'a'"):
        tables.POSITIONS.validate(pd.concat([positions(), positions()]))


def test_a_missing_column_is_named_with_those_that_exist():
    with pytest.raises(TableSchemaError, match=r"lacks column\(s\) \['label'\]; it has \['actor_id', 'agreement'"):
        tables.POSITIONS.validate(positions().drop(columns="label"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n_statements", "many"),
        ("n_statements", 2**64),
        ("n_statements", None),
        ("actor_id", "\ud800"),
        ("agreement", "high"),
        ("label", 3),
    ],
    ids=["word_for_number", "number_too_large", "no_number", "lone_surrogate", "word_for_share", "number_for_word"],
)
def test_values_of_a_wrong_type_are_named_with_table_and_column(name, value):
    with pytest.raises(TableSchemaError, match=f"Table 'positions', column '{name}'"):
        positions(**{name: value})


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(TableSchemaError, match=r"'positions' is missing at .*Run the notebook"):
        tables.read_table(tmp_path / "positions.parquet", tables.POSITIONS)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"actor_id,issue_id\n"], ids=["empty", "cut_off", "csv"])
def test_a_file_that_is_no_table_is_an_error_that_names_it(content, tmp_path):
    (tmp_path / "t.parquet").write_bytes(content)
    with pytest.raises(TableSchemaError, match=r"'positions' at .*t\.parquet is not readable"):
        tables.read_table(tmp_path / "t.parquet", tables.POSITIONS)


def test_a_file_of_another_table_is_an_error_that_names_the_columns(tmp_path):
    tables.write_table(tables.REJECTS.empty(), tmp_path / "t.parquet", tables.REJECTS)
    with pytest.raises(TableSchemaError, match=r"lacks column\(s\) \['actor_id'.*'source', 'reason', 'detail'"):
        tables.read_table(tmp_path / "t.parquet", tables.POSITIONS)


def test_a_file_whose_columns_have_other_types_is_an_error_not_a_crash(tmp_path):
    positions().assign(n_statements="many").to_parquet(tmp_path / "t.parquet")
    with pytest.raises(TableSchemaError, match=r"'positions' at .*holds values of other types"):
        tables.read_table(tmp_path / "t.parquet", tables.POSITIONS)


def test_a_file_with_a_missing_number_is_an_error_not_a_crash(tmp_path):
    positions().assign(n_statements=pd.array([None], dtype="Int64")).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(TableSchemaError, match="n_statements"):
        tables.read_table(tmp_path / "t.parquet", tables.POSITIONS)


@pytest.mark.parametrize("schema", tables.SCHEMAS.values(), ids=tables.SCHEMAS)
def test_keys_are_columns_that_cannot_be_missing(schema):
    columns = {column.name: column for column in schema.columns}
    assert len(columns) == len(schema.columns)
    assert all(not columns[name].nullable for name in schema.key)
