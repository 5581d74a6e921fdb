"""What large networks, once trained, make of the articles that a small one is to learn from (Hinton et al. 2015)."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from helpers.quotations.learned.features import Labels
from helpers.quotations.learned.windows import MAX_PIECES
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.training.batches import Batch, collate, iter_samples, role_batch
from helpers.training.examples import Example, Taught
from helpers.training.network import QuotationNetwork, half_precision

VARIANT = "teacher"
_LEAST = 0.05  # probability from which the roles seen from a word are kept


def read_articles(
    networks: Sequence[QuotationNetwork],
    examples: Sequence[Example],
    tokenizer: WordPiece,
    labels: Labels,
    variant: str = VARIANT,
) -> Iterator[Taught]:
    """Read articles with networks; what they say at the depth of `variant` is averaged.

    Args:
        networks: Trained, at least one, on one device.
        examples: Articles.
        tokenizer: Splits words into pieces.
        labels: Numbers of the parser's labels.
        variant: At whose depth.

    Yields:
        One reading for each article.
    """
    device = next(networks[0].parameters()).device
    for network in networks:
        network.eval()
    for example in examples:
        taught = Taught(np.zeros(len(example.words.texts), np.float32), {})
        samples = list(iter_samples(example, tokenizer, labels, MAX_PIECES))
        if samples:
            with torch.inference_mode():
                _read(networks, variant, collate(samples).to(device), taught)
        yield taught


def _read(networks: Sequence[QuotationNetwork], variant: str, batch: Batch, taught: Taught) -> None:
    states = [_states(network, variant, batch) for network in networks]
    cues = _mean([n.cue_scores(variant, s).sigmoid() for n, s in zip(networks, states, strict=True)])
    probabilities = (cues * batch.is_word).cpu().numpy()
    seen = probabilities > _LEAST
    for k, sample in enumerate(batch.samples):
        start, end = sample.window.start, sample.window.end
        taught.anchors[start:end] = probabilities[k, : end - start]
        seen[k, list(sample.roles)] = True
    anchors = [(int(k), int(row)) for k, row in zip(*seen.nonzero(), strict=True)]
    if not anchors:
        return
    window, anchor, word, pair, _ = role_batch(batch, anchors)
    scores = [n.role_scores(variant, s, window, anchor, word, pair) for n, s in zip(networks, states, strict=True)]
    roles = _mean([score.softmax(-1) for score in scores]).cpu().numpy()
    starts = torch.tensor([sample.window.start for sample in batch.samples], device=window.device)[window]
    rows, anchored = (starts + word).cpu().numpy(), (starts + anchor).cpu().numpy()
    cuts = np.flatnonzero(np.diff(anchored, prepend=-1, append=-1))
    for a, b in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        taught.roles[int(anchored[a])] = int(rows[a]), roles[a:b]


def _states(network: QuotationNetwork, variant: str, batch: Batch) -> Tensor:
    with half_precision(batch.pieces.device):
        states = network.encode(batch.pieces, batch.mask, batch.word_of, batch.known, batch.first)
    return states[variant].float()


def _mean(values: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(values)).mean(0)
