"""Who holds to a principle whoever it is about: agreement with one principle for different objects."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import axis_name, label_room, new_figure, sentence_figure, tick_axis
from helpers.charts.quoting import Place, quote_for, surest_quotes
from helpers.wording import actor_names, counted, cut, escaped, name_of, signed

QUESTION = "Who supports for one what it opposes for another?"
ROW_HEIGHT = 34
_KINDS = (
    ("contradiction", "one side here, the other there", palette.OPPOSE, "dash", 3.0),
    ("consistent", "the same side for both", palette.SUPPORT, "solid", 2.0),
)

Row = Mapping[Any, Any]


def plot_principles(
    principles: pd.DataFrame,
    actors: pd.DataFrame,
    issues: Mapping[str, str],
    *,
    statements: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    max_rows: int = 30,
) -> go.Figure:
    """For each actor and principle, agreement where it is about one object and where it is about another.

    Args:
        principles: Table following `tables.PRINCIPLES`.
        actors: Table following `tables.ACTORS`.
        issues: Issue ids and their labels.
        statements: Table following `tables.STATEMENTS`; hovering quotes the evidence.
        documents: Table following `tables.DOCUMENTS`, for the names of sources.
        max_rows: Rows to draw, contradictions and the surest first.

    Returns:
        A figure whose marks carry `customdata` (actor id, issue id).
    """
    if principles.empty:
        return sentence_figure(
            QUESTION,
            "No actor takes a side on two issues that are about one principle and different objects"
            " (the issue catalogue says which are).",
        )
    kept = principles.sort_values(
        ["kind", "confidence", "actor_id", "issue_id", "other_issue_id"], ascending=[False, False, True, True, True]
    )
    kept = kept.sort_values("kind", key=lambda kind: kind != "contradiction", kind="stable").head(max_rows)
    blocks = kept.groupby("principle", sort=True)
    names, rows, headings, at = actor_names(actors), [], [], 0
    for principle, block in blocks:
        headings.append((at, str(principle)))
        rows += [{**row, "at": at + n} for n, row in enumerate(block.to_dict("records"), 1)]
        at += len(block) + 1
    labels = [axis_name(name_of(row["actor_id"], names), 22) for row in rows]
    left = max(label_room(labels), 90)
    notes = ["Each line: one actor, the same principle for two objects."]
    if len(kept) < len(principles):
        notes.append(f"Shown: {len(kept)} of {counted(len(principles), 'comparison')}.")
    figure = new_figure(
        QUESTION, finding=_finding(principles, names), notes=notes, height=ROW_HEIGHT * at, min_width=left + 260
    )
    quotes = surest_quotes(statements, documents)
    for kind, name, colour, dash, width in _KINDS:
        figure.add_traces(
            _traces([r for r in rows if r["kind"] == kind], name, colour, dash, width, names, issues, quotes)
        )
    for row, principle in headings:
        figure.add_annotation(
            text=f"<b>{escaped(principle, 46)}</b>", x=0, y=row, xref="paper", yref="y", xanchor="left",
            xshift=12 - left, showarrow=False, bgcolor=palette.PAPER, font={"size": 13},
        )  # fmt: skip
    figure.update_layout(
        margin={"l": left},
        xaxis={
            "range": [-1.25, 1.25], "fixedrange": True, "gridcolor": palette.GRID, "zerolinecolor": palette.NOTE,
            "tickvals": [-1, 0, 1], "ticktext": ["−1", "0", "+1"],
            "title": {"text": "agreement: −1 opposes, +1 supports", "font": {"size": 12}},
        },
        yaxis=tick_axis(labels, tickvals=[row["at"] for row in rows], range=[at - 0.4, -0.6]),
    )  # fmt: skip
    return figure


def _traces(
    rows: list[dict[Any, Any]],
    name: str,
    colour: str,
    dash: str,
    width: float,
    names: Mapping[str, str],
    issues: Mapping[str, str],
    quotes: Mapping[Place, str],
) -> list[go.Scatter]:
    if not rows:
        return []
    ends = [(row, part) for row in rows for part in ("", "other_")]
    return [
        go.Scatter(
            name=name,
            mode="lines",
            x=[x for row in rows for x in (row["agreement"], row["other_agreement"], None)],
            y=[y for row in rows for y in (row["at"], row["at"], None)],
            line={"color": colour, "dash": dash, "width": width},
            hoverinfo="skip",
        ),
        go.Scatter(
            name=f"objects: {name}",
            mode="markers+text",
            x=[row[f"{part}agreement"] for row, part in ends],
            y=[row["at"] for row, _ in ends],
            text=[escaped(row[f"{part}object"], 18) for row, part in ends],
            textposition=["top center" if part == "" else "bottom center" for _, part in ends],
            textfont={"size": 10},
            cliponaxis=False,
            marker={"color": colour, "size": 10, "symbol": ["circle" if p == "" else "square" for _, p in ends]},
            customdata=[[row["actor_id"], row[f"{part}issue_id"]] for row, part in ends],
            meta={"keys": ["actor", "issue"]},
            hovertext=[_hover(row, part, names, issues, quotes) for row, part in ends],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
        ),
    ]


def _hover(
    row: Row, part: str, names: Mapping[str, str], issues: Mapping[str, str], quotes: Mapping[Place, str]
) -> str:
    cell = {"actor_id": row["actor_id"], "issue_id": row[f"{part}issue_id"], "agreement": row[f"{part}agreement"]}
    return (
        f"<b>{escaped(name_of(row['actor_id'], names), 60)}</b><br>"
        f"{escaped(name_of(row[f'{part}issue_id'], issues), 80)}<br>"
        f"for {escaped(row[f'{part}object'], 40)}: agreement {signed(row[f'{part}agreement'])}"
        f" ({counted(row[f'{part}n_statements'], 'statement')}){quote_for(cell, quotes)}"
    )


def _finding(principles: pd.DataFrame, names: Mapping[str, str]) -> str:
    turned = principles[principles["kind"] == "contradiction"]
    if turned.empty:
        return f"Nobody does: {counted(len(principles), 'comparison is', 'comparisons are')} consistent."
    who = sorted({cut(name_of(a, names), 40) for a in turned["actor_id"]})
    some = ", ".join(who[:4]) + (f" and {len(who) - 4} more" if len(who) > 4 else "")
    return f"{some}: {counted(len(turned), 'contradiction')} in n = {counted(len(principles), 'comparison')}."
