"""Hostile catalogues and parameter files: one clear error, quickly, and nothing executed."""

import re
from datetime import date
from pathlib import Path

import pytest

from helpers.actors import load_catalogue
from helpers.cli import main
from helpers.corrections import reading
from helpers.errors import HelpersError
from helpers.notebooks import Parameter
from helpers.parameters import check_parameters, load_parameters
from helpers.plain_yaml import PlainYamlError, load_plain_yaml, read_text
from helpers.statements import load_issues

ANYWHERE = {
    "alias_bomb": "a: &a [x, x]\nb: &b [*a, *a]\nissues: [*b, *b]\n",
    "merge_key": "a: &a {x: 1}\nactors: {<<: *a}\n",
    "object": "!!python/object/apply:os.system ['touch {marker}']",
    "module": "actors: !!python/module:os",
    "unknown_tag": "!thing {a: 1}",
    "deep_list": "[" * 100_000,
    "deep_and_closed": "[" * 20_000 + "]" * 20_000,
    "deep_mapping": "{a: " * 20_000,
    "deep_block": "- " * 20_000 + "x",
    "nul": "issues: [\0]",
    "tabs": "issues:\n\t- id: x",
    "two_documents": "a: 1\n---\nb: 2\n",
    "key_twice": "issues: []\nissues: []\n",
    "list": "[1, 2]",
    "text": "hello",
    "huge_number": "issues: " + "9" * 100_000,
}


@pytest.mark.parametrize("read", [load_catalogue, load_issues, load_parameters])
@pytest.mark.parametrize("name", ANYWHERE)
def test_what_is_no_plain_catalogue_is_one_error(read, name, tmp_path):
    marker = tmp_path / "executed"
    path = tmp_path / "file.yaml"
    path.write_text(ANYWHERE[name].replace("{marker}", str(marker)))
    with pytest.raises(HelpersError, match=r"file\.yaml") as error:
        read(path)
    assert "\n" not in str(error.value) and len(str(error.value)) < 1000
    assert not marker.exists()


@pytest.mark.parametrize("read", [load_catalogue, load_issues, load_parameters])
def test_a_file_without_end_or_of_other_bytes_is_one_error(read, tmp_path):
    (tmp_path / "wide.yaml").write_bytes("actors: []".encode("utf-16"))
    for path in (Path("/dev/zero"), tmp_path, tmp_path / "no.yaml", tmp_path / "wide.yaml"):
        with pytest.raises(HelpersError):
            read(path)


@pytest.mark.parametrize(
    "entry",
    [
        "7", "[]", "{id: x}", "{id: 1, name: x, kind: state}", "{id: [NO], name: NO, kind: state}",
        "{id: x, name: X, kind: dragon}", "{id: x, name: X, kind: person, colour: red}",
        "{id: ../../x, name: X, kind: person}", "{id: x, name: X, kind: person, aliases: [' ']}",
        "{id: x, name: X, kind: person, aliases: ['.']}", "{id: x, name: '\"\"', kind: person}",
        '{id: x, name: X, kind: person, aliases: ["\\u200b"]}', "{id: x, name: X, kind: person, from: 2024-99-99}",
        "{id: x, name: X, kind: person, from: '2024-01-01'}", f"{{id: x, name: {'a' * 1000}, kind: person}}",
        "{id: x, name: X, kind: person, aliases: 7}", "{id: x, name: X, kind: person, affiliation: nobody}",
        "{id: x, name: X, kind: person, aliases: [Zed]}, {id: y, name: Y, kind: person, aliases: [Zed]}",
        "{id: x, name: X, kind: person}, {id: x, name: Y, kind: person}",
    ],
)  # fmt: skip
def test_a_wrong_actor_is_one_error_that_names_the_entry(entry, tmp_path):
    path = tmp_path / "actors.yaml"
    path.write_text(f"actors: [{entry}]")
    with pytest.raises(HelpersError, match=r"actors\.yaml") as error:
        load_catalogue(path)
    assert "\n" not in str(error.value) and len(str(error.value)) < 2000


def test_aliases_are_words_and_no_regular_expressions(tmp_path):
    path = tmp_path / "actors.yaml"
    path.write_text("actors: [{id: x, name: Xenia Lund, kind: person, aliases: ['(a+)+$', '[a', 'a|b', '.*a']}]")
    aliases = load_catalogue(path).aliases
    assert {"(a+)+$", "[a", "a|b", ".*a"} <= set(aliases) and "aaa" not in aliases


