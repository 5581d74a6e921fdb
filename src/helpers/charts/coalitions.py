"""Who stands together, and how surely: a map of communities and how often they come out together."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import axis_name, label_room, new_figure, sentence_figure, tick_axis
from helpers.wording import actor_names, counted, cut, escaped, name_of

QUESTION = "Who stands together, and how surely?"
CELL = 26  # pixels

Pair = tuple[str, str]


def plot_coalition_map(
    communities: pd.DataFrame,
    community_pairs: pd.DataFrame,
    networks: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    max_actors: int = 25,
) -> go.Figure:
    """Actors by actors, community by community: the darker, the more often two stand together in resampled articles.

    Args:
        communities: Table following `tables.COMMUNITIES`.
        community_pairs: Table following `tables.COMMUNITY_PAIRS`.
        networks: Table following `tables.NETWORKS`; its subtract network is shown when hovering.
        actors: Table following `tables.ACTORS`.
        max_actors: Actors with most statements to draw.

    Returns:
        A figure whose cells carry `customdata` (both actor ids, the second null on the diagonal).
    """
    if len(communities) < 2:
        return sentence_figure(QUESTION, "Fewer than two actors take a side, so there is nobody to stand together.")
    ranked = communities.sort_values(["n_statements", "actor_id"], ascending=[False, True]).head(max_actors)
    drawn = ranked.sort_values(["community", "strength", "actor_id"], ascending=[True, False, True])
    rows = drawn.to_dict("records")
    names, ids = actor_names(actors), [row["actor_id"] for row in rows]
    together = _together(community_pairs, ids)
    labels = [f"{axis_name(name_of(row['actor_id'], names), 22)} · {n}" for n, row in enumerate(rows, 1)]
    left = label_room(labels)
    notes = [
        "Framed: the communities of the subtract network. Darker: the two stand in one community in more of"
        f" {counted(int(rows[0]['n_resamples']), 'resample')} of the articles. Columns are numbered like rows."
    ]
    if len(communities) > len(rows):
        notes.append(f"Shown: {len(rows)} of {counted(len(communities), 'actor')}, those with most statements.")
    figure = new_figure(
        QUESTION,
        finding=describe_communities(communities, names),
        notes=notes,
        height=CELL * len(rows),
        legend=False,
        min_width=left + 14 * len(rows) + 16,
    )
    figure.add_trace(_cells(rows, together, _weights(networks), names))
    for first, last in _blocks(rows):
        figure.add_shape(
            type="rect", x0=first - 0.5, x1=last + 0.5, y0=first - 0.5, y1=last + 0.5,
            line={"color": palette.INK, "width": 2.5},
        )  # fmt: skip
    figure.update_layout(
        margin={"l": left},
        xaxis=tick_axis([str(n) for n in range(1, len(rows) + 1)], range=[-0.5, len(rows) - 0.5], side="top",
                        tickangle=0, tickfont={"size": 10}),
        yaxis=tick_axis(labels, range=[len(rows) - 0.5, -0.5]),
    )  # fmt: skip
    return figure


def _together(community_pairs: pd.DataFrame, ids: list[str]) -> dict[Pair, tuple[bool, float | None]]:
    """Of every ordered pair drawn: whether both are in one community, and the share of resamples that say so."""
    found: dict[Pair, tuple[bool, float | None]] = {}
    for row in community_pairs.to_dict("records"):
        share = None if pd.isna(row["together"]) else float(row["together"])
        for pair in ((row["actor_id"], row["other_actor_id"]), (row["other_actor_id"], row["actor_id"])):
            if pair[0] in ids and pair[1] in ids:
                found[pair] = (pd.notna(row["community"]), share)
    return found


def _weights(networks: pd.DataFrame) -> dict[Pair, float]:
    rows = networks[networks["kind"] == "subtract"]
    pairs = zip(rows["from_id"], rows["to_id"], rows["weight"], strict=True)
    return {pair: float(w) for a, b, w in pairs for pair in ((a, b), (b, a))}


def _blocks(rows: list[dict[Any, Any]]) -> list[tuple[int, int]]:
    """First and last row of each community with several members drawn."""
    places: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        places.setdefault(row["community"], []).append(at)
    return [(found[0], found[-1]) for found in places.values() if len(found) > 1]


def _cells(
    rows: list[dict[Any, Any]],
    together: Mapping[Pair, tuple[bool, float | None]],
    weights: Mapping[Pair, float],
    names: Mapping[str, str],
) -> go.Heatmap:
    ids = [row["actor_id"] for row in rows]
    shares = [
        [row["stability"] if a == row["actor_id"] else together.get((row["actor_id"], a), (False, 0.0))[1] for a in ids]
        for row in rows
    ]
    last = len(palette.SHARE_STOPS) - 1
    return go.Heatmap(
        name="together",
        x0=0, dx=1, y0=0, dy=1,
        z=[[None if pd.isna(value) else float(value) for value in line] for line in shares],
        zmin=0,
        zmax=1,
        colorscale=[[i / last, stop] for i, stop in enumerate(palette.SHARE_STOPS)],
        colorbar={"orientation": "h", "thickness": 12, "lenmode": "pixels", "len": 150, "x": 0, "xanchor": "left",
                  "y": 0, "yanchor": "top", "ypad": 6, "xpad": 0, "tickformat": ".0%", "outlinewidth": 0, "nticks": 3,
                  "title": {"text": "share of resamples together", "side": "bottom", "font": {"size": 11}}},
        xgap=1,
        ygap=1,
        customdata=[[[row["actor_id"], None if a == row["actor_id"] else a] for a in ids] for row in rows],
        meta={"keys": ["actor", "other"]},
        hovertext=[[_hover(row, a, together, weights, names) for a in ids] for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _hover(
    row: Mapping[Any, Any],
    other: str,
    together: Mapping[Pair, tuple[bool, float | None]],
    weights: Mapping[Pair, float],
    names: Mapping[str, str],
) -> str:
    one = escaped(name_of(row["actor_id"], names), 50)
    if other == row["actor_id"]:
        alone = "stands alone" if pd.isna(row["stability"]) else f"with its community in {row['stability']:.0%}"
        return f"<b>{one}</b><br>{alone}<br>{counted(row['n_statements'], 'statement')}"
    is_one, share = together.get((row["actor_id"], other), (False, 0.0))
    often = "no data" if share is None else f"together in {share:.0%} of resamples"
    weight = weights.get((row["actor_id"], other), 0.0)
    side = f"agree more than they disagree ({weight:+.2f})" if weight > 0 else f"disagree more ({weight:+.2f})"
    return (
        f"<b>{one} – {escaped(name_of(other, names), 50)}</b><br>"
        f"{'one community' if is_one else 'different communities'}, {often}<br>"
        f"{side if weight else 'neither agree nor disagree on balance'}"
    )


def describe_communities(communities: pd.DataFrame, names: Mapping[str, str]) -> str:
    """How many communities there are, and the largest with its members, in a sentence of plain text."""
    groups = communities[communities["n_members"] > 1]
    if groups.empty:
        return "Every actor stands alone."
    alone = communities["actor_id"].nunique() - len(groups)
    largest = groups[groups["community"] == groups["community"].min()].sort_values(
        ["strength", "actor_id"], ascending=[False, True]
    )
    some = ", ".join(cut(name_of(a, names), 40) for a in largest["actor_id"].head(4))
    more = f" and {len(largest) - 4} more" if len(largest) > 4 else ""
    stability = largest["stability"].mean()
    steady = "" if pd.isna(stability) else f", together in {stability:.0%} of the resamples on average"
    return (
        f"{counted(groups['community'].nunique(), 'community', 'communities')} of several actors"
        f"{f' and {counted(alone, "actor")} alone' if alone else ''}; the largest is {some}{more}"
        f" (n = {len(largest)}{steady})."
    )
