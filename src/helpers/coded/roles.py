"""What a coded statement needs, how other tools call it, and what reading a file gives."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from helpers.errors import ParameterError

ACTOR_LEVELS = ("person", "organisation")
PERSONS, ORGANISATIONS = ("person", "individual"), ("organization", "organisation", "org")

# How other tools name what is needed; the first one found is taken.
USUAL_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "actor": ("actor_id", "actor", *ORGANISATIONS, *PERSONS),
        "issue": ("issue_id", "issue", "concept", "category", "claim"),
        "agreement": ("agreement", "stance", "qualifier"),
    }
)


class Coded(NamedTuple):
    """Coded statements with the actors and documents that come with them.

    Attributes:
        statements: Table following `tables.STATEMENTS`.
        actors: Table following `tables.ACTORS`.
        documents: Table following `tables.DOCUMENTS`; empty where the file holds no articles.
        left_out: Why statements were left out, and how many.
    """

    statements: pd.DataFrame
    actors: pd.DataFrame
    documents: pd.DataFrame
    left_out: Mapping[str, int]


def parse_variables(assignments: Iterable[str]) -> dict[str, str]:
    """Read `ROLE=NAME` assignments of what a file calls actor, issue and agreement.

    Raises:
        ParameterError: If one is no such assignment.

    Example:
        >>> parse_variables(["issue=policy", "actor=party name"])
        {'issue': 'policy', 'actor': 'party name'}
    """
    found = {}
    for assignment in assignments:
        role, equals, name = assignment.partition("=")
        if role not in USUAL_NAMES or not equals or not name:
            raise ParameterError(
                f"{assignment!r} does not say which variable is meant; write ROLE=NAME with a role out of "
                f"{', '.join(USUAL_NAMES)}, e.g. issue=concept."
            )
        found[role] = name
    return found


def names_by_role(variables: Mapping[str, str], actor_level: str | None) -> dict[str, tuple[str, ...]]:
    """The names to look for, by role, most wanted first.

    Args:
        variables: Names that the user gave, by role.
        actor_level: One of `ACTOR_LEVELS`, or None for whatever comes first.

    Raises:
        ParameterError: If the level is unknown.
    """
    if actor_level not in (None, *ACTOR_LEVELS):
        raise ParameterError(f"Unknown actor level {actor_level!r}; allowed are {', '.join(ACTOR_LEVELS)}.")
    usual = dict(USUAL_NAMES)
    if actor_level is not None:
        usual["actor"] = PERSONS if actor_level == "person" else ORGANISATIONS
    return {role: (variables[role],) if role in variables else names for role, names in usual.items()}
