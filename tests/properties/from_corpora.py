"""Arguments of what reads a corpus: files, records, pages, raw articles."""

import gzip
import io
from pathlib import Path
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from lxml import html
from tests.properties.contents import (
    COLUMNS_GIVEN,
    DATA,
    FILE_NAMES,
    JSON_TEXTS,
    PAGES,
    RECORDS,
    parquet_bytes,
)
from tests.properties.drawing import Make, below, chosen, drawn
from tests.properties.tables import DAYS
from tests.properties.texts import LONG_TEXTS, RAW_TEXTS, TEXTS, WORDS
from tests.properties.world import Fresh, World

from helpers.corpus.articles import RawArticle, Reject, Segment
from helpers.corpus.items import SUFFIXES, Item
from helpers.corpus.json_files import JsonText
from helpers.corpus.parquet_footers import read_footer
from helpers.corpus.reading import read_article
from helpers.corpus.records import FIELDS, Record
from helpers.corpus.thrift import BINARY, I32
from helpers.corpus.wording import shingle


def item(world: World) -> Fresh:
    """A file of a corpus: its suffix says one thing, its bytes perhaps another."""
    suffix, name = world.draw(st.sampled_from(SUFFIXES)), world.draw(FILE_NAMES)
    data, compressed = world.draw(DATA | parquet_bytes()), suffix != ".parquet" and world.draw(st.booleans())
    zipped = world.draw(st.booleans())

    def make(folder: Path) -> Item:
        path = folder / f"{name}{suffix}{'.gz' if compressed else ''}"
        path.write_bytes(gzip.compress(data, mtime=0) if compressed and zipped else data)
        return Item(path, path.name, suffix, compressed)

    return Fresh(make)


def plain_item(world: World) -> Fresh:
    """A file that is what its name says, compressed or not."""
    data, compressed = world.draw(DATA), world.draw(st.booleans())

    def make(folder: Path) -> Item:
        path = folder / ("a.csv.gz" if compressed else "a.csv")
        path.write_bytes(gzip.compress(data, mtime=0) if compressed else data)
        return Item(path, path.name, ".csv", compressed)

    return Fresh(make)


def items(world: World) -> Fresh:
    made = [item(world), Fresh(lambda _: Reject("b", "empty", "x"))]
    return Fresh(lambda folder: [each.make(folder) for each in made])


def corpus(world: World) -> Fresh:
    """A folder of files, in folders or not."""
    made = world.draw(
        st.dictionaries(st.tuples(FILE_NAMES, st.sampled_from(SUFFIXES)), DATA | LONG_TEXTS.map(str.encode), max_size=3)
    )

    def make(folder: Path) -> Path:
        root = folder / "corpus"
        for (name, suffix), data in made.items():
            path = root / name / f"{name}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        root.mkdir(exist_ok=True)
        return root

    return Fresh(make)


def parquet_file(world: World) -> Fresh:
    data = world.draw(parquet_bytes())
    return Fresh(lambda _: io.BytesIO(data))


def parquet_parts(world: World) -> dict:
    """A Parquet file whose footer can be read, and where its first column is."""
    data = world.draw(parquet_bytes())
    try:
        footer = read_footer(io.BytesIO(data))
    except Exception:
        footer = None
    assume(footer is not None and footer.groups and footer.groups[0].chunks)
    return {"file": Fresh(lambda _: io.BytesIO(data)), "chunk": footer.groups[0].chunks[0], "footer": footer}


def without(parts: Make, *names: str) -> Make:
    return lambda world: {key: value for key, value in parts(world).items() if key not in names}


def raw_article(world: World) -> RawArticle:
    parts = [st.none() | RAW_TEXTS for _ in range(6)]
    texts = LONG_TEXTS | PAGES
    return RawArticle(
        world.draw(FILE_NAMES),
        world.draw(FILE_NAMES),
        world.draw(texts),
        *map(world.draw, parts),
        world.draw(st.booleans()),
    )


