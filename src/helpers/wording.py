"""Words in charts, report and explorer: names for ids, cut and escaped text, signed numbers.

Plotly reads a small HTML in titles, ticks, labels and hover boxes, so every text that comes from data goes
through `escaped` (or through a function here that does).
"""

import html
import re
import textwrap
from collections.abc import Mapping

import pandas as pd

HOVER_LIMIT = 160

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def actor_names(actors: pd.DataFrame) -> dict[str, str]:
    """Actor ids and their names."""
    return dict(zip(actors["actor_id"], actors["name"], strict=True))


def cut(text: str, limit: int = HOVER_LIMIT) -> str:
    """`text` on one line, without control characters, at most `limit` characters long."""
    line = " ".join(_UNPRINTABLE.sub("", text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def escaped(text: str, limit: int = HOVER_LIMIT) -> str:
    """`text` cut to `limit` characters and inert in Plotly's pseudo-HTML."""
    return _inert(cut(text, limit))


def wrapped(text: str, width: int, *, max_lines: int = 3) -> str:
    """`text` escaped and broken into at most `max_lines` lines of `width` characters."""
    lines = textwrap.wrap(cut(text, 4 * width * max_lines), width, max_lines=max_lines, placeholder="…")
    return "<br>".join(_inert(line) for line in lines)


def _inert(line: str) -> str:
    """No tag, and no formula: MathJax typesets what stands between two dollar signs, links included."""
    return html.escape(line, quote=False).replace("$", "&#36;")


def name_of(identifier: str, names: Mapping[str, str]) -> str:
    """The name of an id; the id itself where it has none."""
    return names.get(identifier) or identifier


def signed(value: float) -> str:
    """An agreement with its sign and two decimals (a true minus, no sign for zero)."""
    rounded = round(float(value), 2)
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """A number and its noun: "1 article", "2 articles"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
