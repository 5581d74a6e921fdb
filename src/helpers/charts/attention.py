"""Who is named when: mentions of actors over time."""

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import axis_name, label_room, new_figure, sentence_figure, thinned_axis, tick_axis
from helpers.wording import actor_names, counted, cut, escaped, name_of

QUESTION = "Who is named when?"
ROW_HEIGHT = 26
_STEPS = ("W", "M", "Y")  # weeks, months, years


def plot_mentions_over_time(
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    max_actors: int = 20,
    max_periods: int = 30,
) -> go.Figure:
    """Mentions per week, month or year of the actors that are named most: the darker, the more.

    Args:
        mentions: Table following `tables.MENTIONS`.
        documents: Table following `tables.DOCUMENTS`.
        actors: Table following `tables.ACTORS`.
        max_actors: Actors to draw, those named most often.
        max_periods: With a longer span of time, periods are longer.

    Returns:
        A figure whose cells carry `customdata`: actor id, and the period (YYYY-MM or YYYY; null for weeks).
    """
    linked = mentions.loc[mentions["actor_id"].notna(), ["document_id", "actor_id"]]
    if linked.empty:
        return sentence_figure(QUESTION, "No actor is named in these articles.")
    days = documents.set_index("document_id")["published"]
    published = linked["document_id"].map(days)
    dated = linked[published.notna()]
    if dated.empty:
        return sentence_figure(QUESTION, "No article with an actor's name has a date, so there is no course of time.")
    periods, step = _periods(published[published.notna()], max_periods)
    counts = pd.crosstab(dated["actor_id"], periods)
    totals = counts.sum(axis=1)
    order = sorted(counts.index, key=lambda actor_id: (-totals[actor_id], actor_id))[:max_actors]
    columns = pd.period_range(periods.min(), periods.max(), freq=periods.dt.freq)
    table = counts.reindex(index=order, columns=columns, fill_value=0)
    notes = ["Darker: named more often."]
    if len(order) < len(counts):
        notes.append(f"Shown: {len(order)} of {counted(len(counts), 'actor')}.")
    if len(dated) < len(linked):
        notes.append(f"Not shown: {counted(len(linked) - len(dated), 'mention')} in articles without a date.")
    names, opening = actor_names(actors), "week of " if step == "W" else ""
    labels = [axis_name(name_of(actor_id, names)) for actor_id in order]
    ticks = [f"{period.start_time:%Y-%m-%d}" if step == "W" else str(period) for period in columns]
    first = order[0]
    busiest = ticks[int(table.loc[first].to_numpy().argmax())]
    finding = (
        f"{cut(name_of(first, names), 60)} is named most often, most of all in {opening and 'the '}{opening}{busiest}"
        f" (n = {counted(int(totals[first]), 'mention')} in articles with a date)."
    )
    figure = new_figure(
        QUESTION,
        finding=finding,
        notes=notes,
        height=ROW_HEIGHT * len(order),
        legend=False,
        min_width=label_room(labels) + max(160, 8 * len(columns)) + 16,
    )
    figure.add_trace(
        go.Heatmap(
            name="mentions",
            z=table.to_numpy().tolist(),
            x0=0,
            dx=1,
            y0=0,
            dy=1,
            colorscale=[[0, "#f7f7f5"], [0.0001, "#dbe7f3"], [1, palette.SUPPORT]],
            zmin=0,
            zmax=int(table.to_numpy().max()),
            showscale=False,
            xgap=1,
            ygap=2,
            customdata=[[[actor_id, None if step == "W" else str(p)] for p in columns] for actor_id in order],
            meta={"keys": ["actor", "period"]},
            hovertext=[
                [
                    f"<b>{escaped(name_of(actor_id, names), 60)}</b><br>{opening}{tick}: {counted(int(n), 'mention')}"
                    for tick, n in zip(ticks, table.loc[actor_id], strict=True)
                ]
                for actor_id in order
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    figure.update_layout(
        height=figure.layout.height + 24,
        margin={"l": label_room(labels), "r": 16, "b": 84},
        xaxis=thinned_axis(ticks, tickangle=-45, range=[-0.5, len(columns) - 0.5]),
        yaxis=tick_axis(labels, range=[len(order) - 0.5, -0.5]),
    )
    return figure


def _periods(published: pd.Series, max_periods: int) -> tuple[pd.Series, str]:
    """The period of each date, and its kind: the shortest of which no more than `max_periods` are needed."""
    for step in _STEPS:
        periods = published.dt.to_period(step)
        if len(pd.period_range(periods.min(), periods.max())) <= max_periods:
            break
    return periods, step
