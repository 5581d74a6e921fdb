"""A parsed article as plain arrays: everything the encoder is told about each word."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from helpers.token_lists import read_strings

if TYPE_CHECKING:
    from spacy.tokens import Doc

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

OPENING, CLOSING, NEUTRAL = frozenset(("“", "„", "‟", "«", "``")), frozenset(("”", "»", "''")), frozenset(('"', "″"))
MARKS = OPENING | CLOSING | NEUTRAL
OUTSIDE, INSIDE, MARK = 0, 1, 2
_COLUMNS: list[int | str] = ["HEAD", "SENT_START", "IS_SPACE", "IDX", "LENGTH", "SPACY"]


class Words(NamedTuple):
    """The words of one article (n of them; one word per token, blanks inside a paragraph left out).

    A line break between paragraphs is a word too. `head` holds rows of this table; `token` the index in the `Doc`.
    """

    texts: list[str]
    token: Integers
    start: Integers
    end: Integers
    head: Integers
    dep: list[str]
    tag: list[str]
    pos: list[str]
    ent: list[str]
    quoted: Integers  # OUTSIDE, INSIDE quotation marks, or a MARK itself
    paragraph: Integers
    sentence: Integers


def read_words(doc: "Doc") -> Words:
    """Read the words of a document that has tags, a parse and entities.

    Args:
        doc: As the pipeline of `helpers.model` gives it: paragraphs are separated by a blank token with a line break.

    Returns:
        One row per word, in order.
    """
    texts, dep, tag, pos, ent = read_strings(doc, "ORTH", "DEP", "TAG", "POS", "ENT_TYPE")
    head, first, blank, start, length, spaced = doc.to_array(_COLUMNS).reshape(-1, len(_COLUMNS)).astype(np.int64).T
    breaks = np.zeros(len(doc), bool)
    breaks[[i for i in np.flatnonzero(blank).tolist() if "\n" in texts[i]]] = True
    kept = (blank == 0) | breaks
    token = np.flatnonzero(kept)
    row = np.cumsum(kept) - 1
    target = np.arange(len(doc)) + head
    after_break = np.concatenate(([True], breaks[token][:-1]))[: len(token)]
    chosen = token.tolist()
    words = [texts[i] for i in chosen]
    return Words(
        texts=words,
        token=token,
        start=start[token],
        end=(start + length)[token],
        head=np.where(kept[target], row[target], row)[token],
        dep=[dep[i] for i in chosen],
        tag=[tag[i] for i in chosen],
        pos=[pos[i] for i in chosen],
        ent=[ent[i] for i in chosen],
        quoted=_quoted(words, spaced[token].tolist()),
        paragraph=np.cumsum(breaks[token]).astype(np.int64),
        sentence=np.cumsum((first[token] == 1) | after_break).astype(np.int64),
    )


def _quoted(texts: list[str], spaced: list[int]) -> Integers:
    """Mark what stands inside double quotation marks; a mark left open holds to the end of its paragraph only."""
    states = np.zeros(len(texts), np.int64)
    inside, free = False, True  # free: nothing stands directly before this word
    for i, text in enumerate(texts):
        if "\n" in text:
            inside, free = False, True
            continue
        if text in MARKS:
            inside = text in OPENING or (text in NEUTRAL and (free or (not inside and not spaced[i])))
            states[i] = MARK
        elif inside:
            states[i] = INSIDE
        free = bool(spaced[i]) or text in "([—–-"
    return states
