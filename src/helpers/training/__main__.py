"""Build the quotation model: `python -m helpers.training ANNOTATIONS OUT [--epochs 8] [--thin-epochs 6]`.

ANNOTATIONS holds `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann` (brat; roles Source, Cue, Content). OUT gets
the model's files; `nlp.add_pipe("quotations", config={"model": OUT})` uses them. The stages meet in files in
OUT/work, so each can be run by itself; with `torchrun --nproc-per-node 2 -m helpers.training … --stage train` each
of several workers takes its share of an epoch.
With `--teacher FOLDER`, a large encoder in the format of transformers (such as all-mpnet-base-v2) is trained first,
`--teachers` times from other seeds, and the small one learns from the mean of their readings besides the annotations.
Its lower layers, without half of their attention heads and most of their inner neurons (`--heads`, `--neurons`), become
the encoder of `fast`, which is trained again and learns from the readings of all layers.
All that is trained is trained on a GPU where torch finds one.
"""

import argparse
import dataclasses
import json
import math
import os
import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import parses
from helpers.quotations.learned.features import Labels
from helpers.quotations.learned.windows import MAX_PIECES
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.training.annotations import iter_articles
from helpers.training.examples import (
    Example,
    Taught,
    read_examples,
    read_taught,
    with_taught,
    write_examples,
    write_taught,
)

if TYPE_CHECKING:
    from helpers.training.network import QuotationNetwork

COPIES = 2  # dirty ones of each article
EXAMPLES, HELD, TAUGHT, WHOLE, THIN = "examples.pickle", "held", "taught.pickle", "network.pt", "thin.pt"
TRAINING = "training.json"
THIN_WEIGHT = 0.8  # of those readings against the annotation, for the encoder of `fast`
N_LOOKED_AT = 120  # articles by which it is decided what of the network is needed


