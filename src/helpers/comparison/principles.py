"""Principle against object: who supports for one what it opposes for another.

"The territorial integrity of A" and "of B" are two issues about one principle; an actor that supports it for A and
opposes it for B contradicts itself, whatever the time between.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

import pandas as pd

from helpers import tables
from helpers.comparison.witnesses import Witnesses, surest_statements


class AboutObject(NamedTuple):
    """An issue as a principle and whose case it is."""

    issue_id: str
    principle: str
    object: str


class IssueLike(Protocol):
    """What is read of an issue of a catalogue."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def object(self) -> str | None: ...  # noqa: D102
    @property
    def principle(self) -> str | None: ...  # noqa: D102


def find_principles(issues: Iterable[IssueLike], names: Mapping[str, Sequence[str]] | None = None) -> list[AboutObject]:
    """Issues that are about one principle and different objects.

    Args:
        issues: The issues of a catalogue. Those with one `principle` belong together; without it, those whose labels
            differ by nothing but their object.
        names: Names of actors by id, by which the label may call the object.

    Returns:
        The issues in the order of principle and object; principles with a single object are left out.
    """
    found = [
        AboutObject(issue.id, issue.principle or _without_object(issue.label, issue.object, names or {}), issue.object)
        for issue in issues
        if issue.object is not None
    ]
    kept = []
    for _, group in groupby(sorted(found, key=attrgetter("principle", "object", "issue_id")), attrgetter("principle")):
        same = list(group)
        if len({issue.object for issue in same}) > 1:
            kept += same
    return kept


def compare_principles(
    statements: pd.DataFrame, positions: pd.DataFrame, principles: Sequence[AboutObject]
) -> pd.DataFrame:
    """Compare each actor's positions on one principle for different objects.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.
        positions: Table following `tables.POSITIONS`, of these statements.
        principles: As `find_principles` gives them.

    Returns:
        Table following `tables.PRINCIPLES`: one row for each actor and two issues with one principle and different
        objects on which its agreement is not 0. Evidence is the surest statement of its side; confidence that of the
        less sure of the two.
    """
    surest = surest_statements(statements)
    taken = {(row["actor_id"], row["issue_id"]): row for row in positions.to_dict("records") if row["agreement"] != 0}
    rows = [
        _row(taken[actor_id, one.issue_id], one, taken[actor_id, other.issue_id], other, surest)
        for one, other in _iter_cases(principles)
        for actor_id in sorted({actor_id for actor_id, issue_id in taken if issue_id == one.issue_id})
        if (actor_id, other.issue_id) in taken
    ]
    return tables.PRINCIPLES.table(sorted(rows, key=lambda row: (row["actor_id"], row["principle"], row["issue_id"])))


def _without_object(label: str, of: str, names: Mapping[str, Sequence[str]]) -> str:
    """The label with an ellipsis for its object."""
    text = label.casefold()
    for name in sorted({of, *names.get(of, ())}, key=lambda name: (-len(name), name)):
        text = text.replace(name.casefold(), "…")
    return text


def _iter_cases(principles: Sequence[AboutObject]) -> Iterator[tuple[AboutObject, AboutObject]]:
    for _, group in groupby(principles, key=attrgetter("principle")):
        yield from (pair for pair in combinations(group, 2) if pair[0].object != pair[1].object)


def _row(
    position: Mapping[Any, Any],
    issue: AboutObject,
    other_position: Mapping[Any, Any],
    other_issue: AboutObject,
    surest: Witnesses,
) -> dict[str, Any]:
    evidence, other_evidence = (
        surest[row["actor_id"], row["issue_id"], row["agreement"] > 0] for row in (position, other_position)
    )
    return {
        "actor_id": position["actor_id"],
        "principle": issue.principle,
        "issue_id": issue.issue_id,
        "object": issue.object,
        "n_statements": position["n_statements"],
        "agreement": position["agreement"],
        "evidence": evidence["statement_id"],
        "other_issue_id": other_issue.issue_id,
        "other_object": other_issue.object,
        "other_n_statements": other_position["n_statements"],
        "other_agreement": other_position["agreement"],
        "other_evidence": other_evidence["statement_id"],
        "confidence": min(evidence["confidence"], other_evidence["confidence"]),
        "kind": "consistent" if position["agreement"] * other_position["agreement"] > 0 else "contradiction",
    }
