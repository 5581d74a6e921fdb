"""What is extracted from one article, whatever the others are."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, cast

import pyarrow as pa
from spacy.language import Language
from spacy.tokens import Doc

from helpers import actors, corrections, parses, quotations, tables
from helpers.errors import HelpersError
from helpers.extraction.articles import Article
from helpers.extraction.recipes import Recipe
from helpers.identity import extent, place_id, unique_ids
from helpers.losses import Loss
from helpers.model import load_model, parse_text, parse_texts, tokenise
from helpers.plain_text import printable

Row = dict[str, Any]


class Work(NamedTuple):
    """Articles to extract from, each with its parse where it has been parsed before.

    The recipe is that of their part, where whoever does the work writes it.
    """

    articles: tuple[Article, ...]
    parsed: tuple[bytes | None, ...]
    recipe: Recipe | None = None

    def portions(self, n: int) -> list["Work"]:
        """The same, `n` articles at a time, for somebody else to write."""
        starts = range(0, len(self.articles), n)
        return [Work(self.articles[i : i + n], self.parsed[i : i + n]) for i in starts]


class Batch(NamedTuple):
    """Rows and parses of some articles, in their order, and those that could not be analysed.

    The tables have the columns of `tables.MENTIONS`, `PERSONS` and `QUOTATIONS`.
    """

    mentions: pa.Table
    persons: pa.Table
    quotations: pa.Table
    parses: bytes
    lost: dict[str, Loss]


_LEARNT = 5_000  # characters of an article whose words stay known, so that memory stays bounded
SCHEMAS = {"mentions": tables.MENTIONS, "persons": tables.PERSONS, "quotations": tables.QUOTATIONS}


class Extractor:
    """The model and the catalogue, loaded once per process."""

    def __init__(
        self,
        catalogue: actors.ActorCatalogue,
        variant: str,
        threshold: float | None = None,
        corrected_names: Mapping[str, str | None] = MappingProxyType({}),
        gpu: bool = False,
        nlp: Language | None = None,
    ) -> None:
        self.nlp = nlp or load_model(gpu=gpu)
        self.corrected_names = corrected_names
        self.catalogue = catalogue
        self.matcher = actors.ActorMatcher(catalogue, self.nlp)
        self.find_quotations = quotations.find_variant(variant, threshold=threshold)
        self._knows_words = False

    def extract(self, work: Work) -> Batch:
        """Extract mentions, persons and quotations from each article by itself; one that fails costs only itself."""
        rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
        lost: dict[str, Loss] = {}
        docs = []
        if not self._knows_words:
            self._learn_words(work)
        with self.nlp.memory_zone():  # what spaCy learns of words is forgotten with their documents
            for article, doc in zip(work.articles, self._parse(work), strict=True):
                found = doc if isinstance(doc, Loss) else _attempt(self._extract, doc, article)
                if isinstance(doc, Loss) or isinstance(found, Loss):
                    lost[article.document_id] = cast(Loss, found)
                    continue
                for name, new in found.items():
                    rows[name] += new
                docs.append(doc)
            made = {name: schema.to_arrow(rows[name]) for name, schema in SCHEMAS.items()}
            return Batch(**made, parses=parses.pack(docs), lost=lost)

    def _learn_words(self, work: Work) -> None:
        """Keep what spaCy knows of the words of some articles, which are most words of all others."""
        for article in work.articles:
            _attempt(tokenise, self.nlp, article.analysed[:_LEARNT])  # what is wrong with it, the parse will say
        self._knows_words = True

    def _parse(self, work: Work) -> list[Doc | Loss]:
        """The parses: read again where they are known, made side by side where not, one by one where that fails."""
        new = {a.document_id: a.analysed for a, known in zip(work.articles, work.parsed, strict=True) if known is None}
        together = _attempt(parse_texts, self.nlp, new)
        made: dict[str, Doc | Loss] = (
            {key: _attempt(parse_text, self.nlp, text, key) for key, text in new.items()}
            if isinstance(together, Loss)
            else dict(zip(new, together, strict=True))
        )
        vocab = self.nlp.vocab
        return [
            made[article.document_id] if known is None else _attempt(parses.unpack_one, known, vocab)
            for article, known in zip(work.articles, work.parsed, strict=True)
        ]

    def _extract(self, doc: Doc, article: Article) -> dict[str, list[Row]]:
        named, persons = actors.find_persons(
            doc, actors.find_mentions(doc, self.matcher), self.catalogue, published=article.published
        )
        document_id, text = article.document_id, article.text
        named, persons = corrections.correct_names(document_id, named, persons, self.corrected_names, self.catalogue)
        spoken = list(self.find_quotations(doc))
        speakers = actors.resolve_speakers(doc, spoken, named, persons)
        places = [extent([(c.start_char, c.end_char) for c in q.contents]) for q in spoken]
        quotation_ids = unique_ids(place_id(document_id, "q", *place) for place in places)
        return {
            "mentions": [
                {
                    **m._asdict(),
                    "text": text[m.start : m.end],
                    "mention_id": place_id(document_id, "m", m.start, m.end),
                    "document_id": document_id,
                }
                for m in named
            ],
            "persons": [{**p._asdict(), "document_id": document_id} for p in persons],
            "quotations": [
                _quotation_row(article, quotation_id, quotation, speaker)
                for quotation_id, quotation, speaker in zip(quotation_ids, spoken, speakers, strict=True)
            ],
        }


def _attempt[**P, R](action: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | Loss:
    """What an action returns; an error that is no user's mistake is the loss of an article."""
    try:
        return action(*args, **kwargs)
    except HelpersError:
        raise
    except Exception as error:
        return Loss("analysis_failed", printable(f"{type(error).__name__}: {error}")[:200])


def joined(batches: Iterable[Batch]) -> Batch:
    """Several batches as one, in their order."""
    given = list(batches)
    made = {name: pa.concat_tables([getattr(batch, name) for batch in given]) for name in SCHEMAS}
    lost = {key: loss for batch in given for key, loss in batch.lost.items()}
    return Batch(**made, parses=parses.join(batch.parses for batch in given), lost=lost)


def lost_batch(articles: Iterable[Article], loss: Loss) -> Batch:
    """A batch without rows: all its articles are lost."""
    made = {name: schema.to_arrow([]) for name, schema in SCHEMAS.items()}
    return Batch(**made, parses=parses.pack([]), lost={article.document_id: loss for article in articles})


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
