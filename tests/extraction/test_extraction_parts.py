"""What extraction keeps of a run, and that using it again gives what a fresh run gives, byte for byte."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from helpers import extraction, tables
from helpers.actors import load_catalogue
from helpers.extraction import articles, spreading
from helpers.extraction.articles import Article, cut_parts

TEXT = 'Ada Lund, the mayor of {0}, said on Monday: "We reject the bridge to {0}." Minister Ola Berg denied it.'
PLACES = ("Karlstad", "Lund", "Malmo", "Oslo", "Bergen", "Turku")


def corpus(**places: str):
    documents = tables.DOCUMENTS.table(
        {
            "document_id": key, "source": f"{key}.txt", "language": "en", "text": TEXT.format(place), "n_words": 19,
            "sha256": "", "body": [{"start": 0, "end": len(TEXT.format(place))}], "flags": [],
        }
        for key, place in sorted(places.items())
    )  # fmt: skip
    segments = tables.SEGMENTS.table(
        {"document_id": key, "start": 0, "end": len(TEXT.format(place)), "kind": "body"}
        for key, place in sorted(places.items())
    )
    return documents, segments


@pytest.fixture(autouse=True)
def small_parts_and_one_model(monkeypatch, nlp):
    monkeypatch.setattr(articles, "MAX_PART", 2)
    monkeypatch.setattr(spreading, "start", lambda *how: extraction.Extractor(*how, nlp=nlp).extract)


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(name="extract")
def extract_places(extract):
    def extract_places(folder: Path, catalogue, variant: str = "rules", **places: str) -> SimpleNamespace:
        return extract(folder, *corpus(**places), catalogue=catalogue, variant=variant)

    return extract_places


def content(folder: Path) -> dict[str, bytes]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def modified(folder: Path) -> dict[Path, int]:
    """When each file of the parts was last written."""
    return {path: path.stat().st_mtime_ns for name in ("parts", "parses") for path in (folder / name).iterdir()}


@pytest.fixture
def assert_as_fresh(tmp_path, extract):
    def assert_as_fresh(catalogue, variant: str = "rules", **places: str):
        extract(tmp_path / "fresh", catalogue, variant, **places)
        assert content(tmp_path / "run") == content(tmp_path / "fresh")

    return assert_as_fresh


BEFORE = dict(zip("acegik", PLACES, strict=True))


def test_with_nothing_new_nothing_is_parsed_and_no_part_written(tmp_path, catalogue, extract):
    first = extract(tmp_path / "run", catalogue, **BEFORE)
    times = modified(tmp_path / "run")
    again = extract(tmp_path / "run", catalogue, **BEFORE)
    assert first.reuse == extraction.Reuse(parsed=6, read_again=0, kept=0)
    assert again.reuse == extraction.Reuse(parsed=0, read_again=0, kept=6)
    assert times == modified(tmp_path / "run")
    assert first.quotations.equals(again.quotations) and len(first.quotations)


@pytest.mark.parametrize(
    ("after", "parsed"),
    [
        (BEFORE | {"b": "Narvik", "l": "Vasa"}, 2),
        (BEFORE | {"e": "Narvik"}, 1),
        ({key: place for key, place in BEFORE.items() if key not in "ag"}, 0),
    ],
    ids=["articles_added", "article_changed", "articles_removed"],
)
def test_only_what_is_new_is_parsed_and_the_result_is_that_of_a_fresh_run(
    tmp_path, catalogue, after, parsed, extract, assert_as_fresh
):
    extract(tmp_path / "run", catalogue, **BEFORE)
    found = extract(tmp_path / "run", catalogue, **after)
    assert found.reuse == extraction.Reuse(parsed=parsed, read_again=0, kept=len(after) - parsed)
    assert_as_fresh(catalogue, **after)


def test_another_catalogue_or_variant_is_applied_to_the_parses_of_before(tmp_path, catalogue, extract, assert_as_fresh):
    extract(tmp_path / "run", catalogue, **BEFORE)
    own = tmp_path / "actors.yaml"
    own.write_text("actors:\n- {id: lund_town, name: Lund, kind: organisation}\n", encoding="utf-8")
    other = load_catalogue(own)
    found = extract(tmp_path / "run", other, "fast", **BEFORE)
    assert found.reuse == extraction.Reuse(parsed=0, read_again=6, kept=0)
    assert "lund_town" in set(found.mentions["actor_id"])
    assert_as_fresh(other, "fast", **BEFORE)


@pytest.mark.parametrize("damaged", ["parses/*.spacy", "parts/*.quotations.parquet", "parts/*.json"])
def test_a_damaged_file_costs_its_part_only(tmp_path, catalogue, damaged, extract, assert_as_fresh):
    extract(tmp_path / "run", catalogue, **BEFORE)
    path = sorted((tmp_path / "run").glob(damaged))[0]
    path.write_bytes(path.read_bytes()[:-20])
    found = extract(tmp_path / "run", catalogue, **BEFORE)
    assert 0 < found.reuse.parsed <= 2 and found.reuse.kept == 6 - found.reuse.parsed
    assert_as_fresh(catalogue, **BEFORE)


def test_what_a_stopped_run_has_done_is_kept(tmp_path, catalogue, monkeypatch, extract, assert_as_fresh):
    added = []
    add = extraction.parts.Parts.add

    def stopped(self, *arguments):
        add(self, *arguments)
        added.append(arguments)
        if len(added) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(extraction.parts.Parts, "add", stopped)
        extract(tmp_path / "run", catalogue, **BEFORE)
    found = extract(tmp_path / "run", catalogue, **BEFORE)
    assert found.reuse.kept == sum(len(part.keys) for _, part, _ in added) > 0
    assert_as_fresh(catalogue, **BEFORE)


def test_parts_do_not_move_with_what_stands_before_them(monkeypatch):
    monkeypatch.setattr(articles, "MAX_PART", 96)
    many = [Article(f"article-{n:04}", f"Text {n}.", ((0, 7),), None) for n in range(2000)]
    before = {part.name: len(part.articles) for part in cut_parts(many)}
    new = Article("article-0100-b", "New.", ((0, 4),), None)
    after = {part.name for part in cut_parts([new, *many])}
    after_inside = {part.name for part in cut_parts([*many[:101], new, *many[101:]])}
    assert sum(before.values()) == 2000 and max(before.values()) <= 96
    assert len(before.keys() - after) <= 1 and len(before.keys() - after_inside) <= 1
