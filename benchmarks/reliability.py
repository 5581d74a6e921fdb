"""How often quotations of each confidence are right: `python benchmarks/reliability.py GOLD`.

GOLD holds `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann` (brat). Prints, for each variant, the share that is
right among quotations of each tenth of confidence, and the expected calibration error (Naeini et al. 2015).
"""

import sys
from pathlib import Path

import pandas as pd
from spacy.tokens import Doc

from helpers.model import load_model
from helpers.quotations import VARIANTS, Quotation, find_variant
from helpers.quotations.learned.decode import Candidate, Range
from helpers.quotations.learned.words import Words
from helpers.training.annotations import iter_articles
from helpers.training.examples import Example
from helpers.training.judge import judge
from helpers.training.prepare import label_article, parse_lines


def main() -> None:
    """Print one table."""
    articles = list(iter_articles(Path(sys.argv[1])))
    docs = parse_lines(load_model(), [text for _, text, _ in articles])
    pairs = [(doc, label_article(name, doc, found)) for doc, (name, _, found) in zip(docs, articles, strict=True)]
    judged = pd.concat([_judged(variant, pairs) for variant in VARIANTS])
    judged["tenth"] = (judged["confidence"] * 10).clip(upper=9).astype(int) / 10
    bins = judged.groupby(["variant", "tenth"]).agg(
        n=("right", "size"), stated=("confidence", "mean"), right=("right", "mean")
    )
    table = (bins * [1, 100, 100]).reset_index().pivot_table(index="tenth", columns="variant")
    print(table.swaplevel(axis=1).sort_index(axis=1).round(1).to_string())
    gap = (bins["stated"] - bins["right"]).abs() * bins["n"]
    error = gap.groupby("variant").sum() / bins["n"].groupby("variant").sum()
    print("expected calibration error:", ", ".join(f"{name} {value:.3f}" for name, value in error.items()))


def _judged(variant: str, pairs: list[tuple[Doc, Example]]) -> pd.DataFrame:
    """Confidence and verdict of every quotation; those that match an attribution without a source are left out."""
    find, rows = find_variant(variant), []
    for doc, example in pairs:
        quotations = list(find(doc))
        candidates = [_in_rows(example.words, quotation) for quotation in quotations]
        verdicts, _ = judge(example.words, example.attributions, candidates)
        rows += [(variant, q.confidence, v) for q, v in zip(quotations, verdicts, strict=True) if v is not None]
    return pd.DataFrame(rows, columns=["variant", "confidence", "right"]).astype({"right": float})


def _in_rows(words: Words, quotation: Quotation) -> Candidate:
    def rows(start: int, end: int) -> Range:
        return int(words.token.searchsorted(start)), int(words.token.searchsorted(end))

    contents = tuple(rows(span.start, span.end) for span in quotation.contents)
    source = rows(quotation.source.start, quotation.source.end) if quotation.source else None
    return Candidate(contents[0][0], contents, None, source, ())


if __name__ == "__main__":
    main()
