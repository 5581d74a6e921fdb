"""Imports that would cost every command seconds."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(name: str) -> Iterator[None]:
    """Let what is imported meanwhile find no module `name`, an optional one; later imports find it again."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how Python itself says that there is none
    try:
        yield
    finally:
        del sys.modules[name]
