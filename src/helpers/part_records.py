"""What is noted of each part of a corpus, beside its files: without it, the part does not count."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple


class PartRecord(NamedTuple):
    """What a part was made of, and what tells whether its files are as they were written.

    Attributes:
        parser: A digest of what parsed its articles.
        settings: A digest of all else that they were extracted by.
        keys: Of its articles, by document, in order.
        parses: Digests of their parses, by document.
        files: Digests of the part's other files, by what they hold.
    """

    parser: str
    settings: str
    keys: Mapping[str, str]
    parses: Mapping[str, str]
    files: Mapping[str, str]

    def packed(self) -> bytes:
        """The content of the part's record."""
        return (json.dumps(self._asdict(), ensure_ascii=True, indent=1) + "\n").encode()


def read_record(content: bytes | None) -> PartRecord | None:
    """The record that was packed; None where it is missing or damaged."""
    try:
        noted: dict[str, Any] = json.loads(content or b"")
        keys, parses, files = (dict(noted[name]) for name in ("keys", "parses", "files"))
        return PartRecord(str(noted["parser"]), str(noted["settings"]), keys, parses, files)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def digest(content: bytes) -> str:
    """What tells whether a file is as it was written."""
    return hashlib.sha256(content).hexdigest()
