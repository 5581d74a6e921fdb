"""What was said, one row for each statement and for each quotation on none of the issues, and finding some of it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from helpers.evidence import REPORTED
from helpers.wording import actor_names, cut, name_of, signed

MAX_WORDS = 300  # characters of what was said, in a list


class Selection(NamedTuple):
    """What to look for; the default is everything.

    `actor` is met by who spoke and by whom that is for. Days are inclusive, and what has no date is on no day.
    Every one of `words` has to be there: in what was said, or in the names of the actor, the outlet or the article.
    """

    actor: str | None = None
    issue: str | None = None
    outlet: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    min_confidence: float = 0.0
    words: str = ""


def gather_utterances(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Statements, and the quotations that hold none, in the order of articles.

    Args:
        tables: The tables of a run by name (`documents`, `actors`, `quotations` and `statements` are read).

    Returns:
        One row each: `statement_id`?, `quotation_id`?, `document_id`, `start`, `end`, `kind`, `actor_id`?,
        `speaker_id`?, `issue_id`?, `agreement`?, `confidence`, `words`, `published`?, `outlet`?, `title`?,
        and `haystack`, the lower-case text that is searched.
    """
    quotations, statements = tables["quotations"], tables["statements"]
    said = quotations[["quotation_id", "kind", "speaker_id"]]
    coded = statements.merge(said, on="quotation_id", how="left").rename(
        columns={"evidence": "words", "evidence_start": "start", "evidence_end": "end"}
    )
    coded["kind"] = coded["kind"].fillna(REPORTED)
    bare = quotations[~quotations["quotation_id"].isin(statements["quotation_id"])].rename(columns={"content": "words"})
    spans = bare["content_spans"]
    bare = bare.assign(start=[s[0][0] if s else 0 for s in spans], end=[s[-1][1] if s else 0 for s in spans])
    columns = ["statement_id", "quotation_id", "document_id", "start", "end", "kind", "actor_id", "speaker_id",
               "issue_id", "agreement", "confidence", "words"]  # fmt: skip
    parts = [part.reindex(columns=columns) for part in (coded, bare) if len(part)] or [coded.reindex(columns=columns)]
    articles = tables["documents"][["document_id", "published", "outlet", "title"]]
    found = pd.concat(parts, ignore_index=True).merge(articles, on="document_id", how="left")
    found = found.sort_values(["document_id", "start", "end", "issue_id"], kind="stable", ignore_index=True)
    return found.assign(haystack=_haystack(found, actor_names(tables["actors"])))


def _haystack(found: pd.DataFrame, names: Mapping[str, str]) -> "pd.Series[str]":
    actors, speakers = (found[c].map(names).astype("str").fillna("") for c in ("actor_id", "speaker_id"))
    texts = [found[c].astype("str").fillna("") for c in ("words", "title", "outlet")]
    return (texts[0] + "\n" + texts[1] + "\n" + texts[2] + "\n" + actors + "\n" + speakers).str.lower()


def select_utterances(utterances: pd.DataFrame, selection: Selection) -> "pd.Index[int]":
    """The labels of the rows of `utterances` that meet every wish of the selection, in their order."""
    keep = utterances["confidence"] >= selection.min_confidence
    if selection.actor is not None:
        keep &= (utterances["actor_id"] == selection.actor) | (utterances["speaker_id"] == selection.actor)
    if selection.issue is not None:
        keep &= utterances["issue_id"] == selection.issue
    if selection.outlet is not None:
        keep &= utterances["outlet"] == selection.outlet
    if selection.first_day is not None:
        keep &= utterances["published"] >= pd.Timestamp(selection.first_day)
    if selection.last_day is not None:
        keep &= utterances["published"] <= pd.Timestamp(selection.last_day)
    keep, texts = keep.fillna(False), utterances["haystack"]
    for word in selection.words.lower().split():
        texts = texts if keep.all() else texts[keep]  # copying texts takes as long as searching them
        keep = texts.str.contains(word, regex=False)
    return texts.index[keep]


def surest(utterances: pd.DataFrame, rows: "pd.Index[int]", limit: int) -> pd.DataFrame:
    """Of the rows with these labels at most `limit`, the most confident (the first of equals), by date and place.

    Only they are copied: of many rows, copying takes longer than finding.
    """
    if len(rows) > limit:
        rows = utterances["confidence"][rows].nlargest(limit).index
    return utterances.loc[rows].sort_values(["published", "document_id", "start"], kind="stable")


def describe_utterances(found: pd.DataFrame, names: Mapping[str, str], issues: Mapping[str, str]) -> pd.DataFrame:
    """The rows as a reader wants to see them: plain texts without control characters, nothing escaped."""

    def text(values: "pd.Series[str]", limit: int, nothing: str) -> list[str]:
        return [nothing if pd.isna(value) else cut(value, limit) for value in values]

    def named(ids: "pd.Series[str]", known: Mapping[str, str], nothing: str) -> list[str]:
        return [nothing if pd.isna(value) else cut(name_of(value, known), 60) for value in ids]

    return pd.DataFrame(
        {
            "date": ["no date" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in found["published"]],
            "actor": named(found["actor_id"], names, "unknown"),
            "what was said": text(found["words"], MAX_WORDS, ""),
            "issue": named(found["issue_id"], issues, "none of the issues"),
            "agreement": ["" if pd.isna(value) else signed(value) for value in found["agreement"]],
            "outlet": text(found["outlet"], 60, "no outlet"),
            "confidence": [f"{value:.2f}" for value in found["confidence"]],
        }
    )
