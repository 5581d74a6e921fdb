"""Parse annotated articles and their dirty copies once, and keep what training needs."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from helpers.model import parse_text, text_to_parse
from helpers.quotations.learned.words import Words, read_words
from helpers.training.annotations import Attribution, Span, iter_articles
from helpers.training.copies import dirty_copy
from helpers.training.examples import Example, Labelled, Range

_CONTENT_WORDS = ("VERB", "NOUN", "ADJ")


def prepare(folder: Path, nlp: Language, *, copies: int, seed: int) -> list[list[Example]]:
    """Parse the articles of a brat folder.

    Args:
        folder: Holds `text/` and `attributions/`.
        nlp: The pipeline the model will be used with.
        copies: How many dirty copies to make of each article.
        seed: Decides how the copies differ.

    Returns:
        The articles as they are, then one list per round of copies, all in the same order.
    """
    articles = list(iter_articles(folder))
    docs = list(_parse(nlp, [text for _, text, _ in articles]))
    rounds = [[_example(name, doc, found) for (name, _, found), doc in zip(articles, docs, strict=True)]]
    titles = [text.strip().split("\n")[0] for _, text, _ in articles]
    for number in range(copies):
        dirty: list[tuple[str, list[Attribution]]] = []
        for (name, text, found), doc in zip(articles, docs, strict=True):
            persons: list[Span] = [(e.start_char, e.end_char) for e in doc.ents if e.label_ == "PERSON"]
            dirty.append(dirty_copy(text, found, persons, titles, random.Random(f"{seed} {number} {name}")))
        parsed = _parse(nlp, [text for text, _ in dirty])
        rounds.append([_example(n, d, f) for (n, _, _), (_, f), d in zip(articles, dirty, parsed, strict=True)])
    return rounds


def _parse(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    return (parse_text(nlp, text_to_parse(text, _paragraphs(text))) for text in texts)


def _paragraphs(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _example(name: str, doc: Doc, attributions: Iterable[Attribution]) -> Example:
    words = read_words(doc)
    labelled = []
    for attribution in attributions:
        content, source, cue = (tuple(_rows(words, role)) for role in attribution)
        if content:
            labelled.append(Labelled(_anchor(words, cue or source or content[:1]), content, source, cue))
    return Example(name, words, labelled)


def _rows(words: Words, spans: Iterable[Span]) -> Iterator[Range]:
    for start, end in spans:
        first = int(words.end.searchsorted(start, side="right"))
        last = int(words.start.searchsorted(end, side="left"))
        if first < last:
            yield first, last


def _anchor(words: Words, ranges: tuple[Range, ...]) -> int:
    """The word whose head lies outside, content words first (without a cue: of the source, else of the content)."""

    def rank(row: int) -> tuple[bool, bool, int]:
        head = int(words.head[row])
        inner = ranges[0][0] <= head < ranges[-1][1] and head != row
        return inner, words.pos[row] not in _CONTENT_WORDS, row

    return min((row for start, end in ranges for row in range(start, end)), key=rank)
