"""What naming actors costs: little beside the parse, and seconds for a large corpus."""

import time

import pandas as pd
import pytest

from helpers import corpus, resources, tables
from helpers.actors import (
    ActorMatcher,
    attribute_actors,
    build_actors,
    find_mentions,
    join_spellings,
    link_across_documents,
    load_catalogue,
    suggest_aliases,
)
from helpers.model import text_to_parse

N_ALIASES, N_MENTIONS = 20_000, 100_000


@pytest.fixture(scope="module")
def large_catalogue(tmp_path_factory):
    entries = [f"  - {{id: office_{n}, name: Office {n} of Ruritania, kind: organisation, aliases: [Bureau {n} Selm]}}"
               for n in range(N_ALIASES // 2)]  # fmt: skip
    path = tmp_path_factory.mktemp("catalogue") / "actors.yaml"
    path.write_text("actors:\n" + "\n".join(entries) + "\n", encoding="utf-8")
    catalogue = load_catalogue(path)
    assert len(catalogue.aliases) >= N_ALIASES
    return catalogue


def test_20000_aliases_cost_less_than_5_percent_of_the_parse(nlp, large_catalogue):
    documents = corpus.load_corpus(resources.SAMPLE).documents
    texts = [text_to_parse(row["text"], [tuple(span) for span in row["body"]]) for row in documents.to_dict("records")]
    started = time.process_time()
    docs = list(nlp.pipe(texts))
    parsing = time.process_time() - started
    matcher = ActorMatcher(large_catalogue, nlp)
    started = time.process_time()
    for doc in docs:
        find_mentions(doc, matcher)
    assert (time.process_time() - started) / parsing < 0.05


def test_100000_mentions_are_linked_within_seconds(catalogue_of_the_world):
    n_documents = N_MENTIONS // 10
    mentions = tables.MENTIONS.table(
        {
            "mention_id": f"d{d:05}:m{m:04}", "document_id": f"d{d:05}", "start": 20 * m, "end": 20 * m + 6,
            "text": text, "label": label, "actor_id": actor_id, "confidence": 0.9,
        }
        for d in range(n_documents)
        for m, (text, label, actor_id) in enumerate(
            [("Peru", "GPE", "PER"), ("Lima", "GPE", "PER"), (f"Varr{d % 5000}", "PERSON", None)] * 3
            + [(f"Ena Varr{d % 500}", "PERSON", f"ena_varr{d % 500}")]
        )
    )  # fmt: skip
    persons = tables.PERSONS.table(
        {"document_id": f"d{d:05}", "actor_id": f"ena_varr{d % 500}", "name": f"Ena Varr{d % 500}", "role": "minister",
         "affiliation": "PER", "n_mentions": 1}
        for d in range(0, n_documents, 2)
    )  # fmt: skip
    started = time.process_time()
    joined = join_spellings(mentions, tables.QUOTATIONS.empty(), persons, catalogue_of_the_world)
    linked, quotations, persons = link_across_documents(*joined)
    actors = build_actors(linked, persons, catalogue_of_the_world)
    attribute_actors(quotations, actors, persons, catalogue_of_the_world)
    documents = pd.DataFrame({"document_id": [f"d{d:05}" for d in range(n_documents)], "text": "Peru"})
    suggest_aliases(linked, persons, [documents], catalogue_of_the_world)
    assert time.process_time() - started < 15


@pytest.fixture(scope="module")
def catalogue_of_the_world():
    return load_catalogue()
