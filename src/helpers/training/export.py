"""Write a trained network as the files that the learned component reads."""

import copy
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from helpers.quotations.learned.model import LOWER, ROLES, UPPER, VOCABULARY
from helpers.training.network import DEPTHS, QuotationNetwork, rows_of_each

Names = tuple[str, ...]


class _FusedAttention(torch.autograd.Function):
    """Self-attention as the one operator that onnxruntime has for it; only its export counts."""

    @staticmethod
    def forward(context: Any, hidden: Tensor, weight: Tensor, bias: Tensor, heads: int) -> Tensor:
        """Stand in for the operator while the network is traced."""
        return hidden.clone()

    @staticmethod
    def symbolic(graph: Any, hidden: Any, weight: Any, bias: Any, heads: int) -> Any:
        """Write the operator."""
        return graph.op("com.microsoft::Attention", hidden, weight, bias, num_heads_i=heads).setType(hidden.type())


class _Attention(nn.Module):
    """Takes the place of BERT's self-attention; queries, keys and values are one product."""

    def __init__(self, attention: nn.Module) -> None:
        super().__init__()
        layers = (attention.query, attention.key, attention.value)
        self.heads = attention.num_attention_heads
        self.weight = nn.Parameter(torch.cat([layer.weight.T for layer in layers], 1))
        self.bias = nn.Parameter(torch.cat([layer.bias for layer in layers]))

    def forward(self, hidden: Tensor, *_: Any, **__: Any) -> tuple[Tensor, None]:
        return _FusedAttention.apply(hidden, self.weight, self.bias, self.heads), None


class _Lower(nn.Module):
    """One window at a time, so that nothing is padded and no result depends on its neighbours."""

    def __init__(self, network: QuotationNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, word_of: Tensor, known: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        looked_up = self.network.look_up(pieces, word_of, known)
        hidden = self.network.bert.embeddings(inputs_embeds=looked_up)
        for layer in self.network.bert.encoder.layer[: DEPTHS["fast"]]:
            hidden = layer(hidden)
        states = rows_of_each(hidden, first)
        return hidden, states, self.network.cue_scores("fast", states)


class _Upper(nn.Module):
    """Reads on from what `_Lower` made of the pieces."""

    def __init__(self, network: QuotationNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, hidden: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        for layer in self.network.bert.encoder.layer[DEPTHS["fast"] :]:
            hidden = layer(hidden)
        states = rows_of_each(hidden, first)
        return states, self.network.cue_scores("default", states)


def export(network: QuotationNetwork, vocabulary: list[str], folder: Path) -> None:
    """Write both halves of the encoder (int8), role heads (float16) and vocabulary.

    Weights have seven bits: on processors without VNNI, products of eight would overflow and results differ.

    Args:
        network: Trained; stays as it is.
        vocabulary: The pieces, by number.
        folder: Is made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network = copy.deepcopy(network).eval()
    for layer in network.bert.encoder.layer:
        layer.attention.self = _Attention(layer.attention.self)
    (folder / VOCABULARY).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    first = torch.tensor([[1, 3, 4, 5, 7]])
    lower = (
        torch.ones(1, 9, dtype=torch.long),
        torch.tensor([[0, 1, 1, 2, 3, 4, 4, 5, 0]]),
        torch.zeros(1, 5, 5, dtype=torch.long),
        first,
    )
    hidden = torch.zeros(1, 9, network.bert.config.hidden_size)
    names = ("pieces", "word_of", "known", "first")
    write_quantized(_Lower(network), lower, names, ("hidden", "states", "scores"), folder / LOWER)
    write_quantized(_Upper(network), (hidden, first), ("hidden", "first"), ("states", "scores"), folder / UPPER)
    halves: dict[str, Any] = {name: weight.astype(np.float16) for name, weight in role_weights(network).items()}
    np.savez_compressed(folder / ROLES, **halves)


_AXES = {name: {1: "pieces"} for name in ("pieces", "word_of", "marks", "hidden")} | {
    name: {1: "words"} for name in ("known", "first", "states", "scores")
}


def write_quantized(part: nn.Module, sample: tuple[Tensor, ...], inputs: Names, outputs: Names, path: Path) -> None:
    """Export a network in full precision and quantize it; sizes that vary are known by the names of its inputs."""
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            part.eval(),
            sample,
            str(whole),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: _AXES.get(name, {}) for name in (*inputs, *outputs)},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    onnx.checker.check_model(onnx.load(str(path)))


def role_weights(network: QuotationNetwork) -> dict[str, np.ndarray]:
    """The role heads under the names that `learned.roles` expects; matrices as (in, out)."""
    weights = {f"pair_{k}": table.weight for k, table in enumerate(network.pair)}
    for variant, heads in network.heads.items():
        layers = {"word": heads.word, "anchor": heads.anchor, "hidden": heads.mix[2], "role": heads.mix[4]}
        for name, layer in layers.items():
            weights[f"{variant}_{name}_weight"] = layer.weight.T
            weights[f"{variant}_{name}_bias"] = layer.bias
    return {name: weight.detach().numpy() for name, weight in weights.items()}
