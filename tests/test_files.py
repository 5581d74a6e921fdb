"""Files appear whole or not at all."""

import pytest

from helpers import files
from helpers.files import replacing, write_text


def test_a_file_appears_when_its_block_ends(tmp_path):
    path = tmp_path / "new" / "folder" / "file.txt"
    with replacing(path) as temporary:
        temporary.write_text("all of it")
        assert temporary.parent == path.parent
        assert not path.exists()
    assert path.read_text() == "all of it"


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "file.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError, match="half way"), replacing(path) as temporary:
        temporary.write_text("ne")
        raise RuntimeError("half way")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_before_anything_was_written_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError), replacing(tmp_path / "file.txt"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_text_is_utf8_with_plain_line_ends(tmp_path):
    write_text(tmp_path / "file.txt", "für\nalle\n")
    assert (tmp_path / "file.txt").read_bytes() == b"f\xc3\xbcr\nalle\n"


def test_what_need_not_last_is_not_waited_for_and_still_whole_or_not_there(tmp_path, monkeypatch):
    waited = []
    monkeypatch.setattr(files, "_reach_disk", waited.append)
    with replacing(tmp_path / "a", must_last=False) as temporary:
        temporary.write_text("new")
        assert not (tmp_path / "a").exists()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["new"] and waited == []
    with replacing(tmp_path / "a") as temporary:
        temporary.write_text("newer")
    assert waited[1:] == [tmp_path] and (tmp_path / "a").read_text() == "newer"
