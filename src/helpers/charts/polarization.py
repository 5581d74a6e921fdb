"""How polarized the actors are over time, beside what chance alone gives."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import new_figure, sentence_figure, thinned_axis
from helpers.wording import counted, escaped

QUESTION = "Are the actors more polarized than chance would have it?"
HEIGHT = 300
WHOLE = "all"

Row = dict[Any, Any]


def plot_polarization(polarization: pd.DataFrame, *, max_windows: int = 120) -> go.Figure:
    """Polarization of the whole and of each window, each over the band of the same score on shuffled statements.

    Args:
        polarization: Table following `tables.POLARIZATION`.
        max_windows: Windows to draw, the latest.

    Returns:
        A figure whose marks carry `customdata`: first and last day of the window (null for the whole).
    """
    whole = polarization[polarization["window"] == WHOLE]
    windows = polarization[polarization["window"] != WHOLE].sort_values(["window_start", "window"])
    rows = [*whole.to_dict("records"), *windows.tail(max_windows).to_dict("records")]
    # The whole stands apart from its windows: its score is not comparable with theirs.
    gap = max(1.0, len(rows) / 20) if len(whole) and len(rows) > len(whole) else 0.0
    places = [at + (gap if row["window"] != WHOLE else 0.0) for at, row in enumerate(rows)]
    drawn = [(x, row) for x, row in zip(places, rows, strict=True) if pd.notna(row["polarization"])]
    missing = [(x, row) for x, row in zip(places, rows, strict=True) if pd.isna(row["polarization"])]
    if not drawn:
        return sentence_figure(QUESTION, "Too few actors agree or disagree with each other to measure polarization.")
    notes = [
        "Bands: where 95 of 100 scores lie if sides are dealt out by chance. Only the distance from the band counts."
    ]
    if len(windows) > max_windows:
        notes.append(f"Shown: the latest {max_windows} of {counted(len(windows), 'window')}.")
    figure = new_figure(
        QUESTION, finding=describe_polarization(polarization), notes=notes, height=HEIGHT, min_width=360
    )
    figure.add_traces([_band(drawn), *_scores(drawn)])
    if missing:
        figure.add_trace(_no_data(missing, lowest=min(row["null_low"] for _, row in drawn)))
    axis = thinned_axis([_label(row) for row in rows], most=12, tickangle=-45)
    edge = 0.6 + 0.01 * len(rows)
    scores = [row[key] for _, row in drawn for key in ("polarization", "null_low", "null_high")]
    room = max(0.05, 0.1 * (max(scores) - min(scores)))
    figure.update_layout(
        barmode="overlay",
        height=figure.layout.height + 24,
        margin={"b": 84},
        xaxis={**axis, "tickvals": [places[at] for at in axis["tickvals"]], "range": [-edge, places[-1] + edge]},
        yaxis={"gridcolor": palette.GRID, "fixedrange": True, "zeroline": False, "nticks": 6, "domain": [0, 0.92],
               "range": [round(min(scores) - room, 4), round(max(scores) + room, 4)]},
    )  # fmt: skip
    figure.add_annotation(
        text="polarization Q (0 to 1)", x=0, y=1, xref="paper", yref="paper", xanchor="left", xshift=-46,
        yanchor="top", showarrow=False,
    )  # fmt: skip
    return figure


def _label(row: Row) -> str:
    """A whole month by its name, other windows by their first day."""
    if row["window"] == WHOLE:
        return "all articles"
    first, last = row["window_start"], row["window_end"]
    whole_month = first.day == 1 and (first + pd.offsets.MonthEnd(0)).date() == pd.Timestamp(last).date()
    return f"{first:%Y-%m}" if whole_month else f"{first:%Y-%m-%d}"


def describe_polarization(polarization: pd.DataFrame) -> str:
    """How the whole compares with chance, and how many windows lie above it, in plain text; "" without a score."""
    measured = polarization[polarization["polarization"].notna()].to_dict("records")
    windows = [row for row in measured if row["window"] != WHOLE]
    said = []
    for row in measured:
        if row["window"] == WHOLE:
            place = "above" if _is_above(row) else "below" if row["polarization"] < row["null_low"] else "within"
            band = f"{row['null_low']:.2f} to {row['null_high']:.2f}"
            said.append(
                f"Over all articles polarization is {row['polarization']:.2f}, {place} what chance gives ({band};"
                f" n = {counted(row['n_statements'], 'statement')})."
            )
    if windows:
        said.append(f"{sum(map(_is_above, windows))} of {counted(len(windows), 'window')} lie above chance.")
    return " ".join(said)


def _is_above(row: Row) -> bool:
    return bool(row["polarization"] > row["null_high"])


def _band(drawn: list[tuple[float, Row]]) -> go.Bar:
    return go.Bar(
        name="by chance (95 %)",
        x=[x for x, _ in drawn],
        y=[round(row["null_high"] - row["null_low"], 6) or 0.002 for _, row in drawn],
        base=[row["null_low"] for _, row in drawn],
        width=0.8,
        marker={
            "color": palette.GRID,
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": palette.HATCH, "bgcolor": palette.GRID, "size": 6, "solidity": 0.15},
        },
        hoverinfo="skip",
    )


def _scores(drawn: list[tuple[float, Row]]) -> list[go.Scatter]:
    traces = []
    for is_above, name in ((True, "above chance"), (False, "not above chance")):
        chosen = [(x, row) for x, row in drawn if _is_above(row) == is_above]
        if chosen:
            traces.append(
                go.Scatter(
                    name=name,
                    mode="markers",
                    x=[x for x, _ in chosen],
                    y=[row["polarization"] for _, row in chosen],
                    marker={
                        "symbol": "diamond" if is_above else "circle-open",
                        "color": palette.MIXED if is_above else palette.NEUTRAL,
                        "size": 12,
                        "line": {"width": 2, "color": palette.MIXED if is_above else palette.NEUTRAL},
                    },
                    customdata=[_days(row) for _, row in chosen],
                    meta={"keys": ["from", "to"]},
                    hovertext=[_hover(row) for _, row in chosen],
                    hovertemplate="%{hovertext}<extra></extra>",
                )
            )
    return traces


def _no_data(missing: list[tuple[float, Row]], *, lowest: float) -> go.Scatter:
    return go.Scatter(
        name="no data",
        mode="markers",
        x=[x for x, _ in missing],
        y=[lowest] * len(missing),
        marker={"symbol": "x-thin", "size": 8, "line": {"width": 1.5, "color": palette.UNCLEAR}},
        customdata=[_days(row) for _, row in missing],
        meta={"keys": ["from", "to"]},
        hovertext=[f"<b>{escaped(_label(row))}</b>: no data<br>{_counts(row)}" for _, row in missing],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _days(row: Row) -> list[str | None]:
    return [None if pd.isna(row[key]) else f"{row[key]:%Y-%m-%d}" for key in ("window_start", "window_end")]


def _hover(row: Row) -> str:
    searched = "" if row["search"] == "exact" else "<br>Q is a lower bound: not every split was tried"
    return (
        f"<b>{escaped(_label(row))}</b><br>Q {row['polarization']:.2f}; by chance {row['null_low']:.2f} to"
        f" {row['null_high']:.2f} (p {row['p_value']:.2f}, {counted(row['n_shuffles'], 'shuffle')})<br>"
        f"{_counts(row)}{searched}"
    )


def _counts(row: Row) -> str:
    return f"{counted(row['n_statements'], 'statement')} by {counted(row['n_actors'], 'actor')}"
