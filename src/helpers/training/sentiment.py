"""Build the sentiment model: `python -m helpers.training.sentiment TRAIN OUT [--held-out FILE]`.

TRAIN is JSON lines as in NewsMTSC (Hamborg and Donnay 2021): `sentence_normalized` and `targets`, each with `from`,
`to` and `polarity` (2 negative, 4 neutral, 6 positive). With `--teacher FOLDER`, a large encoder is trained first,
`--teachers` times from other seeds, and the small one learns from the mean of their readings besides the labels.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.metrics import f1_score
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from helpers.quotations.learned.wordpiece import WordPiece
from helpers.quotations.learned.words import Floats, Integers
from helpers.sentiment.model import ENCODER, VOCABULARY
from helpers.sentiment.pieces import read_pieces
from helpers.training.export import write_quantized
from helpers.training.network import best_device
from helpers.training.vocabulary import kept_pieces, pretrained_folder, rows_of

DEPTH = 4  # layers of the small encoder
_NUMBERS = {2.0: 0, 4.0: 1, 6.0: 2}
_TAUGHT = 0.6  # weight of the teachers' reading against the label
_HIDDEN = 0.2  # share of targets whose words are hidden while training, so that names decide nothing


class Judged(NamedTuple):
    """A sentence with a target; `wanted` are shares of the labels."""

    pieces: Integers
    marks: Integers
    wanted: Floats


@dataclass(frozen=True)
class Settings:
    """How long and how fast to train."""

    epochs: int
    rate: float
    batch: int = 32
    seed: int = 1


class SentimentNetwork(nn.Module):
    """An encoder that sees which pieces are the target, and a head on the sentence's and the target's states."""

    def __init__(self, pretrained: str, rows: Sequence[int], depth: int | None = None) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(pretrained, add_pooling_layer=False, attn_implementation="eager")
        table = self.bert.embeddings.word_embeddings
        self.bert.embeddings.word_embeddings = nn.Embedding.from_pretrained(table.weight[list(rows)].clone())
        self.bert.encoder.layer = self.bert.encoder.layer[:depth]
        width = self.bert.config.hidden_size
        self.mark = nn.Embedding(2, width)
        nn.init.normal_(self.mark.weight, std=0.02)
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * width, width), nn.ReLU(), nn.Linear(width, 3))

    def forward(self, pieces: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """Logits of the labels, (sentences, 3), for padded sentences."""
        looked_up = self.bert.embeddings.word_embeddings(pieces) + self.mark(marks)
        hidden = self.bert(inputs_embeds=looked_up, attention_mask=mask).last_hidden_state
        return self.judge(hidden, marks)

    def judge(self, hidden: Tensor, marks: Tensor) -> Tensor:
        """Logits from the states of the pieces."""
        weight = marks.to(hidden.dtype)[..., None]
        target = (hidden * weight).sum(1) / weight.sum(1)
        scores: Tensor = self.head(torch.cat([hidden[:, 0], target], -1))
        return scores


class _Single(nn.Module):
    """One sentence at a time, without padding."""

    def __init__(self, network: SentimentNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, marks: Tensor) -> Tensor:
        network = self.network
        looked_up = network.bert.embeddings.word_embeddings(pieces) + network.mark(marks)
        hidden = network.bert.embeddings(inputs_embeds=looked_up)
        for layer in network.bert.encoder.layer:
            hidden = layer(hidden)
        return network.judge(hidden, marks)


def read_judged(path: Path, tokenizer: WordPiece) -> list[Judged]:
    """Read sentences with their targets."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Judged(*read_pieces(tokenizer, row["sentence_normalized"], target["from"], target["to"]), np.eye(3)[label])
        for row in rows
        for target in row["targets"]
        if (label := _NUMBERS.get(target["polarity"])) is not None and target["from"] < target["to"]
    ]


