"""What extraction keeps of a run, and that using it again gives what a fresh run gives, byte for byte.

The same in the run folder, in a folder that workers share, and in a store.
"""

import json
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from types import SimpleNamespace

import fsspec
import pytest

from helpers import extraction, parses, places, tables
from helpers.actors import load_catalogue
from helpers.errors import StoreError
from helpers.extraction import articles, spreading
from helpers.extraction.articles import Article, cut_parts
from helpers.part_records import digest, read_record

TEXT = 'Ada Lund, the mayor of {0}, said on Monday: "We reject the bridge to {0}." Minister Ola Berg denied it.'
TOWNS = ("Karlstad", "Lund", "Malmo", "Oslo", "Bergen", "Turku")


def corpus(**towns: str):
    documents = tables.DOCUMENTS.table(
        {
            "document_id": key, "source": f"{key}.txt", "language": "en", "text": TEXT.format(place), "n_words": 19,
            "sha256": "", "body": [{"start": 0, "end": len(TEXT.format(place))}], "flags": [],
        }
        for key, place in sorted(towns.items())
    )  # fmt: skip
    segments = tables.SEGMENTS.table(
        {"document_id": key, "start": 0, "end": len(TEXT.format(place)), "kind": "body"}
        for key, place in sorted(towns.items())
    )
    return documents, segments


@pytest.fixture(autouse=True)
def small_parts_and_one_model(monkeypatch, nlp):
    monkeypatch.setattr(articles, "MAX_PART", 2)
    monkeypatch.setattr(spreading, "start", lambda *how: extraction.Extractor(*how, nlp=nlp).extract)


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(autouse=True, params=["run_folder", "shared_folder", "store"])
def kept_at(request):
    """Where parts are kept: a function of the run folder's name."""
    PARTS_AT["of"] = {
        "run_folder": lambda folder: "",
        "shared_folder": lambda folder: str(folder.with_name("shared") / folder.name),
        "store": lambda folder: f"memory://bucket/{folder.name}",
    }[request.param]
    yield request.param
    fsspec.filesystem("memory").store.clear()


PARTS_AT = {}


@pytest.fixture(name="extract")
def extract_towns(extract):
    def extract_towns(folder: Path, catalogue, variant: str = "rules", **towns: str) -> SimpleNamespace:
        parts_at = PARTS_AT["of"](folder)
        return extract(folder, *corpus(**towns), catalogue=catalogue, variant=variant, parts_at=parts_at)

    return extract_towns


def places_of(folder: Path) -> places.Places:
    return places.places_at(PARTS_AT["of"](folder) or str(folder))


def content(folder: Path) -> dict[str, bytes]:
    """Tables, and all files that are kept of parts; of the order, which names their place, nothing but the names."""
    found = {path.name: path.read_bytes() for path in (folder / "tables").iterdir()}
    for place in (places_of(folder).rows, places_of(folder).parses):
        names = sorted(place.sizes())
        found |= dict(zip(names, place.read(names), strict=True))
    found[places.ORDER] = json.loads((folder / "parses" / places.ORDER).read_text())["parts"]
    return found


def modified(folder: Path) -> dict[Path, int]:
    """When each file of the parts was last written."""
    return {path: path.stat().st_mtime_ns for name in ("parts", "parses") for path in folder.rglob(f"{name}/*")}


@pytest.fixture
def assert_as_fresh(tmp_path, extract):
    def assert_as_fresh(catalogue, variant: str = "rules", **towns: str):
        extract(tmp_path / "fresh", catalogue, variant, **towns)
        assert content(tmp_path / "run") == content(tmp_path / "fresh")

    return assert_as_fresh


BEFORE = dict(zip("acegik", TOWNS, strict=True))


def test_with_nothing_new_nothing_is_parsed_and_no_part_written(tmp_path, catalogue, extract):
    first = extract(tmp_path / "run", catalogue, **BEFORE)
    stored = dict(fsspec.filesystem("memory").store)
    times = modified(tmp_path)
    again = extract(tmp_path / "run", catalogue, **BEFORE)
    assert first.reuse == extraction.Reuse(parsed=6, read_again=0, kept=0)
    assert again.reuse == extraction.Reuse(parsed=0, read_again=0, kept=6)
    assert times == modified(tmp_path)
    assert all(fsspec.filesystem("memory").store[name] is file for name, file in stored.items())
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


@pytest.mark.parametrize("damaged", ["*.spacy", "*.quotations.parquet", "[0-9a-f]*.json"])
def test_a_damaged_file_costs_its_part_only(tmp_path, catalogue, damaged, extract, assert_as_fresh):
    extract(tmp_path / "run", catalogue, **BEFORE)
    at = places_of(tmp_path / "run")
    place = at.parses if damaged.endswith(".spacy") else at.rows
    name = next(name for name in sorted(place.sizes()) if fnmatchcase(name, damaged))
    place.write(name, next(place.read([name]))[:-20])
    found = extract(tmp_path / "run", catalogue, **BEFORE)
    assert 0 < found.reuse.parsed <= 2 and found.reuse.kept == 6 - found.reuse.parsed
    assert_as_fresh(catalogue, **BEFORE)


