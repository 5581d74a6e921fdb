"""An article to read, with who is named, what was said and which sentences count as statements."""

from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from helpers.wording import cut, name_of, signed

MAX_CHARACTERS = 20_000  # of an article that are shown, around what was chosen
STYLES = {
    "statement": "border-bottom:3px solid #6b6b6b",
    "supports": "border-bottom:3px solid #0b3c7d",
    "opposes": "border-bottom:3px dashed #a34f00",
    "quotation": "background:#fff3c4",
    "chosen": "background:#ffd966;border-top:2px solid #8a3f00",
    "source": "font-weight:bold",
    "cue": "font-style:italic",
    "mention": "text-decoration:underline dotted #555",
}
LEGEND = (
    ("mention", "who is named"), ("quotation", "what was said"), ("source", "who said it"), ("cue", "cue"),
    ("supports", "supports an issue"), ("opposes", "opposes one"), ("chosen", "chosen in the list"),
)  # fmt: skip
_FRAME = (
    "margin-top:.5em;max-width:46em;max-height:30em;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.6;padding:8px;"
    "background:#fff;color:#1a1a1a;border:1px solid #ccc"
)


class Mark(NamedTuple):
    """A span of the text, why it is marked (a key of `STYLES`), and what to say about it."""

    start: int
    end: int
    style: str
    title: str


def render_article(
    document: Mapping[Any, Any],
    *,
    mentions: pd.DataFrame,
    quotations: pd.DataFrame,
    statements: pd.DataFrame,
    names: Mapping[str, str],
    issues: Mapping[str, str],
    chosen: tuple[int, int] | None = None,
) -> str:
    """The article as HTML in which everything from data is escaped and nothing is typeset as a formula.

    Args:
        document: Its row of `tables.DOCUMENTS`.
        mentions: Its rows of `tables.MENTIONS`.
        quotations: Its rows of `tables.QUOTATIONS`.
        statements: Its rows of `tables.STATEMENTS`.
        names: Actor ids and names.
        issues: Issue ids and labels.
        chosen: The span to point out.
    """
    marks = [
        *_mentions(mentions, names),
        *_quotations(quotations, names),
        *_statements(statements, names, issues),
    ]
    if chosen is not None:
        marks.append(Mark(*chosen, "chosen", ""))
    text = document["text"]
    first = max(0, min(chosen[0] - MAX_CHARACTERS // 2, len(text) - MAX_CHARACTERS)) if chosen else 0
    last = min(len(text), first + MAX_CHARACTERS)
    pieces = "".join(_piece(text[a:b], on) for a, b, on in _cut_at_marks(marks, first, last))
    about = [document["outlet"], None if pd.isna(document["published"]) else f"{document['published']:%Y-%m-%d}"]
    line = ", ".join(cut(str(part), 100) for part in about if not pd.isna(part)) or "no outlet, no date"
    title = document["document_id"] if pd.isna(document["title"]) else document["title"]
    legend = " · ".join(f'<span style="{STYLES[style]}">{meaning}</span>' for style, meaning in LEGEND)
    return (
        f'<div class="tex2jax_ignore mathjax_ignore" dir="auto"><strong>{escape(cut(title, 200))}</strong>'
        f"<br>{escape(line)} · {escape(cut(document['source'], 200))}<br><small>{legend}</small>"
        f'<div role="document" tabindex="0" aria-label="Article" style="{_FRAME}">{"…" if first else ""}{pieces}'
        f"{'…' if last < len(text) else ''}</div></div>"
    )


def _mentions(mentions: pd.DataFrame, names: Mapping[str, str]) -> Iterator[Mark]:
    for row in mentions.to_dict("records"):
        if not pd.isna(row["actor_id"]):
            yield Mark(row["start"], row["end"], "mention", f"named: {cut(name_of(row['actor_id'], names), 60)}")


def _quotations(quotations: pd.DataFrame, names: Mapping[str, str]) -> Iterator[Mark]:
    for row in quotations.to_dict("records"):
        who = "unknown" if pd.isna(row["speaker_id"]) else cut(name_of(row["speaker_id"], names), 60)
        for start, end in row["content_spans"]:
            yield Mark(start, end, "quotation", f"{row['kind']} quotation, speaker: {who}")
        for part in ("source", "cue"):
            if not pd.isna(row[f"{part}_start"]):
                yield Mark(int(row[f"{part}_start"]), int(row[f"{part}_end"]), part, "")


def _statements(statements: pd.DataFrame, names: Mapping[str, str], issues: Mapping[str, str]) -> Iterator[Mark]:
    for row in statements.to_dict("records"):
        agreement = row["agreement"]
        style = "supports" if agreement > 0 else "opposes" if agreement < 0 else "statement"
        who, what = name_of(row["actor_id"], names), name_of(row["issue_id"], issues)
        said = f"{cut(who, 60)} on {cut(what, 80)}: agreement {signed(agreement)}"
        yield Mark(row["evidence_start"], row["evidence_end"], style, said)


def _cut_at_marks(marks: list[Mark], first: int, last: int) -> Iterator[tuple[int, int, list[Mark]]]:
    """Pieces of the text between `first` and `last` that are each under the same marks."""
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in marks:
        start, end = max(mark.start, first), min(mark.end, last)
        if start < end:
            starts.setdefault(start, []).append(mark)
            ends.setdefault(end, []).append(mark)
    edges = sorted({first, last, *starts, *ends})
    on: list[Mark] = []
    for start, end in pairwise(edges):
        for mark in ends.get(start, ()):
            on.remove(mark)
        on.extend(starts.get(start, ()))
        yield start, end, on


def _piece(text: str, marks: list[Mark]) -> str:
    if not marks:
        return escape(text)
    styles = ";".join(style for name, style in STYLES.items() if any(mark.style == name for mark in marks))
    titles = "\n".join(dict.fromkeys(mark.title for mark in marks if mark.title))
    title = f' title="{escape(titles)}"' if titles else ""
    chosen = " data-chosen" if any(mark.style == "chosen" for mark in marks) else ""
    return f'<span style="{styles}"{title}{chosen}>{escape(text)}</span>'
