"""Prepared articles, and the file that holds them between two environments."""

import pickle
from pathlib import Path
from typing import NamedTuple

from helpers.quotations.learned.words import Words

Range = tuple[int, int]


class Labelled(NamedTuple):
    """One attribution in rows of `Words`; `anchor` is the word that stands for its cue."""

    anchor: int
    content: tuple[Range, ...]
    source: tuple[Range, ...]
    cue: tuple[Range, ...]


class Example(NamedTuple):
    """An article ready for training."""

    name: str
    words: Words
    attributions: list[Labelled]


def write_examples(rounds: list[list[Example]], path: Path) -> None:
    """Write prepared articles as plain tuples, so that the environment that trains needs no spaCy."""
    plain = [[(e.name, tuple(e.words), [tuple(a) for a in e.attributions]) for e in examples] for examples in rounds]
    path.write_bytes(pickle.dumps(plain))


def read_examples(path: Path) -> list[list[Example]]:
    """Read what `write_examples` wrote."""
    plain = pickle.loads(path.read_bytes())
    return [[Example(n, Words(*w), [Labelled(*a) for a in f]) for n, w, f in examples] for examples in plain]
