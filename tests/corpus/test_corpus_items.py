"""Finding the files of a corpus."""

import os
from pathlib import Path

import pytest

from helpers.corpus.articles import Reject
from helpers.corpus.items import Item, find_items
from helpers.errors import CorpusError


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")


def test_folder_is_searched_in_the_order_of_relative_paths(tmp_path):
    touch(tmp_path, "b/z.txt", "b-a/y.txt", "a.html", "b.JSONL", "c.txt.gz", ".hidden.txt", ".git/x.txt", "b/.x/y.txt")
    assert [item.source for item in find_items(tmp_path)] == ["a.html", "b-a/y.txt", "b.JSONL", "b/z.txt", "c.txt.gz"]


def test_item_knows_its_names(tmp_path):
    touch(tmp_path, "daily/one.two.txt.gz")
    (item,) = find_items(tmp_path)
    assert (item.stem, item.folder, item.suffix, item.compressed) == ("one.two", "daily", ".txt", True)


def test_single_file_is_called_by_its_name(tmp_path):
    touch(tmp_path, "deep/a.txt")
    assert [i.source for i in find_items(tmp_path / "deep/a.txt")] == ["a.txt"]


def test_glob_keeps_paths_from_its_fixed_part(tmp_path):
    touch(tmp_path, "x/a.txt", "x/b.html", "y/c.txt", ".z/d.txt")
    assert [i.source for i in find_items(f"{tmp_path}/*/*.txt")] == ["x/a.txt", "y/c.txt"]
    assert [i.source for i in find_items(f"{tmp_path}/**/*.txt")] == ["x/a.txt", "y/c.txt"]
    assert [i.source for i in find_items(f"{tmp_path}/x*")] == ["x/a.txt", "x/b.html"]


def test_file_whose_name_looks_like_a_glob_is_a_file(tmp_path):
    touch(tmp_path, "a[1].txt")
    assert len(find_items(tmp_path / "a[1].txt")) == 1


@pytest.mark.parametrize("name", ["missing", "missing/*.txt", "empty"])
def test_nothing_to_read_is_one_clear_line(tmp_path, name):
    (tmp_path / "empty/.git").mkdir(parents=True)
    with pytest.raises(CorpusError, match=name.replace("*", r"\*")) as error:
        find_items(tmp_path / name)
    assert "\n" not in str(error.value) and ".parquet" in str(error.value)


@pytest.mark.parametrize("name", ["a.pkl", "a.pdf", "README", "a.parquet.gz", "a.zip"])
def test_unknown_suffix_is_rejected(tmp_path, name):
    touch(tmp_path, name)
    (reject,) = find_items(tmp_path)
    assert isinstance(reject, Reject) and (reject.source, reject.reason) == (name, "unknown_format")


def test_links_are_followed_inside_the_corpus_only(tmp_path):
    touch(tmp_path, "corpus/a.txt", "secret.txt", "outside/b.txt")
    corpus = tmp_path / "corpus"
    (corpus / "inside.txt").symlink_to("a.txt")
    (corpus / "out.txt").symlink_to("../secret.txt")
    (corpus / "folder").symlink_to("../outside")
    (corpus / "loop.txt").symlink_to("loop.txt")
    (corpus / "self").symlink_to(".")
    (corpus / "gone.txt").symlink_to("nowhere.txt")
    outcomes = {i.source: i.reason if isinstance(i, Reject) else "ok" for i in find_items(corpus)}
    assert outcomes == {
        "a.txt": "ok",
        "inside.txt": "ok",
        "out.txt": "outside_corpus",
        "folder": "outside_corpus",
        "loop.txt": "unreadable",
        "self": "unreadable",
        "gone.txt": "unreadable",
    }


def test_link_named_by_the_user_is_followed(tmp_path):
    touch(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "link.txt").symlink_to("real/a.txt")
    assert isinstance(find_items(tmp_path / "link")[0], Item)
    assert isinstance(find_items(tmp_path / "link.txt")[0], Item)


def test_pipe_is_rejected_without_being_opened(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    assert [(r.source, r.reason) for r in find_items(tmp_path)] == [("a.txt", "unreadable")]


def test_folder_that_cannot_be_opened_is_rejected(tmp_path, monkeypatch):
    touch(tmp_path, "a.txt", "closed/b.txt")
    scandir = os.scandir

    def refuse(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    outcomes = find_items(tmp_path)
    assert isinstance(outcomes[0], Item)
    assert (outcomes[1].source, outcomes[1].reason) == ("closed", "unreadable")


def test_names_that_are_no_unicode_are_escaped(tmp_path):
    for name in (b"caf\xe9.txt", b"caf\xe8.txt", b"a\nb.txt"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text("x")
    assert [i.source for i in find_items(tmp_path)] == ["a\\nb.txt", "caf\\xe8.txt", "caf\\xe9.txt"]
