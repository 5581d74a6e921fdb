"""When was what said: statements over time, issue by issue, with shifts of position."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.heatmap import order_issues
from helpers.charts.layout import label_room, new_figure, sentence_figure, tick_axis
from helpers.charts.quoting import quoted, sources
from helpers.wording import actor_names, counted, escaped, name_of, signed, wrapped

QUESTION = "When did actors support or oppose an issue, and where did positions shift?"
LANE_HEIGHT = 92
N_BINS = 40  # statements this close in time are stacked instead of drawn over one another

_SIDES = {"support": ("supports", 1), "oppose": ("opposes", -1), "neutral": ("neutral", 0)}


def plot_statement_timeline(
    statements: pd.DataFrame,
    actors: pd.DataFrame,
    issues: Mapping[str, str],
    *,
    shifts: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    max_issues: int = 12,
    max_statements: int = 1200,
) -> go.Figure:
    """One lane for each issue: supporting statements stacked above its line, opposing ones below.

    Args:
        statements: Table following `tables.STATEMENTS`.
        actors: Table following `tables.ACTORS`.
        issues: Issue ids and their labels.
        shifts: Table following `tables.POSITION_SHIFTS`; dated rows are marked with stars.
        documents: Table following `tables.DOCUMENTS`, for the names of sources.
        max_issues: Issues with most statements to draw.
        max_statements: Statements to draw, the most confident first.

    Returns:
        A figure whose marks carry `customdata` (actor id, issue id).
    """
    if statements.empty:
        return sentence_figure(QUESTION, "No statement on any issue was found in these articles.")
    dated = statements[statements["published"].notna()]
    if dated.empty:
        return sentence_figure(
            QUESTION,
            f"None of the {counted(len(statements), 'statement')} has a date, so there is no course of time.",
        )
    names, lanes = actor_names(actors), order_issues(dated)[:max_issues]
    drawn = dated[dated["issue_id"].isin(lanes)]
    drawn = drawn.sort_values(["confidence", "statement_id"], ascending=[False, True]).head(max_statements)
    drawn = drawn.sort_values(["published", "actor_id", "statement_id"])
    turns = _turns(shifts, lanes)
    labels = [wrapped(name_of(i, issues), 18) for i in lanes]
    left = max(label_room(labels), 90)
    figure = new_figure(
        QUESTION,
        finding=_finding(dated, turns),
        notes=_notes(statements, dated, drawn, shifts, turns),
        height=LANE_HEIGHT * len(lanes),
        min_width=left + 240,
    )
    figure.add_traces(_marks(drawn, lanes, names, issues, sources(documents, drawn)))
    if turns:
        middle = drawn["published"].min() + (drawn["published"].max() - drawn["published"].min()) / 2
        figure.add_traces(_stars(turns, lanes, names, issues, middle))
    for lane in range(len(lanes)):
        figure.add_hline(y=lane, line={"color": palette.GRID, "width": 1}, layer="below")
    figure.update_layout(
        margin={"l": left, "r": 24},
        legend={"entrywidth": 66, "font": {"size": 11}},  # two columns on a phone: five rows would not fit
        xaxis={"type": "date", "title": {"text": "date of publication", "font": {"size": 12}},
               "gridcolor": "#eeeeee", "fixedrange": True, "tickangle": 0, "nticks": 6,
               "tickformat": "%-d %b<br>%Y", "range": _time_range(drawn, turns)},
        yaxis=tick_axis(labels, range=[len(lanes) - 0.48, -0.52]),
    )  # fmt: skip
    return figure


def _turns(shifts: pd.DataFrame | None, lanes: list[str]) -> list[dict[Any, Any]]:
    if shifts is None or shifts.empty:
        return []
    turns = shifts[shifts["date"].notna() & shifts["issue_id"].isin(lanes)]
    return turns.sort_values(["date", "actor_id", "issue_id", "kind"], kind="stable").to_dict("records")


def _finding(dated: pd.DataFrame, turns: list[dict[Any, Any]]) -> str:
    kinds = Counter(turn["kind"] for turn in turns)
    first, last = dated["published"].min(), dated["published"].max()
    return (
        f"n = {counted(len(dated), 'statement')} from {first:%Y-%m-%d} to {last:%Y-%m-%d}, with"
        f" {counted(kinds['shift'], 'shift')} of position and {counted(kinds['contradiction'], 'contradiction')}."
    )


def _notes(
    statements: pd.DataFrame,
    dated: pd.DataFrame,
    drawn: pd.DataFrame,
    shifts: pd.DataFrame | None,
    turns: list[dict[Any, Any]],
) -> list[str]:
    notes = ["Above a line: statements that support; below: that oppose."]
    if turns:
        notes.append("Stars: shifts of position; crosses: contradictions.")
    undated = len(statements) - len(dated)
    if undated:
        notes.append(f"Not shown: {counted(undated, 'statement')} without a date.")
    if len(drawn) < len(dated):
        notes.append(f"Not shown: {counted(len(dated) - len(drawn), 'statement')} on smaller issues or less sure.")
    timeless = 0 if shifts is None else int(shifts["date"].isna().sum())
    if timeless:
        notes.append(
            f"Not shown: {counted(timeless, 'shift or contradiction', 'shifts or contradictions')} without a date."
        )
    return notes


def _time_range(drawn: pd.DataFrame, turns: list[dict[Any, Any]]) -> list[str]:
    dates = [*drawn["published"], *(turn["date"] for turn in turns)]
    first, last = min(dates), max(dates)
    edge = max((last - first) * 0.04, pd.Timedelta(days=2))
    return [f"{first - edge:%Y-%m-%d}", f"{last + edge:%Y-%m-%d}"]


def _heights(drawn: pd.DataFrame, lanes: list[str]) -> list[float]:
    """Where each statement sits: on its lane, stacked away from the line with those of about the same time."""
    first, last = drawn["published"].min(), drawn["published"].max()
    width = max((last - first) / N_BINS, pd.Timedelta(days=1))
    levels: Counter[tuple[str, int, int]] = Counter()
    stacked = []
    for issue_id, published, agreement in zip(drawn["issue_id"], drawn["published"], drawn["agreement"], strict=True):
        direction = (agreement > 0) - (agreement < 0)
        key = (issue_id, int((published - first) / width), direction)
        levels[key] += 1
        stacked.append((lanes.index(issue_id), direction, levels[key]))
    step = min(0.13, 0.42 / max(levels.values()))
    # The axis runs downwards, so support has the smaller number.
    return [round(lane - direction * step * (level - 0.3), 4) for lane, direction, level in stacked]


def _marks(
    drawn: pd.DataFrame,
    lanes: list[str],
    names: Mapping[str, str],
    issues: Mapping[str, str],
    named: Mapping[str, str],
) -> list[go.Scatter]:
    rows = [
        {**row, "height": height} for row, height in zip(drawn.to_dict("records"), _heights(drawn, lanes), strict=True)
    ]
    traces = []
    for side, (name, direction) in _SIDES.items():
        chosen = [r for r in rows if (r["agreement"] > 0) - (r["agreement"] < 0) == direction]
        if chosen:
            traces.append(
                go.Scatter(
                    name=name,
                    mode="markers",
                    x=[f"{r['published']:%Y-%m-%d}" for r in chosen],
                    y=[r["height"] for r in chosen],
                    marker={
                        "symbol": palette.SIDE_SYMBOLS[side],
                        "color": palette.SIDE_COLOURS[side],
                        "size": 9,
                        "line": {"color": palette.PAPER, "width": 0.5},
                    },
                    customdata=[[r["actor_id"], r["issue_id"]] for r in chosen],
                    meta={"keys": ["actor", "issue"]},
                    hovertext=[_hover(r, name, names, issues, named) for r in chosen],
                    hovertemplate="%{hovertext}<extra></extra>",
                )
            )
    return traces


def _hover(
    row: Mapping[Any, Any], side: str, names: Mapping[str, str], issues: Mapping[str, str], named: Mapping[str, str]
) -> str:
    return (
        f"<b>{escaped(name_of(row['actor_id'], names), 60)}</b> {side}<br>"
        f"{escaped(name_of(row['issue_id'], issues), 80)}<br>"
        f"agreement {signed(row['agreement'])}<br>{quoted(row, named)}"
    )


def _stars(
    turns: list[dict[Any, Any]],
    lanes: list[str],
    names: Mapping[str, str],
    issues: Mapping[str, str],
    middle: pd.Timestamp,
) -> list[go.Scatter]:
    """Shifts and contradictions above their lanes, with the names of the actors where there are few."""

    def hover(turn: Mapping[Any, Any]) -> str:
        return (
            f"<b>{escaped(name_of(turn['actor_id'], names), 60)}</b>: {turn['kind']}<br>"
            f"{escaped(name_of(turn['issue_id'], issues), 80)}<br>{turn['date']:%Y-%m-%d},"
            f" from {signed(turn['before'])} to {signed(turn['after'])}"
        )

    labels = _star_labels(turns, names, middle)
    traces = []
    for kind, symbol in (("shift", "star"), ("contradiction", "x")):
        chosen = [(turn, *label) for turn, label in zip(turns, labels, strict=True) if turn["kind"] == kind]
        if chosen:
            traces.append(
                go.Scatter(
                    name=kind,
                    mode="markers+text",
                    x=[f"{t['date']:%Y-%m-%d}" for t, _, _ in chosen],
                    y=[lanes.index(t["issue_id"]) - 0.4 for t, _, _ in chosen],
                    text=[label for _, label, _ in chosen],
                    textposition=[f"middle {side}" for _, _, side in chosen],
                    textfont={"size": 11, "shadow": f"0 0 3px {palette.PAPER}, 0 0 3px {palette.PAPER}"},
                    cliponaxis=False,
                    marker={
                        "symbol": symbol,
                        "size": 15 if kind == "shift" else 11,
                        "color": "#ffd447",
                        "line": {"color": palette.INK, "width": 1.5},
                    },
                    customdata=[[t["actor_id"], t["issue_id"]] for t, _, _ in chosen],
                    meta={"keys": ["actor", "issue"]},
                    hovertext=[hover(t) for t, _, _ in chosen],
                    hovertemplate="%{hovertext}<extra></extra>",
                )
            )
    return traces


def _star_labels(turns: list[dict[Any, Any]], names: Mapping[str, str], middle: pd.Timestamp) -> list[tuple[str, str]]:
    """A name at each star and its side, but one label for stars that are close: it names the actors of all.

    The label stands outside of them: left of the first of them, or right of the last, whichever is the inner side.
    """
    if not turns:
        return []
    width = (max(t["date"] for t in turns) - min(t["date"] for t in turns)) / 8
    heads: dict[str, int] = {}  # of each issue, the first star of those that are close so far
    crowds: dict[int, list[int]] = {}
    for at, turn in enumerate(turns):
        head = heads.get(turn["issue_id"])
        if head is None or turn["date"] - turns[head]["date"] > width:
            head = heads[turn["issue_id"]] = at
        crowds.setdefault(head, []).append(at)
    labels = [("", "right")] * len(turns)
    for head, crowd in crowds.items():
        ids = list(dict.fromkeys(turns[at]["actor_id"] for at in crowd))
        more = f" +{len(ids) - 2}" if len(ids) > 2 else ""
        label = ", ".join(escaped(name_of(a, names), 16) for a in ids[:2]) + more
        left = turns[head]["date"] > middle
        labels[head if left else crowd[-1]] = (label, "left" if left else "right")
    return labels
