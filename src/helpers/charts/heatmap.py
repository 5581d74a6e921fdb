"""Who agrees with what: a heat map of actors and issues."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import label_room, new_figure, sentence_figure, tick_axis
from helpers.charts.quoting import Place, quote_for, surest_quotes
from helpers.wording import actor_names, counted, escaped, name_of, signed, wrapped

QUESTION = "Who supports and who opposes what?"
ROW_HEIGHT = 44

# Drawn over the colour of the cell, so that no two of them look alike, in grey either.
_HATCHES: Mapping[str, Mapping[str, Any]] = {
    "mixed": {"shape": "x", "fgcolor": palette.MIXED, "size": 11, "solidity": 0.14},
    "unclear": {"shape": ".", "fgcolor": palette.HATCH, "size": 7, "solidity": 0.16},
    "neutral": {"shape": "-", "fgcolor": palette.NEUTRAL, "size": 9, "solidity": 0.12},
    "no data": {"shape": "/", "fgcolor": palette.GRID, "size": 10, "solidity": 0.25},
}


def position_state(position: Mapping[Any, Any]) -> str:
    """The label of a position, or "neutral" where its statements take neither side.

    Neutral is an "unclear" position with an interval of 0 to 0 and one statement an article: where an article
    speaks for both sides it holds two of them at least.
    """
    zero = position["agreement"] == position["ci_low"] == position["ci_high"] == 0
    one_each = position["n_statements"] == position["n_documents"]
    return "neutral" if position["label"] == "unclear" and zero and one_each else str(position["label"])


def order_actors(positions: pd.DataFrame, *, max_actors: int) -> list[str]:
    """The `max_actors` actors with most statements, neighbours being alike.

    They are ordered along the first principal component of their agreements (no data counts as 0).

    Args:
        positions: Table following `tables.POSITIONS`, not empty.
        max_actors: How many actors, at least one.
    """
    totals = positions.groupby("actor_id")["n_statements"].sum().reset_index()
    kept = totals.sort_values(["n_statements", "actor_id"], ascending=[False, True])["actor_id"].head(max_actors)
    matrix = positions.pivot_table(index="actor_id", columns="issue_id", values="agreement")
    matrix = matrix.reindex(index=sorted(kept)).fillna(0.0)
    axis = np.linalg.svd(matrix.to_numpy())[2][0]
    scores = matrix.to_numpy() @ (axis * np.sign(axis[np.argmax(np.abs(axis).round(6))] or 1.0))
    ranked = sorted(zip(scores.round(6), matrix.index, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return [str(actor_id) for _, actor_id in ranked]


def order_issues(table: pd.DataFrame) -> list[str]:
    """Issue ids of positions or statements, those with most statements first."""
    weights = table["n_statements"] if "n_statements" in table else pd.Series(1, index=table.index)
    totals = weights.groupby(table["issue_id"]).sum().reset_index(name="n")
    return [str(i) for i in totals.sort_values(["n", "issue_id"], ascending=[False, True])["issue_id"]]


def plot_position_heatmap(
    positions: pd.DataFrame,
    actors: pd.DataFrame,
    issues: Mapping[str, str],
    *,
    statements: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    max_actors: int = 25,
) -> go.Figure:
    """Agreement of actors with issues, with the number of statements behind each cell.

    Args:
        positions: Table following `tables.POSITIONS`.
        actors: Table following `tables.ACTORS`.
        issues: Issue ids and their labels.
        statements: Table following `tables.STATEMENTS`; hovering quotes the surest one behind a cell.
        documents: Table following `tables.DOCUMENTS`, for the names of sources.
        max_actors: Actors with most statements to draw; the rest is named in the note.

    Returns:
        A figure whose heat map cells carry `customdata` (actor id, issue id).
    """
    if positions.empty:
        return sentence_figure(QUESTION, "No actor takes a position on any issue in these articles.")
    names = actor_names(actors)
    rows, columns = order_actors(positions, max_actors=max_actors), order_issues(positions)
    cells = {(p["actor_id"], p["issue_id"]): p for p in positions.to_dict("records")}
    labels = [wrapped(name_of(a, names), 16, max_lines=2) for a in rows]
    issue_labels = [wrapped(name_of(i, issues), 26, max_lines=2) for i in columns]
    left, bottom = label_room(labels, most=122), round(label_room(issue_labels, most=220) * 0.75) + 28
    figure = new_figure(
        QUESTION,
        finding=_finding(positions),
        notes=_notes(positions, rows, names),
        height=ROW_HEIGHT * len(rows),
        min_width=left + 41 * len(columns) + 16,
    )
    figure.add_trace(_colours(rows, columns, cells, names, issues, surest_quotes(statements, documents)))
    figure.add_traces(_hatches(rows, columns, cells))
    figure.add_traces(_intervals(rows, columns, cells))
    figure.add_trace(_numbers(rows, columns, cells))
    figure.update_layout(
        barmode="overlay",
        height=figure.layout.height - 60 + bottom,
        margin={"l": left, "b": bottom},
        xaxis=tick_axis(issue_labels, range=[-0.5, len(columns) - 0.5], tickangle=-45),
        yaxis=tick_axis(labels, range=[len(rows) - 0.5, -0.5]),
    )
    return figure


def _finding(positions: pd.DataFrame) -> str:
    states = Counter(position_state(p) for p in positions.to_dict("records"))
    n_actors, n_issues = positions["actor_id"].nunique(), positions["issue_id"].nunique()
    some = ", ".join(f"{states[state]} {state}" for state in palette.SIDE_COLOURS if states[state])
    missing = n_actors * n_issues - len(positions)
    return (
        f"{counted(n_actors, 'actor')} on {counted(n_issues, 'issue')}: {some}; {missing} of {n_actors * n_issues}"
        f" cells without data (n = {counted(int(positions['n_statements'].sum()), 'statement')})."
    )


def _notes(positions: pd.DataFrame, rows: list[str], names: Mapping[str, str]) -> list[str]:
    notes = [
        "Each cell: agreement from −1 (opposes) to +1 (supports) and n, the number of statements; the line at its foot"
        " is the interval, −1 at the left edge and +1 at the right. Mixed: strong on both sides; unclear: the interval"
        " includes 0; neutral: takes neither side."
    ]
    left_out = sorted({name_of(a, names) for a in positions["actor_id"].unique() if a not in rows})
    if left_out:
        some = ", ".join(left_out[:8]) + (" …" if len(left_out) > 8 else "")
        notes.append(f"Left out, with fewer statements: {counted(len(left_out), 'actor')} ({some}).")
    return notes


def _colours(
    rows: list[str],
    columns: list[str],
    cells: Mapping[tuple[str, str], Mapping[Any, Any]],
    names: Mapping[str, str],
    issues: Mapping[str, str],
    quotes: Mapping[Place, str],
) -> go.Heatmap:
    def hover(actor_id: str, issue_id: str) -> str:
        head = f"<b>{escaped(name_of(actor_id, names), 60)}</b><br>{escaped(name_of(issue_id, issues), 80)}<br>"
        cell = cells.get((actor_id, issue_id))
        if cell is None:
            return head + "no data: no statement found"
        return head + (
            f"{position_state(cell)}: agreement {signed(cell['agreement'])}"
            f" (interval {signed(cell['ci_low'])} to {signed(cell['ci_high'])})<br>"
            f"{counted(cell['n_statements'], 'statement')} in {counted(cell['n_documents'], 'article')}"
            f"{quote_for(cell, quotes)}"
        )

    steps = [i / (len(palette.AGREEMENT_STOPS) - 1) for i in range(len(palette.AGREEMENT_STOPS))]
    return go.Heatmap(
        name="agreement",
        z=[[float(cells[a, i]["agreement"]) if (a, i) in cells else None for i in columns] for a in rows],
        zmin=-1,
        zmax=1,
        colorscale=[list(stop) for stop in zip(steps, palette.AGREEMENT_STOPS, strict=True)],
        showscale=False,
        xgap=2,
        ygap=2,
        customdata=[[[a, i] for i in columns] for a in rows],
        meta={"keys": ["actor", "issue"]},
        hovertext=[[hover(a, i) for i in columns] for a in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _hatches(rows: list[str], columns: list[str], cells: Mapping[tuple[str, str], Mapping[Any, Any]]) -> list[go.Bar]:
    traces = [
        go.Bar(x=[None], y=[None], name=side, marker={"color": palette.SIDE_COLOURS[side]}, hoverinfo="skip")
        for side in ("support", "oppose")
    ]
    places: dict[str, list[tuple[int, int]]] = {}
    for y, actor_id in enumerate(rows):
        for x, issue_id in enumerate(columns):
            cell = cells.get((actor_id, issue_id))
            places.setdefault(position_state(cell) if cell else "no data", []).append((x, y))
    for state, pattern in _HATCHES.items():
        found = places.get(state, [])
        if found:
            traces.append(
                go.Bar(
                    name=state,
                    x=[x for x, _ in found],
                    y=[0.94] * len(found),
                    base=[y - 0.47 for _, y in found],
                    width=0.96,
                    marker={
                        "color": "rgba(0,0,0,0)",
                        "pattern": {**pattern, "bgcolor": "rgba(0,0,0,0)"},
                        "line": {"color": palette.GRID if state == "no data" else palette.HATCH, "width": 1},
                    },
                    meta={"state": state},
                    hoverinfo="skip",
                )
            )
    return traces


def _numbers(rows: list[str], columns: list[str], cells: Mapping[tuple[str, str], Mapping[Any, Any]]) -> go.Scatter:
    xs, ys, texts, inks, halos = [], [], [], [], []
    for y, actor_id in enumerate(rows):
        for x, issue_id in enumerate(columns):
            cell = cells.get((actor_id, issue_id))
            xs.append(x)
            ys.append(y - 0.08)
            texts.append(f"{signed(cell['agreement'])}<br>n {cell['n_statements']}" if cell else "")
            ground = palette.agreement_colour(cell["agreement"]) if cell else palette.PAPER
            inks.append(palette.text_colour_on(ground))
            halos.append(f"0 0 2px {ground}, 0 0 3px {ground}, 0 0 4px {ground}")  # over the hatching
    return go.Scatter(
        x=xs,
        y=ys,
        mode="text",
        text=texts,
        textfont={"size": 11, "color": inks, "weight": 600, "shadow": halos},
        hoverinfo="skip",
        showlegend=False,
        name="numbers",
    )


def _intervals(
    rows: list[str], columns: list[str], cells: Mapping[tuple[str, str], Mapping[Any, Any]]
) -> list[go.Scatter]:
    """A line at the foot of each cell, from edge to edge for -1 to 1; a trace for each ink, as a line has one."""
    lines: dict[str, tuple[list[float | None], list[float | None]]] = {}
    for y, actor_id in enumerate(rows):
        for x, issue_id in enumerate(columns):
            cell = cells.get((actor_id, issue_id))
            if cell:
                ink = palette.text_colour_on(palette.agreement_colour(cell["agreement"]))
                xs, ys = lines.setdefault(ink, ([], []))
                middle, half = (
                    0.43 * (cell["ci_low"] + cell["ci_high"]) / 2,
                    0.43 * (cell["ci_high"] - cell["ci_low"]) / 2,
                )
                half = max(half, 0.02)  # an interval without width stays a dot
                xs += [round(x + middle - half, 4), round(x + middle + half, 4), None]
                ys += [y + 0.38, y + 0.38, None]
    return [
        go.Scatter(
            name="interval",
            mode="lines",
            x=xs,
            y=ys,
            line={"color": ink, "width": 2.5},
            hoverinfo="skip",
            showlegend=False,
            meta={"ink": ink},
        )
        for ink, (xs, ys) in sorted(lines.items())
    ]
