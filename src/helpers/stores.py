"""Files in stores such as `s3://bucket/news`, through fsspec: what lies there, read block by block.

Credentials are the store's own business (environment, its configuration files, the machine's role): an address that
holds some is refused, so that none is ever shown or kept. `file:///…` is a path of this machine, and no store.
"""

import errno
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, Any, NamedTuple, cast

from helpers.errors import HelpersError, StoreError
from helpers.plain_text import printable

# Schemes and the package that speaks to them. Nothing that fetches pages or runs commands, and no chains of stores.
STORES: Mapping[str, str] = {
    "s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs", "abfss": "adlfs",
    "hdfs": "pyarrow", "memory": "fsspec",
}  # fmt: skip
_ADDRESS = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*::)*[A-Za-z][A-Za-z0-9+.-]+)://(.*)", re.DOTALL)
_WITH_USER = ("az", "abfs", "abfss", "hdfs")  # container@account, user@host
_QUERY = re.compile(r"\?[\w.-]+=")
_MAGIC = re.compile(r"[*?[]")
_HIDDEN = re.compile(r"(?:^|/)\.(?!\.)")
_BLOCK, _MAX_BLOCKS = 2**22, 32  # bytes asked for at once; how many of them an open file holds


def is_address(text: str) -> bool:
    """Whether a text names something in a store, or would, rather than a path.

    Example:
        >>> is_address("s3://bucket/news"), is_address("zip://a::s3://b"), is_address("news/a::b")
        (True, True, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def plain_address(address: str) -> str:
    """An address as it may be shown and kept, or the path behind a `file://` one.

    Raises:
        StoreError: If its store is none of `STORES`, or it holds credentials, a query or no name.

    Example:
        >>> plain_address("S3://bucket/news"), plain_address("file:///data/news")
        ('s3://bucket/news', '/data/news')
    """
    found = _ADDRESS.fullmatch(address)
    scheme, rest = (found[1].lower(), found[2]) if found else ("", address)
    if scheme == "file":
        if not rest.startswith("/"):
            raise StoreError("An address file://… names an absolute path; give file:///folder, or the path alone.")
        return rest
    if scheme not in STORES:
        known = ", ".join(f"{name}://" for name in ("file", *STORES))
        raise StoreError(
            f"Nothing is read from {printable(scheme)}:// addresses; give a path, or an address of {known}. Download "
            "what lies elsewhere first."
        )
    server, user = rest.split("/")[0], "@" in rest.split("/")[0]
    port = re.fullmatch(r"[^:]*:\d+", server) if scheme == "hdfs" else None
    if (":" in server and not port) or (user and scheme not in _WITH_USER):
        raise StoreError(
            f"The address {scheme}://… holds a user or a password, which would be kept with the results. Give it "
            "without them; the store's own settings hold credentials (environment, configuration files, roles)."
        )
    if _QUERY.search(rest):
        raise StoreError(
            f"The address {scheme}://… ends in a query (?name=value), which may be a password. Give it without one."
        )
    if not rest.strip("/"):
        raise StoreError(f"The address {scheme}://… has no name; give {scheme}://bucket/folder.")
    return f"{scheme}://{rest}"


class Store:
    """What lies at an address; nothing is asked of the store before it is needed.

    Args:
        address: As `plain_address` gives it.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._was_read = ""  # the last file that could be read

    @property
    def place(self) -> tuple[Any, str]:
        """The file system and the path in it.

        Raises:
            StoreError: If the package for it is missing.
        """
        scheme = self.address.partition(":")[0]
        with self.answering():
            try:
                from fsspec.registry import get_filesystem_class

                kind = get_filesystem_class(scheme)
            except (ImportError, ValueError):
                raise StoreError(
                    f"Reading {scheme}:// needs the package {STORES[scheme]}. Install it with 'pip install "
                    f"{STORES[scheme]}', on every machine that works on it."
                ) from None
            # Not `fsspec.url_to_fs`, which would take a name with '::' in it for a chain of stores.
            return kind(**kind._get_kwargs_from_urls(self.address)), kind._strip_protocol(self.address)

    def files(self) -> dict[str, "StoredFile"]:
        """The file at the address, those below it, or those that it matches as a glob; none where there is nothing.

        Hidden files and folders are left out.

        Returns:
            The files by their names relative to the address, or to its part without `*?[`.

        Raises:
            StoreError: If the store does not answer, or denies access.
        """
        system, path = self.place
        with self.answering():
            system.invalidate_cache()
            root, found = _listed(system, path)
            return {
                relative: StoredFile(self, name, int(info["size"]), repr(sorted(info.items())))
                for name, info in found.items()
                if info["type"] == "file" and not _HIDDEN.search(relative := name.removeprefix(f"{root.rstrip('/')}/"))
            }

    def read(self, path: str, start: int, end: int) -> bytes:
        """Some bytes of a file.

        Raises:
            OSError: If there is no such file any more, or the store denies this one, or gives other bytes than it has.
            StoreError: If the store does not answer, or now denies what could be read before.
        """
        system, _ = self.place
        try:
            with self.answering(but=(FileNotFoundError, PermissionError)):
                content = bytes(system.cat_file(path, start=start, end=end))
        except FileNotFoundError:
            raise FileNotFoundError(errno.ENOENT, "it is no longer in the store") from None
        except PermissionError:
            if self._was_read:
                with self.answering():
                    system.cat_file(self._was_read, start=0, end=1)
            raise PermissionError(errno.EACCES, "the store does not let it be read") from None
        if len(content) != end - start:
            raise OSError(errno.EIO, "the store gave other bytes than it had listed")
        self._was_read = path
        return content

    @contextmanager
    def answering(self, *, but: tuple[type[Exception], ...] = ()) -> Iterator[None]:
        """Turn whatever the store's package raises into one line, but for some errors."""
        try:
            yield
        except HelpersError:
            raise
        except Exception as error:
            if isinstance(error, but):
                raise
            said = printable(re.sub(r"\?\S+", "?…", str(error)))[:200]  # of an address, nothing that signs it
            raise StoreError(
                f"The store at {printable(self.address)} does not answer as it should ({type(error).__name__}"
                f"{': ' if said else ''}{said}). Look at name, network and credentials, and start the same command "
                "again; it goes on where it stopped."
            ) from None


