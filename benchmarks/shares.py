"""Which share of the time is the tokenizer's, the tagger's, … and ours: `python benchmarks/shares.py RUN`.

Takes the articles of a run folder apart again, step by step on one thread: each component of the model, names and
speakers, quotations of each variant. Beside it stand the seconds of the run's own stages, from its `run.json`.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy is loaded

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from bare import BATCH, read_texts
from spacy.tokens import Doc

from helpers import actors, quotations
from helpers.model import load_model, load_plain_model, parse_texts


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--rounds", type=int, default=3, help="of each step; the fastest counts")
    given = parser.parse_args()
    texts = read_texts(given.run)
    words = sum(len(text.split()) for text in texts)
    seconds = time_steps(texts, given.rounds)
    parse = sum(spent for name, spent in seconds.items() if name.startswith("spaCy: "))
    print(f"{len(texts)} articles, {words} words; the parse: {words / parse:.0f} words/s\n")
    print("| step | seconds | × parse |\n|---|---|---|")
    for name, spent in seconds.items():
        print(f"| {name} | {spent:.2f} | {spent / parse:.2f} |")
    stages = json.loads((given.run / "run.json").read_text(encoding="utf-8")).get("stages", {})
    print("\n| stage of the run | seconds | × parse |\n|---|---|---|")
    for name, stage in stages.items():
        print(f"| {name} | {stage['seconds']:.2f} | {stage['seconds'] / parse:.2f} |")


def time_steps(texts: list[str], rounds: int) -> dict[str, float]:
    """Seconds of each step for all texts."""
    nlp, plain = load_model(), load_plain_model()
    catalogue = actors.load_catalogue()
    matcher = actors.ActorMatcher(catalogue, nlp)
    seconds = {"spaCy: tokenizer": _fastest(rounds, lambda: [nlp.make_doc(text) for text in texts])}
    docs = [plain.make_doc(text) for text in texts]
    for name, component in plain.pipeline:
        seconds[f"spaCy: {name}"] = _through(component, docs)
    together = {str(number): text for number, text in enumerate(texts)}
    seconds["the parse as it is done here"] = _fastest(rounds, lambda: parse_texts(nlp, together))
    docs = parse_texts(nlp, together)
    finders = {name: quotations.find_variant(name) for name in quotations.VARIANTS}
    for name, find in finders.items():
        list(find(docs[0]))  # loads what it needs
        seconds[f"quotations: {name}"] = _fastest(rounds, lambda find=find: [list(find(doc)) for doc in docs])
    spoken = [list(finders["default"](doc)) for doc in docs]

    def link() -> None:
        for doc, found in zip(docs, spoken, strict=True):
            named, persons = actors.find_persons(doc, actors.find_mentions(doc, matcher), catalogue)
            actors.resolve_speakers(doc, found, named, persons)

    seconds["actors: names and speakers"] = _fastest(rounds, link)
    return seconds


def _through(component: Callable[[Doc], Doc], docs: list[Doc]) -> float:
    """Seconds of one component in batches; it changes the documents, so that there is one round only."""
    started = time.perf_counter()
    if hasattr(component, "pipe"):
        docs[:] = component.pipe(docs, batch_size=BATCH)
    else:
        docs[:] = [component(doc) for doc in docs]
    return time.perf_counter() - started


def _fastest(rounds: int, step: Callable[[], object]) -> float:
    fastest = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        step()
        fastest = min(fastest, time.perf_counter() - started)
    return fastest


if __name__ == "__main__":
    main()
