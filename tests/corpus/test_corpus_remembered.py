"""What is remembered of articles is what reading them again gives, and is not used where something has changed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.corpus import RawArticle, load_corpus, remembered
from helpers.corpus.remembered import remembering
from helpers.errors import CorpusError

TEXT = (
    "Council rejects the bridge\nBy Ada Lund\nKARLSTAD, 5 May 2024 - The council of {0} has rejected the bridge, "
    "and the mayor said that she would not accept it.\nRead more: the history of the bridge\n"
)
PLACES = ("Karlstad", "Lund", "Malmo")


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for place in PLACES:
        (folder / f"{place}.txt").write_text(TEXT.format(place) + f"It is the first time in {place}. " * 3)
    (folder / "short.txt").write_text("By Ada Lund\n")
    return folder


@pytest.fixture
def load(corpus, tmp_path, monkeypatch):
    """Loads the corpus; returns its tables and the names of the articles that were read anew."""

    def run():
        anew = []
        read = remembered.read_article

        def counting(raw):
            anew.append(raw.name)
            return read(raw)

        with monkeypatch.context() as patch:
            patch.setattr(remembered, "read_article", counting)
            return load_corpus(corpus, remembered=tmp_path / "articles"), sorted(anew)

    return run


def assert_equal(one, other):
    assert all(table.equals(again) for table, again in zip(one, other, strict=True))


def test_nothing_is_read_twice_and_the_tables_are_the_same(load, corpus):
    first, anew = load()
    assert anew == [*PLACES, "short"] and len(first.rejects) == 1
    again, anew = load()
    assert anew == []
    assert_equal(first, again)
    assert_equal(first, load_corpus(corpus))


def test_only_what_is_new_or_changed_is_read_and_the_rest_forgotten(load, corpus):
    load()
    (corpus / "Lund.txt").write_text(TEXT.format("Lund") + "Nobody had expected it in this town. " * 3)
    (corpus / "Oslo.txt").write_text(TEXT.format("Oslo") + "Everybody had expected it in this city. " * 3)
    (corpus / "Malmo.txt").rename(corpus / "Moved.txt")
    changed, anew = load()
    assert anew == ["Lund", "Moved", "Oslo"]
    assert_equal(changed, load_corpus(corpus))
    (corpus / "Moved.txt").rename(corpus / "Malmo.txt")
    assert load()[1] == ["Malmo"]


@pytest.mark.parametrize("damage", [b"", b"no database", None])
def test_what_is_damaged_is_read_anew(load, corpus, tmp_path, damage):
    load()
    (path,) = (tmp_path / "articles").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"en"', b'"xx"') if damage is None else damage)
    assert path.read_bytes() != whole
    again, anew = load()
    assert anew == ([*PLACES] if damage is None else [*PLACES, "short"])
    assert_equal(again, load_corpus(corpus))


def test_what_failed_unexpectedly_is_tried_again(load, corpus, monkeypatch):
    def full(body):
        raise OSError("No space left on device")

    with monkeypatch.context() as patch, pytest.raises(CorpusError, match="3 analysis_failed"):
        patch.setattr("helpers.corpus.reading.require_english", full)
        load()
    tables, anew = load()
    assert anew == [*PLACES]
    assert_equal(tables, load_corpus(corpus))


def test_other_versions_remember_nothing_of_each_other(load, tmp_path, monkeypatch):
    load()
    monkeypatch.setattr(remembered.runs, "versions", lambda: {"python": "4"})
    assert load()[1] == [*PLACES, "short"]
    assert len(list((tmp_path / "articles").iterdir())) == 1


def test_a_load_that_fails_leaves_what_was_remembered(load, tmp_path):
    load()
    with pytest.raises(KeyboardInterrupt), remembering(tmp_path / "articles"):
        raise KeyboardInterrupt
    assert load()[1] == []
    assert len(list((tmp_path / "articles").iterdir())) == 1


@settings(deadline=None, max_examples=50)
@given(st.text(), st.none() | st.text(), st.none() | st.dates(min_value=date(1990, 1, 1)).map(str))
def test_any_article_is_remembered_as_it_was_read(tmp_path_factory, text, title, day):
    raw = RawArticle(
        "a.txt", "a", TEXT.format("Lund") + text, title=title, date=day, url="https://a.example/2024/05/06/x"
    )
    folder = tmp_path_factory.mktemp("articles")
    with remembering(folder) as first:
        read = first.read(raw)
    with remembering(folder) as second:
        assert second.read(raw) == read
