"""Quotations of ours beside those of others, on the same parsed texts, in one run, on one thread.

usage: make bench-quotations GOLD=FOLDER SCORER=score_quotes.py

GOLD holds `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann` (brat); SCORER is the scorer that comes with
PolNeAR-like gold. Without them the sample's articles are read, and only times and counts are printed.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy is loaded

import argparse
import importlib.util
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pandas as pd
import textacy.extract.triples
from spacy.tokens import Doc, DocBin, Span

from helpers.corpus import load_corpus
from helpers.extraction import iter_articles
from helpers.model import load_model, load_plain_model, parse_text, text_to_parse
from helpers.quotations import VARIANTS, find_variant
from helpers.training.prepare import lines_to_parse

FIGURES = ("cF", "aP", "aR", "aF", "aRq", "aRs", "aRi", "spk", "xF")
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
ROUNDS = 3  # of each measurement; the fastest counts


class Found(NamedTuple):
    """A quotation in characters of its text."""

    contents: list[list[int]]
    source: list[int] | None


Finder = Callable[[Doc], list[Found]]


def main() -> None:
    """Parse, find with each system, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--scorer", type=Path)
    arguments = parser.parse_args()
    texts = brat_texts(arguments.gold) if arguments.gold else sample_texts()
    scorer = load_scorer(arguments.scorer) if arguments.gold and arguments.scorer else None

    nlp = load_model()
    _, parse_seconds = timed(load_plain_model(), list(texts.values()))  # spaCy's own, article by article
    docs = [parse_text(nlp, text) for text in texts.values()]
    words = sum(len(text.split()) for text in texts.values())
    parsed = DocBin(docs=docs).to_bytes()
    table = {}
    for name, find in systems().items():
        fresh = list(DocBin().from_bytes(parsed).get_docs(nlp.vocab))
        find(fresh[0])  # loads what it needs
        found, seconds = timed(find, fresh)
        row = {"quotations": float(sum(map(len, found)))}
        if scorer is not None:
            predictions = {key: [_plain(f) for f in quotes] for key, quotes in zip(texts, found, strict=True)}
            scores = scorer.score(scorer.load_gold(arguments.gold), predictions)
            row |= {figure: scores[figure] for figure in FIGURES}
        table[name] = row | {"x parse": seconds / parse_seconds, "words/s": words / (seconds + parse_seconds)}
    print(f"{len(texts)} articles, {words} words; the parse alone: {words / parse_seconds:.0f} words/s")
    formats = {"x parse": "{:.2f}".format, "words/s": "{:.0f}".format, "quotations": "{:.0f}".format}
    print(pd.DataFrame(table).T.to_string(float_format="{:.1f}".format, formatters=formats))


def systems() -> dict[str, Finder]:
    """All that can be compared, by name."""
    ours: dict[str, Finder] = {f"standpoints {variant}": _ours(variant) for variant in VARIANTS}
    return ours | {"textacy, per paragraph": textacy_quotations, "nearest person": nearest_person}


def timed[Given, Made](function: Callable[[Given], Made], values: list[Given]) -> tuple[list[Made], float]:
    """Apply a function to all values; what it makes of them, and processor seconds of the fastest round."""
    fastest, made = float("inf"), []
    for _ in range(ROUNDS):
        start = time.process_time()
        made = [function(value) for value in values]
        fastest = min(fastest, time.process_time() - start)
    return made, fastest


def brat_texts(folder: Path) -> dict[str, str]:
    """What is parsed of each text of a brat folder."""
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in sorted((folder / "text").glob("*.txt"))}
    if not texts:
        raise SystemExit(f"No texts in {folder / 'text'}; give a folder in brat's layout, or none for the sample.")
    return {name: lines_to_parse(text) for name, text in texts.items()}


def sample_texts() -> dict[str, str]:
    """What is parsed of the sample's articles."""
    corpus = load_corpus(SAMPLE)
    articles = iter_articles(corpus.documents, corpus.segments)
    return {a.document_id: text_to_parse(a.text, a.paragraphs) for a in articles}


def load_scorer(path: Path) -> ModuleType:
    """Load the scorer, a file with `load_gold` and `score`."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"No scorer at {path}.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _plain(found: Found) -> dict[str, object]:
    return {"content": found.contents, "source": found.source, "cue": None}


def _offsets(span: Span) -> list[int]:
    return [span.start_char, span.end_char]


def _ours(variant: str) -> Finder:
    find = find_variant(variant)
    return lambda doc: [Found([_offsets(c) for c in q.contents], q.source and _offsets(q.source)) for q in find(doc)]


def _paragraphs(doc: Doc) -> Iterator[Span]:
    start = 0
    for token in doc:
        if token.is_space and "\n" in token.text:
            if start < token.i:
                yield doc[start : token.i]
            start = token.i + 1
    if start < len(doc):
        yield doc[start:]


def textacy_quotations(doc: Doc) -> list[Found]:
    """Direct quotations of textacy, each paragraph by itself, since one odd mark makes it give up."""
    found = []
    for paragraph in _paragraphs(doc):
        try:
            triples = list(textacy.extract.triples.direct_quotations(paragraph.as_doc()))
        except ValueError:
            continue
        at = paragraph.start_char
        for speaker, _, content in triples:
            source = [at + speaker[0].idx, at + speaker[-1].idx + len(speaker[-1])] if speaker else None
            found.append(Found([[at + content.start_char, at + content.end_char]], source))
    return found


def nearest_person(doc: Doc) -> list[Found]:
    """The naive way: what stands between two double marks, and the nearest person of the paragraph."""
    found = []
    for paragraph in _paragraphs(doc):
        persons = [entity for entity in paragraph.ents if entity.label_ == "PERSON"]
        for match in re.finditer(r"[\"“](.{10,}?)[\"”]", paragraph.text):
            start, end = paragraph.start_char + match.start(1), paragraph.start_char + match.end(1)
            near = min(persons, key=lambda e: max(start - e.end_char, e.start_char - end), default=None)
            found.append(Found([[start, end]], near and _offsets(near)))
    return found


if __name__ == "__main__":
    main()
