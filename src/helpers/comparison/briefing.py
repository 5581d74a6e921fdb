"""The comparison as a reader wants it: in sentences and short tables, each claim with its numbers and its evidence."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.comparison.principles import IssueLike
from helpers.comparison.windows import WHOLE
from helpers.comparison.witnesses import Witnesses, surest_statements
from helpers.tables import ACTOR_PAIRS

SIGNIFICANT = 0.05  # a score that shuffled statements reach less often than that is said to be above chance
_GROUPS = (("support", "for"), ("oppose", "against"), ("mixed", "both sides"), ("unclear", "unclear"))


class Names(NamedTuple):
    """What to call actors and issues, by id; an id without a name stands for itself."""

    actors: Mapping[str, str]
    issues: Mapping[str, str]

    def actor(self, actor_id: str) -> str:
        """The name of an actor."""
        return self.actors.get(actor_id, actor_id)

    def issue(self, issue_id: str) -> str:
        """The label of an issue."""
        return self.issues.get(issue_id, issue_id)


def make_names(actors: pd.DataFrame, issues: Iterable[IssueLike]) -> Names:
    """Names from a table following `tables.ACTORS` and the issues of a catalogue."""
    return Names(
        dict(zip(actors["actor_id"], actors["name"], strict=True)), {issue.id: issue.label for issue in issues}
    )


def summarize_speakers(positions: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Who speaks, how much and on what first: one row per actor, those with most statements first."""
    ordered = positions.sort_values(["salience", "issue_id"], ascending=[False, True])
    rows = [
        {
            "actor": names.actor(str(actor_id)),
            "statements": int(own["n_statements"].sum()),
            "issues": len(own),
            "main issue": names.issue(own["issue_id"].iloc[0]),
            "its share": own["salience"].iloc[0],
        }
        for actor_id, own in ordered.groupby("actor_id", sort=True)
    ]
    table = pd.DataFrame(rows, columns=["actor", "statements", "issues", "main issue", "its share"])
    return table.sort_values(["statements", "actor"], ascending=[False, True])


