"""How far each actor agrees with an issue, and how sure that is: dots with intervals, issue by issue."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.heatmap import order_issues, position_state
from helpers.charts.layout import axis_name, label_room, new_figure, sentence_figure, tick_axis
from helpers.charts.quoting import Place, quote_for, surest_quotes
from helpers.wording import actor_names, counted, escaped, name_of, signed, wrapped

QUESTION = "How strongly does each actor support or oppose an issue, and how sure is that?"
ROW_HEIGHT = 23


def plot_agreement_bars(
    positions: pd.DataFrame,
    actors: pd.DataFrame,
    issues: Mapping[str, str],
    *,
    statements: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    max_actors: int = 10,
    max_issues: int = 10,
) -> go.Figure:
    """Agreement with its interval, one block of actors for each issue, supporters first.

    Args:
        positions: Table following `tables.POSITIONS`.
        actors: Table following `tables.ACTORS`.
        issues: Issue ids and their labels.
        statements: Table following `tables.STATEMENTS`; hovering quotes the surest one behind a position.
        documents: Table following `tables.DOCUMENTS`, for the names of sources.
        max_actors: Actors with most statements to draw for each issue.
        max_issues: Issues with most statements to draw.

    Returns:
        A figure with one trace for each kind of position; its points carry `customdata` (actor id, issue id).
    """
    if positions.empty:
        return sentence_figure(QUESTION, "No actor takes a position on any issue in these articles.")
    names = actor_names(actors)
    kept = order_issues(positions)[:max_issues]
    blocks = [(i, _block(positions[positions["issue_id"] == i], max_actors)) for i in kept]
    ticks, headings, points, n_rows = _rows(blocks, names, issues)
    labels = [label for _, label in ticks]
    left = max(label_room(labels), 90)
    shown = sum(len(block) for _, block in blocks)
    notes = ["Lines are intervals; after each name stands n, the number of statements."]
    sure = int(positions["label"].isin(["support", "oppose"]).sum())
    n = f"n = {counted(int(positions['n_statements'].sum()), 'statement')}"
    rest = "the others are mixed, neutral or unclear" if sure < len(positions) else "none is mixed, neutral or unclear"
    finding = f"{sure} of {counted(len(positions), 'position')} are clearly for or against; {rest} ({n})."
    if shown < len(positions):
        notes.append(f"{counted(len(positions) - shown, 'position')} with fewer statements are left out.")
    figure = new_figure(QUESTION, finding=finding, notes=notes, height=ROW_HEIGHT * n_rows, min_width=left + 200)
    figure.add_traces(_dots(points, names, issues, surest_quotes(statements, documents)))
    for row, text in headings:
        figure.add_annotation(
            text=f"<b>{text}</b>", align="left",
            x=0, y=row, xref="paper", yref="y", xanchor="left", xshift=12 - left,
            showarrow=False, bgcolor=palette.PAPER, font={"size": 13},
        )  # fmt: skip
    figure.update_layout(
        margin={"l": left},
        xaxis={
            "range": [-1.12, 1.08], "fixedrange": True, "gridcolor": palette.GRID, "zerolinecolor": palette.NOTE,
            "zeroline": True, "tickvals": [-1, -0.5, 0, 0.5, 1], "ticktext": ["−1", "−0.5", "0", "+0.5", "+1"],
            "title": {"text": "agreement: −1 opposes, +1 supports", "font": {"size": 12}},
        },
        yaxis=tick_axis(labels, tickvals=[row for row, _ in ticks], range=[n_rows - 0.4, -0.6]),
    )  # fmt: skip
    return figure


def _block(positions: pd.DataFrame, max_actors: int) -> list[dict[Any, Any]]:
    most = positions.sort_values(["n_statements", "actor_id"], ascending=[False, True]).head(max_actors)
    ordered = most.sort_values(["agreement", "n_statements", "actor_id"], ascending=[False, False, True])
    return ordered.to_dict("records")


def _rows(
    blocks: list[tuple[str, list[dict[Any, Any]]]], names: Mapping[str, str], issues: Mapping[str, str]
) -> tuple[list[tuple[int, str]], list[tuple[float, str]], list[dict[Any, Any]], int]:
    """Tick labels and headings with their rows, the positions with theirs (key `row`), and the number of rows."""
    ticks, headings, points = [], [], []
    row = 0
    for issue_id, block in blocks:
        heading = wrapped(name_of(issue_id, issues), 46, max_lines=2)
        more = heading.count("<br>")
        headings.append((row + more / 2, heading))
        row += more
        for position in block:
            row += 1
            ticks.append((row, f"{axis_name(name_of(position['actor_id'], names), 22)} · {position['n_statements']}"))
            points.append({**position, "row": row})
        row += 1
    return ticks, headings, points, row


def _dots(
    points: list[dict[Any, Any]], names: Mapping[str, str], issues: Mapping[str, str], quotes: Mapping[Place, str]
) -> list[go.Scatter]:
    traces = []
    for state in palette.SIDE_COLOURS:
        rows = [p for p in points if position_state(p) == state]
        if not rows:
            continue
        colour = palette.SIDE_COLOURS[state]
        traces.append(
            go.Scatter(
                name=state,
                mode="markers",
                x=[float(p["agreement"]) for p in rows],
                y=[p["row"] for p in rows],
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": [max(0.0, round(p["ci_high"] - p["agreement"], 6)) for p in rows],
                    "arrayminus": [max(0.0, round(p["agreement"] - p["ci_low"], 6)) for p in rows],
                    "thickness": 2,
                    "width": 4,
                    "color": colour,
                },
                marker={"color": colour, "symbol": palette.SIDE_SYMBOLS[state], "size": 11, "line": {"width": 1.5}},
                cliponaxis=False,
                customdata=[[p["actor_id"], p["issue_id"]] for p in rows],
                meta={"keys": ["actor", "issue"]},
                hovertext=[_hover(p, state, names, issues) + quote_for(p, quotes) for p in rows],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    return traces


def _hover(position: Mapping[Any, Any], state: str, names: Mapping[str, str], issues: Mapping[str, str]) -> str:
    return (
        f"<b>{escaped(name_of(position['actor_id'], names), 60)}</b><br>"
        f"{escaped(name_of(position['issue_id'], issues), 80)}<br>"
        f"{state}: {signed(position['agreement'])}"
        f" (interval {signed(position['ci_low'])} to {signed(position['ci_high'])})<br>"
        f"{counted(position['n_statements'], 'statement')} in {counted(position['n_documents'], 'article')}"
    )
