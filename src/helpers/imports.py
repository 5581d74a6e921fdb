"""Imports that would cost every command seconds."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_COMMANDS = "spacy.cli"


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


@contextmanager
def lightly() -> Iterator[None]:
    """Import modules that stay, in a process that does little else.

    Without the garbage collector, which would look through all of them again and again, and without spaCy's command
    line, an eighth of the time: spaCy imports it for `spacy.info` alone, which finds it when it is called.
    """
    stand_in = {} if "spacy" in sys.modules else {name: ModuleType(name) for name in (_COMMANDS, f"{_COMMANDS}.info")}
    for module in stand_in.values():
        module.info = _info  # type: ignore[attr-defined]
    sys.modules.update(stand_in)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        for name in stand_in:
            del sys.modules[name]


def _info(*arguments: Any, **options: Any) -> Any:
    return import_module(f"{_COMMANDS}.info").info(*arguments, **options)
