"""Windows of prepared articles, labelled and padded into batches."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from helpers.quotations.learned.features import Labels, PairFeatures, word_features
from helpers.quotations.learned.windows import Window, iter_windows, reach
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.quotations.learned.words import Floats, Integers
from helpers.training.examples import Example, Taught

_BLOCK = 400  # windows that are sorted by length together


class Sample(NamedTuple):
    """One window; `roles` holds the role of each word as seen from each anchor (rows of the window)."""

    window: Window
    known: Integers
    pairs: PairFeatures
    roles: dict[int, Integers]
    taught: Taught | None


class Batch(NamedTuple):
    """Padded windows; `is_word` is false for padding and line breaks, `wanted` is what the cue head should say."""

    samples: list[Sample]
    pieces: Tensor
    mask: Tensor
    word_of: Tensor
    known: Tensor
    first: Tensor
    is_word: Tensor
    is_anchor: Tensor
    wanted: Tensor

    def to(self, device: torch.device) -> "Batch":
        """The same on another device."""
        return Batch(self.samples, *(tensor.to(device) for tensor in self[1:]))


def iter_samples(example: Example, tokenizer: WordPiece, labels: Labels, limit: int) -> Iterator[Sample]:
    """Cut one article into labelled windows."""
    known = word_features(example.words, labels)
    pairs = PairFeatures(example.words, known[:, 1])
    for window in iter_windows(example.words, tokenizer, limit=limit):
        start, end = window.start, window.end
        roles: dict[int, Integers] = {}
        for attribution in example.attributions:
            if start <= attribution.anchor < end:
                role = np.zeros(end - start, np.int64)
                for number, ranges in enumerate((attribution.content, attribution.source, attribution.cue), 1):
                    for low, high in ranges:
                        role[max(low - start, 0) : max(high - start, 0)] = number
                roles[attribution.anchor - start] = role
        yield Sample(window, known[start:end], pairs, roles, example.taught)


def iter_batches(samples: Sequence[Sample], n_pieces: int, rng: random.Random) -> Iterator[Batch]:
    """Batches of windows of similar length, about `n_pieces` each, in random order."""
    order = list(range(len(samples)))
    rng.shuffle(order)
    groups: list[list[Sample]] = []
    for i in range(0, len(order), _BLOCK):
        group: list[Sample] = []
        for k in sorted(order[i : i + _BLOCK], key=lambda j: len(samples[j].window.pieces)):
            if group and (len(group) + 1) * len(samples[k].window.pieces) > n_pieces:
                groups.append(group)
                group = []
            group.append(samples[k])
        groups.append(group)
    rng.shuffle(groups)
    for group in groups:
        yield collate(group)


def collate(samples: list[Sample]) -> Batch:
    """Pad windows to one size."""
    n_pieces = max(len(s.window.pieces) for s in samples)
    n_words = max(len(s.known) for s in samples)
    shape, words = (len(samples), n_pieces), (len(samples), n_words)
    pieces, mask, word_of = (np.zeros(shape, np.int64) for _ in range(3))
    known, first = np.zeros((*words, 5), np.int64), np.zeros(words, np.int64)
    is_word, is_anchor, wanted = np.zeros(words, bool), np.zeros(words, np.float32), np.zeros(words, np.float32)
    for k, sample in enumerate(samples):
        length, n = len(sample.window.pieces), len(sample.known)
        pieces[k, :length], mask[k, :length] = sample.window.pieces, 1
        word_of[k, :length], first[k, :n] = sample.window.word_of, sample.window.first
        known[k, :n] = sample.known
        rows = slice(sample.window.start, sample.window.end)
        is_word[k, :n] = ["\n" not in text for text in sample.pairs.words.texts[rows]]
        is_anchor[k, list(sample.roles)] = 1
        wanted[k, :n] = is_anchor[k, :n]
        if sample.taught:
            wanted[k, :n] += sample.taught.weight * (sample.taught.anchors[rows] - wanted[k, :n])
    return Batch(samples, *map(torch.from_numpy, (pieces, mask, word_of, known, first, is_word, is_anchor, wanted)))


def role_batch(batch: Batch, anchors: Sequence[tuple[int, int]]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """What the role head needs for anchors `(window of the batch, word of the window)`.

    Returns:
        On the device of the batch, for each word of the anchors' paragraphs its window, anchor, place in the window,
        pair features and how much it is of each role (4 shares); all "none" as seen from an anchor that is none,
        unless a teacher says else.
    """
    places, pairs, roles = [], [], []
    for k, anchor in anchors:
        window, features = batch.samples[k].window, batch.samples[k].pairs
        low, high = reach(features.words, window, window.start + anchor)
        word = np.arange(low, high) - window.start
        places.append(np.stack([np.full_like(word, k), np.full_like(word, anchor), word]))
        pairs.append(features.rows(np.array([window.start + anchor]), low, high)[0])
        roles.append(_shares(batch.samples[k], anchor, word))
    device = batch.pieces.device
    window_of, anchor_of, word_of = torch.from_numpy(np.concatenate(places, axis=1)).to(device)
    pair, shares = (torch.from_numpy(np.concatenate(rows)).to(device) for rows in (pairs, roles))
    return window_of, anchor_of, word_of, pair, shares


def _shares(sample: Sample, anchor: int, words: Integers) -> Floats:
    """How much each of some words of a window is of each role, (words, 4), from the annotation and a teacher."""
    role = sample.roles.get(anchor)
    shares = np.zeros((len(words), 4), np.float32)
    shares[np.arange(len(words)), 0 if role is None else role[words]] = 1
    start = sample.window.start
    if sample.taught and start + anchor in sample.taught.roles:
        low, taught = sample.taught.roles[start + anchor]
        rows = start + words - low
        known = (rows >= 0) & (rows < len(taught))
        shares[known] += sample.taught.weight * (taught[rows[known]] - shares[known])
    return shares