def main() -> None:
    """Run all stages, or one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stage", choices=("all", *STAGES), default="all")
    parser.add_argument("--epochs", type=float, default=8.0)
    parser.add_argument("--teacher", type=Path, help="folder of a large encoder with a BERT vocabulary")
    parser.add_argument("--teachers", type=int, default=1, help="how many of them to train")
    parser.add_argument("--teacher-epochs", type=float, default=3.0)
    parser.add_argument("--thin-epochs", type=float, default=3.0)
    parser.add_argument("--heads", type=int, default=6, help="attention heads that each layer of fast keeps")
    parser.add_argument("--neurons", type=int, default=384, help="inner neurons that each layer of fast keeps")
    parser.add_argument("--minutes", type=float, default=math.inf, help="end by then, if that is sooner")
    parser.add_argument("--held-out", type=int, default=20, help="one article in so many is kept for calibration")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    work = arguments.out / "work"
    work.mkdir(parents=True, exist_ok=True)
    for name in STAGES if arguments.stage == "all" else (arguments.stage,):
        STAGES[name](arguments, work)


def _prepare(arguments: argparse.Namespace, work: Path) -> None:
    from helpers.model import load_model
    from helpers.training.prepare import prepare

    held = _held_out([name for name, _, _ in iter_articles(arguments.annotations)], arguments.held_out)
    prepared = prepare(arguments.annotations, load_model(), copies=COPIES, seed=arguments.seed, held=held)
    write_examples(prepared.rounds, work / EXAMPLES)
    parses.clear_parts(work / HELD)
    parses.write_part(work / HELD, 0, parses.pack(prepared.held))


def _teach(arguments: argparse.Namespace, work: Path) -> None:
    if arguments.teacher is None:
        return
    from helpers.training.fit import Settings, fit
    from helpers.training.teach import VARIANT

    worker, _ = _workers()
    rounds = read_examples(work / EXAMPLES)
    kept, held = _split(rounds, arguments.held_out)
    labels = Labels(_label_names(rounds[0]))
    networks = []
    for seed in range(arguments.seed, arguments.seed + arguments.teachers):
        network, pieces = _teacher(arguments.teacher, seed)
        tokenizer = WordPiece(pieces)
        settings = Settings(epochs=arguments.teacher_epochs, body_rate=6e-5, minutes=arguments.minutes, seed=seed)
        fit(network, kept, tokenizer, labels, settings, held[: len(held) // len(rounds)])
        networks.append(network)
    taught = _read(networks, kept, tokenizer, labels, VARIANT)
    if worker == 0:
        write_taught(taught, work / TAUGHT)


def _train(arguments: argparse.Namespace, work: Path) -> None:
    from helpers.training.fit import Settings, fit

    _, n_workers = _workers()
    rounds = read_examples(work / EXAMPLES)
    kept, held = _split(rounds, arguments.held_out)
    labels = _label_names(rounds[0])
    if arguments.teacher:
        kept = read_taught(kept, work / TAUGHT)
    settings = Settings(epochs=arguments.epochs, minutes=arguments.minutes, seed=arguments.seed)
    network, pieces = _network(settings.seed)
    fit(network, kept, WordPiece(pieces), Labels(labels), settings, held[: len(held) // len(rounds)], work / WHOLE)
    about = {key: value for key, value in dataclasses.asdict(settings).items() if value != math.inf}
    about |= {"workers": n_workers, "copies": len(rounds) - 1, "base": "all-MiniLM-L6-v2"}
    if arguments.teacher:
        about |= {key: getattr(arguments, key) for key in ("teachers", "teacher_epochs")}
        about["teacher"] = arguments.teacher.name
    (work / TRAINING).write_text(json.dumps({"labels": labels, "settings": about}))


def _thin(arguments: argparse.Namespace, work: Path) -> None:
    import torch

    from helpers.training.batches import iter_batches, iter_samples
    from helpers.training.fit import Settings, fit, whole_loss
    from helpers.training.thin import most_needed, narrow

    rounds = read_examples(work / EXAMPLES)
    kept, held = _split(rounds, arguments.held_out)
    whole, pieces = _network(arguments.seed)
    whole.load_state_dict(torch.load(work / WHOLE))
    network, _ = _network(arguments.seed, "fast")
    network.load_state_dict(whole.state_dict(), strict=False)  # the layers above are not in it
    tokenizer, labels = WordPiece(pieces), Labels(_label_names(rounds[0]))
    settings = Settings(epochs=arguments.thin_epochs, minutes=arguments.minutes, seed=arguments.seed)
    samples = [s for example in kept[0][:N_LOOKED_AT] for s in iter_samples(example, tokenizer, labels, MAX_PIECES)]
    taught = _read([whole], kept, tokenizer, labels, "default")
    kept = with_taught(kept, [[t._replace(weight=THIN_WEIGHT) for t in readings] for readings in taught])
    batches = iter_batches(samples, settings.n_pieces, random.Random(arguments.seed))
    loss = partial(whole_loss, settings=settings)
    narrow(network, most_needed(network, batches, loss, arguments.heads, arguments.neurons))
    fit(network, kept, tokenizer, labels, settings, held[: len(held) // len(rounds)], work / THIN)
    about = json.loads((work / TRAINING).read_text())
    about["settings"] |= {key: getattr(arguments, key) for key in ("heads", "neurons", "thin_epochs")}
    (work / TRAINING).write_text(json.dumps(about))


def _export(arguments: argparse.Namespace, work: Path) -> None:
    import torch

    from helpers.training.export import export
    from helpers.training.thin import Kept, narrow

    whole, pieces = _network(arguments.seed)
    whole.load_state_dict(torch.load(work / WHOLE, map_location="cpu"))
    thin, _ = _network(arguments.seed, "fast")
    kept = Kept(list(range(arguments.heads)), list(range(arguments.neurons)))  # which ones is in the weights
    narrow(thin, [kept] * len(thin.bert.encoder.layer))
    thin.load_state_dict(torch.load(work / THIN, map_location="cpu"))
    export(whole.cpu(), thin.cpu(), pieces, arguments.out)


def _calibrate(arguments: argparse.Namespace, work: Path) -> None:
    from helpers.training.calibrate import calibrate

    _, held = _split(read_examples(work / EXAMPLES), arguments.held_out)
    docs = [doc for _, doc in parses.iter_parses(work / HELD)]
    calibrate(arguments.out, held, docs, json.loads((work / TRAINING).read_text()))
    size = sum(path.stat().st_size for path in arguments.out.iterdir() if path.is_file())
    print(f"{size / 1e6:.1f} MB in {arguments.out}")


STAGES = {
    "prepare": _prepare,
    "teach": _teach,
    "train": _train,
    "thin": _thin,
    "export": _export,
    "calibrate": _calibrate,
}


def _label_names(examples: Sequence[Example]) -> dict[str, list[str]]:
    """The parser's labels that occur, by kind."""
    kinds = ("dep", "tag", "ent")
    return {kind: sorted({x for e in examples for x in getattr(e.words, kind) if x}) for kind in kinds}


