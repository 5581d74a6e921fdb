"""Who is named, and who belongs to whom: actors by kind, with lines to those they speak for."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import new_figure, sentence_figure
from helpers.charts.sides import sides
from helpers.wording import actor_names, counted, cut, escaped, name_of, wrapped

QUESTION = "Who is named, and who belongs to whom?"
CELL = 190  # pixels of a body with those who belong to it
LOW = 0.36  # height of a row without anybody above or below a body, in cells
TOP = 0.12  # room for the names of those who stand highest, in cells
N_COLUMNS = 3
_RING = 0.34  # how far from their body its members stand, in cells
_MOST = 8  # members around a body; more would cover one another
_BESIDE = 2  # so many members stand at the sides of their body, in a low row

Place = tuple[float, float]
Row = Mapping[Any, Any]


def plot_actor_affiliations(
    actors: pd.DataFrame, quotations: pd.DataFrame, *, max_actors: int = 40, max_alone: int = 9
) -> go.Figure:
    """States, organisations and groups with the persons and bodies that belong to them around them.

    Args:
        actors: Table following `tables.ACTORS`.
        quotations: Table following `tables.QUOTATIONS`, for whom a click on a person leads to.
        max_actors: Actors who belong to another to draw, those named most often; whom they belong to comes on top.
        max_alone: Actors with nobody around them to draw, those named most often.

    Returns:
        A figure whose marks carry `customdata`: the actor that the mark's actor speaks for.
    """
    rows = {row["actor_id"]: row for row in actors.to_dict("records")}
    if not rows:
        return sentence_figure(QUESTION, "No actor is named in these articles.")
    ranked = sorted(rows, key=lambda actor_id: (-rows[actor_id]["n_mentions"], actor_id))
    groups = _groups(ranked, rows, max_actors, max_alone)
    places = _places(groups)
    n_columns = min(N_COLUMNS, len(groups))
    height = sum(_heights(groups))
    notes = ["Lines lead from those who belong to a state or an organisation to it. Larger: named more often."]
    if len(places) < len(rows):
        notes.append(
            f"Shown: {len(places)} of {counted(len(rows), 'actor')}, those named most often of those who belong to"
            f" another (no more than {_MOST} around one) and of those who stand alone."
        )
    names, first = actor_names(actors), rows[ranked[0]]
    finding = (
        f"{_kinds_in_words(rows)}; named most often is {cut(name_of(ranked[0], names), 60)}"
        f" (n = {counted(first['n_mentions'], 'mention')})."
    )
    figure = new_figure(QUESTION, finding=finding, notes=notes, height=round(CELL * height), min_width=215 * n_columns)
    figure.add_trace(_lines(groups, places))
    figure.add_traces(_marks(rows, places, names, sides(actors, quotations)))
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        xaxis={**hidden, "range": [-0.58, n_columns - 0.42]},
        yaxis={**hidden, "range": [height, -TOP]},
        margin={"l": 8, "r": 8, "b": 12},
    )
    figure.update_layout(height=figure.layout.margin.t + round(CELL * (height + TOP)))
    return figure


def _kinds_in_words(rows: Mapping[str, Row]) -> str:
    numbers = Counter(row["kind"] for row in rows.values())
    plurals = {"media": "media"}
    return ", ".join(
        counted(numbers[kind], kind, plurals.get(kind)) for kind in palette.KIND_MARKS if numbers[kind]
    )  # fmt: skip


def _groups(ranked: Sequence[str], rows: Mapping[str, Row], max_members: int, max_alone: int) -> dict[str, list[str]]:
    """Bodies with those who belong to them, the most named group first; then actors with nobody around them."""
    heads = {actor_id: _head(actor_id, rows) for actor_id in ranked}
    members: dict[str, list[str]] = defaultdict(list)
    for actor_id in [i for i in ranked if heads[i] != i][:max_members]:
        if len(members[heads[actor_id]]) < _MOST:
            members[heads[actor_id]].append(actor_id)
    mentions = {head: sum(rows[i]["n_mentions"] for i in (head, *ids)) for head, ids in members.items()}
    order = sorted(members, key=lambda head: (len(members[head]) <= _BESIDE, -mentions[head], head))
    followed = {head for i, head in heads.items() if head != i}
    alone = [i for i in ranked if heads[i] == i and i not in followed]
    return {head: members[head] for head in order} | {i: [] for i in alone[:max_alone]}


def _head(actor_id: str, rows: Mapping[str, Row]) -> str:
    """The body at the end of the affiliations of an actor, itself if it has none; of a circle, the first by id."""
    passed = [actor_id]
    while (above := rows[passed[-1]]["affiliation"]) in rows and above not in passed:
        passed.append(above)
    return min(passed[passed.index(above) :]) if above in passed else passed[-1]


def _heights(groups: Mapping[str, Sequence[str]]) -> list[float]:
    """The heights of the rows of groups, in cells."""
    sizes = [len(ids) for ids in groups.values()]
    return [1.0 if max(sizes[at : at + N_COLUMNS]) > _BESIDE else LOW for at in range(0, len(sizes), N_COLUMNS)]


def _places(groups: Mapping[str, Sequence[str]]) -> dict[str, Place]:
    """Bodies row by row, and their members evenly around them, in cells from the upper left."""
    heights, places = _heights(groups), {}
    for number, (head, ids) in enumerate(groups.items()):
        at, column = divmod(number, N_COLUMNS)
        row = sum(heights[:at]) + heights[at] / 2
        places[head] = (float(column), round(row, 4))
        for place, actor_id in enumerate(ids):
            first = math.pi / len(ids) if len(ids) % 2 == 0 else 0.0  # never straight down
            angle = 2 * math.pi * place / len(ids) + (math.pi / 2 if len(ids) == 1 else first)
            places[actor_id] = (round(column + _RING * math.sin(angle), 4), round(row - _RING * math.cos(angle), 4))
    return places


def _lines(groups: Mapping[str, Sequence[str]], places: Mapping[str, Place]) -> go.Scatter:
    ends = [(places[head], places[actor_id]) for head, ids in groups.items() for actor_id in ids]
    return go.Scatter(
        name="belongs to",
        mode="lines",
        x=[x for one, other in ends for x in (one[0], other[0], None)],
        y=[y for one, other in ends for y in (one[1], other[1], None)],
        line={"color": palette.HATCH, "width": 1.5},
        hoverinfo="skip",
        showlegend=False,
    )


def _marks(
    rows: Mapping[str, Row],
    places: Mapping[str, Place],
    names: Mapping[str, str],
    speaks_for: Mapping[str, str],
) -> list[go.Scatter]:
    """One trace for each kind of actor."""
    most = max(rows[actor_id]["n_mentions"] for actor_id in places) or 1
    above = {i for i, (_, y) in places.items() if y < places[_head(i, rows)][1]}
    traces = []
    for kind, (symbol, colour) in palette.KIND_MARKS.items():
        ids = [actor_id for actor_id in places if rows[actor_id]["kind"] == kind]
        if ids:
            traces.append(
                go.Scatter(
                    name=kind,
                    mode="markers+text",
                    x=[places[i][0] for i in ids],
                    y=[places[i][1] for i in ids],
                    text=[wrapped(name_of(i, names), 13, max_lines=2) for i in ids],
                    textposition=["top center" if i in above else "bottom center" for i in ids],
                    textfont={"size": 10, "shadow": f"0 0 3px {palette.PAPER}, 0 0 3px {palette.PAPER}"},
                    cliponaxis=False,
                    marker={
                        "symbol": symbol,
                        "color": colour,
                        "opacity": 1,
                        "size": [round(9 + 17 * math.sqrt(rows[i]["n_mentions"] / most), 2) for i in ids],
                        "line": {"color": palette.INK, "width": 1},
                    },
                    customdata=[[speaks_for[i]] for i in ids],
                    meta={"keys": ["actor"]},
                    hovertext=[_hover(rows[i], names) for i in ids],
                    hovertemplate="%{hovertext}<extra></extra>",
                )
            )
    return traces


def _hover(row: Row, names: Mapping[str, str]) -> str:
    lines = [f"<b>{escaped(name_of(row['actor_id'], names), 60)}</b>"]
    if isinstance(row["role"], str):
        lines.append(escaped(row["role"], 60))
    if isinstance(row["affiliation"], str):
        lines.append(f"belongs to {escaped(name_of(row['affiliation'], names), 60)}")
    lines.append(f"{counted(row['n_mentions'], 'mention')} in {counted(row['n_documents'], 'article')}")
    return "<br>".join(lines)
