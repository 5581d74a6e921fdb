"""An article with its quotations marked, for reading: content shaded, source and cue in colour."""

from html import escape

import pandas as pd

_STYLES = {
    "content": "background:#fff3c4",
    "source": "color:#0b3c7f;font-weight:bold",
    "cue": "color:#8a3f00;font-style:italic",
}


def highlight_article(text: str, quotations: pd.DataFrame, *, max_characters: int = 4000) -> str:
    """Show an article with what was said, by whom and by which cue.

    Args:
        text: The document's text.
        quotations: Its rows of `tables.QUOTATIONS`.
        max_characters: How much of the text to show.

    Returns:
        HTML in which all text is escaped and nothing is typeset as a formula.
    """
    labels = [""] * min(len(text), max_characters)
    for row in quotations.to_dict("records"):
        spans = [("content", start, end) for start, end in row["content_spans"]]
        spans += [
            (part, row[f"{part}_start"], row[f"{part}_end"])
            for part in ("source", "cue")
            if not pd.isna(row[f"{part}_start"])
        ]
        for label, start, end in spans:
            labels[start:end] = [label] * len(labels[start:end])
    pieces, start = [], 0
    for index in range(1, len(labels) + 1):
        if index == len(labels) or labels[index] != labels[start]:
            pieces.append(_piece(text[start:index], labels[start]))
            start = index
    more = "…" if len(text) > max_characters else ""
    return (
        '<div class="tex2jax_ignore mathjax_ignore" style="max-width:46em;white-space:pre-wrap;line-height:1.5">'
        f"{''.join(pieces)}{more}</div>"
    )


def _piece(text: str, label: str) -> str:
    if not label:
        return escape(text)
    return f'<span title="{label}" style="{_STYLES[label]}">{escape(text)}</span>'
