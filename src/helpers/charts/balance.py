"""Which issues divide the actors: statements for and against, issue by issue."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import label_room, new_figure, sentence_figure, tick_axis
from helpers.wording import counted, cut, escaped, name_of, signed, wrapped

QUESTION = "Which issues divide, and which unite?"
ROW_HEIGHT = 50
# Column of the table, name in the legend, side in the evidence's filter, colour.
_PARTS = (
    ("n_disagree", "oppose", "opposes", palette.OPPOSE),
    ("n_neutral", "neutral", "neither", "#e4e4e0"),
    ("n_agree", "support", "supports", palette.SUPPORT),
)


def plot_issue_balance(issue_consensus: pd.DataFrame, issues: Mapping[str, str], *, max_issues: int = 20) -> go.Figure:
    """Opposing statements to the left, supporting ones to the right, neutral ones in the middle; most divided first.

    Args:
        issue_consensus: Table following `tables.ISSUE_CONSENSUS`; only the whole, no windows, is drawn.
        issues: Issue ids and their labels.
        max_issues: Issues with most statements to draw.

    Returns:
        A figure whose bars carry `customdata` (issue id, side).
    """
    whole = issue_consensus[issue_consensus["window"] == "all"]
    if whole.empty:
        return sentence_figure(QUESTION, "No statement on any issue was found in these articles.")
    sizes = whole[["n_disagree", "n_neutral", "n_agree"]].sum(axis=1)
    most = whole.assign(n=sizes).sort_values(["n", "issue_id"], ascending=[False, True]).head(max_issues)
    rows = most.sort_values(["consensus", "n", "issue_id"], ascending=[True, False, True]).to_dict("records")
    labels = [wrapped(name_of(row["issue_id"], issues), 20) for row in rows]
    left, widest = label_room(labels), max(row[p[0]] + row["n_neutral"] / 2 for row in rows for p in _PARTS)
    notes = ["Bars: number of statements. At the right, consensus: −1 both sides are equally strong, +1 all agree."]
    if len(rows) < len(whole):
        notes.append(f"Shown: {len(rows)} of {counted(len(whole), 'issue')}.")
    figure = new_figure(
        QUESTION, finding=_finding(rows, issues), notes=notes, height=ROW_HEIGHT * len(rows), min_width=left + 210
    )
    figure.add_traces([_bars(rows, issues, *part) for part in _PARTS])
    for at, row in enumerate(rows):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=6, y=at, text=signed(row["consensus"]), showarrow=False,
            font={"size": 12},
        )  # fmt: skip
    ticks = _even_ticks(widest)
    figure.update_layout(
        barmode="overlay",
        margin={"l": left, "r": 56},
        xaxis={"range": [-1.06 * widest, 1.06 * widest], "fixedrange": True, "gridcolor": palette.GRID,
               "zerolinecolor": palette.NOTE, "tickvals": ticks, "ticktext": [f"{abs(t):,}" for t in ticks],
               "title": {"text": "number of statements: against · for", "font": {"size": 12}}},
        yaxis=tick_axis(labels, range=[len(rows) - 0.5, -0.5]),
    )  # fmt: skip
    return figure


def _even_ticks(widest: float) -> list[int]:
    """Whole numbers at the same distances on both sides of 0."""
    step = next(s for n in range(12) for s in (10**n, 2 * 10**n, 5 * 10**n) if widest / s <= 4)
    half = list(range(step, int(widest) + 1, step))
    return [-t for t in reversed(half)] + [0] + half


def _bars(
    rows: list[dict[Any, Any]], issues: Mapping[str, str], column: str, name: str, side: str, colour: str
) -> go.Bar:
    starts = {"oppose": lambda r: -r["n_neutral"] / 2 - r["n_disagree"], "neutral": lambda r: -r["n_neutral"] / 2,
              "support": lambda r: r["n_neutral"] / 2}  # fmt: skip
    return go.Bar(
        name=name,
        orientation="h",
        x=[row[column] for row in rows],
        base=[starts[name](row) for row in rows],
        y=list(range(len(rows))),
        width=0.62,
        text=[str(row[column]) if row[column] else "" for row in rows],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": palette.text_colour_on(colour), "size": 12},
        marker={
            "color": colour,
            "line": {"color": palette.INK, "width": 1},
            "pattern": {"shape": "-" if name == "neutral" else "", "fgcolor": palette.HATCH, "solidity": 0.1},
        },
        customdata=[[row["issue_id"], side] for row in rows],
        meta={"keys": ["issue", "side"]},
        hovertext=[
            f"<b>{escaped(name_of(row['issue_id'], issues), 80)}</b><br>{name}: {counted(row[column], 'statement')}"
            f"<br>{counted(row['n_actors'], 'actor')}, consensus {signed(row['consensus'])}"
            for row in rows
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _finding(rows: list[dict[Any, Any]], issues: Mapping[str, str]) -> str:
    first, total = rows[0], sum(row["n"] for row in rows)
    if first["consensus"] == 1:
        return f"None divides: on each of them all statements are alike (n = {counted(int(total), 'statement')})."
    issue = cut(name_of(first["issue_id"], issues), 90)
    numbers = f"{first['n_agree']} for, {first['n_disagree']} against, {first['n_neutral']} neutral"
    word = "divides most" if first["consensus"] < 0.5 else "is the least agreed on"
    return f"{issue} {word}: {numbers} (n = {first['n']} statements, consensus {signed(first['consensus'])})."
