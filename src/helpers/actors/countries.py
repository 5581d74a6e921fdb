"""States for the catalogue: names, capitals and demonyms of the library of countries, its errors corrected."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from countryinfo import all_countries

from helpers.resources import read_reference

# Official names in English; the library's other spellings are in other languages, or codes such as "AT" and "IS".
_OFFICIAL = re.compile(
    r"(?:the )?(?:[A-Z][A-Za-z'’-]+ )*(?:Republic|Kingdom|State|Federation|Union|Confederation|Commonwealth|Sultanate|"
    r"Principality|Grand Duchy)(?: of(?: the)? (?:[A-Z][A-Za-z'’-]+ ?|and |the )+)?"
)
_PLURAL_LESS = re.compile(r"(?:sh|ch|s|z|sy|x|é|e|-Vanuatu|I-Kiribati|Batswana|Basotho)$")
_PLURAL_AFTER_ALL = re.compile(r"(?:ite|ane|ole|ede|ine|ene|Czech)$")


def load_states() -> dict[str, dict[str, Any]]:
    """Read all states of today.

    Returns:
        By actor id (ISO 3166 alpha-3, or a slug where ISO has none): `name`, and lists of `names`, `demonyms`
        (with plurals) and `capitals`.
    """
    corrections = read_reference("countries.yaml")
    left_out = set(corrections["left_out"])
    states: dict[str, dict[str, Any]] = {}
    for country in all_countries():
        info: Mapping[str, Any] = country.info()
        code = str((info.get("ISO") or {}).get("alpha3") or "")
        if code and code not in left_out and code not in states:
            states[code] = _corrected(info, corrections["states"].get(code) or {})
    for code, correction in corrections["states"].items():
        if code not in states:
            states[code] = _corrected({}, correction)
    return dict(sorted(states.items()))


def _corrected(info: Mapping[str, Any], correction: Mapping[str, Any]) -> dict[str, Any]:
    name = str(correction.get("name") or info["name"])
    official = [s for s in info.get("altSpellings") or () if _OFFICIAL.fullmatch(s)]
    demonyms = correction.get("demonyms", [d for d in re.split(r"[,/]", str(info.get("demonym") or "")) if d])
    capital = info.get("capital")
    capitals = correction.get("capitals", [capital] if isinstance(capital, str) and capital else [])
    names = [name, str(info.get("name") or name), *official, *correction.get("aliases", ())]
    return {
        "name": name,
        "names": _spellings(names),
        "demonyms": _spellings([*demonyms, *(plural for d in demonyms if (plural := _plural_of(d)))]),
        "capitals": _spellings(capitals),
    }


def _plural_of(demonym: str) -> str | None:
    """The plural of a demonym that forms one with -s.

    Example:
        >>> _plural_of("Georgian"), _plural_of("Chinese")
        ('Georgians', None)
    """
    without = _PLURAL_LESS.search(demonym) and not _PLURAL_AFTER_ALL.search(demonym)
    return None if without else demonym + "s"


def _spellings(names: list[str]) -> list[str]:
    """Names without doubles, each also as it is written without diacritics."""
    return list(dict.fromkeys(spelling for name in names for spelling in (name.strip(), folded(name.strip()))))


def folded(text: str) -> str:
    """`text` in ASCII as far as its letters have a plain form.

    Example:
        >>> folded("Chișinău, Kalın, Radosław")
        'Chisinau, Kalin, Radoslaw'
    """
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN_LETTERS))
    return "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))  # accents, and what nobody sees


_PLAIN_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae",
        "ə": "a", "Ə": "A", "œ": "oe", "’": "'", "‘": "'", "ʻ": "'",
    }
)  # fmt: skip
