"""Find the files of a corpus: a folder, one file, or a glob, on this machine or in a store."""

import glob
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from helpers.corpus.articles import Reject, printable
from helpers.errors import CorpusError
from helpers.stores import Store, StoredFile, is_address, plain_address

TEXT_SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".ndjson", ".json", ".csv", ".tsv")
SUFFIXES = (*TEXT_SUFFIXES, ".parquet")
_HIDDEN = re.compile(r"\.(?!\.)")
# A name that looks like an escaped one, or like a record of another file.
_MISTAKABLE = re.compile(r"\\(?=[\\xuUnrt])|#(?=\d+$)")
_ACCEPTED = f"{', '.join(SUFFIXES)} (and .gz of the text ones)"


class Item(NamedTuple):
    """One file of the corpus: where it lies, what it is called in the tables, and its suffix without `.gz`."""

    path: Path | StoredFile
    source: str
    suffix: str
    compressed: bool

    @property
    def stem(self) -> str:
        """The file name without its suffixes."""
        name = self.source.rpartition("/")[2]
        name = name[: -len(".gz")] if self.compressed else name
        return name[: -len(self.suffix)]

    @property
    def folder(self) -> str | None:
        """The top-level folder inside the corpus that the file lies in."""
        return self.source.split("/")[0] if "/" in self.source else None


def find_items(corpus: str | Path, *, leave_out: Path | None = None) -> list[Item | Reject]:
    """List the files of a corpus in the order of their relative POSIX paths.

    Folders are searched recursively, hidden files and folders left out. What cannot be an article (unknown suffix,
    link out of the corpus, pipe) is a reject.

    Args:
        corpus: A folder, a file or a glob: a path, or an address such as `s3://bucket/news`.
        leave_out: A folder that is no part of the corpus though it may lie in it: the one that the run writes to.

    Raises:
        CorpusError: If there is no such path, or no file in it.
        StoreError: If it is an address and cannot be used.
    """
    if is_address(str(corpus)):
        corpus = plain_address(str(corpus))
    if is_address(str(corpus)):
        stored = sorted((_written(name), file) for name, file in Store(str(corpus)).files().items())
        if not stored:
            raise CorpusError(f"There is no file at '{corpus}'. Give a folder, a file or a quoted glob of {_ACCEPTED}.")
        return [_of_kind(file, source) for source, file in stored]
    root, paths = _locate(Path(corpus))
    if leave_out is not None:
        own = Path(os.path.realpath(leave_out))
        paths = [path for path in paths if own not in Path(os.path.realpath(path.parent), path.name).parents]
    named = paths == [Path(corpus)]
    found = sorted((_source_of(path, root), path) for path in paths)
    if not found:
        raise CorpusError(f"The corpus '{corpus}' contains no files. Give a folder or files of {_ACCEPTED}.")
    return [_item(path, source, None if named else root.resolve()) for source, path in found]


def content_of(corpus: str | Path, *, leave_out: Path | None = None) -> Iterator[Path | str]:
    """What decides what a corpus holds, for a fingerprint: the name of every item, and the file or why it has none."""
    for item in find_items(corpus, leave_out=leave_out):
        yield item.source
        if isinstance(item, Reject):
            yield item.reason
        else:
            yield item.path if isinstance(item.path, Path) else item.path.mark


def _source_of(path: Path, root: Path) -> str:
    """The path relative to the corpus, what cannot be printed or stored as UTF-8 escaped, so that no two are equal."""
    return _written(path.relative_to(root).as_posix())


def _written(name: str) -> str:
    marked = _MISTAKABLE.sub(lambda m: f"\\x{ord(m[0]):02x}", name)
    name = os.fsencode(marked).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _locate(corpus: Path) -> tuple[Path, list[Path]]:
    if corpus.is_dir():
        return corpus, list(_walk(corpus))
    if os.path.lexists(corpus):
        return corpus.parent, [corpus]
    if not glob.has_magic(str(corpus)):
        raise CorpusError(f"There is no corpus '{corpus}'. Give a folder, a file or a quoted glob of {_ACCEPTED}.")
    parts = corpus.parts
    n_fixed = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    root = Path(*parts[:n_fixed])
    matches = [Path(match) for match in glob.iglob(str(corpus), recursive=True)]
    if not matches:
        raise CorpusError(f"No file matches '{corpus}'. Give a folder, a file or a quoted glob of {_ACCEPTED}.")
    paths = {p for match in matches for p in (_walk(match) if _is_folder(match) else [match])}
    return root, list(paths)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _walk(folder: Path) -> Iterator[Path]:
    """All files below a folder, and folders that are links or cannot be opened (`_item` says why not)."""
    folders = [folder]
    while folders:
        current = folders.pop()
        try:
            entries = [e for e in os.scandir(current) if not _HIDDEN.match(e.name)]
        except OSError:
            yield current
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            else:
                yield Path(entry.path)


def _item(path: Path, source: str, root: Path | None) -> Item | Reject:
    """`root` is the resolved folder that links must not leave; none for a file that the user named."""
    try:
        target = path.resolve(strict=True)
        mode = target.stat().st_mode
    except (OSError, RuntimeError) as error:
        return Reject(source, "unreadable", _first_line(error))
    if root is not None and not target.is_relative_to(root):
        return Reject(source, "outside_corpus", "a link that leads out of the corpus")
    if stat.S_ISDIR(mode):
        detail = "a link to a folder" if path.is_symlink() else "the folder cannot be opened"
        return Reject(source, "unreadable", f"{detail}; its files are not read from here")
    if not stat.S_ISREG(mode):
        return Reject(source, "unreadable", "not a regular file")
    return _of_kind(path, source)


def _of_kind(path: Path | StoredFile, source: str) -> Item | Reject:
    """A file by its suffix."""
    name = path.name.lower()
    compressed = name.endswith(".gz")
    suffix = Path(name.removesuffix(".gz")).suffix
    if suffix not in (TEXT_SUFFIXES if compressed else SUFFIXES):
        given = printable(PurePosixPath(path.name).suffix)
        return Reject(source, "unknown_format", f"suffix '{given}' is none of {_ACCEPTED}")
    return Item(path, source, suffix, compressed)


def _first_line(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).split("\n")[0]
