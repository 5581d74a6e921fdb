"""spaCy alone on the articles of a run: `python benchmarks/bare.py RUN [--textacy] [--rounds 2]`.

Prints JSON: the words and, for the fastest round, the seconds of the bare `nlp.pipe` with all components of the model,
and with `--textacy` of the same followed by textacy's quotations. Reading texts and loading the model do not count.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy is loaded

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

from helpers.model import load_plain_model, text_to_parse

BATCH = 64


def read_texts(run_dir: Path) -> list[str]:
    """What a run parsed: titles and body paragraphs of all articles that are no copies."""
    documents = pd.read_parquet(
        run_dir / "tables" / "documents.parquet", columns=["document_id", "text", "duplicate_of"]
    )
    segments = pd.read_parquet(run_dir / "tables" / "segments.parquet")
    analysed = segments[segments["kind"].isin(("title", "body"))]
    spans = {key: list(zip(part["start"], part["end"], strict=True)) for key, part in analysed.groupby("document_id")}
    rows = documents[documents["duplicate_of"].isna()]
    return [
        text_to_parse(text, spans.get(key, [])) for key, text in zip(rows["document_id"], rows["text"], strict=True)
    ]


def parse_seconds(nlp: Language, texts: list[str], *, textacy: bool) -> float:
    """Seconds for all texts, forgotten batch by batch as spaCy advises for long streams."""
    if textacy:
        from quotations import textacy_quotations as use
    else:
        use = _nothing
    started = time.perf_counter()
    for start in range(0, len(texts), BATCH):
        with nlp.memory_zone():
            for doc in nlp.pipe(texts[start : start + BATCH], batch_size=BATCH):
                use(doc)
    return time.perf_counter() - started


def _nothing(doc: Doc) -> Iterable[object]:
    return ()


def main() -> None:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--textacy", action="store_true")
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    texts, nlp = read_texts(given.run), load_plain_model()
    parse_seconds(nlp, texts[:BATCH], textacy=given.textacy)  # loads what it needs
    seconds = min(parse_seconds(nlp, texts, textacy=given.textacy) for _ in range(given.rounds))
    print(json.dumps({"words": sum(len(text.split()) for text in texts), "seconds": seconds}))


if __name__ == "__main__":
    main()
