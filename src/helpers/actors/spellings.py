"""How alike two spellings of a name are, by letters and by sound."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from helpers.actors.countries import folded

SAME_SOUND = 0.95  # likeness of names that only transliteration tells apart
# What transliterations write for one sound, in the order in which it is made one; folded lower-case letters.
_ONE_SOUND = (
    ("sch", "sh"), ("tch", "ch"), ("dzh|dj", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ck|q|c(?!h)", "k"),
    ("x", "ks"), ("w", "v"), ("tz", "ts"), ("oo|ou", "u"), ("oe", "o"), ("ee", "i"), ("y", "i"),
    ("[^a-z]", ""), (r"(.)\1+", r"\1"),
)  # fmt: skip


@lru_cache(maxsize=50_000)
def sound_of(word: str) -> str:
    """A word as it sounds, roughly: equal for the usual transliterations of one name.

    Example:
        >>> sound_of("Pashinyan") == sound_of("Pashinian"), sound_of("Zelenskyy") == sound_of("Zelenskiy")
        (True, True)
    """
    sound = folded(word).lower()
    for spelt, one in _ONE_SOUND:
        sound = re.sub(spelt, one, sound)
    return sound


def is_same(name: str, other: str) -> bool:
    """Whether two names are equal but for case, diacritics and white space."""
    return _plain(name) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(folded(name).lower().split())


def likeness(name: str, other: str) -> float:
    """How alike two names are, 0 to 1: 1 if equal but for case and diacritics, `SAME_SOUND` if they sound the same.

    Example:
        >>> likeness("Orban", "Orbán"), likeness("Hajiev", "Hajiyev"), round(likeness("Varr", "Vorr"), 2)
        (1.0, 0.95, 0.75)
    """
    one, two = _plain(name), _plain(other)
    if one == two:
        return 1.0
    if [sound_of(word) for word in one.split()] == [sound_of(word) for word in two.split()]:
        return SAME_SOUND
    return min(fuzz.ratio(one, two) / 100, SAME_SOUND)
