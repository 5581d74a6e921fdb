"""Two actors side by side: where each stands on the issues that both speak about."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import label_room, new_figure, sentence_figure, tick_axis
from helpers.charts.quoting import Place, quote_for, surest_quotes
from helpers.errors import ParameterError
from helpers.wording import actor_names, counted, cut, escaped, name_of, signed, wrapped

QUESTION = "Where do the two fiercest opponents clash?"
QUESTION_OF_TWO = "Where do {} and {} clash?"
ROW_HEIGHT = 48
# Neither is the colour of a side: each of the two supports here and opposes there.
_MARKS = (("circle", palette.INK, -0.14), ("square", palette.MIXED, 0.14))


def fiercest_pair(pairs: pd.DataFrame) -> tuple[str, str] | None:
    """The two actors between whom conflict outweighs congruence most; None where no two disagree on balance."""
    ranked = pairs.assign(balance=pairs["conflict"] - pairs["congruence"])
    ranked = ranked[ranked["balance"] > 0].sort_values(
        ["balance", "n_shared_issues", "actor_id", "other_actor_id"], ascending=[False, False, True, True]
    )
    if ranked.empty:
        return None
    return str(ranked["actor_id"].iloc[0]), str(ranked["other_actor_id"].iloc[0])


def plot_pair(
    positions: pd.DataFrame,
    statements: pd.DataFrame,
    pairs: pd.DataFrame,
    actors: pd.DataFrame,
    issues: Mapping[str, str],
    *,
    documents: pd.DataFrame | None = None,
    pair: tuple[str, str] | None = None,
    max_issues: int = 15,
) -> go.Figure:
    """Agreement of two actors with the issues that both speak about, with intervals and each side's surest words.

    Args:
        positions: Table following `tables.POSITIONS`.
        statements: Table following `tables.STATEMENTS`, for what is quoted when hovering.
        pairs: Table following `tables.ACTOR_PAIRS`.
        actors: Table following `tables.ACTORS`.
        issues: Issue ids and their labels.
        documents: Table following `tables.DOCUMENTS`, for the names of sources.
        pair: Two actor ids; None takes the two between whom conflict outweighs congruence most.
        max_issues: Shared issues to draw, those on which the two are furthest apart.

    Returns:
        A figure whose marks carry `customdata` (actor id, issue id).

    Raises:
        ParameterError: If `pair` names one actor twice, or one without a position.
    """
    names = actor_names(actors)
    question = QUESTION if pair is None else QUESTION_OF_TWO.format(*(cut(name_of(a, names), 40) for a in pair))
    known = set(positions["actor_id"])
    if pair is not None and (pair[0] == pair[1] or not set(pair) <= known):
        raise ParameterError(f"pair is {pair!r}; it has to be two different actor_ids of the positions table.")
    two = pair or fiercest_pair(pairs)
    if two is None:
        return sentence_figure(question, "No two actors are more often on opposite sides than on the same one.")
    cells = {(p["actor_id"], p["issue_id"]): p for p in positions.to_dict("records") if p["actor_id"] in two}
    shared = sorted(
        (i for a, i in cells if a == two[0] and (two[1], i) in cells),
        key=lambda i: (-abs(cells[two[0], i]["agreement"] - cells[two[1], i]["agreement"]), i),
    )
    if not shared:
        return sentence_figure(question, "The two speak about no common issue in these articles.")
    kept = shared[:max_issues]
    labels = [wrapped(name_of(i, issues), 20, max_lines=3) for i in kept]
    left = label_room(labels)
    notes = ["Lines are intervals. Hovering quotes the surest statement; both sides' words stand under “Face to face”."]
    if len(kept) < len(shared):
        notes.append(f"Shown: {len(kept)} of {counted(len(shared), 'shared issue')}.")
    figure = new_figure(
        question, finding=_finding(two, shared, cells, names, issues), notes=notes,
        height=ROW_HEIGHT * len(kept), min_width=left + 175,
    )  # fmt: skip
    quotes = surest_quotes(statements[statements["actor_id"].isin(two)], documents)
    for actor_id, (symbol, colour, shift) in zip(two, _MARKS, strict=True):
        figure.add_trace(
            _side(actor_id, [cells[actor_id, i] for i in kept], symbol, colour, shift, quotes, names, issues)
        )
    for at in range(1, len(kept)):
        figure.add_hline(y=at - 0.5, line={"color": palette.GRID, "width": 1}, layer="below")
    figure.update_layout(
        margin={"l": left},
        xaxis={
            "range": [-1.12, 1.12], "fixedrange": True, "gridcolor": palette.GRID, "zerolinecolor": palette.NOTE,
            "zeroline": True, "tickvals": [-1, -0.5, 0, 0.5, 1], "ticktext": ["−1", "−0.5", "0", "+0.5", "+1"],
            "title": {"text": "agreement: −1 opposes, +1 supports", "font": {"size": 12}},
        },
        yaxis=tick_axis(labels, range=[len(kept) - 0.5, -0.5]),
    )  # fmt: skip
    return figure


def _side(
    actor_id: str,
    cells: list[Mapping[Any, Any]],
    symbol: str,
    colour: str,
    shift: float,
    quotes: Mapping[Place, str],
    names: Mapping[str, str],
    issues: Mapping[str, str],
) -> go.Scatter:
    def hover(cell: Mapping[Any, Any]) -> str:
        return (
            f"<b>{escaped(name_of(actor_id, names), 60)}</b><br>{escaped(name_of(cell['issue_id'], issues), 80)}<br>"
            f"agreement {signed(cell['agreement'])} (interval {signed(cell['ci_low'])} to {signed(cell['ci_high'])};"
            f" {counted(cell['n_statements'], 'statement')}){quote_for(cell, quotes)}"
        )

    return go.Scatter(
        name=escaped(name_of(actor_id, names), 30),
        mode="markers",
        x=[float(c["agreement"]) for c in cells],
        y=[at + shift for at in range(len(cells))],
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [max(0.0, round(c["ci_high"] - c["agreement"], 6)) for c in cells],
            "arrayminus": [max(0.0, round(c["agreement"] - c["ci_low"], 6)) for c in cells],
            "thickness": 2,
            "width": 4,
            "color": colour,
        },
        marker={"symbol": symbol, "color": colour, "size": 12, "line": {"color": palette.INK, "width": 1}},
        cliponaxis=False,
        customdata=[[actor_id, c["issue_id"]] for c in cells],
        meta={"keys": ["actor", "issue"]},
        hovertext=[hover(c) for c in cells],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _finding(
    two: tuple[str, str],
    shared: list[str],
    cells: Mapping[tuple[str, str], Mapping[Any, Any]],
    names: Mapping[str, str],
    issues: Mapping[str, str],
) -> str:
    one, other = (cut(name_of(a, names), 50) for a in two)
    opposed = [i for i in shared if cells[two[0], i]["agreement"] * cells[two[1], i]["agreement"] < 0]
    n = sum(cells[a, i]["n_statements"] for a in two for i in shared)
    base = f"n = {counted(int(n), 'statement')}"
    if not opposed:
        return f"{one} and {other} lean to the same side, or to none, on all issues they share ({base})."
    some = ", ".join(cut(name_of(i, issues), 60) for i in opposed[:3]) + (" …" if len(opposed) > 3 else "")
    return (
        f"{one} and {other} lean to opposite sides on {len(opposed)} of {len(shared)} shared issues: {some} ({base})."
    )
