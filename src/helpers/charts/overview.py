"""What the corpus holds: articles by month, length and outlet, copies, and what was rejected."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import palette
from helpers.charts.layout import axis_name, count_axis, new_figure, sentence_figure, thinned_axis, tick_axis
from helpers.wording import counted, escaped

QUESTION = "Which articles is this based on?"
ROW_HEIGHT, GAP, PANEL_HEIGHT, HEADING = 40, 76, 150, 26  # pixels
LEFT = 52
FEW = 6  # with fewer bars, they do not grow to fill the width; as many dates stand upright on a phone
# Words of an article, up to and without the upper end; each class twice as long as the one before.
LENGTHS = (0, 100, 200, 400, 800, 1600, 3200)
NO_DATE, NO_OUTLET = "no date", "no outlet"


def plot_corpus_overview(
    documents: pd.DataFrame, rejects: pd.DataFrame, *, max_outlets: int = 12, max_months: int = 36
) -> go.Figure:
    """Articles by month, by length and by outlet, with copies, and rejected files by reason.

    Args:
        documents: Table following `tables.DOCUMENTS`.
        rejects: Table following `tables.REJECTS`.
        max_outlets: Outlets to name; the others are one bar.
        max_months: With a longer span of time, bars are years.

    Returns:
        A figure whose bars carry `customdata`: the month (YYYY-MM) or year, or the outlet ("" for none).
    """
    if documents.empty and rejects.empty:
        return sentence_figure(QUESTION, "There are no articles.")
    months = _by_period(documents, max_months)
    lengths = _by_length(documents)
    outlets = _by_outlet(documents, max_outlets)
    reasons = [(str(reason).replace("_", " "), int(n)) for reason, n in rejects.groupby("reason").size().items()]
    copies = int(documents["duplicate_of"].notna().sum())
    n_rows = len(outlets) + len(reasons)
    rows_height = ROW_HEIGHT * max(n_rows, 1)
    labels = [axis_name(o or NO_OUTLET, 44) for o, *_ in outlets]
    labels += [f"rejected: {axis_name(r, 32)}" for r, _ in reasons]
    total = 2 * (HEADING + PANEL_HEIGHT + GAP) + rows_height
    figure = new_figure(
        QUESTION,
        finding=(
            f"{counted(len(documents), 'article')}, {counted(copies, 'copy', 'copies')} of another article among them"
            f"{_lengths_in_words(documents)}; {counted(len(rejects), 'file or record', 'files or records')} rejected."
        ),
        height=total,
    )
    figure.add_traces(_period_bars(months))
    figure.add_traces(_length_bars(lengths))
    figure.add_traces(_outlet_bars(outlets, reasons, max_outlets))
    figure.add_trace(_names_over_bars(labels))
    # Feet and heads of the three panels, as shares of the height.
    feet = [(rows_height + n * (HEADING + PANEL_HEIGHT + GAP)) / total for n in (0, 1)]
    by_outlet, by_length, by_date = (
        (0.0, feet[0]),
        *((foot + GAP / total, foot + (GAP + PANEL_HEIGHT) / total) for foot in feet),
    )
    figure.update_layout(
        barmode="stack",
        margin={"l": LEFT},
        xaxis=thinned_axis([p for p, *_ in months], most=12, range=[-0.6, max(len(months), FEW) - 0.4], anchor="y",
                           tickangle=0 if len(months) <= FEW else -45),
        yaxis=count_axis(_most(months), domain=by_date),
        xaxis2=count_axis(max([_most(outlets), *(n for _, n in reasons)]), zeroline=False, anchor="y2",
                          title={"text": "number of articles", "font": {"size": 12}}),
        yaxis2={"visible": False, "domain": by_outlet, "anchor": "x2", "range": [n_rows - 0.5, -0.5],
                "fixedrange": True},
        xaxis3=tick_axis([name.replace(" ", "<br>", 1) for name, *_ in lengths], anchor="y3", tickangle=0,
                         range=[-0.6, max(len(lengths), FEW) - 0.4], tickfont={"size": 10}),
        yaxis3=count_axis(_most(lengths), domain=by_length, anchor="x3"),
    )  # fmt: skip
    panels = (
        ("Number of articles by date", by_date), ("by length in words", by_length), ("and by outlet", by_outlet),
    )  # fmt: skip
    for heading, (_, top) in panels:
        figure.add_annotation(
            text=f"<b>{heading}</b>", x=0, xshift=8 - LEFT, y=top, xref="paper", yref="paper", xanchor="left",
            yanchor="bottom", showarrow=False,
        )  # fmt: skip
    return figure


def _by_period(documents: pd.DataFrame, max_months: int) -> list[tuple[str, int, int]]:
    """Periods in order, without gaps, each with its articles and its copies; undated ones last."""
    dated = documents[documents["published"].notna()]
    copies = documents["duplicate_of"].notna()
    found: list[tuple[str, int, int]] = []
    if not dated.empty:
        first, last = dated["published"].min(), dated["published"].max()
        n_months = (last.year - first.year) * 12 + last.month - first.month + 1
        step = "M" if n_months <= max_months else "Y"
        periods = dated["published"].dt.to_period(step)
        for period in pd.period_range(first, last, freq=step):
            there = periods.index[periods == period]
            found.append((str(period), int((~copies[there]).sum()), int(copies[there].sum())))
    undated = copies[documents["published"].isna()]
    if len(undated):
        found.append((NO_DATE, int((~undated).sum()), int(undated.sum())))
    return found


def _most(bars: Sequence[tuple[str, int, int]]) -> int:
    """The height of the highest bar."""
    return max((n + copies for _, n, copies in bars), default=0)


def _lengths_in_words(documents: pd.DataFrame) -> str:
    return "" if documents.empty else f", half of them longer than {documents['n_words'].median():,.0f} words"


def _by_length(documents: pd.DataFrame) -> list[tuple[str, int, int]]:
    """Classes of length, from the shortest to the longest that occur, each with its articles and its copies."""
    copies = documents["duplicate_of"].notna()
    found = []
    for low, high in zip(LENGTHS, [*LENGTHS[1:], None], strict=True):
        there = documents["n_words"] >= low
        if high is not None:
            there &= documents["n_words"] < high
        name = f"{low:,} and more" if high is None else f"{low:,} to {high - 1:,}"
        found.append((name, int((there & ~copies).sum()), int((there & copies).sum())))
    taken = [at for at, (_, *numbers) in enumerate(found) if any(numbers)]
    return found[taken[0] : taken[-1] + 1] if taken else []


def _by_outlet(documents: pd.DataFrame, max_outlets: int) -> list[tuple[str, int, int]]:
    """Outlets with most articles first, each with its articles and its copies; "" means unknown."""
    copies = documents["duplicate_of"].notna()
    outlets = documents["outlet"].fillna("")
    rows = [
        (str(outlet), int((~copies[index]).sum()), int(copies[index].sum()))
        for outlet, index in documents.groupby(outlets).groups.items()
    ]
    rows.sort(key=lambda row: (-row[1] - row[2], row[0]))
    rest = rows[max_outlets:]
    if rest:
        other = (f"{len(rest)} other outlets", sum(r[1] for r in rest), sum(r[2] for r in rest))
        return [*rows[:max_outlets], other]
    return rows


def _period_bars(months: Sequence[tuple[str, int, int]]) -> list[go.Bar]:
    return [
        go.Bar(
            **_style(name, colour, pattern),
            x=list(range(len(months))),
            y=[month[column] for month in months],
            customdata=[["" if m[0] == NO_DATE else m[0]] for m in months],
            meta={"keys": ["period"]},
            hovertext=[f"<b>{m[0]}</b><br>{counted(int(m[column]), *nouns)}" for m in months],
        )
        for column, name, colour, pattern, nouns in _PARTS
    ]


def _length_bars(lengths: Sequence[tuple[str, int, int]]) -> list[go.Bar]:
    return [
        go.Bar(
            **_style(name, colour, pattern),
            xaxis="x3",
            yaxis="y3",
            showlegend=False,
            x=list(range(len(lengths))),
            y=[length[column] for length in lengths],
            hovertext=[f"<b>{length[0]} words</b><br>{counted(int(length[column]), *nouns)}" for length in lengths],
        )
        for column, name, colour, pattern, nouns in _PARTS
    ]


def _outlet_bars(
    outlets: Sequence[tuple[str, int, int]], reasons: Sequence[tuple[str, int]], max_outlets: int
) -> list[go.Bar]:
    bars = [
        go.Bar(
            **_style(name, colour, pattern),
            **_LYING,
            showlegend=False,
            x=[outlet[column] for outlet in outlets],
            y=list(range(len(outlets))),
            customdata=[[o[0] if row < max_outlets else None] for row, o in enumerate(outlets)],
            meta={"keys": ["outlet"]},
            hovertext=[
                f"<b>{escaped(o[0] or NO_OUTLET, 60)}</b><br>{counted(int(o[column]), *nouns)}" for o in outlets
            ],
        )
        for column, name, colour, pattern, nouns in _PARTS
    ]
    if reasons:
        bars.append(
            go.Bar(
                **_style("rejected", palette.REJECTED, "x"),
                **_LYING,
                x=[n for _, n in reasons],
                y=[len(outlets) + row for row in range(len(reasons))],
                hovertext=[
                    f"rejected: {escaped(r, 80)}<br>{counted(n, 'file or record', 'files or records')}"
                    for r, n in reasons
                ],
            )
        )
    return bars


def _names_over_bars(labels: Sequence[str]) -> go.Scatter:
    """Names above their bars rather than beside them: a phone has no room for both."""
    return go.Scatter(
        name="names",
        mode="text",
        xaxis="x2",
        yaxis="y2",
        x=[0] * len(labels),
        y=[row - 0.24 for row in range(len(labels))],
        text=list(labels),
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


_LYING = {"orientation": "h", "xaxis": "x2", "yaxis": "y2", "width": 0.4, "offset": 0.02}
_PARTS = (
    (1, "articles", palette.COUNTED, "", ("article",)),
    (2, "copies", palette.REPEATED, "/", ("copy", "copies")),
)


def _style(name: str, colour: str, pattern: str) -> dict[str, object]:
    return {
        "name": name,
        "marker": {
            "color": colour,
            "line": {"color": palette.INK, "width": 1},
            "pattern": {"shape": pattern, "fgcolor": palette.INK, "bgcolor": colour, "size": 6, "solidity": 0.15},
        },
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
