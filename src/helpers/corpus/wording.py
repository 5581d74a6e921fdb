"""What an article's words tell of its copies: for each article the same whatever else is in the corpus."""

import hashlib
import re
import zlib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
SHINGLE_WORDS = 3
# 42 bands of 3 rows find a pair of Jaccard similarity 0.4 with probability 0.94, one of 0.6 with 1 - 5e-5.
_BANDS, _ROWS = 42, 3
_SEED = 1
_DIGEST = hashlib.sha256().digest_size
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing (Knuth): spreads over all bits

type Keys = np.ndarray[tuple[int], np.dtype[np.uint64]]
type Shingles = np.ndarray[tuple[int], np.dtype[np.uint32]]


class Wording(NamedTuple):
    """Digests of all words, of runs of words and of sets of such runs; of very short texts only the first.

    The numbers of `shingles` (32 bits) and `bands` (64 bits) are held as bytes: an article is compared and stored.
    """

    words: bytes
    shingles: bytes
    bands: bytes

    def packed(self) -> bytes:
        """All three in one."""
        return self.words + self.bands + self.shingles

    @classmethod
    def unpacked(cls, packed: bytes) -> "Wording":
        """What was packed."""
        end = _DIGEST + (8 * _BANDS if len(packed) > _DIGEST else 0)
        return cls(packed[:_DIGEST], packed[end:], packed[_DIGEST:end])

    def shingle_set(self) -> Shingles:
        """The sorted digests of runs of words."""
        return np.frombuffer(self.shingles, dtype=np.uint32)

    def band_keys(self) -> Keys:
        """A number for each band of the MinHash signature (Broder 1997): near duplicates share some of them."""
        return np.frombuffer(self.bands, dtype=np.uint64)


def read_wording(words: Sequence[str]) -> Wording:
    """The wording of a text, given its words (see `WORD`)."""
    words = [word.casefold() for word in words]
    digest = hashlib.sha256(" ".join(words).encode()).digest()
    if len(words) <= 2 * SHINGLE_WORDS:
        return Wording(digest, b"", b"")
    shingles = shingle(words)
    return Wording(digest, shingles.tobytes(), _band_keys(shingles).tobytes())


def shingle(words: list[str]) -> Shingles:
    """The set of runs of `SHINGLE_WORDS` words, as sorted 32-bit numbers."""
    runs = map(" ".join, zip(*(words[i:] for i in range(SHINGLE_WORDS)), strict=False))
    return np.unique(np.fromiter(map(zlib.crc32, map(str.encode, runs)), dtype=np.uint32))


def _band_keys(shingles: Shingles) -> Keys:
    """A 64-bit number for each band; where two bands have one by chance, the candidate is verified all the same."""
    rows = signature(shingles, _BANDS * _ROWS, _SEED).astype(np.uint64).reshape(_BANDS, _ROWS)
    keys = np.arange(1, _BANDS + 1, dtype=np.uint64)
    for column in rows.T:
        keys = (keys ^ column) * _MULTIPLIER
        keys ^= keys >> np.uint64(29)
    return keys


def signature(shingles: Shingles, size: int, seed: int) -> Shingles:
    """The MinHash signature (Broder 1997) of a set that is not empty: the least of its numbers under each permutation.

    It is that of datasketch 2, whose import brings much of scipy and takes half a second.
    """
    factors, offsets = _permutations(size, seed)
    mixed = shingles ^ (shingles >> np.uint32(16))  # the finalizer of MurmurHash3
    mixed = mixed * np.uint32(0x85EBCA6B)
    mixed = mixed ^ (mixed >> np.uint32(13))
    mixed = mixed * np.uint32(0xC2B2AE35)
    mixed = mixed ^ (mixed >> np.uint32(16))
    least: Shingles = (mixed[:, np.newaxis] * factors + offsets).min(axis=0)
    return least


@cache
def _permutations(size: int, seed: int) -> tuple[Shingles, Shingles]:
    """Factors, odd, and offsets of affine permutations of all 32-bit numbers."""
    random = np.random.RandomState(seed)
    factors = random.randint(0, 2**31, size, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, random.randint(0, 2**32, size, dtype=np.uint32)
