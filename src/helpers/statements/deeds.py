"""What is done to a matter by those who want it, in the analyst's own words: "supports: closing the crossings"."""

import re
from collections.abc import Mapping

from helpers.statements.issues import Issue

# Gerunds that say too little by themselves: "keeping them out", "taking them in".
_LIGHT = frozenset(
    "being bringing coming doing getting giving going having holding keeping leaving letting making putting "
    "staying taking talking waiting".split()
)
_ALIKE = (
    ("close", "shut", "seal"),
    ("open", "reopen", "unblock", "unseal"),
    ("confiscate", "seize", "expropriate"),
    ("deliver", "supply", "ship"),
    ("forbid", "prohibit", "outlaw"),
    ("allow", "permit", "authorise", "authorize"),
)
_STEM = 4  # letters that a noun and its verb share: "closure", "close"
_VOWELS = frozenset("aeiou")


def deeds_of(issue: Issue) -> dict[str, int]:
    """The verbs that an issue's `supports` (1) and `opposes` (-1) name, and others for the same deeds.

    Example:
        >>> issue = Issue(id="x", label="X", terms=["x"], supports="closing the road", opposes="opening it again")
        >>> deeds_of(issue)["shut"], deeds_of(issue)["open"], "keep" in deeds_of(issue)
        (1, -1, False)
    """
    told: dict[str, set[int]] = {}
    for text, sign in ((issue.supports, 1), (issue.opposes, -1)):
        for before, gerund in re.findall(r"(\b[\w']+ |^|\W)([a-z]{3,}ing)\b", text.lower()):
            if gerund not in _LIGHT and before.strip() not in ("not", "the", "a", "an"):
                for verb in _verbs(gerund):
                    told.setdefault(verb, set()).add(sign)
    alike = {other: told[verb] for verb in told for row in _ALIKE if verb in row for other in row if other not in told}
    return {verb: next(iter(signs)) for verb, signs in (told | alike).items() if len(signs) == 1}


def is_doing(noun: str, verb: str) -> bool:
    """Whether a noun names a deed by itself, so that what is done to it is something else: "closure", "close"."""
    return noun[:_STEM] == verb[:_STEM]


def deed_named(noun: str, deeds: Mapping[str, int]) -> int:
    """The side of a deed that a noun in "-ing" names: "the closing of the road"; 0 if it has none."""
    return next((deeds[verb] for verb in _verbs(noun) if verb in deeds), 0) if noun.endswith("ing") else 0


def _verbs(gerund: str) -> list[str]:
    """What may be the lemma of a gerund: "closing", "admitting", "sending"."""
    stem = gerund.removesuffix("ing")
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls" and stem[-1] not in _VOWELS
    return [stem[:-1]] if doubled else [stem, stem + "e"]
