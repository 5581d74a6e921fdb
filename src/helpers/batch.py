"""From documents to mentions, persons, actors and quotations.

What is done article by article is a pure function of that article (`extract_batch`), so that batches may be
cut anyhow and worked on anywhere; what needs the whole corpus follows on the finished tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import batched
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, cast

import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

from helpers import actors, corrections, parses, quotations, tables
from helpers.errors import ParameterError
from helpers.identity import extent, place_id, unique_ids
from helpers.model import load_model, parse_text, text_to_parse

BATCH_SIZE = 64  # documents, and so the size of a part of the parses

Row = dict[str, Any]


class Article(NamedTuple):
    """What extraction needs of a document."""

    document_id: str
    text: str
    paragraphs: tuple[tuple[int, int], ...]
    published: date | None


class Batch(NamedTuple):
    """The rows and the parses of some articles."""

    mentions: list[Row]
    persons: list[Row]
    quotations: list[Row]
    parses: bytes


class Extraction(NamedTuple):
    """The tables that extraction writes."""

    mentions: pd.DataFrame
    persons: pd.DataFrame
    actors: pd.DataFrame
    quotations: pd.DataFrame
    alias_suggestions: pd.DataFrame


class Extractor:
    """The model and the catalogue, loaded once per process."""

    def __init__(
        self,
        catalogue: actors.ActorCatalogue,
        variant: str,
        threshold: float | None = None,
        corrected_names: Mapping[str, str | None] = MappingProxyType({}),
        nlp: Language | None = None,
    ) -> None:
        self.nlp = nlp or load_model()
        self.corrected_names = corrected_names
        self.catalogue = catalogue
        self.matcher = actors.ActorMatcher(catalogue, self.nlp)
        self.find_quotations = quotations.find_variant(variant, threshold=threshold)

    def extract_batch(self, articles: Sequence[Article]) -> Batch:
        """Extract mentions, persons and quotations from each article by itself."""
        mentions: list[Row] = []
        persons: list[Row] = []
        found: list[Row] = []
        docs = []
        for article in articles:
            doc = parse_text(self.nlp, text_to_parse(article.text, article.paragraphs), article.document_id)
            rows = self._extract(doc, article)
            mentions += rows[0]
            persons += rows[1]
            found += rows[2]
            docs.append(doc)
        return Batch(mentions, persons, found, parses.pack(docs))

    def _extract(self, doc: Doc, article: Article) -> tuple[list[Row], list[Row], list[Row]]:
        named, persons = actors.find_persons(
            doc, actors.find_mentions(doc, self.matcher), self.catalogue, published=article.published
        )
        document_id, text = article.document_id, article.text
        named, persons = corrections.correct_names(document_id, named, persons, self.corrected_names, self.catalogue)
        spoken = list(self.find_quotations(doc))
        speakers = actors.resolve_speakers(doc, spoken, named, persons)
        places = [extent([(c.start_char, c.end_char) for c in q.contents]) for q in spoken]
        quotation_ids = unique_ids(place_id(document_id, "q", *place) for place in places)
        return (
            [
                {
                    **m._asdict(),
                    "text": text[m.start : m.end],
                    "mention_id": place_id(document_id, "m", m.start, m.end),
                    "document_id": document_id,
                }
                for m in named
            ],
            [{**p._asdict(), "document_id": document_id} for p in persons],
            [
                _quotation_row(article, quotation_id, quotation, speaker)
                for quotation_id, quotation, speaker in zip(quotation_ids, spoken, speakers, strict=True)
            ],
        )


def _quotation_row(
    article: Article, quotation_id: str, quotation: quotations.Quotation, speaker: actors.Speaker
) -> Row:
    text, spans = article.text, [(span.start_char, span.end_char) for span in quotation.contents]
    row: Row = {
        "quotation_id": quotation_id,
        "document_id": article.document_id,
        "kind": quotation.kind,
        "content": " ".join(text[start:end] for start, end in spans),
        "content_spans": spans,
        "speaker_id": speaker.actor_id,
        "actor_id": speaker.affiliation,
        "resolution": speaker.resolution,
        "confidence": quotation.confidence,
        "flags": list(quotation.flags),
    }
    if quotation.cue is not None:
        row |= {"cue_lemma": quotation.cue.root.lemma_.lower()}
    for name, span in (("cue", quotation.cue), ("source", quotation.source)):
        if span is not None:
            row |= {name: text[span.start_char : span.end_char]}
            row |= {f"{name}_start": span.start_char, f"{name}_end": span.end_char}
    return row


def extract_documents(
    documents: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    catalogue: actors.ActorCatalogue,
    parses_folder: Path,
    variant: str = "default",
    threshold: float | None = None,
    experts_speak_for: str = "self",
    officials_speak_for: str = "affiliation",
    given: corrections.Corrections | None = None,
    workers: int = 1,
) -> Extraction:
    """Parse the documents and extract who is named and who said what; copies are left out.

    Args:
        documents: Table following `tables.DOCUMENTS`.
        segments: Table following `tables.SEGMENTS`.
        catalogue: The actors to link names to.
        parses_folder: Where the parses are kept, replacing those of an earlier run.
        variant: How quotations are found, one of `quotations.VARIANTS`.
        threshold: Least confidence of a quotation; the variant's own when None.
        experts_speak_for: Whom experts and journalists speak for: "self" or "affiliation".
        officials_speak_for: The same for officials.
        given: Corrections of mentions and quotations by a reader.
        workers: Processes that work side by side; the result is the same for any number.

    Returns:
        Tables following `tables.MENTIONS`, `PERSONS`, `ACTORS`, `QUOTATIONS` and `ALIAS_SUGGESTIONS`.

    Raises:
        ParameterError: If `variant` or whom somebody speaks for is unknown, or `threshold` is out of range.
        CatalogueError: If a correction names an actor that neither the catalogue nor the articles know.
    """
    quotations.find_variant(variant, threshold=threshold)
    for who, chosen in (("Experts", experts_speak_for), ("Officials", officials_speak_for)):
        if chosen not in ("self", "affiliation"):
            raise ParameterError(f"{who} speak for 'self' or 'affiliation', not for {chosen!r}.")
    given = given or corrections.Corrections()
    names = {c.id: cast(str | None, c.value) for c in given.of("mentions")}
    articles = list(iter_articles(documents, segments))
    parses.clear_parts(parses_folder)
    rows: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
    batches = list(batched(articles, BATCH_SIZE))
    for number, batch in enumerate(_extract_batches(batches, workers, (catalogue, variant, threshold, names))):
        for collected, new in zip(rows, batch[:3], strict=True):
            collected += new
        parses.write_part(parses_folder, number, batch.parses)
    mentions, quoted, persons = actors.join_spellings(
        tables.MENTIONS.table(rows[0]), tables.QUOTATIONS.table(rows[2]), tables.PERSONS.table(rows[1]), catalogue
    )
    mentions, quoted, persons = actors.link_across_documents(mentions, quoted, persons)
    mentions, quoted, catalogue = actors.discover_organisations(mentions, quoted, catalogue)
    known = {*catalogue.actors, *persons["actor_id"]}
    mentions = corrections.correct_mentions(mentions, given, known)
    quoted = corrections.correct_speakers(quoted, given, known)
    also = {str(c.value) for c in given.of("quotations") if c.column.endswith("_id") and c.value is not None}
    named = actors.build_actors(mentions, persons, catalogue, also=also & known)
    quoted = actors.attribute_actors(
        quoted,
        named,
        persons,
        catalogue,
        experts_speak_for=cast(actors.SpeaksFor, experts_speak_for),
        officials_speak_for=cast(actors.SpeaksFor, officials_speak_for),
    )
    quoted = corrections.correct_sides(quoted, given, known)
    suggestions = actors.suggest_aliases(mentions, persons, documents, catalogue)
    return Extraction(mentions, persons, named, quoted, suggestions)


def iter_articles(documents: pd.DataFrame, segments: pd.DataFrame) -> Iterator[Article]:
    """The documents to analyse, in order: no copies, only titles and body paragraphs."""
    paragraphs: dict[str, list[tuple[int, int]]] = {}
    for segment in segments[segments["kind"].isin(("title", "body"))].to_dict("records"):
        paragraphs.setdefault(segment["document_id"], []).append((segment["start"], segment["end"]))
    for row in documents[documents["duplicate_of"].isna()].to_dict("records"):
        published = None if pd.isna(row["published"]) else row["published"].date()
        yield Article(row["document_id"], row["text"], tuple(paragraphs.get(row["document_id"], ())), published)


def _extract_batches(batches: Sequence[tuple[Article, ...]], workers: int, how: tuple[Any, ...]) -> Iterator[Batch]:
    workers = min(workers, len(batches))
    if workers <= 1:
        extractor = Extractor(*how)
        yield from map(extractor.extract_batch, batches)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=how) as pool:
        yield from pool.map(_work, batches)


_worker: Extractor


def _start_worker(*how: Any) -> None:
    global _worker  # a process pool has no other place for what its workers load once
    _worker = Extractor(*how)


def _work(articles: Sequence[Article]) -> Batch:
    return _worker.extract_batch(articles)
