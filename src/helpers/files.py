"""Files that appear whole or not at all, also where the power fails or a process is killed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

_UNFINISHED = ".tmp"


@contextmanager
def replacing(path: Path, *, must_last: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside `path`; rename it to `path` when the block ends without an error.

    Args:
        path: Where the finished file goes; its folder is made if needed.
        must_last: Whether it has to be there when the power fails; waiting for the disk takes long for many small files
            that tell by themselves whether they are whole.

    Yields:
        The path to write to, on the same file system, so that the rename is atomic.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Processes of several machines may write the same file.
    temporary = path.with_name(f".{path.name}.{token_hex(8)}{_UNFINISHED}")
    try:
        yield temporary
        if must_last:
            _reach_disk(temporary)
        os.replace(temporary, path)
        if must_last and os.name != "nt":  # where folders cannot be opened
            _reach_disk(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def remove_folder(folder: Path) -> None:
    """Remove a folder: it is gone at once for whoever looks for it, its files a little later."""
    going = folder.with_name(f".{folder.name}.{os.getpid()}{_UNFINISHED}")
    try:
        folder.rename(going)
    except FileNotFoundError:
        return
    shutil.rmtree(going)


def clear_unfinished(folder: Path, *, but: Path | None = None) -> None:
    """Remove what processes left that were killed while they wrote, or removed, something below `folder`.

    Args:
        folder: Nobody else works in it.
        but: What this process has there.
    """
    for path in sorted(folder.rglob(f".*{_UNFINISHED}")):
        if path == but:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _reach_disk(path: Path) -> None:
    """Wait until what was written is on the disk: a new name must not come there before its content."""
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_text(path: Path, text: str) -> None:
    r"""Write `text` as UTF-8 with `\n` line ends, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
