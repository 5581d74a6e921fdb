"""What extraction made of each part of a corpus, kept so that a later run does only what is new.

Of part NAME there are `parses/part-NAME.spacy` and, in `parts/`, `NAME.TABLE.parquet` for the rows and, written last,
`NAME.json`, a `PartRecord`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import tee
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from helpers import places
from helpers.errors import StoreError
from helpers.extraction.articles import Article, Part
from helpers.extraction.extractor import SCHEMAS, Batch, Work
from helpers.extraction.recipes import Recipe
from helpers.extraction.writing import Written, read_parses, read_rows, write_part
from helpers.losses import Loss
from helpers.part_records import digest, read_record


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
    files: Mapping[str, str]  # their digests


class Parts:
    """The parts of a run.

    Args:
        parses_folder: Where the run folder keeps parses, or says where they are; rows are kept beside it, in `parts`.
        address: A folder or store that workers write all that into instead; empty for none.
        parser: A digest of what parses; parts that another has made are not used.
        settings: A digest of all that extraction follows besides; rows that others have made are made again.
    """

    def __init__(self, parses_folder: Path, *, parser: str, settings: str, address: str = "") -> None:
        self._folder = parses_folder
        self._at = places.places_at(address) if address else places.beside(parses_folder)
        self._at.prepare()
        self._parser, self._settings = parser, settings
        self._kept = {kept.name: kept for kept in self._read_all()}
        self._place = {key: kept.name for kept in self._kept.values() for key in kept.keys.values()}
        self._counts = {"parsed": 0, "read_again": 0, "kept": 0}
        self._parses = lru_cache(maxsize=2)(lambda part: read_parses(self._at.parses, part))

    @property
    def reuse(self) -> Reuse:
        """What has been reused so far."""
        return Reuse(**self._counts)

    def missing(self, part: Part) -> tuple[Recipe, Work] | None:
        """The articles of a part that are still to be extracted from, and what it is to hold; None where it is there.

        Workers that reach the parts find the recipe with their work, and write the part themselves.
        """
        kept = self._kept.get(part.name)
        if kept is not None and kept.settings == self._settings and tuple(kept.keys.values()) == part.keys:
            self._counts["kept"] += len(part.keys)
            return None
        keyed = list(zip(part.articles, part.keys, strict=True))
        todo = [(article, key) for article, key in keyed if not self._has_rows(key)]
        parsed = [self._parse_of(article, key) for article, key in todo]
        n_read = sum(parse is not None for parse in parsed)
        self._counts["kept"] += len(part.keys) - len(todo)
        self._counts["read_again"] += n_read
        self._counts["parsed"] += len(todo) - n_read
        old: dict[str, list[str]] = {}
        for article, key in keyed:
            if self._has_rows(key):
                old.setdefault(self._place[key], []).append(article.document_id)
        recipe = Recipe(
            part.name,
            {article.document_id: key for article, key in keyed},
            {name: tuple(document_ids) for name, document_ids in old.items()},
            self._at,
            self._parser,
            self._settings,
        )
        work = Work(tuple(article for article, _ in todo), tuple(parsed), recipe if self._at.address else None)
        return recipe, work

    def add(self, recipe: Recipe, made: Batch | Written) -> Mapping[str, Loss]:
        """Write what was extracted for a part, if no worker has; which articles could not be analysed."""
        written = made if isinstance(made, Written) else write_part(recipe, made)
        keys = {document_id: key for document_id, key in recipe.keys.items() if document_id not in written.lost}
        self._kept[recipe.name] = Kept(recipe.name, keys, self._settings, written.files)
        self._place |= dict.fromkeys(keys.values(), recipe.name)
        return written.lost

    def tidy(self, names: Sequence[str]) -> None:
        """Leave the parts of these names, and say in the run folder that they are those, in this order."""
        before = places.places_of(self._folder)
        places.write_order(self._folder, names, self._at.address)
        self._at.clear(but=names)
        if (before.rows, before.parses) != (self._at.rows, self._at.parses):
            with suppress(StoreError):  # a store that is not there any more keeps what it has
                before.clear()

    def rows(self, table: str, names: Iterable[str], columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows of a table, with all columns or some, from each part of these names, in this order.

        Raises:
            StoreError: If a file is not what was written.
        """
        for_names, for_files = tee(names)
        files = self._at.rows.read(places.rows_name(name, table) for name in for_files)
        for name, content in zip(for_names, files, strict=True):
            if content is None or digest(content) != self._kept[name].files[table]:
                raise StoreError(
                    f"The {table} of part {name} are not what was written, perhaps because another run uses the same "
                    "folder of parts. Give each run its own, and start the same command again."
                )
            yield read_rows(content, columns)

    def _has_rows(self, key: str) -> bool:
        return key in self._place and self._kept[self._place[key]].settings == self._settings

    def _parse_of(self, article: Article, key: str) -> bytes | None:
        if key not in self._place:
            return None
        return self._parses(self._place[key])[article.document_id]

    def _read_all(self) -> Iterator[Kept]:
        """The parts whose files are all there as they were written."""
        found = self._records()
        packed = self._at.parses.read(places.parses_name(name) for name in found)
        rows = self._at.rows.read(places.rows_name(name, table) for name in found for table in SCHEMAS)
        for name, parsed in zip(found, packed, strict=True):
            files = {"parses": parsed} | {table: next(rows) for table in SCHEMAS}
            digests = {kind: digest(content) for kind, content in files.items() if content is not None}
            if digests == found[name].files:
                yield found[name]

    def _records(self) -> dict[str, Kept]:
        """What the parts that this parser has made say of themselves."""
        listed = [name for name in sorted(self._at.rows.sizes()) if name.endswith(".json")]
        kept = {}
        for file, content in zip(listed, self._at.rows.read(listed), strict=True):
            name, record = file.removesuffix(".json"), read_record(content)
            if record is not None and record.parser == self._parser:
                kept[name] = Kept(name, record.keys, record.settings, record.files)
        return kept
