"""Arguments of what keeps a corpus in parts: where they are, what was extracted for each, and how it is read again."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st
from tests.properties.contents import ADDRESSES, BYTES, JSON_TEXTS
from tests.properties.drawing import below, drawn
from tests.properties.tables import DAYS, paragraphs
from tests.properties.texts import TEXTS
from tests.properties.world import Fresh, World

from helpers import parses, places, schema, tables
from helpers.engines import HERE
from helpers.extraction.articles import Article, cut_parts
from helpers.extraction.columns import read_columns
from helpers.extraction.extractor import SCHEMAS, Batch, Work
from helpers.extraction.parts import Parts
from helpers.extraction.recipes import Recipe
from helpers.extraction.writing import write_part
from helpers.losses import Loss
from helpers.part_records import PartRecord, digest

LOSS = Loss("x", "<planted>")


def articles(world: World) -> list[Article]:
    """The Docs as articles, in the order of their ids."""
    made = [
        Article(doc.user_data["document_id"], doc.text, tuple(paragraphs(doc.text)), world.draw(st.none() | DAYS))
        for doc in world.docs
    ]
    return sorted(made)


def batch(world: World, of: Sequence[Article], n_lost: int | None = None) -> Batch:
    """What was extracted from some articles; the first of them perhaps lost."""
    n_lost = world.index(2) if n_lost is None else n_lost
    kept = [article.document_id for article in of[n_lost:]]
    rows = {name: [row for row in world.run.rows(name) if row["document_id"] in kept] for name in SCHEMAS}
    rows = {name: sorted(rows[name], key=lambda row: kept.index(row["document_id"])) for name in SCHEMAS}
    packed = parses.pack(doc for i in kept for doc in world.docs if doc.user_data["document_id"] == i)
    lost = {article.document_id: LOSS for article in of[:n_lost]}
    return Batch(**{name: SCHEMAS[name].to_arrow(rows[name]) for name in SCHEMAS}, parses=packed, lost=lost)


class Made(NamedTuple):
    """Parts that something was extracted for: a function of the folder, and their names."""

    make: Callable[[Path], Parts]
    names: list[str]


def made_parts(world: World) -> Made:
    """The articles, all in a part or each in one."""
    given = articles(world)
    parts = list(cut_parts(given)) if world.draw(st.booleans()) else [p for a in given for p in cut_parts([a])]
    batches = [batch(world, part.articles) for part in parts]
    elsewhere = world.draw(st.booleans())

    def make(folder: Path) -> Parts:
        address = str(folder / "elsewhere") if elsewhere else ""
        made = Parts(folder / "run" / "parses", parser="x", settings="x", address=address)
        for part, extracted in zip(parts, batches, strict=True):
            missing = made.missing(part)
            if missing is not None:
                made.add(missing[0], extracted)
        return made

    return Made(make, [part.name for part in parts])


def columns_of(world: World, name: str) -> list[str]:
    """Some columns of a table, `document_id` among them."""
    others = [c.name for c in SCHEMAS[name].columns if c.name != "document_id"]
    return ["document_id", *world.draw(st.lists(st.sampled_from(others), max_size=3, unique=True))]


def some_columns(world: World) -> dict:
    """Some columns of the rows of parts."""
    made, name = made_parts(world), world.draw(st.sampled_from(sorted(SCHEMAS)))
    columns = columns_of(world, name)
    texts = [c.name for c in SCHEMAS[name].columns if c.name in columns and c.type == schema.STRING]
    return {"parts": Fresh(made.make), "table": name, "names": made.names, "columns": columns,
            "repeated": world.draw(st.frozensets(st.sampled_from(texts)))}  # fmt: skip


def whole_rows(world: World) -> dict:
    """Whole rows, every one or every second, with columns that are as they were."""
    made, name = made_parts(world), world.draw(st.sampled_from(("mentions", "quotations")))
    changed, step = ["actor_id", "confidence"], 1 + world.index(2)

    def read(folder: Path) -> tuple:
        return read_columns(made.make(folder), name, made.names, ["document_id", *changed], ("document_id",))

    return {
        "parts": Fresh(made.make),
        "table": name,
        "pieces": Fresh(lambda folder: read(folder)[1]),
        "columns": Fresh(lambda folder: read(folder)[0][changed].iloc[::step]),
    }


def places_given(world: World) -> Callable[[Path], places.Places]:
    """Places with nothing in them: of the run folder, of a folder elsewhere, of a store."""
    kind = world.draw(st.sampled_from(("beside", "elsewhere", "store")))

    def make(folder: Path) -> places.Places:
        if kind == "store":
            fsspec.filesystem("memory").store.clear()
            return places.places_at("memory://parts/x")
        return places.beside(folder / "parses") if kind == "beside" else places.places_at(str(folder / "elsewhere"))

    return make


def to_write(world: World) -> dict:
    """A part to write, and what was extracted from its articles but those that an earlier part has."""
    given, at = articles(world), places_given(world)
    n_old = world.index(len(given) + 1)
    old, extracted = batch(world, given[:n_old], n_lost=0), batch(world, given[n_old:])
    keys = {article.document_id: article.key() for article in given}
    of_old = tuple(keys)[:n_old]

    def make(folder: Path) -> Recipe:
        places_of_all = at(folder)
        write_part(Recipe("before", {i: keys[i] for i in of_old}, {}, places_of_all, "x", "x"), old)
        return Recipe("now", keys, {"before": of_old} if of_old else {}, places_of_all, "x", "x")

    return {"recipe": Fresh(make), "batch": extracted}


def to_do(world: World) -> dict:
    """Articles to extract from, whose part is to be written or not."""
    parts, is_written = to_write(world), world.draw(st.booleans())
    made = tuple(articles(world))
    work = Fresh(lambda folder: Work(made, (None,) * len(made), parts["recipe"].make(folder) if is_written else None))
    return {"extract": lambda work: parts["batch"], "work": work}


def works(world: World) -> list[tuple[int, Work]]:
    """Articles, some of them parsed before."""
    docs = {doc.user_data["document_id"]: doc for doc in world.docs}
    given = articles(world)
    packed = [world.maybe(lambda doc=docs[each.document_id]: parses.pack([doc])) for each in given]
    return [(0, Work(tuple(given), tuple(packed)))]


def packed_docs(world: World) -> dict:
    """A place with the parses of a part, and the name of one that may not be there."""
    recipe = to_write(world)["recipe"]
    return {
        "place": Fresh(lambda folder: recipe.make(folder).places.parses),
        "part": world.draw(st.sampled_from(("before", "gone", "../x"))),
    }


def rows_in_a_file(world: World) -> dict:
    """The file of a part's rows."""
    name, sink = world.draw(st.sampled_from(sorted(SCHEMAS))), pa.BufferOutputStream()
    pq.write_table(SCHEMAS[name].to_arrow(world.run.rows(name)), sink)
    return {"content": sink.getvalue().to_pybytes(), "columns": world.maybe(lambda: columns_of(world, name))}