def fit(network: SentimentNetwork, examples: Sequence[Judged], tokenizer: WordPiece, settings: Settings) -> None:
    """Train the network in place; the word embeddings stay as they are."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    device = next(network.parameters()).device
    trained = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=settings.rate, weight_decay=0.01)
    n_steps, step = settings.epochs * (len(examples) // settings.batch + 1), 0
    network.train()
    for _ in range(settings.epochs):
        order = rng.sample(range(len(examples)), len(examples))
        for low in range(0, len(order), settings.batch):
            chosen = [examples[i] for i in order[low : low + settings.batch]]
            hidden = [e._replace(pieces=np.where(e.marks == 1, tokenizer.unknown, e.pieces)) for e in chosen]
            shown = [h if rng.random() < _HIDDEN else e for e, h in zip(chosen, hidden, strict=True)]
            for group in optimizer.param_groups:
                group["lr"] = settings.rate * min(1.0, (step + 1) / (0.1 * n_steps)) * (1 - step / n_steps)
            pieces, marks, mask, wanted = (tensor.to(device) for tensor in _padded(shown))
            with torch.autocast(device.type, torch.bfloat16):
                scores = network(pieces, marks, mask)
            optimizer.zero_grad(set_to_none=True)
            F.cross_entropy(scores.float(), wanted).backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            step += 1
    network.eval()


def probabilities(network: SentimentNetwork, examples: Sequence[Judged]) -> Floats:
    """What the network makes of sentences: shares of the labels, (sentences, 3)."""
    device = next(network.parameters()).device
    shares = []
    with torch.inference_mode():
        for low in range(0, len(examples), 64):
            pieces, marks, mask, _ = (tensor.to(device) for tensor in _padded(examples[low : low + 64]))
            shares.append(network(pieces, marks, mask).softmax(-1).cpu().numpy())
    return np.concatenate(shares)


def macro_f1(shares: Floats, examples: Sequence[Judged]) -> float:
    """Mean F1 of the three labels."""
    labels = [int(e.wanted.argmax()) for e in examples]
    return float(f1_score(labels, shares.argmax(-1), average="macro"))


def taught(examples: Sequence[Judged], readings: Sequence[Floats]) -> list[Judged]:
    """Examples whose wanted shares lie between the label and the mean of the readings."""
    mean = np.mean(list(readings), axis=0)
    return [
        e._replace(wanted=(1 - _TAUGHT) * e.wanted + _TAUGHT * shares) for e, shares in zip(examples, mean, strict=True)
    ]


def small_network(seed: int) -> tuple[SentimentNetwork, list[str]]:
    """An untrained small network and its vocabulary."""
    torch.manual_seed(seed)
    folder = pretrained_folder()
    rows, pieces = kept_pieces(folder / "vocab.txt")
    network = SentimentNetwork(str(folder), rows, DEPTH)
    network.to(best_device())
    return network, pieces


def large_network(folder: Path, pieces: Sequence[str], seed: int) -> SentimentNetwork:
    """An untrained teacher that reads the small network's pieces."""
    torch.manual_seed(seed)
    depth = AutoConfig.from_pretrained(folder).num_hidden_layers
    network = SentimentNetwork(str(folder), rows_of(pieces, folder / "vocab.txt"), depth)
    network.to(best_device())
    return network


def export(network: SentimentNetwork, vocabulary: Sequence[str], folder: Path) -> None:
    """Write encoder (int8) and vocabulary."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / VOCABULARY).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    inputs = (torch.ones(1, 9, dtype=torch.long), torch.tensor([[0, 0, 0, 1, 1, 0, 0, 0, 0]]))
    write_quantized(_Single(network.cpu()), inputs, ("pieces", "marks"), ("labels",), folder / ENCODER)


def _padded(examples: Sequence[Judged]) -> Iterator[Tensor]:
    """Pieces, marks, mask and wanted shares of sentences, padded to one length."""
    shape = len(examples), max(len(e.pieces) for e in examples)
    pieces, marks, mask = (np.zeros(shape, np.int64) for _ in range(3))
    for row, example in enumerate(examples):
        length = len(example.pieces)
        pieces[row, :length], marks[row, :length], mask[row, :length] = example.pieces, example.marks, 1
    wanted = np.stack([e.wanted for e in examples]).astype(np.float32)
    yield from map(torch.from_numpy, (pieces, marks, mask, wanted))


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--held-out", type=Path, help="a file like TRAIN to report on")
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--teacher", type=Path, help="folder of a large encoder with a BERT vocabulary")
    parser.add_argument("--teachers", type=int, default=1)
    parser.add_argument("--teacher-epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    network, pieces = small_network(arguments.seed)
    tokenizer = WordPiece(pieces)
    examples = read_judged(arguments.train, tokenizer)
    if arguments.teacher:
        readings = []
        for seed in range(arguments.seed, arguments.seed + arguments.teachers):
            teacher = large_network(arguments.teacher, pieces, seed)
            fit(teacher, examples, tokenizer, Settings(arguments.teacher_epochs, 3e-5, seed=seed))
            readings.append(probabilities(teacher, examples))
        examples = taught(examples, readings)
    fit(network, examples, tokenizer, Settings(arguments.epochs, 1e-4, seed=arguments.seed))
    if arguments.held_out:
        held = read_judged(arguments.held_out, tokenizer)
        print(f"macro-F1 {macro_f1(probabilities(network, held), held):.3f} on {len(held)} targets")
    export(network, pieces, arguments.out)


if __name__ == "__main__":
    main()
