"""From documents to mentions, persons, actors and quotations.

What is done article by article is a pure function of that article (`extract_batch`), so that batches may be
cut anyhow and worked on anywhere; what needs the whole corpus follows on the finished tables.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, cast

import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

from helpers import actors, corrections, parses, quotations, runs, tables
from helpers.errors import HelpersError, ParameterError, StageError
from helpers.identity import extent, place_id, unique_ids
from helpers.losses import Loss, add_rejects, without_lost
from helpers.model import load_model, parse_text, text_to_parse
from helpers.plain_text import printable
from helpers.workers import Workers

BATCH_SIZE = 64  # documents, and so the size of a part of the parses
_TRIES = 2  # of an article alone, after a worker has died on its batch
_TOO_MANY = 8  # deaths in a row are not the fault of articles
_DIED = Loss("worker_died", "a worker died each time it analysed this article, perhaps for lack of memory")

Row = dict[str, Any]


class Article(NamedTuple):
    """What extraction needs of a document."""

    document_id: str
    text: str
    paragraphs: tuple[tuple[int, int], ...]
    published: date | None


class Batch(NamedTuple):
    """The rows and the parses of some articles, and those that could not be analysed."""

    mentions: list[Row]
    persons: list[Row]
    quotations: list[Row]
    parses: bytes
    lost: dict[str, Loss]


class Extraction(NamedTuple):
    """The tables that extraction makes, and the documents that it could not analyse, by id."""

    mentions: pd.DataFrame
    persons: pd.DataFrame
    actors: pd.DataFrame
    quotations: pd.DataFrame
    alias_suggestions: pd.DataFrame
    lost: Mapping[str, Loss] = MappingProxyType({})


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
        """Extract mentions, persons and quotations from each article by itself; one that fails costs only itself."""
        mentions: list[Row] = []
        persons: list[Row] = []
        found: list[Row] = []
        lost: dict[str, Loss] = {}
        docs = []
        for article in articles:
            try:
                doc = parse_text(self.nlp, text_to_parse(article.text, article.paragraphs), article.document_id)
                rows = self._extract(doc, article)
            except HelpersError:
                raise
            except Exception as error:
                lost[article.document_id] = Loss("analysis_failed", printable(f"{type(error).__name__}: {error}")[:200])
                continue
            mentions += rows[0]
            persons += rows[1]
            found += rows[2]
            docs.append(doc)
        return Batch(mentions, persons, found, parses.pack(docs), lost)

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
        StageError: If no article at all can be analysed.
    """
    quotations.find_variant(variant, threshold=threshold)
    for who, chosen in (("Experts", experts_speak_for), ("Officials", officials_speak_for)):
        if chosen not in ("self", "affiliation"):
            raise ParameterError(f"{who} speak for 'self' or 'affiliation', not for {chosen!r}.")
    given = given or corrections.Corrections()
    names = {c.id: cast(str | None, c.value) for c in given.of("mentions")}
    parses.clear_parts(parses_folder)
    rows, lost = _extract_all(documents, segments, parses_folder, workers, (catalogue, variant, threshold, names))
    documents, _ = without_lost(documents, lost)
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
    return Extraction(mentions, persons, named, quoted, suggestions, lost)


def iter_articles(documents: pd.DataFrame, segments: pd.DataFrame) -> Iterator[Article]:
    """The documents to analyse, in order: no copies, only titles and body paragraphs."""
    paragraphs: dict[str, list[tuple[int, int]]] = {}
    for segment in segments[segments["kind"].isin(("title", "body"))].to_dict("records"):
        paragraphs.setdefault(segment["document_id"], []).append((segment["start"], segment["end"]))
    for row in documents[documents["duplicate_of"].isna()].to_dict("records"):
        published = None if pd.isna(row["published"]) else row["published"].date()
        yield Article(row["document_id"], row["text"], tuple(paragraphs.get(row["document_id"], ())), published)


