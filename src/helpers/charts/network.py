"""Who stands with whom: a network of actors."""

import math
from collections.abc import Mapping
from itertools import combinations

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.labels import place_labels
from helpers.charts.layout import new_figure, sentence_figure
from helpers.errors import ParameterError
from helpers.wording import actor_names, counted, cut, escaped, name_of, wrapped

QUESTIONS = {
    "subtract": "Who stands with whom, and who against whom?",
    "congruence": "Which actors take the same side?",
    "conflict": "Which actors take opposite sides?",
}
NOTHING = {
    "subtract": "No two actors take sides on the same issue in these articles.",
    "congruence": "No two actors take the same side on an issue in these articles.",
    "conflict": "No two actors take opposite sides on an issue in these articles.",
}
HEIGHT = 540
FEW = 10  # with more actors the drawing grows, so that names stay apart
MANY = 30  # with more lines they are drawn thinner
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
    communities: pd.DataFrame,
    *,
    kind: str = "subtract",
    max_actors: int = 25,
    max_edges: int = 50,
) -> go.Figure:
    """Actors as nodes, sized by their statements; edges say whether they take the same or opposite sides.

    Colour and symbol are those of the communities, which rest on the subtract network whatever `kind` says.

    The layout (Kamada and Kawai 1989, from a circle) puts actors that take the same side close to one another
    and opponents far apart; it uses no chance.

    Args:
        networks: Table following `tables.NETWORKS`.
        actors: Table following `tables.ACTORS`.
        positions: Table following `tables.POSITIONS`, for the number of statements.
        communities: Table following `tables.COMMUNITIES`, for colours and symbols.
        kind: "subtract" (congruence less conflict), "congruence" or "conflict".
        max_actors: Actors with most statements to draw.
        max_edges: Heaviest edges to draw.

    Returns:
        A figure whose nodes carry `customdata` (actor id), one trace for each community, and whose edges' middles
        carry both actor ids.

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
        return sentence_figure(QUESTIONS[kind], NOTHING[kind])
    names, places = actor_names(actors), _places(nodes, between)
    notes = ["Larger marks: more statements. Thicker lines: more, or clearer, shared issues."]
    if len(everyone) > len(nodes) or len(between) > len(edges):
        shown = f"{len(nodes)} of {counted(len(everyone), 'actor')}, {len(edges)} of {counted(len(all_edges), 'line')}"
        notes.append(f"Shown: {shown}, the heaviest.")
    height = HEIGHT + 16 * max(0, len(nodes) - FEW)
    min_width = 320 + 30 * max(0, len(nodes) - FEW)
    figure = new_figure(
        QUESTIONS[kind], finding=_finding(all_edges, names), notes=notes, height=height, min_width=min_width
    )
    figure.add_traces(_lines(edges, places))
    figure.add_trace(_middles(edges, places, names))
    figure.add_traces(_nodes(nodes, places, names, sizes, communities, (max(min_width, 720), height)))
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        xaxis={**hidden, "range": [-1.35, 1.35]},
        yaxis={**hidden, "range": [-1.22, 1.22]},
        margin={"l": 8, "r": 8, "b": 12},
        legend={"itemsizing": "constant"},
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
                    line={"color": colour, "dash": dash, "width": width if len(edges) <= MANY else 0.5 * width},
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
        return f"{pair}<br>{_SIDES['same' if edge[2] > 0 else 'opposite'][0]}: weight {abs(edge[2]):,.2f}"

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


def _nodes(
    nodes: list[str],
    places: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    sizes: Mapping[str, int],
    communities: pd.DataFrame,
    extent: tuple[int, int],
) -> list[go.Scatter]:
    """One trace for each community, and one for those in smaller ones or none."""
    most = max((sizes.get(a, 0) for a in nodes), default=0) or 1
    diameters = {a: round(10 + 24 * math.sqrt(sizes.get(a, 0) / most), 2) for a in nodes}
    texts = {a: wrapped(name_of(a, names), 16, max_lines=2) for a in nodes}
    font_size = 12 if len(nodes) <= FEW else 11
    centres = [((places[a][0] + 1.35) / 2.7 * extent[0], (places[a][1] + 1.22) / 2.44 * extent[1]) for a in nodes]
    sides = place_labels(
        centres, list(texts.values()), list(diameters.values()), width=extent[0], font_size=font_size
    )  # fmt: skip
    side_of = dict(zip(nodes, sides, strict=True))
    groups = _groups(nodes, communities)
    traces = []
    for number, members in groups.items():
        symbol, colour = (
            palette.OTHER_COMMUNITY if number is None else palette.COMMUNITY_MARKS[list(groups).index(number)]
        )
        traces.append(
            go.Scatter(
                name="smaller or none" if number is None else f"community {number}",
                legendgroup="communities",
                mode="markers+text",
                x=[places[a][0] for a in members],
                y=[places[a][1] for a in members],
                text=[texts[a] for a in members],
                textposition=[side_of[a] for a in members],
                textfont={"size": font_size, "shadow": f"0 0 3px {palette.PAPER}, 0 0 3px {palette.PAPER}"},
                cliponaxis=False,
                marker={
                    "symbol": symbol,
                    "size": [diameters[a] for a in members],
                    "color": colour,
                    "opacity": 1,
                    "line": {"color": palette.INK, "width": 1.5},
                },
                customdata=[[a] for a in members],
                meta={"keys": ["actor"], "community": number},
                hovertext=[
                    f"<b>{escaped(name_of(a, names), 60)}</b><br>{counted(sizes.get(a, 0), 'statement')}"
                    for a in members
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    return traces


def _groups(nodes: list[str], communities: pd.DataFrame) -> dict[int | None, list[str]]:
    """The drawn members of the largest communities by number, then everybody else under None."""
    several = communities[communities["n_members"] > 1]
    number_of = dict(zip(several["actor_id"], several["community"].map(int), strict=True))
    largest = sorted({number_of[a] for a in nodes if a in number_of})[: len(palette.COMMUNITY_MARKS)]
    groups: dict[int | None, list[str]] = {n: [a for a in nodes if number_of.get(a) == n] for n in largest}
    rest = [a for a in nodes if number_of.get(a) not in groups]
    return groups | ({None: rest} if rest else {})


def _finding(edges: list[Edge], names: Mapping[str, str]) -> str:
    """The heaviest line of each side, and how many lines there are."""
    said = []
    for side, (name, *_) in _SIDES.items():
        of_side = [e for e in edges if (e[2] > 0) == (side == "same")]
        if of_side:
            one, other, weight = min(of_side, key=lambda e: (-abs(e[2]), e))
            pair = f"{cut(name_of(one, names), 50)} and {cut(name_of(other, names), 50)}"
            said.append(
                f"{pair} most clearly {name} (weight {abs(weight):,.2f}; n = {counted(len(of_side), 'such pair')})."
            )
    return " ".join(said)
