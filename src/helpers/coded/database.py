"""Tables of an SQLite file that nobody vouches for: read only, and no SQL of the file's own is run."""

import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from helpers.errors import TableSchemaError

_MAGIC = b"SQLite format 3\x00"
_WORDS = re.compile(r"\s+")
_SCHEMA_TABLES = frozenset(("sqlite_master", "sqlite_schema"))
MAX_BYTES = 200_000_000  # of a single value


def is_sqlite(path: Path) -> bool:
    """Whether the file begins like an SQLite database."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


class Database:
    """The plain tables of a database, by their names in capitals, with their stored columns in lower case."""

    def __init__(self, connection: sqlite3.Connection, tables: Mapping[str, tuple[str, Collection[str]]]) -> None:
        self._connection = connection
        self._tables = tables

    @property
    def names(self) -> Collection[str]:
        """Names of the tables, in capitals."""
        return self._tables.keys()

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
        """The rows of a table; columns that it does not have are null."""
        name, stored = self._tables[table]
        there = [column for column in columns if column in stored]
        if not there:
            return
        chosen = ", ".join(map(_quoted, there))
        for row in self._connection.execute(f"SELECT {chosen} FROM {_quoted(name)}"):
            yield {column: None for column in columns} | dict(zip(there, row, strict=True))


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """Open an SQLite file for reading.

    The file is never written to, nor are files made beside it. Views, virtual tables, computed columns, triggers and
    extensions are not used: the only statements that can run are ours, and these select stored columns of plain tables.

    Raises:
        TableSchemaError: Here or while reading, if it is broken or would have to run anything of its own.
    """
    connection = None
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BYTES)
        for setting in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {setting}")
        plain = _plain_tables(connection)
        connection.set_authorizer(_permission(frozenset(name for name, _ in plain.values())))
        yield Database(connection, plain)
    except (sqlite3.Error, OverflowError, MemoryError, UnicodeError) as error:
        raise TableSchemaError(
            f"The database {path} cannot be read: {' '.join(str(error).split())}. Open it once in the program that "
            "made it, or export the statements as CSV."
        ) from None
    finally:
        if connection is not None:
            connection.close()


def _plain_tables(connection: sqlite3.Connection) -> dict[str, tuple[str, frozenset[str]]]:
    """Names, and the stored columns, of tables that are neither views nor virtual."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    names = [str(name) for name, sql in found if not _WORDS.sub(" ", str(sql)).upper().startswith("CREATE VIRTUAL ")]
    return {
        name.upper(): (
            name,
            frozenset(
                str(column[1]).lower()
                for column in connection.execute(f"PRAGMA table_xinfo({_quoted(name)})")
                if column[6] == 0  # the others are computed
            ),
        )
        for name in names
    }


def _permission(tables: frozenset[str]) -> Any:
    """What SQLite asks before it does anything: whether it is a plain read of a plain table."""

    def permit(action: int, table: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_SELECT or (
            action == sqlite3.SQLITE_READ and (table in tables or table in _SCHEMA_TABLES)
        ):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    return permit


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
