"""How often each actor agrees and disagrees on each issue: what every measure of the comparison starts from."""

from typing import NamedTuple

import numpy as np
import pandas as pd


class Counts(NamedTuple):
    """Numbers of statements as integer arrays of shape (…, actors, issues); names are sorted."""

    actors: list[str]
    issues: list[str]
    agree: np.ndarray
    disagree: np.ndarray
    neutral: np.ndarray

    @property
    def sided(self) -> np.ndarray:
        """Statements that take a side, a⁺ + a⁻."""
        return np.asarray(self.agree + self.disagree)

    @property
    def activity(self) -> np.ndarray:
        """All of each actor's statements, neutral ones too: shape (…, actors)."""
        return np.asarray((self.agree + self.disagree + self.neutral).sum(axis=-1))


class Coordinates(NamedTuple):
    """Each statement's place in the arrays of `Counts`: integer arrays of one length, and the sorted names."""

    actors: list[str]
    issues: list[str]
    actor: np.ndarray
    issue: np.ndarray
    sign: np.ndarray


def locate_statements(statements: pd.DataFrame) -> Coordinates:
    """Number actors and issues in sorted order, and take the sign of each agreement (-1, 0 or 1)."""
    actor, actors = pd.factorize(statements["actor_id"], sort=True)
    issue, issues = pd.factorize(statements["issue_id"], sort=True)
    sign = np.sign(statements["agreement"].to_numpy(dtype=float)).astype(np.int64)
    return Coordinates(list(actors), list(issues), actor, issue, sign)


def count_statements(statements: pd.DataFrame) -> Counts:
    """Count agreeing, disagreeing and neutral statements by actor and issue.

    Args:
        statements: Table following `tables.STATEMENTS`, duplicates dropped.
    """
    return count_located(locate_statements(statements))


def count_located(place: Coordinates, weights: np.ndarray | None = None) -> Counts:
    """As `count_statements`, from coordinates; each statement counts `weights` times (whole numbers)."""
    shape = (len(place.actors), len(place.issues))
    cell = place.actor * shape[1] + place.issue

    def count(sign: int) -> np.ndarray:
        chosen = place.sign == sign
        weighted = None if weights is None else weights[chosen]
        found = np.bincount(cell[chosen], weights=weighted, minlength=shape[0] * shape[1])
        return np.rint(found).astype(np.int64).reshape(shape)

    return Counts(place.actors, place.issues, count(1), count(-1), count(0))
