"""Write a trained network as the files that the learned component reads."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from helpers.quotations.learned.model import ENCODER, ROLES, VOCABULARY
from helpers.training.network import QuotationNetwork

_INPUTS = ("pieces", "word_of", "known", "first")


class _Encoder(nn.Module):
    """One window at a time, so that nothing is padded and no result depends on its neighbours."""

    def __init__(self, network: QuotationNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, word_of: Tensor, known: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        states = self.network.encode(pieces, None, word_of, known, first)
        return states, self.network.cue_scores(states)


def export(network: QuotationNetwork, vocabulary: list[str], folder: Path) -> None:
    """Write encoder (int8), role head (float16) and vocabulary.

    Weights have seven bits: on processors without VNNI, products of eight would overflow and results differ.

    Args:
        network: Trained.
        vocabulary: The pieces, by number.
        folder: Is made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    (folder / VOCABULARY).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "encoder.onnx"
        write_onnx(network, whole)
        quantize_dynamic(whole, folder / ENCODER, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    halves: dict[str, Any] = {name: weight.astype(np.float16) for name, weight in role_weights(network).items()}
    np.savez_compressed(folder / ROLES, **halves)


def write_onnx(network: QuotationNetwork, path: Path) -> None:
    """Write the encoder and the cue head in full precision."""
    sample = (
        torch.ones(1, 9, dtype=torch.long),
        torch.tensor([[0, 1, 1, 2, 3, 4, 4, 5, 0]]),
        torch.zeros(1, 5, 5, dtype=torch.long),
        torch.tensor([[1, 3, 4, 5, 7]]),
    )
    axes = {
        "pieces": {1: "pieces"},
        "word_of": {1: "pieces"},
        "known": {1: "words"},
        "first": {1: "words"},
        "states": {1: "words"},
        "scores": {1: "words"},
    }
    torch.onnx.export(
        _Encoder(network).eval(),
        sample,
        str(path),
        input_names=list(_INPUTS),
        output_names=["states", "scores"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(onnx.load(str(path)))


def role_weights(network: QuotationNetwork) -> dict[str, np.ndarray]:
    """The role head under the names that `learned.roles` expects; matrices as (in, out)."""
    layers = {"word": network.word, "anchor": network.anchor, "hidden": network.mix[2], "role": network.mix[4]}
    weights = {f"pair_{k}": table.weight for k, table in enumerate(network.pair)}
    for name, layer in layers.items():
        weights[f"{name}_weight"], weights[f"{name}_bias"] = layer.weight.T, layer.bias
    return {name: weight.detach().numpy() for name, weight in weights.items()}
