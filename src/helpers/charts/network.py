"""Who stands with whom: a network of actors."""

import math
from collections.abc import Mapping
from itertools import combinations

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import new_figure, sentence_figure
from helpers.charts.wording import actor_names, counted, escaped, name_of, wrapped
from helpers.errors import ParameterError

QUESTIONS = {
    "subtract": "Who stands with whom, and who against whom?",
    "congruence": "Which actors take the same side?",
    "conflict": "Which actors take opposite sides?",
}
HEIGHT = 540
FEW = 10  # with more actors the drawing grows, so that names stay apart
WIDTHS = (1.0, 2.5, 5.0)  # pixels: a line trace has one width, so weights fall into three classes
# Without the grey "unclear" middle: what an edge says, its colour and its dash.
_SIDES = {
    "same": ("take the same side", palette.SUPPORT, "solid"),
    "opposite": ("take opposite sides", palette.OPPOSE, "dash"),
}

Edge = tuple[str, str, float]


def plot_actor_network(
    networks: pd.DataFrame,
    actors: pd.DataFrame,
    positions: pd.DataFrame,
    *,
    kind: str = "subtract",
    max_actors: int = 25,
    max_edges: int = 80,
) -> go.Figure:
    """Actors as nodes, sized by their statements; edges say whether they take the same or opposite sides.

    The layout (Kamada and Kawai 1989, from a circle) puts actors that take the same side close to one another
    and opponents far apart; it uses no chance.

    Args:
        networks: Table following `tables.NETWORKS`.
        actors: Table following `tables.ACTORS`.
        positions: Table following `tables.POSITIONS`, for the number of statements.
        kind: "subtract" (congruence less conflict), "congruence" or "conflict".
        max_actors: Actors with most statements to draw.
        max_edges: Heaviest edges to draw.

    Returns:
        A figure whose nodes carry `customdata` (actor id) and whose edges' middles carry both actor ids.

    Raises:
        ParameterError: If `kind` is none of the three.
    """
    if kind not in QUESTIONS:
        raise ParameterError(f"kind is {kind!r}; it can be {', '.join(map(repr, QUESTIONS))}.")
    totals = positions.groupby("actor_id")["n_statements"].sum()
    sizes = {str(actor_id): int(n) for actor_id, n in totals.items()}
    all_edges = _edges(networks, kind)
    everyone = sorted({a for edge in all_edges for a in edge[:2]}, key=lambda a: (-sizes.get(a, 0), a))
    nodes = everyone[:max_actors]
    between = [e for e in all_edges if e[0] in nodes and e[1] in nodes]
    edges = sorted(between, key=lambda e: (-abs(e[2]), e))[:max_edges]
    if not edges:
        return sentence_figure(QUESTIONS[kind], "No two actors speak about the same issue in these articles.")
    names, places = actor_names(actors), _places(nodes, between)
    notes = ["Larger circles: more statements. Thicker lines: more, or clearer, shared issues."]
    if len(everyone) > len(nodes) or len(between) > len(edges):
        shown = f"{len(nodes)} of {counted(len(everyone), 'actor')}, {len(edges)} of {counted(len(all_edges), 'line')}"
        notes.append(f"Shown: {shown}.")
    height = HEIGHT + 16 * max(0, len(nodes) - FEW)
    min_width = 320 + 30 * max(0, len(nodes) - FEW)
    figure = new_figure(QUESTIONS[kind], notes=notes, height=height, min_width=min_width)
    figure.add_traces(_lines(edges, places))
    figure.add_trace(_middles(edges, places, names))
    figure.add_trace(_circles(nodes, places, names, sizes))
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        xaxis={**hidden, "range": [-1.35, 1.35]},
        yaxis={**hidden, "range": [-1.22, 1.22]},
        margin={"l": 8, "r": 8, "b": 12},
    )
    figure.update_layout(height=figure.layout.margin.t + height)
    return figure


def _edges(networks: pd.DataFrame, kind: str) -> list[Edge]:
    """Edges of one network, each pair once, weighed as same (+) or opposite (−) sides."""
    rows = networks[networks["kind"] == kind]
    sign = -1.0 if kind == "conflict" else 1.0
    edges: dict[tuple[str, str], float] = {}
    for one, other, weight in zip(rows["from_id"], rows["to_id"], rows["weight"], strict=True):
        if one != other and weight:
            edges[min(one, other), max(one, other)] = sign * float(weight)
    return sorted((one, other, weight) for (one, other), weight in edges.items())


