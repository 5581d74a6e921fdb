"""What kinds of quotations were found, and how their speakers were told."""

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import count_axis, new_figure, sentence_figure, tick_axis
from helpers.tables import QUOTATION_KINDS, RESOLUTIONS
from helpers.wording import counted

QUESTION = "What kinds of quotations were found, and how is the speaker named?"

_RESOLUTION_NAMES = {
    "named": "by name",
    "pronoun": "by pronoun",
    "nominal": "by description",
    "carried": "earlier",
    "none": "not at all",
}


def plot_quotation_kinds(quotations: pd.DataFrame) -> go.Figure:
    """Quotations by kind, split by how their speaker is named.

    Args:
        quotations: Table following `tables.QUOTATIONS`.

    Returns:
        A figure with a bar for each kind; its parts carry `customdata` (kind, resolution).
    """
    if quotations.empty:
        return sentence_figure(QUESTION, "No quotation was found in these articles.")
    counts = quotations.groupby(["kind", "resolution"]).size().to_dict()
    totals = [sum(counts.get((kind, r), 0) for r in RESOLUTIONS) for kind in QUOTATION_KINDS]
    unknown = int(quotations["actor_id"].isna().sum())
    first = max(range(len(QUOTATION_KINDS)), key=lambda at: totals[at])
    finding = (
        f"Most are {QUOTATION_KINDS[first]}: {totals[first]:,} of n = {counted(len(quotations), 'quotation')};"
        f" {unknown:,} are without a known actor."
    )
    notes = ["Colours: how the speaker is named (earlier: in a sentence before)."]
    figure = new_figure(QUESTION, finding=finding, notes=notes, height=44 * len(QUOTATION_KINDS))
    for resolution in RESOLUTIONS:
        values = [counts.get((kind, resolution), 0) for kind in QUOTATION_KINDS]
        if not any(values):
            continue
        figure.add_trace(
            go.Bar(
                name=_RESOLUTION_NAMES[resolution],
                orientation="h",
                x=values,
                y=list(range(len(QUOTATION_KINDS))),
                marker={
                    "color": palette.RESOLUTION_COLOURS[resolution],
                    "line": {"color": palette.INK, "width": 1},
                    "pattern": {"shape": "/" if resolution == "none" else "", "fgcolor": palette.HATCH},
                },
                customdata=[[kind, resolution] for kind in QUOTATION_KINDS],
                meta={"keys": ["kind", "resolution"]},
                hovertext=[
                    f"<b>{kind}</b>, speaker named {_RESOLUTION_NAMES[resolution]}<br>{counted(n, 'quotation')}"
                    for kind, n in zip(QUOTATION_KINDS, values, strict=True)
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    labels = [f"{kind} · {total:,}" for kind, total in zip(QUOTATION_KINDS, totals, strict=True)]
    figure.update_layout(
        barmode="stack",
        margin={"l": 110},
        xaxis=count_axis(max(totals), title={"text": "number of quotations", "font": {"size": 12}}),
        yaxis=tick_axis(labels, range=[len(QUOTATION_KINDS) - 0.5, -0.5]),
    )  # fmt: skip
    return figure