class StoredFile(NamedTuple):
    """A file of a store; `mark` changes with its content, as far as the store tells."""

    store: Store
    path: str
    size: int
    mark: str

    @property
    def name(self) -> str:
        """The file name."""
        return self.path.rpartition("/")[2]

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Its bytes, as `Path.open` gives those of a file of this machine."""
        assert mode == "rb"
        return cast("IO[bytes]", io.BufferedReader(cast("io.RawIOBase", _Blocks(self))))


class _Blocks(io.RawIOBase):
    """The content of a file, asked for in blocks; the last ones are held, as tables are not read from front to end."""

    def __init__(self, file: StoredFile) -> None:
        self._file, self._at = file, 0
        self._block = lru_cache(maxsize=_MAX_BLOCKS)(self._fetch)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As of any file."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._file.size}[whence])
        return self._at

    def tell(self) -> int:
        """As of any file."""
        return self._at

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        """Read the next bytes, at most to the end of a block."""
        if self._at >= self._file.size:
            return 0
        number, passed = divmod(self._at, _BLOCK)
        content = self._block(number)[passed : passed + len(buffer)]
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)

    def close(self) -> None:
        """Forget the blocks."""
        self._block.cache_clear()
        super().close()

    def _fetch(self, number: int) -> bytes:
        start = number * _BLOCK
        return self._file.store.read(self._file.path, start, min(start + _BLOCK, self._file.size))


def _listed(system: Any, path: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """What lies at a path or matches it, with what is known of each, and the folder that names are relative to."""
    try:
        info = system.info(path)
    except FileNotFoundError:
        info = {"type": "nothing"}
    if info["type"] == "file":
        return path.rpartition("/")[0], {path: info}
    if info["type"] == "directory":
        return path, system.find(path, detail=True)
    parts = path.split("/")
    n_fixed = next((i for i, part in enumerate(parts) if _MAGIC.search(part)), None)
    if n_fixed is None:
        return path, {}
    found: dict[str, dict[str, Any]] = {}
    for name, each in system.glob(path, detail=True).items():
        found |= system.find(name, detail=True) if each["type"] == "directory" else {name: each}
    return "/".join(parts[:n_fixed]), found
