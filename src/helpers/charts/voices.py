"""Who is spoken about, and who gets to speak: shares of mentions beside shares of quotations."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import axis_name, label_room, new_figure, sentence_figure, tick_axis
from helpers.charts.sides import sides
from helpers.wording import actor_names, counted, cut, escaped, name_of

QUESTION = "Who is spoken about, and who gets to speak?"
ROW_HEIGHT = 30


class _Voice(NamedTuple):
    """One side with its mentions and its quotations."""

    actor_id: str
    n_mentions: int
    n_quotations: int


def plot_voices(
    mentions: pd.DataFrame, quotations: pd.DataFrame, actors: pd.DataFrame, *, max_actors: int = 20
) -> go.Figure:
    """Each side's share of all mentions and of all quotations, as two marks joined by a line.

    Those who speak for somebody (a minister for the state) count there, with their mentions as with their words.

    Args:
        mentions: Table following `tables.MENTIONS`.
        quotations: Table following `tables.QUOTATIONS`.
        actors: Table following `tables.ACTORS`.
        max_actors: Sides with most mentions and quotations to draw.

    Returns:
        A figure whose marks carry `customdata` (actor id).
    """
    voices = _voices(mentions, quotations, actors)
    n_mentions, n_quotations = sum(v.n_mentions for v in voices), sum(v.n_quotations for v in voices)
    if not n_mentions or not n_quotations:
        return sentence_figure(QUESTION, "No actor is both named and quoted in these articles.")
    drawn = voices[:max_actors]
    notes = ["Open circles: share of all mentions. Filled circles: share of all quotations of a known side."]
    if len(drawn) < len(voices):
        notes.append(f"Shown: {len(drawn)} of {counted(len(voices), 'side')}.")
    names = actor_names(actors)
    labels = [axis_name(name_of(v.actor_id, names)) for v in drawn]
    about = [round(100 * v.n_mentions / n_mentions, 2) for v in drawn]
    heard = [round(100 * v.n_quotations / n_quotations, 2) for v in drawn]
    figure = new_figure(
        QUESTION,
        finding=_finding(drawn, about, heard, names),
        notes=notes,
        height=ROW_HEIGHT * len(drawn),
        min_width=label_room(labels) + 175,
    )
    largest = max(*about, *heard)
    figure.add_trace(_links(about, heard))
    figure.add_trace(_marks("spoken about", "circle-open", about, drawn, names, "n_mentions"))
    figure.add_trace(_marks("gets to speak", "circle", heard, drawn, names, "n_quotations"))
    figure.update_layout(
        margin={"l": label_room(labels), "r": 24},
        xaxis={"title": {"text": "share in percent", "font": {"size": 12}}, "gridcolor": palette.GRID,
               "range": [round(-0.03 * largest, 2), round(1.06 * largest, 2)], "fixedrange": True, "nticks": 6,
               "zeroline": False},
        yaxis=tick_axis(labels, range=[len(drawn) - 0.4, -0.6]),
    )  # fmt: skip
    return figure


def _voices(mentions: pd.DataFrame, quotations: pd.DataFrame, actors: pd.DataFrame) -> list[_Voice]:
    """All sides, those with most mentions and quotations first."""
    side = sides(actors, quotations)
    about: Counter[str] = Counter()
    for actor_id, n in mentions["actor_id"].value_counts().items():
        about[side.get(str(actor_id), str(actor_id))] += n
    heard = Counter({str(actor_id): n for actor_id, n in quotations["actor_id"].value_counts().items()})
    voices = [_Voice(actor_id, about[actor_id], heard[actor_id]) for actor_id in {*about, *heard}]
    return sorted(voices, key=lambda v: (-v.n_mentions - v.n_quotations, v.actor_id))


def _finding(drawn: list[_Voice], about: list[float], heard: list[float], names: Mapping[str, str]) -> str:
    """Who is furthest from speaking as often as others speak about it, on either side."""
    if len(drawn) == 1:
        name = cut(name_of(drawn[0].actor_id, names), 50)
        return f"{name} is the only side (n = {drawn[0].n_mentions:,} mentions, {drawn[0].n_quotations:,} quotations)."
    gaps = [round(one - other, 2) for one, other in zip(about, heard, strict=True)]
    said = []
    for gap, words in ((max(gaps), "Rather spoken about"), (min(gaps), "Rather heard")):
        if (gap > 0) == (words == "Rather spoken about") and gap:
            at = gaps.index(gap)
            voice = drawn[at]
            said.append(
                f"{words}: {cut(name_of(voice.actor_id, names), 50)}, with {about[at]:.1f} % of mentions and"
                f" {heard[at]:.1f} % of quotations (n = {voice.n_mentions:,} and {voice.n_quotations:,})."
            )
    return " ".join(said) or f"All {len(drawn)} sides are heard as much as they are spoken about."


def _links(about: list[float], heard: list[float]) -> go.Scatter:
    pairs = list(zip(about, heard, strict=True))
    return go.Scatter(
        name="difference",
        mode="lines",
        x=[x for one, other in pairs for x in (one, other, None)],
        y=[y for row in range(len(pairs)) for y in (row, row, None)],
        line={"color": palette.HATCH, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )


def _marks(
    name: str, symbol: str, shares: list[float], drawn: list[_Voice], names: Mapping[str, str], column: str
) -> go.Scatter:
    noun = "mention" if column == "n_mentions" else "quotation"
    return go.Scatter(
        name=name,
        mode="markers",
        x=shares,
        y=list(range(len(drawn))),
        marker={"symbol": symbol, "size": 13, "color": palette.COUNTED, "line": {"color": palette.SUPPORT, "width": 2}},
        cliponaxis=False,
        customdata=[[v.actor_id] for v in drawn],
        meta={"keys": ["actor"]},
        hovertext=[
            f"<b>{escaped(name_of(v.actor_id, names), 60)}</b><br>{name}: {counted(getattr(v, column), noun)},"
            f" {share:.1f} %"
            for v, share in zip(drawn, shares, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
