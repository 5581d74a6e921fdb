"""Where the parts of a corpus are kept: the run folder, a folder that all workers share, or a store.

A place holds `parts/`, for rows, and `parses/`. The run folder says with `parses/order.json` which parts there are, in
which order, and at which place.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from helpers.errors import StoreError, TableSchemaError
from helpers.files import clear_unfinished, replacing, write_text
from helpers.stores import Store, is_address, plain_address

ORDER = "order.json"
# Files that may be removed: a place that the user names may hold others.
_OURS = re.compile(r"part-[\w-]+\.spacy|[0-9a-f]{16}\.(?:json|\w+\.parquet)")
_AT_ONCE = 64  # files that a store is asked for side by side


class Place(Protocol):
    """Files under their names, in one folder."""

    def sizes(self) -> dict[str, int]:
        """How many bytes each file has."""
        ...

    def read(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """The content of files, None for one that is not there."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all."""
        ...

    def remove(self, names: Sequence[str]) -> None:
        """Remove files."""
        ...


class Folder(NamedTuple):
    """A place on a file system of this machine."""

    path: Path

    def sizes(self) -> dict[str, int]:
        """As of any place."""
        return {path.name: path.stat().st_size for path in sorted(self.path.glob("[!.]*"))}

    def read(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """As of any place."""
        for name in names:
            try:
                yield (self.path / name).read_bytes()
            except OSError:
                yield None

    def write(self, name: str, content: bytes) -> None:
        """As of any place."""
        with replacing(self.path / name) as temporary:
            temporary.write_bytes(content)

    def remove(self, names: Sequence[str]) -> None:
        """As of any place."""
        for name in names:
            (self.path / name).unlink(missing_ok=True)


class Stored(NamedTuple):
    """A place in a store, which has files whole or not at all where it is one of objects."""

    address: str

    def sizes(self) -> dict[str, int]:
        """As of any place."""
        return {name: file.size for name, file in Store(self.address).files().items()}

    def read(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """As of any place."""
        store = Store(self.address)
        for some in batched(names, _AT_ONCE):
            system, root = store.place
            paths = [f"{root}/{name}" for name in some]
            with store.answering():
                found = system.cat(paths, on_error="return")
                contents = [_content(found[path]) for path in paths]
            yield from contents

    def write(self, name: str, content: bytes) -> None:
        """As of any place."""
        store = Store(self.address)
        system, root = store.place
        with store.answering():
            system.pipe_file(f"{root}/{name}", content)

    def remove(self, names: Sequence[str]) -> None:
        """As of any place."""
        store = Store(self.address)
        system, root = store.place
        with store.answering():
            if names:
                system.rm([f"{root}/{name}" for name in names])


class Places(NamedTuple):
    """Where rows and parses are kept.

    `address` is empty where that is the run folder, whose files are for this process alone to write; elsewhere, workers
    write them.
    """

    rows: Place
    parses: Place
    address: str = ""

    def prepare(self) -> None:
        """Remove what was left half-written outside the run folder, which is cleared with its lock."""
        for place in (self.rows, self.parses):
            if self.address and isinstance(place, Folder):
                clear_unfinished(place.path)

    def clear(self, *, but: Iterable[str] = ()) -> None:
        """Remove the files of all parts but some, by name, and no other file."""
        kept = set(but)
        for place in (self.rows, self.parses):
            place.remove([n for n in place.sizes() if _OURS.fullmatch(n) and _part_of(n) not in kept])


def beside(parses_folder: Path) -> Places:
    """The places of a run folder, by that of its parses."""
    folder = parses_folder.resolve()
    return Places(Folder(folder.with_name("parts")), Folder(folder))


def places_at(address: str) -> Places:
    """The places at an address, or in a folder, that is for the parts of one run.

    Raises:
        StoreError: If the address or the folder cannot be used.
    """
    plain = plain_address(address) if is_address(address) else address
    if not is_address(plain):
        try:
            folder = Path(plain).expanduser().resolve()  # later steps may look for it from elsewhere
        except (ValueError, OSError, RuntimeError):  # what no path can be
            raise StoreError(f"Parts cannot be kept at {plain!r}; give a folder, or an address of a store.") from None
        return Places(Folder(folder / "parts"), Folder(folder / "parses"), str(folder))
    root = plain.rstrip("/")
    if any(sign in root for sign in "*?["):
        raise StoreError(f"Parts are written into one folder, and {root} may be several; give a name without * ? [.")
    return Places(Stored(f"{root}/parts"), Stored(f"{root}/parses"), plain)


def rows_name(part: str, table: str) -> str:
    """The file with a part's rows of a table."""
    return f"{part}.{table}.parquet"


def parses_name(part: str) -> str:
    """The file with a part's parses."""
    return f"part-{part}.spacy"


def record_name(part: str) -> str:
    """The file that says what a part holds."""
    return f"{part}.json"


def write_order(folder: Path, parts: Sequence[str], address: str) -> None:
    """Say in the folder of a run's parses which parts there are, in this order, and where."""
    text = json.dumps({"place": address, "parts": list(parts)}, indent=1) + "\n"
    path = folder / ORDER
    if not path.exists() or path.read_bytes() != text.encode():
        write_text(path, text)


def places_of(folder: Path) -> Places:
    """Where the parts are, as the folder of a run's parses says: beside it where it says nothing that is readable."""
    try:
        address = _order(folder).get("place")
    except TableSchemaError:
        address = ""
    return places_at(address) if address else beside(folder)


def iter_packed(folder: Path) -> Iterator[tuple[str, bytes | None, bytes | None]]:
    """The files with the parses of a run, in order: the name of each, its content and the record of its part.

    What is missing is None.

    Raises:
        TableSchemaError: If their order is not readable.
    """
    order, at = _order(folder), places_of(folder)
    whole = [path.name for path in sorted(folder.glob("part-*.spacy"))]
    names = [parses_name(part) for part in order["parts"]] if order else whole
    records = at.rows.read(record_name(_part_of(name)) for name in names)
    yield from zip(names, at.parses.read(names), records, strict=True)


def extent_of(folder: Path) -> list[str]:
    """The names and sizes of the files with the parses of a run: enough to see that none is missing or cut."""
    sizes = Folder(folder).sizes() | places_of(folder).parses.sizes()
    return [f"{name} {size}" for name, size in sorted(sizes.items())]


def _order(folder: Path) -> dict[str, Any]:
    """What the order says; nothing where there is none.

    Raises:
        TableSchemaError: If it is not readable.
    """
    path = folder / ORDER
    try:
        order = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(order["place"], str) and all(isinstance(part, str) for part in order["parts"]):
            return dict(order)
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise TableSchemaError(f"The order of the parses at {path} is not readable. Run 02 again.")


def _part_of(name: str) -> str:
    return name.removeprefix("part-").split(".")[0]


def _content(found: Any) -> bytes | None:
    if isinstance(found, FileNotFoundError):
        return None
    if isinstance(found, Exception):
        raise found
    return bytes(found)
