"""The scores of a run: its tables against hand annotations."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from helpers.errors import CorpusError
from helpers.runs import read_tables
from helpers.scoring.gold import GoldArticle, Row, is_brat, read_gold
from helpers.scoring.measures import COUNTERS, SHARES, Article, Count

COLUMNS = ("table", "measure", "n_gold", "n_run", "precision", "recall", "f1")


def score_run(gold_dir: Path, run_dir: Path, *, split: str = "all") -> pd.DataFrame:
    """Score a run's tables against annotations, over the annotated articles only.

    Quotations: annotated and found ones are paired one to one by the characters that their contents share, at least
    half of the annotated content. `found` counts the pairs; the others count what the pairs have right (`source`: a
    content word of the annotated source words, judged wherever one was annotated; `speaker_id`, `actor_id`: judged
    wherever the run or the annotation has one; `kind`: a share of the pairs). Mentions: a linked mention is right
    when it overlaps an annotated one of the same actor; actors that nobody annotated are not judged; `left unlinked`
    is the share of names that must not be linked and are not. Statements of one actor on one issue are paired when
    their evidence, or the quotation they rest on, overlaps. `stance` counts those that take the right side; `sign` and
    `opposite sign` are shares of the pairs; `issue` is judged where actor and evidence agree, `target` where one was
    annotated. Segments: shares of the characters of boilerplate that were left out, of quotations that were analysed.
    More is better in all but `opposite sign`.

    Args:
        gold_dir: Annotations, see `gold.read_gold`; of brat folders, `found` and `source` are scored.
        run_dir: A run folder.
        split: One of `gold.SPLITS`.

    Returns:
        One row per measure: `table`, `measure`; `n_gold` and `n_run`, what was annotated and what the run gives (the
        same for shares: what is shared out); `precision`, also the value of shares, `recall` and `f1`, null where
        there is nothing to divide by.

    Raises:
        CorpusError: If there are no such annotations, or if they belong to other texts than those of the run.
        ParameterError: If the split is unknown or the annotations are not divided.
        TableSchemaError: If the run lacks a table.
    """
    gold = read_gold(gold_dir, split=split)
    counters = COUNTERS[:1] if is_brat(gold_dir) else COUNTERS
    names = ("documents", "quotations") if is_brat(gold_dir) else ("documents", "quotations", "mentions", "statements")
    run = dict(zip(names, read_tables(run_dir, *names), strict=True))
    totals: dict[tuple[str, str], Count] = {}
    for article in _pair_articles(gold, run, run_dir):
        for table, counter in counters:
            for measure, count in counter(article).items():
                before = totals.get((table, measure), Count())
                totals[table, measure] = Count(*map(sum, zip(before, count, strict=True)))
    return pd.DataFrame([_row(*key, count) for key, count in totals.items()], columns=list(COLUMNS))


def format_scores(scores: pd.DataFrame) -> str:
    """An aligned text table with shares in percent."""
    lines = [list(COLUMNS)]
    for row in scores[list(COLUMNS)].itertuples(index=False):
        lines.append([*map(str, row[:4]), *("–" if pd.isna(share) else f"{100 * share:.1f}" for share in row[4:])])
    widths = [max(len(line[i]) for line in lines) for i in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if i < 2 else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _row(table: str, measure: str, count: Count) -> Row:
    precision = count.right_run / count.n_run if count.n_run else None
    recall = count.right_gold / count.n_gold if count.n_gold else None
    both = (precision or 0.0) + (recall or 0.0)
    f1 = None if precision is None and recall is None else 2 * (precision or 0.0) * (recall or 0.0) / (both or 1.0)
    shares = (recall, None, None) if measure in SHARES else (precision, recall, f1)
    return dict(zip(COLUMNS, (table, measure, count.n_gold, count.n_run, *shares), strict=True))


def _pair_articles(gold: Sequence[GoldArticle], run: Mapping[str, pd.DataFrame], run_dir: Path) -> Iterator[Article]:
    """Raises `CorpusError` if the run has none of the articles, or another text."""
    actor_ids = frozenset(
        r["actor_id"] for article in gold for r in article.tables.get("mentions", []) if r["actor_id"]
    )
    found = {article.document_id: {name: list[Row]() for name in run} for article in gold}
    for name, table in run.items():
        for row in table[table["document_id"].isin(list(found))].to_dict("records"):
            found[row["document_id"]][name].append({k: None if _is_missing(v) else v for k, v in row.items()})
    if not any(rows["documents"] for rows in found.values()):
        raise CorpusError(f"None of the annotated articles is in the run {run_dir}; was it made from their corpus?")
    for article in gold:
        rows = found[article.document_id]
        text = rows["documents"][0]["text"] if rows["documents"] else ""
        if text:
            _check_text(article, text)
        yield Article(article, rows, text, actor_ids)


def _is_missing(value: object) -> bool:
    return not isinstance(value, list) and bool(pd.isna(value))  # type: ignore[call-overload]


def _check_text(article: GoldArticle, text: str) -> None:
    for quotation in article.quotations:
        there = "".join(text[start:end] for start, end in quotation.content_spans)
        if "".join(there.split()) != "".join(quotation.content.split()):
            start = quotation.content_spans[0][0]
            raise CorpusError(
                f"Article '{article.document_id}' is not the text that was annotated: at offset {start} the run has "
                f"{there[:40]!r}, the annotation {quotation.content[:40]!r}. Run the annotated corpus itself."
            )