def _places(nodes: list[str], edges: list[Edge]) -> dict[str, tuple[float, float]]:
    """Positions from -1 to 1; the wished distance of two actors runs from 1 (same side) to 3 (opposite)."""
    heaviest = max(abs(weight) for *_, weight in edges)
    weights = {(a, b): weight / heaviest for a, b, weight in edges}
    graph = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    distances: dict[str, dict[str, float]] = {a: {a: 0.0} for a in nodes}
    for a, b in combinations(sorted(nodes), 2):
        distances[a][b] = distances[b][a] = 2.0 - weights.get((a, b), 0.0)
    found = nx.kamada_kawai_layout(graph, dist=distances)
    low = [min(place[axis] for place in found.values()) for axis in (0, 1)]
    span = [max(place[axis] for place in found.values()) - low[axis] or 1.0 for axis in (0, 1)]
    return {
        a: (
            round(float(2 * (place[0] - low[0]) / span[0] - 1), 3),
            round(float(2 * (place[1] - low[1]) / span[1] - 1), 3),
        )
        for a, place in found.items()
    }


def _lines(edges: list[Edge], places: Mapping[str, tuple[float, float]]) -> list[go.Scatter]:
    heaviest = max(abs(weight) for *_, weight in edges)
    traces = []
    for side, (name, colour, dash) in _SIDES.items():
        of_side = [e for e in edges if (e[2] > 0) == (side == "same")]
        in_legend = True
        for index, width in reversed(list(enumerate(WIDTHS))):
            chosen = [e for e in of_side if min(2, int(abs(e[2]) / heaviest * 3)) == index]
            if not chosen:
                continue
            ends = [(places[a], places[b]) for a, b, _ in chosen]
            traces.append(
                go.Scatter(
                    name=name,
                    legendgroup=side,
                    showlegend=in_legend,
                    mode="lines",
                    x=[x for one, other in ends for x in (one[0], other[0], None)],
                    y=[y for one, other in ends for y in (one[1], other[1], None)],
                    line={"color": colour, "dash": dash, "width": width},
                    opacity=0.75,
                    hoverinfo="skip",
                )
            )
            in_legend = False
    return traces


def _middles(edges: list[Edge], places: Mapping[str, tuple[float, float]], names: Mapping[str, str]) -> go.Scatter:
    """Points on the middles of the edges: lines themselves can be neither hovered nor clicked."""

    def hover(edge: Edge) -> str:
        pair = f"<b>{escaped(name_of(edge[0], names), 50)} – {escaped(name_of(edge[1], names), 50)}</b>"
        return f"{pair}<br>{_SIDES['same' if edge[2] > 0 else 'opposite'][0]}: weight {abs(edge[2]):.2f}"

    return go.Scatter(
        name="lines",
        mode="markers",
        x=[round((places[a][0] + places[b][0]) / 2, 4) for a, b, _ in edges],
        y=[round((places[a][1] + places[b][1]) / 2, 4) for a, b, _ in edges],
        marker={
            "size": 8,
            "color": palette.PAPER,
            "line": {"width": 2, "color": [_SIDES["same" if w > 0 else "opposite"][1] for *_, w in edges]},
        },
        customdata=[[a, b] for a, b, _ in edges],
        meta={"keys": ["actor", "other"]},
        hovertext=[hover(e) for e in edges],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
    )


def _circles(
    nodes: list[str],
    places: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    sizes: Mapping[str, int],
) -> go.Scatter:
    most = max((sizes.get(a, 0) for a in nodes), default=0) or 1
    return go.Scatter(
        name="actors",
        mode="markers+text",
        x=[places[a][0] for a in nodes],
        y=[places[a][1] for a in nodes],
        text=[wrapped(name_of(a, names), 16, max_lines=2) for a in nodes],
        textposition=["top center" if places[a][1] >= 0 else "bottom center" for a in nodes],
        textfont={
            "size": 12 if len(nodes) <= FEW else 11,
            "shadow": f"0 0 3px {palette.PAPER}, 0 0 3px {palette.PAPER}",
        },
        cliponaxis=False,
        marker={
            "size": [round(10 + 24 * math.sqrt(sizes.get(a, 0) / most), 2) for a in nodes],
            "color": "#c9d3dc",
            "opacity": 1,
            "line": {"color": palette.INK, "width": 1.5},
        },
        customdata=[[a] for a in nodes],
        meta={"keys": ["actor"]},
        hovertext=[
            f"<b>{escaped(name_of(a, names), 60)}</b><br>{counted(sizes.get(a, 0), 'statement')}" for a in nodes
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
    )
