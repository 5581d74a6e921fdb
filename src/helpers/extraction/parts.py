"""What extraction made of each part of a corpus, kept in the run folder, so that a later run does only what is new.

Of part NAME there are `parses/part-NUMBER-NAME.spacy` and, in `parts/`, `NAME.TABLE.parquet` for the rows and, written
last, `NAME.json`: the keys of its articles, with what they were extracted, and digests of the other files.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from spacy.tokens import Doc

from helpers import parses
from helpers.extraction.articles import Article, Part
from helpers.extraction.extractor import SCHEMAS, Batch, Work
from helpers.files import replacing, write_text


class Reuse(NamedTuple):
    """How many articles were parsed, had their parse read again, and were kept from an earlier run as they were."""

    parsed: int
    read_again: int
    kept: int


class Kept(NamedTuple):
    """A part that an earlier run, or this one, has made."""

    name: str
    keys: Mapping[str, str]  # of its articles, by document_id, in order
    settings: str
    parses: Path


class Parts:
    """The parts of a run folder.

    Args:
        folder: For the rows.
        parses_folder: For the parses.
        parser: A digest of what parses; parts that another has made are not used.
        settings: A digest of all that extraction follows besides; rows that others have made are made again.
    """

    def __init__(self, folder: Path, parses_folder: Path, *, parser: str, settings: str) -> None:
        self._folder, self._parses_folder = folder, parses_folder
        self._parser, self._settings = parser, settings
        self._kept = {kept.name: kept for kept in self._read_all()}
        self._place = {key: kept.name for kept in self._kept.values() for key in kept.keys.values()}
        self._counts = {"parsed": 0, "read_again": 0, "kept": 0}
        self._docs = lru_cache(maxsize=2)(self._read_docs)
        self._rows = lru_cache(maxsize=2)(self._read_rows)

    @property
    def reuse(self) -> Reuse:
        """What has been reused so far."""
        return Reuse(**self._counts)

    def missing(self, part: Part) -> Work | None:
        """The articles of a part that are still to be extracted from; None where the whole part is there."""
        kept = self._kept.get(part.name)
        if kept is not None and kept.settings == self._settings and tuple(kept.keys.values()) == part.keys:
            self._counts["kept"] += len(part.keys)
            return None
        todo = [(a, key) for a, key in zip(part.articles, part.keys, strict=True) if not self._has_rows(key)]
        parsed = [self._parse_of(article, key) for article, key in todo]
        n_read = sum(parse is not None for parse in parsed)
        self._counts["kept"] += len(part.keys) - len(todo)
        self._counts["read_again"] += n_read
        self._counts["parsed"] += len(todo) - n_read
        return Work(tuple(article for article, _ in todo), tuple(parsed))

    def add(self, number: int, part: Part, batch: Batch) -> None:
        """Put together what was extracted now and what is kept of the part's other articles, and write it."""
        done = {a.document_id: key for a, key in zip(part.articles, part.keys, strict=True)}
        done = {key: value for key, value in done.items() if key not in batch.lost}
        old = [document_id for document_id, key in done.items() if self._has_rows(key)]
        packed = self._merged_parses(done, old, batch.parses) if old else batch.parses
        parses.write_part(self._parses_folder, number, packed, name=part.name)
        path = parses.part_path(self._parses_folder, number, part.name)
        digests = {"parses": _digest(path)}
        for table in SCHEMAS:
            rows = self._merged_rows(table, done, old, getattr(batch, table))
            with replacing(self._rows_path(part.name, table)) as temporary, temporary.open("wb") as file:
                pq.write_table(rows.combine_chunks(), file, compression="zstd")
            digests[table] = _digest(self._rows_path(part.name, table))
        self._write(Kept(part.name, done, self._settings, path), digests)

    def tidy(self, names: Sequence[str]) -> None:
        """Leave the parts of these names, and number their parses in this order."""
        for number, name in enumerate(names):
            kept = self._kept[name]
            path = parses.part_path(self._parses_folder, number, name)
            if kept.parses != path:
                kept.parses.replace(path)
                self._kept[name] = kept._replace(parses=path)
        wanted = {self._kept[name].parses for name in names}
        for path in sorted(self._parses_folder.glob("part-*.spacy")):
            if path not in wanted:
                path.unlink()
        current = set(names)
        for path in sorted(self._folder.glob("*.*")):
            if path.name.split(".")[0] not in current:
                path.unlink()

    def rows(self, table: str, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of a table from the part of this name, with all columns or some."""
        return pq.read_table(self._open(self._rows_path(name, table)), columns=columns)

    def _open(self, path: Path) -> pa.BufferReader:
        return pa.BufferReader(path.read_bytes())  # Arrow opens no path that is not UTF-8

    def _has_rows(self, key: str) -> bool:
        return key in self._place and self._kept[self._place[key]].settings == self._settings

    def _parse_of(self, article: Article, key: str) -> bytes | None:
        if key not in self._place:
            return None
        return parses.pack([self._docs(self._place[key])[article.document_id]])

    def _merged_parses(self, done: Mapping[str, str], old: Sequence[str], new: bytes) -> bytes:
        docs = {str(doc.user_data["document_id"]): doc for doc in parses.unpack(new, parses.plain_vocab())}
        docs |= {document_id: self._docs(self._place[done[document_id]])[document_id] for document_id in old}
        return parses.pack(docs[document_id] for document_id in done)

    def _merged_rows(self, table: str, done: Mapping[str, str], old: Sequence[str], new: pa.Table) -> pa.Table:
        if not old:
            return new
        by_part: dict[str, list[str]] = {}
        for document_id in old:
            by_part.setdefault(self._place[done[document_id]], []).append(document_id)
        tables = [new]
        for name, ids in by_part.items():
            rows = self._rows(name, table)
            tables.append(rows.filter(pc.is_in(rows["document_id"], pa.array(ids))))
        merged = pa.concat_tables(tables)
        rank = pc.index_in(merged["document_id"], pa.array(list(done)))
        order = pa.table({"rank": rank, "row": pa.array(range(len(merged)))})
        return merged.take(pc.sort_indices(order, sort_keys=[("rank", "ascending"), ("row", "ascending")]))

    def _read_docs(self, name: str) -> dict[str, Doc]:
        docs = parses.unpack(self._kept[name].parses.read_bytes(), parses.plain_vocab())
        return {str(doc.user_data["document_id"]): doc for doc in docs}

    def _read_rows(self, name: str, table: str) -> pa.Table:
        return pq.read_table(self._open(self._rows_path(name, table)))

    def _rows_path(self, name: str, table: str) -> Path:
        return self._folder / f"{name}.{table}.parquet"

    def _write(self, kept: Kept, digests: Mapping[str, str]) -> None:
        record = {"keys": kept.keys, "settings": kept.settings, "parser": self._parser, "files": digests}
        write_text(self._folder / f"{kept.name}.json", json.dumps(record, ensure_ascii=True, indent=1) + "\n")
        self._kept[kept.name] = kept
        self._place |= dict.fromkeys(kept.keys.values(), kept.name)

    def _read_all(self) -> Iterator[Kept]:
        """The parts whose files are all there as they were written."""
        files = {path.stem.split("-", 2)[-1]: path for path in sorted(self._parses_folder.glob("part-*-*.spacy"))}
        for path in sorted(self._folder.glob("*.json")):
            name = path.stem
            try:
                record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
                found = {table: _digest(self._rows_path(name, table)) for table in SCHEMAS}
                found["parses"] = _digest(files[name])
                if found == record["files"] and record["parser"] == self._parser:
                    yield Kept(name, record["keys"], record["settings"], files[name])
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                continue


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
