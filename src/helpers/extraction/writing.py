"""Write a part: what was extracted now, and what is kept of its other articles."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from helpers import parses
from helpers.errors import StoreError
from helpers.extraction.extractor import SCHEMAS, Batch
from helpers.extraction.recipes import Recipe
from helpers.losses import Loss
from helpers.part_records import PartRecord, digest
from helpers.places import Place, parses_name, record_name, rows_name


class Written(NamedTuple):
    """A part that was written: digests of its files, and which of its articles could not be analysed."""

    files: Mapping[str, str]
    lost: Mapping[str, Loss]


def write_part(recipe: Recipe, batch: Batch) -> Written:
    """Put a part together and write it, last the record without which it does not count."""
    done = {document_id: key for document_id, key in recipe.keys.items() if document_id not in batch.lost}
    at, name = recipe.places, recipe.name
    packed = _merged_parses(recipe, done, batch.parses)
    files = {"parses": _put(at.parses, parses_name(name), packed)}
    for table in SCHEMAS:
        rows = _merged_rows(recipe, table, done, getattr(batch, table))
        sink = pa.BufferOutputStream()
        pq.write_table(rows.combine_chunks(), sink, compression="zstd")
        files[table] = _put(at.rows, rows_name(name, table), sink.getvalue().to_pybytes())
    record = PartRecord(recipe.parser, recipe.settings, done, parses.digest_parses(packed), files)
    at.rows.write(record_name(name), record.packed())
    return Written(files, batch.lost)


def _read_one(place: Place, name: str) -> bytes:
    """The content of a file that was there before.

    Raises:
        StoreError: If it is gone.
    """
    (content,) = place.read([name])
    if content is None:
        raise StoreError(
            f"The part {name} is gone, perhaps because another run uses the same folder of parts. Give each run its "
            "own, and start the same command again."
        )
    return content


def read_parses(place: Place, part: str) -> dict[str, bytes]:
    """The parses of a part, each packed, by document."""
    return parses.split(_read_one(place, parses_name(part)))


def read_rows(content: bytes, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of a file, with all columns or some, in the file's order."""
    with pq.ParquetFile(pa.BufferReader(content), pre_buffer=False) as file:  # Arrow opens no path that is not UTF-8
        return file.read(columns, use_threads=False)  # which a small file takes longer to share out


def _put(place: Place, name: str, content: bytes) -> str:
    place.write(name, content)
    return digest(content)


def _merged_parses(recipe: Recipe, done: Mapping[str, str], new: bytes) -> bytes:
    if not recipe.old:
        return new
    read = ((_read_one(recipe.places.parses, parses_name(part)), own) for part, own in recipe.old.items())
    old = {document_id for own in recipe.old.values() for document_id in own}
    return parses.compose(done, [*read, (new, [document_id for document_id in done if document_id not in old])])


def _merged_rows(recipe: Recipe, table: str, done: Mapping[str, str], new: pa.Table) -> pa.Table:
    if not recipe.old:
        return new
    tables = [new]
    for part, document_ids in recipe.old.items():
        rows = read_rows(_read_one(recipe.places.rows, rows_name(part, table)))
        tables.append(rows.filter(pc.is_in(rows["document_id"], pa.array(document_ids))))
    merged = pa.concat_tables(tables)
    rank = pc.index_in(merged["document_id"], pa.array(list(done)))
    order = pa.table({"rank": rank, "row": pa.array(range(len(merged)))})
    return merged.take(pc.sort_indices(order, sort_keys=[("rank", "ascending"), ("row", "ascending")]))
