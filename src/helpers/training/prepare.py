"""Parse annotated articles and their dirty copies once, and keep what training needs."""

import random
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from helpers.model import parse_text, text_to_parse
from helpers.quotations.learned.words import Words, read_words
from helpers.training.annotations import Attribution, Span, iter_articles
from helpers.training.copies import dirty_copy
from helpers.training.examples import Example, Labelled, Range

_CONTENT_WORDS = ("VERB", "NOUN", "ADJ")


class Prepared(NamedTuple):
    """`rounds` are the articles as they are, then one list per round of copies, all in the same order.

    `held` are the parses of the held-out articles: all of the first round, then those of the copies.
    """

    rounds: list[list[Example]]
    held: list[Doc]


def prepare(folder: Path, nlp: Language, *, copies: int, seed: int, held: Container[str]) -> Prepared:
    """Parse the articles of a brat folder.

    Args:
        folder: Holds `text/` and `attributions/`.
        nlp: The pipeline the model will be used with.
        copies: How many dirty copies to make of each article.
        seed: Decides how the copies differ.
        held: Names of the articles whose parses are kept.
    """
    articles = list(iter_articles(folder))
    docs = list(parse_lines(nlp, [text for _, text, _ in articles]))
    rounds = [[label_article(name, doc, found) for (name, _, found), doc in zip(articles, docs, strict=True)]]
    kept = [_called(name, doc) for (name, _, _), doc in zip(articles, docs, strict=True) if name in held]
    titles = [text.strip().split("\n")[0] for _, text, _ in articles]
    for number in range(copies):
        examples = []
        for (name, text, found), doc in zip(articles, docs, strict=True):
            persons: list[Span] = [(e.start_char, e.end_char) for e in doc.ents if e.label_ == "PERSON"]
            dirty, moved = dirty_copy(text, found, persons, titles, random.Random(f"{seed} {number} {name}"))
            (parsed,) = parse_lines(nlp, [dirty])
            examples.append(label_article(name, parsed, moved))
            kept += [_called(f"{name}, copy {number}", parsed)] if name in held else []
        rounds.append(examples)
    return Prepared(rounds, kept)


def _called(document_id: str, doc: Doc) -> Doc:
    doc.user_data["document_id"] = document_id
    return doc


def parse_lines(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Parse texts whose lines are paragraphs, as annotated articles are."""
    return (parse_text(nlp, lines_to_parse(text)) for text in texts)


def lines_to_parse(text: str) -> str:
    """What of a text is parsed: every line with something on it is a paragraph."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return text_to_parse(text, spans)


def label_article(name: str, doc: Doc, attributions: Iterable[Attribution]) -> Example:
    """Turn annotations in characters into rows of the article's words."""
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
