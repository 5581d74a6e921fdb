"""Build the quotation model: `python -m helpers.training ANNOTATIONS OUT [--epochs 8]`.

ANNOTATIONS holds `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann` (brat; roles Source, Cue, Content). OUT gets
the model's files; `nlp.add_pipe("quotations", config={"model": OUT})` uses them. The stages meet in files in
OUT/work, so each can be run by itself; with `torchrun --nproc-per-node 2 -m helpers.training … --stage train` each
of several workers takes its share of an epoch.
With `--teacher FOLDER`, a large encoder in the format of transformers (such as all-mpnet-base-v2) is trained first,
`--teachers` times from other seeds, and the small one learns from the mean of their readings besides the annotations.
All that is trained is trained on a GPU where torch finds one.
"""

import argparse
import dataclasses
import json
import math
import os
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import parses
from helpers.training.annotations import iter_articles
from helpers.training.examples import Example, read_examples, read_taught, write_examples, write_taught

if TYPE_CHECKING:
    from helpers.training.network import QuotationNetwork

COPIES = 2  # dirty ones of each article
EXAMPLES, HELD, WEIGHTS, TRAINING = "examples.pickle", "held", "network.pt", "training.json"
TAUGHT = "taught.pickle"


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
    import torch.distributed as dist

    from helpers.quotations.learned.features import Labels
    from helpers.quotations.learned.wordpiece import WordPiece
    from helpers.training.fit import Settings, fit
    from helpers.training.teach import read_articles

    worker, n_workers = _workers()
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
    mine = [list(read_articles(networks, examples[worker::n_workers], tokenizer, labels)) for examples in kept]
    shares = [mine] * n_workers
    if n_workers > 1:
        dist.all_gather_object(shares, mine)
    if worker == 0:
        write_taught(
            [[shares[i % n_workers][r][i // n_workers] for i in range(len(kept[r]))] for r in range(len(kept))],
            work / TAUGHT,
        )


def _train(arguments: argparse.Namespace, work: Path) -> None:
    from helpers.quotations.learned.features import Labels
    from helpers.quotations.learned.wordpiece import WordPiece
    from helpers.training.fit import Settings, fit

    _, n_workers = _workers()
    rounds = read_examples(work / EXAMPLES)
    kept, held = _split(rounds, arguments.held_out)
    labels = _label_names(rounds[0])
    if arguments.teacher:
        kept = read_taught(kept, work / TAUGHT)
    settings = Settings(epochs=arguments.epochs, minutes=arguments.minutes, seed=arguments.seed)
    network, pieces = _network(settings.seed)
    fit(network, kept, WordPiece(pieces), Labels(labels), settings, held[: len(held) // len(rounds)], work / WEIGHTS)
    about = {key: value for key, value in dataclasses.asdict(settings).items() if value != math.inf}
    about |= {"workers": n_workers, "copies": len(rounds) - 1, "base": "all-MiniLM-L6-v2"}
    if arguments.teacher:
        about |= {key: getattr(arguments, key) for key in ("teachers", "teacher_epochs")}
        about["teacher"] = arguments.teacher.name
    (work / TRAINING).write_text(json.dumps({"labels": labels, "settings": about}))


def _export(arguments: argparse.Namespace, work: Path) -> None:
    import torch

    from helpers.training.export import export

    network, pieces = _network(arguments.seed)
    network.load_state_dict(torch.load(work / WEIGHTS, map_location="cpu"))
    export(network.cpu(), pieces, arguments.out)


def _calibrate(arguments: argparse.Namespace, work: Path) -> None:
    from helpers.training.calibrate import calibrate

    _, held = _split(read_examples(work / EXAMPLES), arguments.held_out)
    docs = [doc for _, doc in parses.iter_parses(work / HELD)]
    calibrate(arguments.out, held, docs, json.loads((work / TRAINING).read_text()))
    size = sum(path.stat().st_size for path in arguments.out.iterdir() if path.is_file())
    print(f"{size / 1e6:.1f} MB in {arguments.out}")


STAGES = {"prepare": _prepare, "teach": _teach, "train": _train, "export": _export, "calibrate": _calibrate}


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


def _network(seed: int) -> tuple["QuotationNetwork", list[str]]:
    import torch

    from helpers.training.network import DEPTHS, QuotationNetwork, best_device
    from helpers.training.vocabulary import kept_pieces, pretrained_folder

    torch.manual_seed(seed)
    folder = pretrained_folder()
    rows, pieces = kept_pieces(folder / "vocab.txt")
    return QuotationNetwork(str(folder), rows, DEPTHS).to(best_device()), pieces


if __name__ == "__main__":
    main()