def articles(world: World) -> list[Any]:
    """What articles are understood to be."""
    found = [read_article(RawArticle("a", "a", f"{world.draw(LONG_TEXTS)} the bridge of the town")) for _ in range(2)]
    return [each for each in found if not isinstance(each, Reject)]


def record(world: World) -> Record:
    return Record(1, world.draw(RECORDS))


def page(world: World) -> Any:
    """A page as lxml parses it."""
    return html.document_fromstring(f"<html><body>{world.draw(PAGES)}x".encode("utf-8", "replace"))


def node(world: World) -> Any:
    return world.one_of([each for each in page(world).iter() if isinstance(each.tag, str)])


def headline(world: World) -> dict:
    tree = page(world)
    return {
        "tree": tree,
        "headline": world.maybe(lambda: world.one_of([e for e in tree.iter() if isinstance(e.tag, str)])),
    }


CORPORA = {
    "leave_out: Path | None": below("corpus", "run"),
    "remembered: Path | None": below("remembered"),
    "Item": item,
    "Iterable[Item | Reject]": items,
    "corpus: str | Path": corpus,
    "path: str | Path": corpus,
    "columns: Mapping[str, str]": drawn(COLUMNS_GIVEN),
    "columns: Mapping[str, str] | None": drawn(st.none() | COLUMNS_GIVEN),
    "Columns": drawn(COLUMNS_GIVEN),
    "data: bytes": drawn(DATA),
    "JsonText": lambda world: (lambda text: Fresh(lambda _: JsonText(None, text)))(world.draw(JSON_TEXTS)),
    "IO[bytes]": parquet_file,
    "RawArticle": raw_article,
    "Record": record,
    "Shingles": lambda world: shingle(world.draw(st.lists(WORDS, max_size=12))),
    "Iterable[Segment]": lambda world: world.draw(
        st.lists(st.builds(Segment, st.integers(0, 9), st.integers(9, 20), st.sampled_from(("title", "body", "date"))))
    ),
    "declared: str | None": chosen(None, "utf-8", "latin-1", "x", "utf-16", "\0"),
    "max_characters: int": chosen(5, 10**7),
    "corpus.boilerplate.mark_boilerplate(paragraphs)": drawn(st.lists(TEXTS.map(str.strip).filter(bool), max_size=6)),
    "corpus.dates.choose_date(candidates)": drawn(
        st.lists(
            st.tuples(st.sampled_from(("metadata", "text")), st.none() | st.lists(DAYS, max_size=2).map(tuple)),
            max_size=3,
        )
    ),
    "corpus.language.require_english(text)": drawn(LONG_TEXTS),
    "corpus.layout.read_layout(text)": drawn(LONG_TEXTS),
    "corpus.loading.document_rows(articles)": articles,
    "corpus.wording.signature": lambda world: {
        "shingles": shingle(world.draw(st.lists(WORDS, min_size=3, max_size=12))),
        "size": 6,
        "seed": 1,
    },
    "corpus.pagedates.published": headline,
    "corpus.pagedates.is_elsewhere(node)": node,
    "corpus.parquet_files.iter_rows": lambda world: {
        **without(parquet_parts, "chunk")(world),
        "columns": ["text", "n"],
    },
    "corpus.parquet_pages.measure_pages": without(parquet_parts, "footer"),
    "corpus.parquet_pages.iter_pages": without(parquet_parts, "footer"),
    "corpus.records.column_of(field)": chosen(*FIELDS),
    "corpus.remembered.remembering(folder)": below("remembered"),
    "corpus.streams.open_lines(item)": plain_item,
    "corpus.streams.open_text(item)": plain_item,
    "corpus.streams.read_bytes(item)": plain_item,
    "corpus.thrift.write_struct": lambda world: {
        "values": {1: world.draw(st.binary(max_size=3)), 2: [world.draw(st.integers(0, 99))]},
        "fields": {1: BINARY, 2: [I32]},
    },
}
