"""Prepared articles, and the file that holds them between two environments."""

import pickle
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.quotations.learned.words import Floats, Words

Range = tuple[int, int]


class Labelled(NamedTuple):
    """One attribution in rows of `Words`; `anchor` is the word that stands for its cue."""

    anchor: int
    content: tuple[Range, ...]
    source: tuple[Range, ...]
    cue: tuple[Range, ...]


class Taught(NamedTuple):
    """What a teacher makes of an article.

    `anchors`, shape (words,), is how likely each word is an anchor; `roles` holds for likely anchors the first row
    that was looked at and the probabilities (rows, 4) of none, content, source and cue from there on; `weight`, from
    0 to 1, is how much all this counts against the annotation.
    """

    anchors: Floats
    roles: dict[int, tuple[int, Floats]]
    weight: float = 0.6


class Example(NamedTuple):
    """An article ready for training."""

    name: str
    words: Words
    attributions: list[Labelled]
    taught: Taught | None = None


def write_taught(rounds: list[list[Taught]], path: Path) -> None:
    """Write what a teacher makes of the articles, at half precision."""
    plain = [
        [(t.anchors.astype(np.float16), {a: (low, p.astype(np.float16)) for a, (low, p) in t.roles.items()}) for t in r]
        for r in rounds
    ]
    path.write_bytes(pickle.dumps(plain))


def read_taught(rounds: list[list[Example]], path: Path) -> list[list[Example]]:
    """Add to articles what `write_taught` wrote of them."""
    plain = pickle.loads(path.read_bytes())
    return with_taught(
        rounds,
        [
            [
                Taught(anchors.astype(np.float32), {a: (low, p.astype(np.float32)) for a, (low, p) in roles.items()})
                for anchors, roles in taught
            ]
            for taught in plain
        ],
    )


def with_taught(rounds: list[list[Example]], taught: list[list[Taught]]) -> list[list[Example]]:
    """Add to articles what a teacher makes of them."""
    return [
        [example._replace(taught=reading) for example, reading in zip(examples, readings, strict=True)]
        for examples, readings in zip(rounds, taught, strict=True)
    ]


def write_examples(rounds: list[list[Example]], path: Path) -> None:
    """Write prepared articles as plain tuples, so that the environment that trains needs no spaCy."""
    plain = [[(e.name, tuple(e.words), [tuple(a) for a in e.attributions]) for e in examples] for examples in rounds]
    path.write_bytes(pickle.dumps(plain))


def read_examples(path: Path) -> list[list[Example]]:
    """Read what `write_examples` wrote."""
    plain = pickle.loads(path.read_bytes())
    return [[Example(n, Words(*w), [Labelled(*a) for a in f]) for n, w, f in examples] for examples in plain]
