"""What the tables say, in sentences: who stands where most clearly, who opposes whom, who moved.

The sentences are plain text (not escaped); each names the filter that leads to its evidence.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd

from helpers.charts.coalitions import describe_communities
from helpers.charts.heatmap import order_issues
from helpers.charts.polarization import describe_polarization
from helpers.wording import actor_names, counted, cut, name_of, signed


class Finding(NamedTuple):
    """One sentence, and the filter of its evidence ("" for none) as in the report's address after the #."""

    text: str
    evidence: str = ""


def evidence_filter(**filters: str) -> str:
    """A filter as the report reads it: `actor=…&issue=…`."""
    return urlencode(filters)


def iter_findings(
    tables: Mapping[str, pd.DataFrame], issues: Mapping[str, str], *, max_issues: int = 8, max_turns: int = 6
) -> Iterator[Finding]:
    """What stands out in a run's tables; says so where there is nothing.

    Args:
        tables: The tables of a run by name (`actors`, `positions`, `actor_pairs`, `position_shifts`, `communities`,
            `polarization` and `principles` are read).
        issues: Issue ids and their labels.
        max_issues: Issues with most statements to speak about.
        max_turns: Shifts, contradictions, and principles turned round to speak about, the most confident first.
    """
    names = actor_names(tables["actors"])
    positions = tables["positions"]
    if positions.empty:
        yield Finding("Positions: no data. No statement of an actor on an issue was found.")
    for issue_id in order_issues(positions)[:max_issues]:
        yield from _clearest(positions[positions["issue_id"] == issue_id], issue_id, names, issues)
    yield from _compared(positions, tables["polarization"])
    yield from _largest_opposition(tables["actor_pairs"], names)
    if len(tables["communities"]) > 1:
        yield Finding(f"Communities: {describe_communities(tables['communities'], names)}")
    if said := describe_polarization(tables["polarization"]):
        yield Finding(f"Polarization: {said}")
    for kind in ("shift", "contradiction"):
        turns = tables["position_shifts"].query("kind == @kind")
        yield from _turns(turns, kind, names, issues, max_turns)
    yield from _principles(tables["principles"], names, max_turns)


def _clearest(
    positions: pd.DataFrame, issue_id: str, names: Mapping[str, str], issues: Mapping[str, str]
) -> Iterator[Finding]:
    """The clearest supporter and the clearest opponent of one issue, among those whose interval excludes 0.

    Clearest is who keeps the strongest agreement when one statement for and one against are added (Laplace's
    rule of succession), so that two statements do not outdo twenty.
    """
    issue = cut(name_of(issue_id, issues), 90)
    n = positions["n_statements"]
    positions = positions.assign(strength=(positions["agreement"].abs() * n / (n + 2)).round(9))
    nobody = True
    for label, verb in (("support", "supports it"), ("oppose", "opposes it")):
        rows = positions[positions["label"] == label]
        ranked = rows.sort_values(["strength", "n_statements", "actor_id"], ascending=[False, False, True])
        for row in ranked.head(1).to_dict("records"):
            nobody = False
            yield Finding(
                f"{issue}: {cut(name_of(row['actor_id'], names), 60)} {verb} most clearly"
                f" (agreement {signed(row['agreement'])}, interval {signed(row['ci_low'])} to {signed(row['ci_high'])};"
                f" {counted(row['n_statements'], 'statement')} in {counted(row['n_documents'], 'article')}).",
                evidence_filter(actor=row["actor_id"], issue=issue_id),
            )
    if nobody:
        total = counted(int(n.sum()), "statement")
        yield Finding(f"{issue}: no actor clearly takes a side ({total}).", evidence_filter(issue=issue_id))


def _compared(positions: pd.DataFrame, polarization: pd.DataFrame) -> Iterator[Finding]:
    """How many actors are compared with each other, where that is not all of them."""
    n_actors = positions["actor_id"].nunique()
    for n_compared in polarization.loc[polarization["window"] == "all", "n_actors"]:
        if n_compared < n_actors:
            yield Finding(
                f"Pairs, networks, communities and polarization are of the {n_compared:,} actors with most statements,"
                f" of {n_actors:,}; positions are of all."
            )


def _largest_opposition(pairs: pd.DataFrame, names: Mapping[str, str]) -> Iterator[Finding]:
    if pairs.empty:
        yield Finding("Opposition between actors: no data. No two actors speak about the same issue.")
        return
    ranked = pairs.assign(balance=pairs["conflict"] - pairs["congruence"]).sort_values(
        ["balance", "n_shared_issues", "actor_id", "other_actor_id"], ascending=[False, False, True, True]
    )
    row = ranked.iloc[0].to_dict()
    if row["balance"] <= 0:
        yield Finding("Opposition between actors: no two actors are more often on opposite sides than on the same one.")
        return
    pair = " and ".join(cut(name_of(row[key], names), 60) for key in ("actor_id", "other_actor_id"))
    similarity = "" if pd.isna(row["similarity"]) else f"similarity {signed(row['similarity'])}, "
    yield Finding(
        f"Largest opposition: {pair} ({similarity}conflict {row['conflict']:.2f} against congruence"
        f" {row['congruence']:.2f}, {counted(row['n_shared_issues'], 'shared issue')}).",
        evidence_filter(actor=row["actor_id"], other=row["other_actor_id"]),
    )


def _turns(
    turns: pd.DataFrame, kind: str, names: Mapping[str, str], issues: Mapping[str, str], most: int
) -> Iterator[Finding]:
    if turns.empty:
        yield Finding(f"{kind.capitalize()}s: none found.")
        return
    ranked = turns.sort_values(["confidence", "actor_id", "issue_id"], ascending=[False, True, True])
    for row in ranked.head(most).to_dict("records"):
        yield Finding(
            _turn_sentence(row, kind, names, issues),
            evidence_filter(actor=row["actor_id"], issue=row["issue_id"]),
        )
    if len(turns) > most:
        yield Finding(f"{kind.capitalize()}s: {counted(len(turns) - most, 'more is', 'more are')} listed below.")


def _principles(principles: pd.DataFrame, names: Mapping[str, str], most: int) -> Iterator[Finding]:
    turned = principles[principles["kind"] == "contradiction"]
    ranked = turned.sort_values(
        ["confidence", "actor_id", "issue_id", "other_issue_id"], ascending=[False, True, True, True]
    )
    for row in ranked.head(most).to_dict("records"):
        sides = " and ".join(
            f"{'supports' if row[f'{part}agreement'] > 0 else 'opposes'} it for {cut(row[f'{part}object'], 40)}"
            f" (agreement {signed(row[f'{part}agreement'])}, {counted(row[f'{part}n_statements'], 'statement')})"
            for part in ("", "other_")
        )
        actor, principle = cut(name_of(row["actor_id"], names), 60), cut(row["principle"], 60)
        yield Finding(f"Principle “{principle}”: {actor} {sides}.", evidence_filter(actor=row["actor_id"]))


def _turn_sentence(row: Mapping[Any, Any], kind: str, names: Mapping[str, str], issues: Mapping[str, str]) -> str:
    actor, issue = cut(name_of(row["actor_id"], names), 60), cut(name_of(row["issue_id"], issues), 90)
    numbers = f"{signed(row['before'])} to {signed(row['after'])}, confidence {row['confidence']:.2f}"
    when = "" if pd.isna(row["date"]) else f" around {row['date']:%Y-%m-%d}"
    if kind == "shift":
        return f"Shift: {actor} moved{when} on “{issue}” (agreement {numbers})."
    return f"Contradiction: {actor} takes both sides{when} on “{issue}” (agreement {numbers})."
