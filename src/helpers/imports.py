"""Imports that would cost every command seconds."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(name: str) -> Iterator[None]:
    """Let what is imported meanwhile find no module `name`, an optional one; later imports find it again.

    Such as `rfc3987_syntax`, with which jsonschema would check internationalised addresses, which no notebook's schema
    asks for: the grammar of RFC 3987 takes over two seconds to build, at each start.
    """
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how Python itself says that there is none
    try:
        yield
    finally:
        del sys.modules[name]
