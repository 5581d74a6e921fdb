"""Names of persons: their parts, their ids, and which short or misspelt form belongs to which full name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from helpers.actors.countries import folded

SAME_NAME = 85.0  # likeness (0 to 100) from which two spellings are taken for one name
SAME_GIVEN_NAME = 80.0  # the same for given names of persons whose rare family name says enough ("Sergej Lavrov")
_MIN_LENGTH = 5  # shorter names are too easily alike
_MAX_COMPARED = 40  # names with one initial that are compared with each other in one article
_INITIAL = re.compile(r"[A-Za-z]\.?(?:-?[A-Za-z]\.)*")
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ter", "van", "von"}
)


def slug(name: str) -> str:
    """An id made from a name: lower-case ASCII words joined by `_`.

    Example:
        >>> slug("Jürgen O’Neill-Łoś")
        'jurgen_oneill_los'
    """
    plain = folded(name).replace("'", "").lower()
    return "_".join(re.findall(r"[a-z0-9]+", plain))


@lru_cache(maxsize=10_000)  # rules ask for the words of one name many times
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, folded to lower-case ASCII; initials keep their full stop."""
    return tuple(word.strip(",;:") for word in folded(name).lower().split() if word.strip(",;:."))


def is_initial(word: str) -> bool:
    """Whether a word of a name is only an initial ("M.", "J.D.")."""
    return len(word) == 1 or ("." in word and _INITIAL.fullmatch(word) is not None)


def is_full_name(name: str) -> bool:
    """Whether a name has a given name and a family name, both written out."""
    words = name_words(name)
    if len(words) < 2 or any(not re.fullmatch(r"[a-z][a-z.'-]*", word) for word in words):
        return False
    return not is_initial(words[0]) and not is_initial(words[-1])


def last_names(name: str) -> list[str]:
    """What a person of this full name may be called by: the family name, with and without its particles.

    Example:
        >>> last_names("Ursula von der Leyen")
        ['leyen', 'von der leyen']
    """
    words = [word for word in name_words(name) if word not in ("jr", "jr.", "sr", "sr.", "ii", "iii")]
    if not words:
        return []
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return list(dict.fromkeys([words[-1], " ".join(words[start:])]))


def fits(short: str, full: str) -> bool:
    """Whether a short form may name the person of the full name: its last name, and initials that agree.

    Example:
        >>> fits("E. Varr", "Ena Varr"), fits("O. Varr", "Ena Varr")
        (True, False)
    """
    words, full_words = name_words(short), name_words(full)
    if not words or not full_words:
        return False
    if " ".join(words) in last_names(full):
        return True
    if len(words) == 1:
        return False
    rest = " ".join(words[1:])
    if is_initial(words[0]):
        return rest in last_names(full) and words[0][0] == full_words[0][0]
    return words[0] == full_words[0] and words[-1] == full_words[-1]


def is_misspelling(name: str, other: str) -> bool:
    """Whether two family names are likely one, spelt in two ways.

    Names of one initial and some length whose normalised indel similarity reaches `SAME_NAME`. Masculine and feminine
    forms ("Petrov", "Petrova") are two names.
    """
    one, two = folded(name).lower(), folded(other).lower()
    if one == two or min(len(one), len(two)) < _MIN_LENGTH or one[0] != two[0]:
        return False
    if {one, two} == {min(one, two, key=len), min(one, two, key=len) + "a"}:
        return False
    return fuzz.ratio(one, two) >= SAME_NAME


def similar_full_name(name: str, candidates: Iterable[str], *, given: float = SAME_NAME) -> str | None:
    """The one candidate of which `name` is another spelling: one of the two names equal, the other alike.

    `given` is the likeness (0 to 100) from which two given names are taken for one.
    """
    words = name_words(name)
    found = [c for c in candidates if _one_word_differs(words, name_words(c), given)]
    return found[0] if len(found) == 1 else None


def _one_word_differs(words: Sequence[str], other: Sequence[str], given: float) -> bool:
    if len(words) < 2 or len(other) < 2:
        return False
    if words[-1] == other[-1]:
        return words[0][0] == other[0][0] and fuzz.ratio(words[0], other[0]) >= given
    return words[0] == other[0] and is_misspelling(words[-1], other[-1])


def misspelt_names(unexplained: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Join family names that nobody in the article has with the one person whose name they misspell.

    Args:
        unexplained: Single names, as they stand in the article.
        known: Person ids by family name (lower-case ASCII).

    Returns:
        Person ids by unexplained name. Misspellings may lead from one to the next; a group that leads to no person,
        or to two, stays unexplained.
    """
    groups: dict[str, list[str]] = {}
    for name in sorted({*unexplained, *known}, key=lambda n: (folded(n).lower(), n)):
        groups.setdefault(folded(name)[:1].lower(), []).append(name)
    joined: dict[str, str] = {}
    for names in groups.values():
        for cluster in _clusters(names[:_MAX_COMPARED]):
            persons = sorted({known[name] for name in cluster if name in known})
            if len(persons) == 1:
                joined |= {name: persons[0] for name in cluster if name not in known}
    return {name: joined[name] for name in unexplained if name in joined}


def _clusters(names: Sequence[str]) -> list[list[str]]:
    """Names linked by misspellings, directly or through others."""
    clusters: list[list[str]] = []
    for name in names:
        linked = [c for c in clusters if any(is_misspelling(name, other) for other in c)]
        clusters = [c for c in clusters if c not in linked]
        clusters.append([name, *(other for c in linked for other in c)])
    return clusters
