"""Rebuild the quotation model: `python -m training ANNOTATIONS OUT [--epochs 6] [--stage all]`.

ANNOTATIONS holds `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann` (brat; roles Source, Cue, Content). OUT gets
the model's four files. With several workers (`torchrun --nproc-per-node 2 -m training …`) each takes its share of an
epoch.
"""

import argparse
import dataclasses
import json
import math
import os
import random
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist

from helpers.quotations.learned.features import Labels
from helpers.quotations.learned.model import ENCODER, ROLES, SETTINGS, VOCABULARY
from helpers.quotations.learned.windows import MAX_PIECES
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.training.calibrate import calibrate
from helpers.training.examples import Example, read_examples, write_examples
from helpers.training.export import export
from helpers.training.fit import Settings, fit
from helpers.training.network import QuotationNetwork
from helpers.training.vocabulary import kept_pieces, pretrained_folder

EXAMPLES, WEIGHTS, TRAINING = "examples.pickle", "network.pt", "training.json"
STAGES = ("prepare", "train", "export", "calibrate")


def main() -> None:
    """Run all stages, or one; they meet in files in OUT/work."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stage", choices=("all", *STAGES), default="all")
    parser.add_argument("--epochs", type=float, default=Settings.epochs)
    parser.add_argument("--minutes", type=float, default=Settings.minutes, help="end by then, if that is sooner")
    parser.add_argument("--held-out", type=int, default=20, help="one article in so many is kept for calibration")
    parser.add_argument("--seed", type=int, default=Settings.seed)
    parser.add_argument("--start", type=Path, help="go on from these weights")
    arguments = parser.parse_args()
    work = arguments.out / "work"
    work.mkdir(parents=True, exist_ok=True)
    if "RANK" in os.environ:
        dist.init_process_group("gloo")
    for stage in STAGES if arguments.stage == "all" else (arguments.stage,):
        if stage == "train" or not dist.is_initialized() or dist.get_rank() == 0:
            _RUN[stage](arguments, work)
        if dist.is_initialized():
            dist.barrier()


def _prepare(arguments: argparse.Namespace, work: Path) -> None:
    from helpers.model import load_model
    from helpers.training.prepare import prepare

    write_examples(prepare(arguments.annotations, load_model(), copies=1, seed=arguments.seed), work / EXAMPLES)


def _train(arguments: argparse.Namespace, work: Path) -> None:
    rounds = read_examples(work / EXAMPLES)
    kept, held = _split(rounds, arguments.held_out)
    labels = label_names(rounds[0])
    settings = Settings(epochs=arguments.epochs, minutes=arguments.minutes, seed=arguments.seed)
    network, pieces = _network(settings.seed)
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start))
    fit(network, kept, WordPiece(pieces), Labels(labels), settings, held[: len(held) // len(rounds)], work / WEIGHTS)
    (work / TRAINING).write_text(json.dumps({"labels": labels, "settings": _about(settings)}))


def _export(arguments: argparse.Namespace, work: Path) -> None:
    network, pieces = _network(arguments.seed)
    network.load_state_dict(torch.load(work / WEIGHTS))
    export(network, pieces, arguments.out)


def _calibrate(arguments: argparse.Namespace, work: Path) -> None:
    _, held = _split(read_examples(work / EXAMPLES), arguments.held_out)
    trained = json.loads((work / TRAINING).read_text())
    calibrate(arguments.out, held, trained["labels"], MAX_PIECES, trained["settings"])
    size = sum((arguments.out / name).stat().st_size for name in (ENCODER, ROLES, VOCABULARY, SETTINGS))
    print(f"{size / 1e6:.1f} MB in {arguments.out}")


_RUN = {"prepare": _prepare, "train": _train, "export": _export, "calibrate": _calibrate}


def _about(settings: Settings) -> dict[str, Any]:
    workers = dist.get_world_size() if dist.is_initialized() else 1
    known = {key: value for key, value in dataclasses.asdict(settings).items() if value != math.inf}
    return known | {"workers": workers, "base": "all-MiniLM-L6-v2"}


def label_names(examples: list[Example]) -> dict[str, list[str]]:
    """The parser's labels that occur, by kind."""
    kinds = ("dep", "tag", "ent")
    return {kind: sorted({x for e in examples for x in getattr(e.words, kind) if x}) for kind in kinds}


def _split(rounds: list[list[Example]], one_in: int) -> tuple[list[list[Example]], list[Example]]:
    names = sorted(example.name for example in rounds[0])
    random.Random(3).shuffle(names)
    held = set(names[: max(len(names) // one_in, 2)])
    kept = [[e for e in examples if e.name not in held] for examples in rounds]
    return kept, [e for examples in rounds for e in examples if e.name in held]


def _network(seed: int) -> tuple[QuotationNetwork, list[str]]:
    torch.manual_seed(seed)
    folder = pretrained_folder()
    rows, pieces = kept_pieces(folder / "vocab.txt")
    return QuotationNetwork(str(folder), rows), pieces


if __name__ == "__main__":
    main()