def write_extraction(run_dir: Path, extraction: Extraction) -> None:
    """Write the tables of an extraction into a run folder; what could not be analysed becomes a reject there.

    Raises:
        TableSchemaError: If the tables of the stage before are missing.
    """
    made = {name: table for name, table in extraction._asdict().items() if name != "lost"}
    if extraction.lost:
        documents, segments, rejects = runs.read_tables(run_dir, "documents", "segments", "rejects")
        made["documents"], _ = without_lost(documents, extraction.lost)
        made["segments"] = segments[~segments["document_id"].isin(extraction.lost)]
        made["rejects"] = add_rejects(rejects, documents, extraction.lost)
    runs.write_tables(run_dir, **made)


def _extract_all(
    documents: pd.DataFrame, segments: pd.DataFrame, parses_folder: Path, workers: int, how: tuple[Any, ...]
) -> tuple[tuple[list[Row], list[Row], list[Row]], dict[str, Loss]]:
    """Rows of all documents in their order, copies left out, and what was lost; parses go into parts as they come."""
    rows: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
    lost: dict[str, Loss] = {}
    first, todo = 0, documents
    while len(todo):
        batches = list(batched(iter_articles(todo, segments), BATCH_SIZE))
        done: dict[int, Batch] = {}
        for number, batch in _extract_batches(batches, workers, how):
            parses.write_part(parses_folder, first + number, batch.parses)
            done[number] = batch._replace(parses=b"")
        newly_lost: dict[str, Loss] = {}
        for _, batch in sorted(done.items()):
            for collected, new in zip(rows, batch[:3], strict=True):
                collected += new
            newly_lost |= batch.lost
        lost |= newly_lost
        first += len(batches)
        documents, todo = without_lost(documents, newly_lost)
    if lost and documents.empty:
        raise StageError(f"No article could be analysed: {next(iter(lost.values())).detail}.")
    return rows, lost


def _extract_batches(
    batches: Sequence[tuple[Article, ...]], workers: int, how: tuple[Any, ...]
) -> Iterator[tuple[int, Batch]]:
    """Batches with their numbers, in any order."""
    if workers <= 1:
        yield from enumerate(map(Extractor(*how).extract_batch, batches))
        return
    with Workers(min(workers, len(batches)), _start, how) as pool:
        died = []
        for outcome in pool.each(batches):
            if outcome.died:
                died.append(outcome.number)
            else:
                yield outcome.number, outcome.result
        for number in died:
            yield number, _extract_one_by_one(pool, batches[number])


def _extract_one_by_one(pool: Workers, articles: Sequence[Article]) -> Batch:
    """A batch that a worker died on, article by article; one that a worker dies on twice is lost.

    Raises:
        StageError: If workers die on one article after the other: then it is not the articles' fault.
    """
    batches: dict[int, Batch] = {}
    left = list(range(len(articles)))
    for _ in range(_TRIES):
        in_a_row = 0
        for outcome in pool.each((articles[i],) for i in left):
            in_a_row = in_a_row + 1 if outcome.died else 0
            if in_a_row >= _TOO_MANY:
                raise StageError(
                    f"{in_a_row} workers died one after the other, perhaps for lack of memory. Start the same command "
                    "again with fewer --workers; it goes on where it stopped."
                )
            if not outcome.died:
                batches[left[outcome.number]] = outcome.result
        left = [i for i in left if i not in batches]
        if not left:
            break
    for i in left:
        batches[i] = Batch([], [], [], parses.pack([]), {articles[i].document_id: _DIED})
    whole = [batches[i] for i in range(len(articles))]
    return Batch(
        mentions=[row for batch in whole for row in batch.mentions],
        persons=[row for batch in whole for row in batch.persons],
        quotations=[row for batch in whole for row in batch.quotations],
        parses=parses.join(batch.parses for batch in whole),
        lost={key: loss for batch in whole for key, loss in batch.lost.items()},
    )


def _start(*how: Any) -> Callable[[Sequence[Article]], Batch]:
    return Extractor(*how).extract_batch