def _held_out(names: Sequence[str], one_in: int) -> set[str]:
    """Names of the articles that are kept for calibration, at least two."""
    shuffled = sorted(names)
    random.Random(3).shuffle(shuffled)
    return set(shuffled[: max(len(names) // one_in, 2)])


def _split(rounds: list[list[Example]], one_in: int) -> tuple[list[list[Example]], list[Example]]:
    held = _held_out([example.name for example in rounds[0]], one_in)
    kept = [[e for e in examples if e.name not in held] for examples in rounds]
    return kept, [e for examples in rounds for e in examples if e.name in held]


def _workers() -> tuple[int, int]:
    """This worker's number and how many there are; under torchrun they find each other here."""
    import torch.distributed as dist

    if "RANK" in os.environ and not dist.is_initialized():
        dist.init_process_group("gloo")
    return (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)


def _read(
    networks: "Sequence[QuotationNetwork]",
    rounds: list[list[Example]],
    tokenizer: WordPiece,
    labels: Labels,
    variant: str,
) -> list[list[Taught]]:
    """What networks make of articles; each worker reads its share and gets all."""
    import torch.distributed as dist

    from helpers.training.teach import read_articles

    worker, n_workers = _workers()
    mine = [
        list(read_articles(networks, examples[worker::n_workers], tokenizer, labels, variant)) for examples in rounds
    ]
    shares = [mine] * n_workers
    if n_workers > 1:
        dist.all_gather_object(shares, mine)
    return [[shares[i % n_workers][r][i // n_workers] for i in range(len(rounds[r]))] for r in range(len(rounds))]


def _teacher(folder: Path, seed: int) -> tuple["QuotationNetwork", list[str]]:
    import torch
    from transformers import AutoConfig

    from helpers.training.network import QuotationNetwork, best_device
    from helpers.training.teach import VARIANT
    from helpers.training.vocabulary import kept_pieces, pretrained_folder, rows_of

    torch.manual_seed(seed)
    _, pieces = kept_pieces(pretrained_folder() / "vocab.txt")
    depth = AutoConfig.from_pretrained(folder).num_hidden_layers
    network = QuotationNetwork(str(folder), rows_of(pieces, folder / "vocab.txt"), {VARIANT: depth})
    return network.to(best_device()), pieces


def _network(seed: int, *variants: str) -> tuple["QuotationNetwork", list[str]]:
    """A fresh network for some variants, or for all."""
    import torch

    from helpers.training.network import DEPTHS, QuotationNetwork, best_device
    from helpers.training.vocabulary import kept_pieces, pretrained_folder

    torch.manual_seed(seed)
    folder = pretrained_folder()
    rows, pieces = kept_pieces(folder / "vocab.txt")
    depths = {variant: depth for variant, depth in DEPTHS.items() if not variants or variant in variants}
    return QuotationNetwork(str(folder), rows, depths).to(best_device()), pieces


if __name__ == "__main__":
    main()