def test_the_same_key_in_two_entries_and_deep_but_honest_yaml_are_fine():
    assert load_plain_yaml("[{a: 1}, {a: 2, b: {a: 3}}]") == [{"a": 1}, {"a": 2, "b": {"a": 3}}]
    assert load_plain_yaml("[" * 20 + "]" * 20) is not None


def test_a_byte_order_mark_and_other_line_ends_are_fine(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert load_plain_yaml(read_text(tmp_path / "a.yaml")) == {"a": 1, "b": 2}
    with pytest.raises(PlainYamlError, match="twice"):
        load_plain_yaml("a: 1\na: 2")


@pytest.mark.parametrize(
    "written", ["1:30", "NO", "no", "on", "Off", "yes", "y", "010", "0x1f", "0b1", "1_000", ".inf", ".nan", "1e3", "=",
                "2024-1-1", "2024-01-01 10:00:00", "<<"],
)  # fmt: skip
def test_what_only_old_yaml_takes_for_a_number_or_a_truth_value_is_the_text_that_was_written(written):
    assert load_plain_yaml(f"a: {written}\nb: [{written}]") == {"a": written, "b": [written]}


def test_plain_numbers_truth_values_dates_and_null_are_what_they_look_like():
    text = "[0, -2, +3, 0.5, .5, 1.5e3, true, False, 2015-08-10, null, ~, '7', ]"
    expected = [0, -2, 3, 0.5, 0.5, 1500.0, True, False, date(2015, 8, 10), None, None, "7"]
    assert load_plain_yaml(text) == expected


@pytest.mark.parametrize("value", ["1:30", "010", "0x2", "1e1", ".inf", "yes", "2.0"])
def test_a_number_written_otherwise_is_an_error_that_shows_what_was_written(value, tmp_path):
    (tmp_path / "p.yaml").write_text(f"MIN_STATEMENTS: {value}\n")
    with pytest.raises(HelpersError, match=f"MIN_STATEMENTS must be of type int; '?{re.escape(value)}'? is "):
        check_parameters(load_parameters(tmp_path / "p.yaml"), {"MIN_STATEMENTS": Parameter("int", 1)})


def test_names_like_no_and_on_are_names(tmp_path):
    path = tmp_path / "actors.yaml"
    path.write_text("actors: [{id: NOR, name: Norway, kind: state, aliases: [NO, 'on', 1:30]}]")
    aliases = load_catalogue(path).aliases
    assert {aliases[name].actor_id for name in ("NO", "on", "1:30")} == {"NOR"}


def test_corrections_without_end_are_one_error(monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    with pytest.raises(HelpersError, match=r"/dev/zero has more than 1,000 bytes"):
        reading.read_corrections(Path("/dev/zero"))


@pytest.mark.parametrize("corpus", ["", " "])
def test_a_corpus_without_a_name_is_not_the_folder_that_one_is_in(corpus, capsys, tmp_path):
    with pytest.raises(SystemExit) as left:
        main(["extract", corpus, "--out", str(tmp_path / "run")])
    assert left.value.code == 2 and "The corpus has no name" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


PATHS = (
    ("extract", "c", "--out"), ("run", "c", "--out"), ("compare", "c", "--out"),
    ("extract", "c", "--out", "o", "--issues"),
    ("extract", "c", "--out", "o", "--actors"), ("extract", "c", "--out", "o", "--params"), ("compare",), ("score",),
    ("extract", "c", "--out", "o", "--corrections"), ("score", "c"), ("batch",), ("precision",), ("pictures",),
    ("review", "c", "--out"), ("review",), ("pictures", "c", "--out"), ("extract", "c", "--out", "o", "--scheduler"),
    ("extract", "--out", "o", "-p", "CORPUS"),
)  # fmt: skip


@pytest.mark.parametrize("blank", ["", " "])
@pytest.mark.parametrize("before", PATHS, ids=" ".join)
def test_a_path_without_a_name_is_one_error_and_nothing_is_written(before, blank, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.txt").write_text("The minister said on Monday that the harbour would be closed for repairs.")
    with pytest.raises(SystemExit) as left:
        main([*before, blank])
    error = capsys.readouterr().err
    assert left.value.code == 2 and len(error.splitlines()) == 1 and ("no name" in error or "no address" in error)
    assert [path.name for path in tmp_path.rglob("*")] == ["c", "a.txt"]
