"""Copies of an article within a corpus: the same words, or nearly the same, under whatever headline."""

from collections import Counter
from collections.abc import Iterable
from itertools import repeat
from typing import NamedTuple

import numpy as np

from helpers.corpus.wording import Keys, Shingles, Wording

MIN_JACCARD = 0.6
MIN_CONTAINMENT, MIN_SIZE_RATIO = 0.8, 0.4
# Where thousands of articles share half of their words (weather, results), the likest are looked at and no more.
_MAX_IN_BAND, _MAX_CANDIDATES = 50, 20
_MAX_ID = 240  # characters; every id of a mention or quotation begins with it
# A copy this close to its first finds nothing that the first does not find.
_SAME_REACH = 0.9

_RECENT = 2**16  # keys that are kept in a dictionary, which takes six times as much for each as an array


class Duplicate(NamedTuple):
    """A document's first copy in corpus order, and which flag that gives."""

    duplicate_of: str
    flag: str


class DuplicateIndex:
    """Finds the first copy of each document in a stream of documents, in time linear in their number.

    Candidates come from MinHash signatures (Broder 1997) with locality-sensitive hashing and are verified by the true
    Jaccard similarity or containment of their sets of word shingles. Of many, those that share the most bands are.

    Args:
        near_duplicates: Look for near duplicates too, not only for the same words.
    """

    def __init__(self, *, near_duplicates: bool = True) -> None:
        self._near = near_duplicates
        self._exact: dict[bytes, str] = {}
        self._bands = _Bands()
        self._shingles: list[Shingles] = []
        self._first: list[str] = []

    def add(self, document_id: str, wording: Wording) -> Duplicate | None:
        """Add the next document.

        Args:
            document_id: A new id.
            wording: That of its body paragraphs.

        Returns:
            The first document that it is a copy of, if there is one.
        """
        if wording.words in self._exact:
            return Duplicate(self._exact[wording.words], "exact_duplicate")
        found = self._add_near(document_id, wording) if self._near and wording.bands else None
        self._exact[wording.words] = found.duplicate_of if found else document_id
        return found

    def _add_near(self, document_id: str, wording: Wording) -> Duplicate | None:
        keys, shingles = wording.band_keys(), wording.shingle_set()
        known = self._bands.known(keys)
        candidates = self._bands.sharing(keys, known)
        match = next((c for c in candidates if is_near_duplicate(shingles, self._shingles[c])), None)
        first = self._first[match] if match is not None else document_id
        if match is None or _jaccard(shingles, self._shingles[match]) < _SAME_REACH:
            self._bands.add(keys, known, len(self._shingles))
            self._shingles.append(shingles)
            self._first.append(first)
        return Duplicate(first, "near_duplicate") if match is not None else None


class _Bands:
    """Which documents, by number, share a band of their signatures: an index that takes 12 bytes for each band.

    A dictionary takes six times as much, that of datasketch more, and a corpus of a million articles has to fit.
    """

    def __init__(self) -> None:
        self._first = _FirstNumbers()
        self._others: dict[int, list[int]] = {}

    def known(self, keys: Keys) -> np.ndarray:
        """The first document that has each of these bands, or -1."""
        return self._first.get(keys)

    def add(self, keys: Keys, known: np.ndarray, number: int) -> None:
        """Add a document; where a band is very common, the first that have it are enough."""
        self._first.add(keys[known < 0], number)
        for key in keys[known >= 0].tolist():
            others = self._others.setdefault(key, [])
            if len(others) < _MAX_IN_BAND:
                others.append(number)

    def sharing(self, keys: Keys, known: np.ndarray) -> list[int]:
        """The documents that share most of these bands, in the order in which they were added."""
        shared = Counter(known[known >= 0].tolist())
        for key in keys[known >= 0].tolist():
            shared.update(self._others.get(key, ()))
        likest = sorted(shared, key=lambda number: (-shared[number], number))
        return sorted(likest[:_MAX_CANDIDATES])


class _FirstNumbers:
    """The first document of each key: sorted arrays of growing size, into which what is recent is merged in time."""

    def __init__(self) -> None:
        self._sorted: list[tuple[Keys, np.ndarray]] = []
        self._recent: dict[int, int] = {}

    def get(self, keys: Keys) -> np.ndarray:
        """The number kept for each key, or -1."""
        found = np.fromiter(map(self._recent.get, keys.tolist(), repeat(-1)), dtype=np.int64, count=len(keys))
        for known, numbers in self._sorted:
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            found = np.where(known[at] == keys, numbers[at], found)
        return found

    def add(self, keys: Keys, number: int) -> None:
        """Keep a number for keys that have none."""
        self._recent.update(dict.fromkeys(keys.tolist(), number))
        if len(self._recent) < _RECENT:
            return
        merged = np.array(list(self._recent), dtype=np.uint64)
        numbers = np.array(list(self._recent.values()), dtype=np.int32)
        self._recent = {}
        while self._sorted and len(self._sorted[-1][0]) <= 2 * len(merged):
            before = self._sorted.pop()
            merged, numbers = np.concatenate((before[0], merged)), np.concatenate((before[1], numbers))
        order = np.argsort(merged)
        self._sorted.append((merged[order], numbers[order]))


def is_near_duplicate(a: Shingles, b: Shingles) -> bool:
    """Whether two texts share most of their shingles, or one is a cut version of the other."""
    n_shared = len(np.intersect1d(a, b, assume_unique=True))
    smaller, larger = sorted((len(a), len(b)))
    if n_shared >= MIN_JACCARD * (len(a) + len(b) - n_shared):
        return True
    return n_shared >= MIN_CONTAINMENT * smaller and smaller >= MIN_SIZE_RATIO * larger


def unique_ids(names: Iterable[str]) -> list[str]:
    """Make names unique in their order, by `-2`, `-3` … behind those that come again.

    Example:
        >>> unique_ids(["a", "a", "a-2", "a"])
        ['a', 'a-2', 'a-2-2', 'a-3']
    """
    ids = UniqueIds()
    return [ids.add(name) for name in names]


class UniqueIds:
    """Gives each name of a stream an id of its own."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._count: dict[str, int] = {}

    def add(self, name: str) -> str:
        """The id for the next name."""
        name = document_id = name[:_MAX_ID]
        while document_id in self._used:
            self._count[name] = self._count.get(name, 1) + 1
            document_id = f"{name}-{self._count[name]}"
        self._used.add(document_id)
        return document_id


def _jaccard(a: Shingles, b: Shingles) -> float:
    n_shared = len(np.intersect1d(a, b, assume_unique=True))
    return n_shared / (len(a) + len(b) - n_shared)
