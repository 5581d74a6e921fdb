"""What all charts share: the question as title, a note below it, margins, and the chart that has nothing to show."""

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from helpers.charts import palette
from helpers.imports import without
from helpers.wording import escaped, wrapped

with without("rfc3987_syntax"):
    import nbformat  # noqa: F401  # plotly imports it when it first shows a figure

TITLE_WIDTH, NOTE_WIDTH = 42, 58  # characters a line, so that both fit a phone
LINE_HEIGHT = 21
_NARROW, _WIDE = frozenset("fijlrtI .,:;'|!()-·"), frozenset("mwMW…")


def new_figure(
    question: str,
    *,
    finding: str = "",
    notes: Sequence[str] = (),
    height: int,
    legend: bool = True,
    min_width: int = 320,
) -> go.Figure:
    """An empty figure in the house style.

    Args:
        question: What the chart answers; its title.
        finding: The answer in a sentence of plain text; for pages, and for readers who cannot see the chart.
        notes: Sentences on what is left out or how to read it; shown under the title.
        height: Height of the plotting area in pixels.
        legend: Whether to keep room for a legend above the plotting area.
        min_width: Below this many pixels the chart should be scrolled rather than squeezed.

    Returns:
        A figure whose `layout.meta` holds `question`, `finding`, `note`, `top` (pixels taken by title and note)
        and `min_width`, for pages that set title, finding and note as text of their own.
    """
    note = " ".join(notes)
    title, top = _title(question, finding, note, TITLE_WIDTH, NOTE_WIDTH)
    room = 58 if legend else 34  # at least for the buttons
    return go.Figure(
        layout={
            "template": "none",
            "font": {"family": "Arial, Helvetica, sans-serif", "size": 12, "color": palette.INK},
            "title": {
                "text": title,
                "font": {"size": 17},
                "x": 0.0,
                "xanchor": "left",
                "pad": {"l": 12, "t": 24},  # to the foot of the first line
                "yref": "container",
                "y": 1.0,
                "yanchor": "top",
            },
            "height": height + top + room + 60,
            "margin": {"t": top + room, "b": 60, "l": 60, "r": 16, "autoexpand": False},
            "showlegend": legend,
            "legend": {
                "orientation": "h",
                "traceorder": "normal",
                "xref": "container",
                "x": 0.02,
                "y": 1.0,
                "yanchor": "bottom",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "hoverlabel": {"align": "left", "bgcolor": palette.PAPER, "font": {"color": palette.INK}},
            "hovermode": "closest",
            "dragmode": False,
            "plot_bgcolor": palette.PAPER,
            "paper_bgcolor": palette.PAPER,
            "meta": {"question": question, "finding": finding, "note": note, "top": top, "min_width": min_width},
        }
    )


def for_picture(figure: go.Figure, width: int) -> go.Figure:
    """`figure` to stand alone, `width` pixels wide: lines of its title as long as that allows, and its finding."""
    meta = figure.layout.meta
    question, finding, note = meta["question"], "" if "empty" in meta else meta["finding"], meta["note"]
    title, top = _title(question, finding, note, width // 10, width // 7)
    alone = go.Figure(figure)
    more = top - meta["top"]
    alone.update_layout(
        title_text=title, height=figure.layout.height + more, margin_t=figure.layout.margin.t + more,
        meta={**meta, "top": top},
    )  # fmt: skip
    return alone


def _title(question: str, finding: str, note: str, title_width: int, note_width: int) -> tuple[str, int]:
    """Question, finding and note as lines of a title, and the pixels they take."""
    # Plotly's own subtitle moves the title up out of the picture when it has several lines.
    styles = ((finding, "font-size:13px;font-weight:600"), (note, f"font-size:12px;color:{palette.NOTE}"))
    lines = wrapped(question, title_width, max_lines=4).split("<br>")
    for text, style in styles:
        small = wrapped(text, note_width, max_lines=9).split("<br>")
        lines += [f'<span style="{style}">{line}</span>' for line in small if line]
    return "<br>".join(lines), len(lines) * LINE_HEIGHT + 18


def sentence_figure(question: str, sentence: str) -> go.Figure:
    """A figure that says in a sentence why there is nothing to draw."""
    figure = new_figure(question, height=90, legend=False)
    figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False}, margin={"l": 16, "b": 10})
    figure.update_layout(height=figure.layout.margin.t + 110)
    figure.layout.meta = {**figure.layout.meta, "finding": sentence, "empty": sentence}
    figure.add_annotation(
        text=wrapped(sentence, 48, max_lines=5),
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="top",
        align="left",
        showarrow=False,
        font={"size": 14, "color": palette.NOTE},
    )
    return figure


def tick_axis(labels: Sequence[str], **options: Any) -> dict[str, Any]:
    """A category axis on the numbers 0, 1, 2 …, so that equal names stay apart."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "showgrid": False,
        "ticklabelstandoff": 4,
        "ticks": "",
        "zeroline": False,
        "fixedrange": True,
        **options,
    }


def thinned_axis(labels: Sequence[str], *, most: int = 10, **options: Any) -> dict[str, Any]:
    """A category axis like `tick_axis` that names no more than `most` of its places, evenly apart."""
    step = max(1, math.ceil(len(labels) / most))
    places = list(range(0, len(labels), step))
    return tick_axis(labels, **({"tickvals": places, "ticktext": [labels[i] for i in places]} | options))


def count_axis(most: int, **options: Any) -> dict[str, Any]:
    """An axis of numbers of things from 0 to about `most`, named at whole numbers only."""
    steps = {"tick0": 0, "dtick": 1} if most <= 5 else {"nticks": 6}
    return {
        "gridcolor": palette.GRID,
        "rangemode": "tozero",
        "fixedrange": True,
        "tickformat": ",d",
        **steps,
        **options,
    }


def label_room(labels: Sequence[str], *, font_size: int = 12, most: int = 190) -> int:
    """Pixels that the longest line of tick labels needs."""
    widest = max((_width(line) for label in labels for line in label.split("<br>")), default=0.0)
    return min(most, round(widest * font_size) + 16)


def _width(line: str) -> float:
    """About how wide a line is in Arial, in heights of its letters."""
    return sum(
        0.3 if character in _NARROW else 0.88 if character in _WIDE or character > "\u2e80" else
        0.7 if character.isupper() else 0.54 for character in line
    )  # fmt: skip


def axis_name(name: str, limit: int = 26) -> str:
    """A name as a tick label."""
    return escaped(name, limit)