def part_records(world: World) -> list[bytes]:
    """What a part's record may hold: all, something else, or nothing that is to be read."""
    packed = parses.pack(world.docs)
    keys = {str(doc.user_data["document_id"]): "key" for doc in world.docs}
    whole = PartRecord("parser", "settings", keys, parses.digest_parses(packed), {"parses": digest(packed)}).packed()
    return [whole, whole[:-9], whole.replace(b"parses", b"x"), b"[]", world.draw(BYTES)]


def parses_folder(world: World) -> Fresh:
    """The parses of a run, with an order of parts that says anything, or with none, and a record of them."""
    packed = parses.pack(world.docs)
    record = world.draw(st.sampled_from(part_records(world)))
    names = st.lists(st.sampled_from(("000000", "gone", "../x")) | TEXTS, max_size=3)
    said = st.fixed_dictionaries({"place": st.just("") | ADDRESSES, "parts": names}).map(json.dumps) | JSON_TEXTS
    order = world.draw(st.none() | said)

    def make(folder: Path) -> Path:
        parses_of_run = folder / "run" / "parses"
        parses.write_part(parses_of_run, 0, packed)
        places.beside(parses_of_run).rows.write(places.record_name("000000"), record)
        if order is not None:
            (parses_of_run / places.ORDER).write_text(order, encoding="utf-8")
        return parses_of_run

    return Fresh(make)


