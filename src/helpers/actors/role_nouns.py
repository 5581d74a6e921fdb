"""Whether a common noun ("the minister", "the expert") may be said of somebody with a certain role."""

import re
from collections.abc import Sequence

from helpers.actors.roles import role_kind
from helpers.actors.words import role_words

_FIELDS = frozenset({"foreign", "prime", "defense", "defence", "deputy", "interior", "water", "vice"})
_EXPERTS = frozenset(
    {"expert", "analyst", "commentator", "observer", "researcher", "scholar", "scientist", "specialist", "academic"}
)
_LEADERS = frozenset({"president", "premier", "minister", "chancellor", "king", "queen", "emir", "leader"})
_HEADS = {  # "the head of state", "the head of government", "the head of the council"
    "state": frozenset({"president", "king", "queen", "emir", "sultan"}),
    "government": frozenset({"prime", "premier", "chancellor"}),
    "body": frozenset({"head", "director", "president", "chairman", "chairwoman", "chair", "secretary", "chief"}),
}


def role_fits(noun: str, phrase: Sequence[str], role: str | None) -> bool:
    """Whether somebody with this role may be called by the noun, with the fields ("foreign") that the phrase names."""
    if role is None:
        return False
    words = re.findall(r"[\w']+", role.lower())
    if noun.startswith("spokes"):
        return any(word.startswith("spokes") for word in words)
    if noun == "head":
        heads = _HEADS.get(next((word for word in phrase if word in _HEADS), ""), _HEADS["body"])
        return not heads.isdisjoint(words)
    if role_kind(role) == "former" and role_words().former.isdisjoint(phrase):
        return False  # "the governor" is no former one
    return noun in words and all(word in words for word in phrase if word in _FIELDS)


def kind_fits(noun: str, phrase: Sequence[str], role: str | None) -> bool:
    """Whether somebody with this role may be called by a noun for all of a kind ("the official", "the expert")."""
    if noun == "leader":
        return role is not None and not _LEADERS.isdisjoint(role.lower().split())
    if noun in ("official", "diplomat"):
        return role_kind(role) == "official"
    return noun in _EXPERTS and role_kind(role) == "expert"
