"""A parsed article as plain arrays: everything the encoder is told about each word."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spacy.tokens import Doc

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

OPENING, CLOSING, NEUTRAL = frozenset(("“", "„", "‟", "«", "``")), frozenset(("”", "»", "''")), frozenset(('"', "″"))
MARKS = OPENING | CLOSING | NEUTRAL
OUTSIDE, INSIDE, MARK = 0, 1, 2
_COLUMNS = ("HEAD", "DEP", "TAG", "POS", "ENT_TYPE", "SENT_START")


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
    table = doc.to_array(list(_COLUMNS))
    tokens = list(doc)
    blank = np.array([token.is_space for token in tokens], bool)
    breaks = blank & np.array(["\n" in token.text for token in tokens], bool)
    kept = ~blank | breaks
    token = np.flatnonzero(kept)
    row = np.cumsum(kept) - 1
    target = np.arange(len(doc)) + table[:, 0].astype(np.int64)
    head = np.where(kept[target], row[target], row)[token] if len(token) else token
    dep, tag, pos, ent = (_strings(doc, table[token, column]) for column in (1, 2, 3, 4))
    words = [tokens[i] for i in token.tolist()]
    texts = [word.text for word in words]
    spaced = [bool(word.whitespace_) for word in words]
    start = np.array([word.idx for word in words], np.int64)
    first = (table[token, 5].astype(np.int64) == 1) | np.concatenate(([True], breaks[token][:-1]))[: len(token)]
    return Words(
        texts=texts,
        token=token,
        start=start,
        end=start + np.array([len(text) for text in texts], np.int64),
        head=head,
        dep=dep,
        tag=tag,
        pos=pos,
        ent=ent,
        quoted=_quoted(texts, spaced),
        paragraph=np.cumsum(breaks[token]).astype(np.int64),
        sentence=np.cumsum(first).astype(np.int64),
    )


def _strings(doc: "Doc", hashes: npt.NDArray[Any]) -> list[str]:
    values, where = np.unique(hashes, return_inverse=True)
    names = [doc.vocab.strings[int(value)] if value else "" for value in values]
    return [names[i] for i in where]


def _quoted(texts: list[str], spaced: list[bool]) -> Integers:
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
        free = spaced[i] or text in "([—–-"
    return states
