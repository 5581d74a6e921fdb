"""The run folder: tables, manifest, fingerprint, lock."""

import json
import os

import pytest

from helpers import runs, tables
from helpers.errors import RunFolderError, TableSchemaError


def rejects(*sources: str):
    return tables.REJECTS.table([{"source": source, "reason": "empty", "detail": ""} for source in sources])


def test_tables_are_written_counted_and_read_in_the_order_asked_for(tmp_path):
    runs.write_tables(tmp_path, rejects=rejects("a", "b"), segments=tables.SEGMENTS.empty())
    segments, found = runs.read_tables(tmp_path, "segments", "rejects")
    assert segments.empty
    assert list(found["source"]) == ["a", "b"]
    assert (tmp_path / "tables" / "rejects.parquet").is_file()
    assert runs.read_manifest(tmp_path)["counts"] == {"rejects": 2, "segments": 0}


def test_counts_of_other_tables_and_other_entries_stay(tmp_path):
    runs.write_manifest(tmp_path, {"parameters": {"A": 1}, "counts": {"documents": 7}})
    runs.write_tables(tmp_path, rejects=rejects("a"))
    manifest = runs.read_manifest(tmp_path)
    assert manifest["parameters"] == {"A": 1} and manifest["counts"] == {"documents": 7, "rejects": 1}


def test_a_table_is_as_written_until_its_file_is_cut_edited_or_gone(tmp_path):
    assert not runs.is_as_written(tmp_path, "rejects")
    runs.write_tables(tmp_path, rejects=rejects("a"), segments=tables.SEGMENTS.empty())
    path = runs.table_path(tmp_path, "rejects")
    assert runs.is_as_written(tmp_path, "rejects")
    path.write_bytes(path.read_bytes()[:-1])
    assert not runs.is_as_written(tmp_path, "rejects") and runs.is_as_written(tmp_path, "segments")
    path.unlink()
    assert not runs.is_as_written(tmp_path, "rejects")


def test_paths_that_are_no_utf8_can_stand_in_the_manifest(tmp_path):
    runs.write_manifest(tmp_path, {"parameters": {"CORPUS": "/caf\udce9"}})
    assert runs.read_manifest(tmp_path) == {"parameters": {"CORPUS": "/caf\udce9"}}


def test_a_table_that_is_not_there_is_named(tmp_path):
    with pytest.raises(TableSchemaError, match="'documents' is missing"):
        runs.read_tables(tmp_path, "documents")


@pytest.mark.parametrize(
    "content",
    [None, "", "{", "[1]", "\udcff", '{"stages": 7}', '{"stages": {"01": 1}}', '{"files": []}', '{"counts": null}'],
    ids=["none", "empty", "cut", "list", "bytes", "no_stages", "no_stage", "no_files", "no_counts"],
)
def test_a_manifest_that_cannot_be_used_is_an_empty_one(content, tmp_path):
    if content is not None:
        (tmp_path / "run.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert runs.read_manifest(tmp_path) == {}


def test_equal_manifests_give_equal_bytes(tmp_path):
    runs.write_manifest(tmp_path / "one", {"b": "ü", "a": 1})
    runs.write_manifest(tmp_path / "two", {"a": 1, "b": "ü"})
    content = (tmp_path / "one" / "run.json").read_text(encoding="utf-8")
    assert content == (tmp_path / "two" / "run.json").read_text(encoding="utf-8")
    assert json.loads(content) == {"a": 1, "b": "ü"}
    assert "ü" in content and content.endswith("\n")


def test_versions_name_python_and_what_results_depend_on():
    assert {"python", "spacy", "pandas", "pyarrow"} <= runs.versions().keys()


class TestFingerprint:
    def corpus(self, folder, **files):
        for name, content in files.items():
            path = folder / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return folder

    def test_the_same_files_give_the_same_fingerprint_wherever_they_lie(self, tmp_path):
        one = self.corpus(tmp_path / "one", a="1", sub__b="2")
        two = self.corpus(tmp_path / "two", sub__b="2", a="1")
        assert runs.fingerprint(one) == runs.fingerprint(two)

    @pytest.mark.parametrize(
        "files",
        [{"a": "1"}, {"a": "1", "b": "3"}, {"a": "1", "c": "2"}, {"a": "1", "b": "2", "c": ""}, {"a": "2", "b": "1"}],
        ids=["removed", "changed", "renamed", "added", "swapped"],
    )
    def test_any_change_gives_another_one(self, tmp_path, files):
        before = runs.fingerprint(self.corpus(tmp_path / "one", a="1", b="2"))
        assert runs.fingerprint(self.corpus(tmp_path / "two", **files)) != before

    def test_strings_cannot_be_moved_from_one_to_the_next(self):
        assert runs.fingerprint("ab", "c") != runs.fingerprint("a", "bc")
        assert runs.fingerprint("a", "b") != runs.fingerprint("b", "a")

    @pytest.mark.skipif(os.name == "nt", reason="such names do not exist there")
    def test_names_that_are_no_utf8_are_no_problem(self, tmp_path):
        path = os.fsencode(tmp_path) + b"/\xff.txt"
        with open(path, "wb"):
            pass
        assert len(runs.fingerprint(tmp_path)) == 64


def test_a_second_run_is_kept_out_until_the_first_ends(tmp_path):
    with runs.locked(tmp_path / "run"):
        with pytest.raises(RunFolderError, match=r"is in use by another run.*--out"), runs.locked(tmp_path / "run"):
            pytest.fail("both got in")
    with runs.locked(tmp_path / "run"):
        pass


def test_the_lock_is_freed_when_the_run_fails(tmp_path):
    with pytest.raises(ValueError), runs.locked(tmp_path):
        raise ValueError
    with runs.locked(tmp_path):
        pass


def test_a_file_in_the_place_of_the_folder_is_an_error_that_names_it(tmp_path):
    (tmp_path / "run").write_text("")
    with pytest.raises(RunFolderError, match=r"run cannot be written to .*--out"), runs.locked(tmp_path / "run"):
        pass


def test_an_error_of_the_run_itself_is_not_taken_for_one_of_its_folder(tmp_path):
    with pytest.raises(PermissionError), runs.locked(tmp_path):
        raise PermissionError("some article")


@pytest.mark.parametrize("text", ["", "{", "[]", "\xff", "[" * 100_000, '{"stages": []}'], ids=range(6))
def test_a_manifest_that_is_none_is_made_again(text, tmp_path):
    (tmp_path / "run.json").write_text(text)
    assert runs.read_manifest(tmp_path) == {}