def show_positions(positions: pd.DataFrame, statements: pd.DataFrame, names: Names, *, most: int = 4) -> str:
    """Issue by issue who is for and against it, how sure that is, and a sentence that says so.

    Args:
        positions: Table following `tables.POSITIONS`.
        statements: Table following `tables.STATEMENTS`.
        names: Names of actors and issues.
        most: Actors to name in each group; those with most statements come first, the others are counted.
    """
    if positions.empty:
        return "No actor takes a position on any issue: there are no statements to compare."
    witnesses = surest_statements(statements)
    blocks = []
    ranked = positions.sort_values(["n_statements", "actor_id"], ascending=[False, True])
    totals = ranked.groupby("issue_id")["n_statements"].sum().sort_index().sort_values(ascending=False, kind="stable")
    for issue_id, total in totals.items():
        own = ranked[ranked["issue_id"] == issue_id]
        lines = [f"{names.issue(str(issue_id))} ({total} statements by {len(own)} actors)"]
        for label, heading in _GROUPS:
            group = own[own["label"] == label].to_dict("records")
            lines += [f"  {heading}: {_position(row, witnesses, names)}" for row in group[:most]]
            if len(group) > most:
                lines.append(f"  {heading}: {len(group) - most} more")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def rank_opponents(actor_pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs of actors, those whose conflict outweighs their congruence most first."""
    front = actor_pairs["conflict"] - actor_pairs["congruence"]
    columns = [column.name for column in ACTOR_PAIRS.columns]
    ranked = actor_pairs.assign(front=front).sort_values(
        ["front", "actor_id", "other_actor_id"], ascending=[False, True, True]
    )
    return ranked[columns]


def show_clashes(
    actor_pairs: pd.DataFrame, positions: pd.DataFrame, statements: pd.DataFrame, names: Names, *, most: int = 3
) -> str:
    """The strongest opponents with a sentence of each on the issue that parts them most."""
    opposed = rank_opponents(actor_pairs).query("conflict > congruence").head(most).to_dict("records")
    if not opposed:
        return "No two actors are more often on opposite sides than on the same one."
    witnesses = surest_statements(statements)
    agreement = {(row["actor_id"], row["issue_id"]): row for row in positions.to_dict("records")}
    return "\n\n".join(_clash(pair, agreement, witnesses, names) for pair in opposed)


def show_communities(communities: pd.DataFrame, names: Names) -> str:
    """Who stands together, the largest community first, and how often resampled articles say so too."""
    together = communities[communities["n_members"] > 1]
    if together.empty:
        return "No two actors agree more than they disagree: there are no communities."
    lines = []
    for number, own in together.groupby("community"):
        ranked = own.sort_values(["strength", "actor_id"], ascending=[False, True]).to_dict("records")
        members = ", ".join(f"{names.actor(row['actor_id'])} ({_share(row['stability'])})" for row in ranked)
        lines.append(f"Community {number} ({len(own)} actors, {own['n_statements'].sum()} statements): {members}")
    alone = [names.actor(actor_id) for actor_id in communities.loc[communities["n_members"] == 1, "actor_id"]]
    return "\n".join([*lines, *([f"Alone: {', '.join(alone)}"] if alone else [])])


def show_polarization(polarization: pd.DataFrame) -> str:
    """The polarization of each window and of the whole beside what shuffled statements give."""
    if polarization.empty:
        return "There are no statements whose polarization could be measured."
    rows = [
        {
            "window": row["window"],
            "statements": row["n_statements"],
            "articles": row["n_documents"],
            "actors": row["n_actors"],
            **_score(row),
        }
        for row in polarization.sort_values(["window_start", "window"], na_position="last").to_dict("records")
    ]
    return pd.DataFrame(rows).to_string(index=False)


def summarize_consensus(issue_consensus: pd.DataFrame, names: Names) -> pd.DataFrame:
    """How far those who speak on an issue agree with each other, over the whole; the most divided first."""
    whole = issue_consensus[issue_consensus["window"] == WHOLE].sort_values(["consensus", "issue_id"])
    columns = {
        "issue": [names.issue(issue_id) for issue_id in whole["issue_id"]],
        "actors": whole["n_actors"].to_numpy(),
        "for": whole["n_agree"].to_numpy(),
        "neither": whole["n_neutral"].to_numpy(),
        "against": whole["n_disagree"].to_numpy(),
        "consensus": whole["consensus"].to_numpy(),
    }
    return pd.DataFrame(columns)


def show_shifts(position_shifts: pd.DataFrame, statements: pd.DataFrame, names: Names) -> str:
    """Shifts and contradictions as text, each with the sentences before and after."""
    if position_shifts.empty:
        return "No shift and no contradiction was found."
    evidence = _evidence_by_id(statements)
    blocks = []
    for row in position_shifts.to_dict("records"):
        date = "undated" if pd.isna(row["date"]) else f"{row['date']:%Y-%m-%d}"
        blocks.append(
            f"{names.actor(row['actor_id'])} on {names.issue(row['issue_id'])}: {row['kind']}, "
            f"{row['before']:+.1f} to {row['after']:+.1f}, {date}, confidence {row['confidence']:.2f}\n"
            f"  before: {evidence[row['evidence_before']]}\n"
            f"  after:  {evidence[row['evidence_after']]}"
        )
    return "\n".join(blocks)


def show_principles(principles: pd.DataFrame, statements: pd.DataFrame, names: Names) -> str:
    """Who supports for one what it opposes for another, with both sentences; who does not, is counted."""
    if principles.empty:
        return "No actor takes sides on one principle for two objects (see `principle` in data/README.md)."
    evidence = _evidence_by_id(statements)
    opposite = principles[principles["kind"] == "contradiction"].sort_values(
        ["confidence", "actor_id"], ascending=[False, True]
    )
    blocks = [
        f"{names.actor(row['actor_id'])} on {row['principle']}\n"
        f"  {_of_object(row, '', names)}: {evidence[row['evidence']]}\n"
        f"  {_of_object(row, 'other_', names)}: {evidence[row['other_evidence']]}"
        for row in opposite.to_dict("records")
    ]
    n_consistent = len(principles) - len(opposite)
    return "\n".join([*blocks, f"On the same side for both objects: {n_consistent} of {len(principles)} comparisons."])


def _position(row: Mapping[Any, Any], witnesses: Witnesses, names: Names) -> str:
    sides = (True, False) if row["label"] in ("mixed", "unclear") else (row["agreement"] > 0,)
    found = [witnesses.get((row["actor_id"], row["issue_id"], side)) for side in sides]
    sentences = "".join(f"\n      {_sentence(witness)}" for witness in found if witness is not None)
    n_articles = f"{row['n_documents']} article{'' if row['n_documents'] == 1 else 's'}"
    return (
        f"{names.actor(row['actor_id'])} {row['agreement']:+.2f} ({row['ci_low']:+.2f} to {row['ci_high']:+.2f}; "
        f"n = {row['n_statements']} in {n_articles}){sentences or ', which take neither side'}"
    )


def _clash(
    pair: Mapping[Any, Any],
    positions: Mapping[tuple[str, str], Mapping[Any, Any]],
    witnesses: Witnesses,
    names: Names,
) -> str:
    one, other = pair["actor_id"], pair["other_actor_id"]
    heading = (
        f"{names.actor(one)} against {names.actor(other)}: conflict {pair['conflict']:.2f}, congruence "
        f"{pair['congruence']:.2f}, {pair['n_shared_issues']} shared issues"
    )
    parting = [
        (min(mine["n_statements"], theirs["n_statements"]), issue_id, mine, theirs)
        for (actor_id, issue_id), mine in positions.items()
        if actor_id == one
        and (theirs := positions.get((other, issue_id))) is not None
        and mine["agreement"] * theirs["agreement"] < 0
    ]
    if not parting:
        return heading
    _, issue_id, mine, theirs = max(parting, key=lambda item: (item[0], item[1]))
    lines = [
        f"  {names.actor(row['actor_id'])} {row['agreement']:+.2f} (n = {row['n_statements']}): "
        f"{_sentence(witnesses[row['actor_id'], issue_id, row['agreement'] > 0])}"
        for row in (mine, theirs)
    ]
    return "\n".join([heading, f"  most on: {names.issue(issue_id)}", *lines])


def _score(row: Mapping[Any, Any]) -> dict[str, str]:
    if pd.isna(row["polarization"]):
        return {"polarization": "no data", "shuffled": "", "p": "", "reading": ""}
    if row["p_value"] < SIGNIFICANT:
        reading = "above chance"
    else:
        reading = "below chance" if row["polarization"] < row["null_low"] else "as by chance"
    return {
        "polarization": f"{row['polarization']:.3f}",
        "shuffled": f"{row['null_low']:.3f} to {row['null_high']:.3f}",
        "p": f"{row['p_value']:.2f}",
        "reading": reading,
    }


def _of_object(row: Mapping[Any, Any], prefix: str, names: Names) -> str:
    agreement, n = row[f"{prefix}agreement"], row[f"{prefix}n_statements"]
    return f"{'for' if agreement > 0 else 'against'} {names.actor(row[f'{prefix}object'])} ({agreement:+.2f}, n = {n})"


def _evidence_by_id(statements: pd.DataFrame) -> dict[str, str]:
    return {row["statement_id"]: _sentence(row) for row in statements.to_dict("records")}


def _sentence(statement: Mapping[Any, Any], limit: int = 140) -> str:
    """The evidence on one line, with its article."""
    line = " ".join(str(statement["evidence"]).split())
    shown = line if len(line) <= limit else line[: limit - 1] + "…"
    return f"{shown} [{statement['document_id']}]"


def _share(value: float) -> str:
    return "stability unknown" if np.isnan(value) else f"{value:.0%}"