def test_what_a_stopped_run_has_done_is_kept(tmp_path, catalogue, monkeypatch, extract, assert_as_fresh):
    added = []
    add = extraction.parts.Parts.add

    def stopped(self, *arguments):
        lost = add(self, *arguments)
        added.append(arguments)
        if len(added) == 2:
            raise KeyboardInterrupt
        return lost

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(extraction.parts.Parts, "add", stopped)
        extract(tmp_path / "run", catalogue, **BEFORE)
    found = extract(tmp_path / "run", catalogue, **BEFORE)
    assert found.reuse.kept == sum(len(recipe.keys) for recipe, _ in added) > 0
    assert_as_fresh(catalogue, **BEFORE)


def test_parses_are_read_back_in_the_order_of_the_corpus(tmp_path, catalogue, extract):
    extract(tmp_path / "run", catalogue, **BEFORE)
    assert [document_id for document_id, _ in parses.iter_parses(tmp_path / "run" / "parses")] == list(BEFORE)


def test_of_each_part_it_is_noted_what_its_parses_are(tmp_path, catalogue, extract):
    extract(tmp_path / "run", catalogue, **BEFORE)
    extract(tmp_path / "run", catalogue, **BEFORE | {"b": "Narvik"})  # of which one part is put together from two
    at = places_of(tmp_path / "run")
    names = json.loads((tmp_path / "run" / "parses" / places.ORDER).read_text())["parts"]
    noted = [read_record(record) for record in at.rows.read(map(places.record_name, names))]
    packed = list(at.parses.read(map(places.parses_name, names)))
    assert [record.parses for record in noted] == [parses.digest_parses(each) for each in packed]
    assert [record.files["parses"] for record in noted] == [digest(each) for each in packed]


def test_other_files_at_the_place_stay(tmp_path, catalogue, kept_at, extract):
    at = places_of(tmp_path / "run")
    for place, name in ((at.rows, "notes.json"), (at.rows, "2024.csv"), (at.parses, "mine.spacy")):
        place.write(name, b"mine")
    extract(tmp_path / "run", catalogue, **BEFORE)
    places_of(tmp_path / "run").clear()
    assert {*at.rows.sizes(), *at.parses.sizes()} - {places.ORDER} == {"notes.json", "2024.csv", "mine.spacy"}


def test_what_another_run_has_written_there_meanwhile_is_not_taken_for_ours(tmp_path, catalogue, monkeypatch, extract):
    tidy = extraction.parts.Parts.tidy

    def overwritten(self, names):
        tidy(self, names)
        place = places_of(tmp_path / "run").rows
        place.write(places.rows_name(names[0], "mentions"), b"theirs")

    monkeypatch.setattr(extraction.parts.Parts, "tidy", overwritten)
    with pytest.raises(StoreError, match="another run"):
        extract(tmp_path / "run", catalogue, **BEFORE)


def test_parts_that_are_kept_elsewhere_from_now_on_leave_where_they_were(tmp_path, catalogue, monkeypatch, extract):
    first = extract(tmp_path / "run", catalogue, **BEFORE)
    before = places_of(tmp_path / "run")
    monkeypatch.setitem(PARTS_AT, "of", lambda folder: f"memory://other/{folder.name}")
    found = extract(tmp_path / "run", catalogue, **BEFORE)
    assert found.reuse.parsed == 6 and found.quotations.equals(first.quotations)
    assert not {*before.rows.sizes(), *before.parses.sizes()} - {places.ORDER}
    assert len(list(parses.iter_parses(tmp_path / "run" / "parses"))) == 6


def test_workers_may_write_into_the_run_folder(tmp_path, catalogue, monkeypatch, kept_at, extract, assert_as_fresh):
    if kept_at != "run_folder":
        pytest.skip("the run folder is where this begins")
    extract(tmp_path / "run", catalogue, **BEFORE)
    monkeypatch.setitem(PARTS_AT, "of", str)
    monkeypatch.chdir(tmp_path)
    found = extract(Path("run"), catalogue, **BEFORE)
    assert found.reuse.kept == 6
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


def test_where_nobody_is_named_or_quoted_tables_have_no_rows(tmp_path, catalogue, extract, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "TEXT", "It rained all day, {0}.")
    found = extract(tmp_path / "run", catalogue, a="and all night")
    assert found.mentions.empty and found.quotations.empty and len(found.documents) == 1
