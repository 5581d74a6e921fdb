"""A run folder of many articles from one of few: `python benchmarks/copies.py RUN OUT --n 10000`.

Its articles are those of RUN again and again, under new ids, each time with other persons (a dozen different ones for
each of RUN's); no text is parsed. What extraction made of each article is there as `standpoints extract` leaves it, so
that the next stage finds it done and only does what needs the whole corpus; statements are those of RUN, too. For
measures of memory and time of all that works on whole tables.
"""

import argparse
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import srsly
from spacy.tokens import DocBin

from helpers import actors, parses, runs, tables
from helpers.extraction import documents as extraction
from helpers.extraction.articles import Part, cut_parts, iter_articles
from helpers.extraction.extractor import SCHEMAS
from helpers.model import parser_version
from helpers.places import Folder, parses_name, rows_name, write_order

N_WORLDS = 12  # different persons for each of the original's
ENDINGS = ("", "ar", "el", "im", "os", "und", "att", "erd", "ilk", "onn", "usk", "yv")
IDS = ("mention_id", "quotation_id", "statement_id", "document_id", "duplicate_of")


def copy_run(run: Path, out: Path, *, n: int, with_parses: bool = False) -> None:
    """Write a run folder of `n` articles made from those of a finished run.

    Args:
        run: A finished run folder, of `standpoints extract` without a catalogue of actors.
        out: The folder to write.
        n: Articles.
        with_parses: Copy the parses too, which coding statements reads.
    """
    (out / "tables").mkdir(parents=True)
    original = {name: _read(run, name) for name in ("documents", "segments", "rejects", "statements", "actors")}
    kept = original["documents"].filter(pc.is_null(original["documents"]["duplicate_of"]))
    articles = set(actors_of_articles(original["actors"]))
    documents = pa.concat_tables(_copies(kept, n, articles))
    segments = original["segments"].filter(pc.is_in(original["segments"]["document_id"], kept["document_id"]))
    numbers = range(-(-n // len(kept)))
    last = kept["document_id"][: n - (len(numbers) - 1) * len(kept)]
    segments = pa.concat_tables(
        _copy(segments if k < numbers[-1] else segments.filter(pc.is_in(segments["document_id"], last)), k, articles)
        for k in numbers
    )
    statements = pa.concat_tables(_copy(original["statements"], k, articles) for k in numbers)
    _write(out, "documents", documents)
    _write(out, "segments", segments)
    _write(out, "rejects", original["rejects"])
    _write(out, "statements", statements.filter(pc.is_in(statements["document_id"], documents["document_id"])))
    runs.write_manifest(out, {"parameters": {}, "counts": {"documents": n}})
    rows = {name: _rows(run, name) for name in SCHEMAS}
    _write_parts(out, rows, articles, DocBins(run / "parses") if with_parses else None)


def actors_of_articles(table: pa.Table) -> list[str]:
    """The persons that only the articles know: each copy has its own."""
    known = pc.and_(pc.equal(table["known_from"], "articles"), pc.equal(table["kind"], "person"))
    found: list[str] = table.filter(known)["actor_id"].to_pylist()
    return found


def _read(run: Path, name: str) -> pa.Table:
    with runs.table_path(run, name).open("rb") as file:
        return pq.read_table(file)


def _rows(run: Path, name: str) -> pa.Table:
    return pa.concat_tables(
        pq.read_table(path.open("rb")) for path in sorted((run / "parts").glob(f"*.{name}.parquet"))
    )


def _write(out: Path, name: str, table: pa.Table) -> None:
    schema = tables.SCHEMAS[name]
    tables.write_rows([table.cast(schema.arrow)], runs.table_path(out, name), schema)


def _copies(table: pa.Table, n: int, articles: set[str]) -> Iterator[pa.Table]:
    left = n
    for number in count():
        if left <= 0:
            return
        yield _copy(table[:left], number, articles)
        left -= len(table)


def _copy(table: pa.Table, number: int, articles: set[str]) -> pa.Table:
    """A table with the ids and persons of copy `number`; offsets stay, though names get longer."""
    ending, before = ENDINGS[number % N_WORLDS], f"c{number:05}-"
    for position, name in enumerate(table.column_names):
        column = table.column(name)
        if name in IDS:
            column = pc.binary_join_element_wise(before, column, "")
        elif name in ("actor_id", "speaker_id", "affiliation") and ending:
            column = _renamed(column, column, articles, f"_{ending}", "")
        elif name in ("text", "name", "source") and ending and "actor_id" in table.column_names:
            key = table["speaker_id"] if "speaker_id" in table.column_names else table["actor_id"]
            column = _renamed(column, key, articles, ending, "")
        elif name == "sha256":
            column = pc.binary_join_element_wise(f"{number:05}", pc.utf8_slice_codeunits(column, 5), "")
        table = table.set_column(position, table.field(position), column)
    return table


def _renamed(column: pa.ChunkedArray, key: pa.ChunkedArray, articles: set[str], ending: str, joint: str) -> pa.Array:
    is_own = pc.fill_null(pc.is_in(key, pa.array(sorted(articles), pa.string())), False)
    return pc.if_else(is_own, pc.binary_join_element_wise(column, ending, joint), column)


class DocBins:
    """The parses of a run by document, as the bytes that a DocBin packs."""

    def __init__(self, folder: Path) -> None:
        self._found: dict[str, tuple[DocBin, int]] = {}
        for path in sorted(folder.glob("part-*.spacy")):
            packed = DocBin(store_user_data=True).from_bytes(path.read_bytes())
            for place, data in enumerate(packed.user_data):
                self._found[str(srsly.msgpack_loads(data)["document_id"])] = packed, place

    def pack(self, document_ids: list[str]) -> bytes:
        """The parses of copies, whose ids begin with the number of the copy."""
        packed = DocBin(attrs=parses._ATTRIBUTES, store_user_data=True)
        for document_id in document_ids:
            own, place = self._found[document_id.split("-", 1)[1]]
            packed.attrs = own.attrs
            packed.tokens.append(own.tokens[place])
            packed.spaces.append(own.spaces[place])
            packed.cats.append(own.cats[place])
            packed.flags.append(own.flags[place])
            packed.span_groups.append(own.span_groups[place])
            data = srsly.msgpack_loads(own.user_data[place]) | {"document_id": document_id}
            packed.user_data.append(srsly.msgpack_dumps(data))
            packed.strings |= own.strings
        return bytes(packed.to_bytes())


def _write_parts(out: Path, rows: dict[str, pa.Table], articles: set[str], bins: DocBins | None) -> None:
    """Each part as extraction with default parameters would leave it."""
    settings = extraction._settings(actors.load_catalogue(None), "default", None, {})
    (out / "parts").mkdir()
    (out / "parses").mkdir()
    documents, segments = runs.read_tables(out, "documents", "segments")
    places = {name: _places(table) for name, table in rows.items()}

    @lru_cache(maxsize=6)
    def copied(table: str, number: int) -> pa.Table:
        return _copy(rows[table], number, articles)

    names: list[str] = []
    for part in cut_parts(iter_articles(documents, segments)):
        ids = [article.document_id for article in part.articles]
        packed = bins.pack(ids) if bins else b""
        Folder(out / "parses").write(parses_name(part.name), packed)
        names.append(part.name)
        digests = {"parses": hashlib.sha256(packed).hexdigest()}
        for name in rows:
            path = out / "parts" / rows_name(part.name, name)
            own = pa.concat_tables(
                copied(name, int(i[1:6]))[places[name].get(i.split("-", 1)[1], slice(0, 0))] for i in ids
            )
            pq.write_table(own.cast(SCHEMAS[name].arrow).combine_chunks(), path, compression="zstd")
            digests[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        _write_record(out, part, digests, settings)
    write_order(out / "parses", names, "")


def _write_record(out: Path, part: Part, digests: dict[str, str], settings: str) -> None:
    keys = {article.document_id: key for article, key in zip(part.articles, part.keys, strict=True)}
    record = {"keys": keys, "settings": settings, "parser": parser_version(), "files": digests}
    (out / "parts" / f"{part.name}.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _places(table: pa.Table) -> dict[str, slice]:
    """Where the rows of each document stand, which are neighbours."""
    found: dict[str, slice] = {}
    for place, document_id in enumerate(table["document_id"].to_pylist()):
        first = found[document_id].start if document_id in found else place
        found[document_id] = slice(first, place + 1)
    return found


def main() -> None:
    """Write one folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="a finished run folder")
    parser.add_argument("out", type=Path, help="the folder to write, which is not there yet")
    parser.add_argument("--n", type=int, default=10_000, help="articles")
    parser.add_argument("--parses", action="store_true", help="the parses too")
    given = parser.parse_args()
    copy_run(given.run, given.out, n=given.n, with_parses=given.parses)


if __name__ == "__main__":
    main()
