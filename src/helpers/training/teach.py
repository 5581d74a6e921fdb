"""What a large network, once trained, makes of the articles that a small one is to learn from (Hinton et al. 2015)."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch

from helpers.quotations.learned.features import Labels
from helpers.quotations.learned.windows import MAX_PIECES
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.training.batches import Batch, collate, iter_samples, role_batch
from helpers.training.examples import Example, Taught
from helpers.training.network import QuotationNetwork

VARIANT = "teacher"
_LEAST = 0.05  # probability from which the roles seen from a word are kept


def read_articles(
    network: QuotationNetwork, examples: Sequence[Example], tokenizer: WordPiece, labels: Labels
) -> Iterator[Taught]:
    """Read articles with a network whose only variant is `VARIANT`.

    Args:
        network: Trained.
        examples: Articles.
        tokenizer: Splits words into pieces.
        labels: Numbers of the parser's labels.

    Yields:
        One reading for each article.
    """
    network.eval()
    for example in examples:
        taught = Taught(np.zeros(len(example.words.texts), np.float32), {})
        samples = list(iter_samples(example, tokenizer, labels, MAX_PIECES))
        if samples:
            with torch.inference_mode():
                _read(network, collate(samples), taught)
        yield taught


def _read(network: QuotationNetwork, batch: Batch, taught: Taught) -> None:
    with torch.autocast("cpu", torch.bfloat16):
        states = network.encode(batch.pieces, batch.mask, batch.word_of, batch.known, batch.first)[VARIANT].float()
    probabilities = (network.cue_scores(VARIANT, states).sigmoid() * batch.is_word).numpy()
    seen = probabilities > _LEAST
    for k, sample in enumerate(batch.samples):
        start, end = sample.window.start, sample.window.end
        taught.anchors[start:end] = probabilities[k, : end - start]
        seen[k, list(sample.roles)] = True
    anchors = [(int(k), int(row)) for k, row in zip(*seen.nonzero(), strict=True)]
    if not anchors:
        return
    window, anchor, word, pair, _ = role_batch(batch, anchors)
    roles = network.role_scores(VARIANT, states, window, anchor, word, pair).softmax(-1).numpy()
    starts = torch.tensor([sample.window.start for sample in batch.samples])[window]
    rows, anchored = (starts + word).numpy(), (starts + anchor).numpy()
    cuts = np.flatnonzero(np.diff(anchored, prepend=-1, append=-1))
    for a, b in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        taught.roles[int(anchored[a])] = int(rows[a]), roles[a:b]