def extraction(world: World) -> dict:
    """A run whose articles are to be extracted from, and where their parts are to be."""
    at = world.draw(st.sampled_from(("", "elsewhere", "run", "memory://parts", "zip://a", "xx://b", "\0", "\ud800")))
    wrong = world.draw(st.integers(0, 9))

    def parts_at(folder: Path) -> str:
        fsspec.filesystem("memory").store.clear()
        return str(folder / at) if at in ("elsewhere", "run") else at

    return {
        "catalogue": world.catalogue,
        "variant": "x" if wrong == 1 else "rules",
        "experts_speak_for": "x" if wrong == 2 else "affiliation",
        "officials_speak_for": "self",
        "engine": HERE,
        "parts_at": Fresh(parts_at),
    }


def bits(world: World) -> dict:
    """A table that comes bit by bit, in the order of its key or not, and how much of it is held at once."""
    name = world.draw(st.sampled_from(sorted(tables.SCHEMAS)))
    followed = replace(tables.SCHEMAS[name], row_group=1 + world.index(4))
    return {"rows": cut(world, name), "path": below("new", "t.parquet")(world), "schema": followed}


def cut(world: World, name: str) -> list[pa.Table]:
    """A table of the run in two bits, in the order of its key or not."""
    whole = tables.SCHEMAS[name].to_arrow(world.run.rows(name))
    at = world.index(len(whole) + 1)
    return [whole[:at], whole[at:]] if world.draw(st.booleans()) else [whole[at:], whole[:at]]


def written_in_groups(world: World) -> dict:
    """A table's file, and how much of it is held at once."""
    given = bits(world)
    whole, followed = world.run.table(given["schema"].name), given["schema"]

    def make(folder: Path) -> Path:
        tables.write_table(whole, folder / "t.parquet", followed)
        return folder / "t.parquet"

    return {"path": Fresh(make), "schema": followed}


PARTS = {
    "Iterable[Article]": articles,
    "Iterable[NumberedWork]": works,
    "place: Place": lambda world: packed_docs(world)["place"],
    "document_ids: Set[str]": lambda world: world.draw(st.frozensets(st.sampled_from(("x", *world.run.document_ids)))),
    "extraction.articles.iter_articles": lambda world: {
        "documents": world.run.table("documents"),
        "segments": world.run.table("segments"),
    },
    "extraction.columns.read_columns": some_columns,
    "extraction.columns.iter_rows": whole_rows,
    "extraction.documents.extract_run": extraction,
    "extraction.extractor.joined(batches)": lambda world: [batch(world, [each]) for each in articles(world)],
    "extraction.spreading.do": to_do,
    "extraction.spreading.extract_each(how)": lambda world: (world.catalogue, "rules"),
    "extraction.spreading.start(how)": lambda world: (world.catalogue, "rules"),
    "extraction.writing.read_parses": packed_docs,
    "extraction.writing.read_rows": rows_in_a_file,
    "extraction.writing.write_part": to_write,
    "part_records.digest(content)": drawn(BYTES),
    "part_records.read_record(content)": lambda world: world.draw(st.none() | st.sampled_from(part_records(world))),
    "parses.clear_parts(folder)": parses_folder,
    "parses.iter_parses(folder)": parses_folder,
    "parses.iter_parts(folder)": parses_folder,
    "places.beside(parses_folder)": below("run", "parses"),
    "places.extent_of(folder)": parses_folder,
    "places.iter_packed(folder)": parses_folder,
    "places.places_at(address)": drawn(ADDRESSES),
    "places.places_of(folder)": parses_folder,
    "places.write_order(address)": drawn(ADDRESSES),
    "table_files.iter_table": written_in_groups,
    "table_files.write_rows": bits,
    "stores.is_address(text)": drawn(ADDRESSES),
    "stores.plain_address(address)": drawn(ADDRESSES),
}
