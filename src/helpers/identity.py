"""Ids that say where in an article something stands, so that they mean the same in every later run.

A numbered id moves on when something before it is found or lost; a correction given by it would land on something
else. These stay as long as the words stay, and are gone when nothing is found there any more.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence


def place_id(document_id: str, mark: str, start: int, end: int) -> str:
    """The id of what stands from `start` to `end` of a document's text.

    Example:
        >>> place_id("article", "q", 120, 164)
        'article:q000120-000164'
    """
    return f"{document_id}:{mark}{start:06}-{end:06}"


def statement_id(document_id: str, start: int, end: int, *, issue_id: str, holder: str = "") -> str:
    """The id of a statement: the place of its quotation, or of the reporter's sentence, its issue and holder.

    The holder of a quotation's statements is its speaker, whoever that turns out to be: leave `holder` out there.

    Example:
        >>> statement_id("article", 120, 164, issue_id="tax")
        'article:s000120-098394'
    """
    digest = hashlib.sha256(f"{end}\t{issue_id}\t{holder}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{document_id}:s{start:06}-{digest[:6]}"


def extent(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """From where the first of some spans starts to where the last one ends."""
    return min(start for start, _ in spans), max(end for _, end in spans)


def unique_ids(ids: Iterable[str]) -> list[str]:
    """The same ids, `.2`, `.3` … added to those that came before.

    Example:
        >>> unique_ids(["a", "b", "a"])
        ['a', 'b', 'a.2']
    """
    seen: Counter[str] = Counter()
    unique = []
    for each in ids:
        seen[each] += 1
        unique.append(each if seen[each] == 1 else f"{each}.{seen[each]}")
    return unique
