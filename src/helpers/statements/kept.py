"""What was made of documents before, kept in the run folder: used again for whatever follows the same."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from helpers import runs
from helpers.files import replacing
from helpers.resources import REFERENCE

_PACKAGE = Path(__file__).parents[1]
_CHECK = hashlib.sha256().digest_size
_encoded = json.JSONEncoder(default=str).encode


class Kept:
    """Rows of documents in `FOLDER/*.arrow`, each with its `key`: a digest of all that it follows.

    These files are Arrow's own, each behind a digest of it: small tables of many columns are read in a third of the
    time that Parquet takes.

    Args:
        folder: Where they are; those that are looked for together had better be kept together.
        schema: Of the rows; `document_id` is a column of theirs.
    """

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._folder, self._schema = folder, schema.append(pa.field("key", pa.string()))
        code = runs.fingerprint(_PACKAGE, REFERENCE, json.dumps(runs.versions()))
        self._code = hashlib.sha256(_encoded(code).encode())
        last = len(self._schema) - 1
        self._places = {key: path.name for path in self._files() for key in _keys(_read(path, [last]))}
        self._asked: set[str] = set()
        self._read = lru_cache(maxsize=2)(_read)

    def key(self, *seen: object) -> str:
        """The key of what follows some values and the code."""
        digest = self._code.copy()
        for each in seen:
            digest.update(_encoded(each).encode())
        return digest.hexdigest()[:32]

    def find(self, keys: Mapping[str, str]) -> pa.Table:
        """The rows that are kept under the keys of some documents; of a damaged file there are none."""
        wanted = set(keys.values())
        self._asked |= wanted
        tables = [self._schema.empty_table()]
        for name in sorted({self._places[key] for key in wanted if key in self._places}):
            rows = self._read(self._folder / name)
            if rows is not None and rows.schema.equals(self._schema):
                here = pa.array(
                    [key for key in _keys(rows) if key in wanted and self._places[key] == name], pa.string()
                )
                tables.append(rows if len(here) == len(rows) else rows.filter(pc.is_in(rows["key"], here)))
        return pa.concat_tables(tables).drop_columns("key")

    def keep(self, rows: pa.Table, keys: Mapping[str, str]) -> None:
        """Write rows, and use them from now on for the keys of their documents."""
        own = [keys[document_id] for document_id in rows["document_id"].to_pylist()]
        path = self._folder / f"{hashlib.sha256(' '.join(sorted(own)).encode()).hexdigest()[:32]}.arrow"
        with replacing(path, must_last=False) as temporary:
            temporary.write_bytes(_packed(rows.append_column("key", pa.array(own, pa.string()))))
        self._places |= dict.fromkeys(own, path.name)

    def tidy(self) -> None:
        """Remove the files of which nothing was asked for."""
        used = {self._places[key] for key in self._asked if key in self._places}
        for path in self._files():
            if path.name not in used:
                path.unlink()

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.arrow"))


def _packed(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with ipc.new_file(sink, rows.schema, options=ipc.IpcWriteOptions(compression="zstd")) as file:
        file.write_table(rows.combine_chunks())
    content: bytes = sink.getvalue().to_pybytes()
    return hashlib.sha256(content).digest() + content


def _read(path: Path, columns: list[int] | None = None) -> pa.Table | None:
    """What a file holds, or some columns of it; None where it is damaged."""
    try:
        content = memoryview(path.read_bytes())
        if hashlib.sha256(content[_CHECK:]).digest() != content[:_CHECK]:
            return None
        # Without threads, which so small a file takes longer to share out among.
        options = ipc.IpcReadOptions(included_fields=columns, use_threads=False)
        return ipc.open_file(pa.py_buffer(content[_CHECK:]), options=options).read_all()
    except (OSError, pa.ArrowInvalid):
        return None


def _keys(rows: pa.Table | None) -> list[str]:
    keys: list[str] = rows["key"].to_pylist() if rows is not None and "key" in rows.column_names else []
    return keys
