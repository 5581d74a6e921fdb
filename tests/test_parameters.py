"""Parameters of the notebooks: names and types, before anything starts."""

import pytest

from helpers.errors import ParameterError
from helpers.notebooks import Parameter
from helpers.parameters import check_parameters, load_parameters, parse_value

TYPES = {"RUN_DIR": "str", "MIN_STATEMENTS": "int", "THRESHOLD": "float", "COUNT_COPIES": "bool", "ISSUES": "list"}
DECLARED = {name: Parameter(declared, None) for name, declared in TYPES.items()}


@pytest.mark.parametrize(
    ("content", "values"),
    [("MIN_STATEMENTS: 3\nRUN_DIR: ../runs/x\n", {"MIN_STATEMENTS": 3, "RUN_DIR": "../runs/x"}), ("", {}), ("# x", {})],
    ids=["lines", "empty", "comment"],
)
def test_a_parameter_file_holds_names_and_values(content, values, tmp_path):
    (tmp_path / "p.yaml").write_text(content)
    assert load_parameters(tmp_path / "p.yaml") == values


@pytest.mark.parametrize(
    "content",
    [b"- 1\n- 2", b"just words", b"1: 2", b"a: [", b"a: \xff", b"!!python/object/apply:os.getcwd []"],
    ids=["list", "text", "number_as_name", "cut_off", "not_utf8", "code"],
)
def test_a_parameter_file_that_cannot_be_used_is_named_in_one_line(content, tmp_path):
    (tmp_path / "p.yaml").write_bytes(content)
    with pytest.raises(ParameterError, match=r"p\.yaml") as error:
        load_parameters(tmp_path / "p.yaml")
    assert "\n" not in str(error.value)


def test_a_parameter_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ParameterError, match=r"nowhere\.yaml cannot be read"):
        load_parameters(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("RUN_DIR", "3", "3"),
        ("RUN_DIR", "a: [", "a: ["),
        ("MIN_STATEMENTS", "3", 3),
        ("THRESHOLD", "0.5", 0.5),
        ("THRESHOLD", "1", 1.0),
        ("THRESHOLD", "1e-3", 0.001),
        ("COUNT_COPIES", "true", True),
        ("ISSUES", "[a, b]", ["a", "b"]),
    ],
)
def test_values_of_the_command_line_are_read_as_the_declared_type(name, text, value):
    found = parse_value(name, text, DECLARED)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("MIN_STATEMENTS", "two"), ("MIN_STATEMENTS", "2.5"), ("MIN_STATEMENTS", "true"), ("MIN_STATEMENTS", ""),
        ("THRESHOLD", "high"), ("THRESHOLD", "false"), ("COUNT_COPIES", "1"), ("ISSUES", "a"), ("ISSUES", "[a"),
    ],
)  # fmt: skip
def test_values_of_another_type_are_named_with_parameter_and_type(name, text):
    with pytest.raises(ParameterError, match=f"Parameter {name} must be of type {TYPES[name]}"):
        parse_value(name, text, DECLARED)


def test_unknown_names_are_named_with_those_that_exist():
    with pytest.raises(ParameterError, match=r"'MIN_STATEMENT'.*COUNT_COPIES, ISSUES, MIN_STATEMENTS"):
        check_parameters({"MIN_STATEMENT": 2}, DECLARED)


def test_parameters_that_fit_pass():
    check_parameters({"MIN_STATEMENTS": 2, "RUN_DIR": "x", "COUNT_COPIES": False}, DECLARED)


def test_a_file_value_of_a_wrong_type_is_named():
    with pytest.raises(ParameterError, match="MIN_STATEMENTS must be of type int; '2' is str"):
        check_parameters({"MIN_STATEMENTS": "2"}, DECLARED)


def test_a_nul_character_is_no_part_of_any_value():
    with pytest.raises(ParameterError, match="RUN_DIR must not hold the character NUL"):
        check_parameters({"RUN_DIR": "a\0b"}, DECLARED)
