"""Write a trained network as the files that the learned component reads."""

import copy
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from helpers.quotations.learned.model import ENCODERS, PIECES, ROLES, VOCABULARY
from helpers.training.network import QuotationNetwork, rows_of_each

Names = tuple[str, ...]


class _FusedAttention(torch.autograd.Function):
    """Self-attention as the one operator that onnxruntime has for it; only its export counts."""

    @staticmethod
    def forward(context: Any, hidden: Tensor, weight: Tensor, bias: Tensor, heads: int, width: int) -> Tensor:
        """Stand in for the operator while the network is traced."""
        return hidden.new_zeros(*hidden.shape[:-1], width)

    @staticmethod
    def symbolic(graph: Any, hidden: Any, weight: Any, bias: Any, heads: int, width: int) -> Any:
        """Write the operator."""
        read = graph.op("com.microsoft::Attention", hidden, weight, bias, num_heads_i=heads)
        return read.setType(hidden.type().with_sizes([1, None, width]))


class _Attention(nn.Module):
    """Takes the place of BERT's self-attention; queries, keys and values are one product."""

    def __init__(self, attention: nn.Module) -> None:
        super().__init__()
        layers = (attention.query, attention.key, attention.value)
        self.heads, self.width = attention.num_attention_heads, attention.all_head_size
        self.weight = nn.Parameter(torch.cat([layer.weight.T for layer in layers], 1))
        self.bias = nn.Parameter(torch.cat([layer.bias for layer in layers]))

    def forward(self, hidden: Tensor, *_: Any, **__: Any) -> tuple[Tensor, None]:
        return _FusedAttention.apply(hidden, self.weight, self.bias, self.heads, self.width), None


class _First(nn.Module):
    """The lowest layers, which read one window at a time, so that nothing is padded and no result depends on others.

    Gives the states of words, or where `reads_on` those of pieces, for the layers above.
    """

    def __init__(self, network: QuotationNetwork, *, reads_on: bool) -> None:
        super().__init__()
        self.network, self.reads_on = network, reads_on

    def forward(self, rows: Tensor, word_of: Tensor, known: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        looked_up = self.network.look_up(rows, word_of, known)
        hidden = self.network.bert.embeddings(inputs_embeds=looked_up)
        for layer in self.network.bert.encoder.layer[: self.network.depths["fast"]]:
            hidden = layer(hidden)
        states = rows_of_each(hidden, first)
        return hidden if self.reads_on else states, self.network.cue_scores("fast", states)


class _Upper(nn.Module):
    """Reads on from what the first layers made of the pieces."""

    def __init__(self, network: QuotationNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, hidden: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        for layer in self.network.bert.encoder.layer[self.network.depths["fast"] :]:
            hidden = layer(hidden)
        states = rows_of_each(hidden, first)
        return states, self.network.cue_scores("default", states)


def export(whole: QuotationNetwork, thin: QuotationNetwork, vocabulary: list[str], folder: Path) -> None:
    """Write the encoders (int8), what both know of pieces (the same), role heads (float16) and vocabulary.

    Weights have seven bits: on processors without VNNI, products of eight would overflow and results differ.

    Args:
        whole: That of `default`, trained; stays as it is.
        thin: That of `fast`.
        vocabulary: The pieces, by number.
        folder: Is made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / VOCABULARY).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    rows: dict[str, Any] = quantized_rows(whole.bert.embeddings.word_embeddings.weight)
    np.savez(folder / PIECES, **rows)
    for variant, network in (("default", whole), ("fast", thin)):
        roles: dict[str, Any] = {
            name: weight.astype(np.float16) for name, weight in role_weights(network, variant).items()
        }
        np.savez_compressed(folder / ROLES[variant], **roles)
        _write_encoder(network, [folder / name for name in ENCODERS[variant]])


def _write_encoder(network: QuotationNetwork, paths: Sequence[Path]) -> None:
    """Write a network as one file, or as two: its layers up to the depth of `fast`, and those above."""
    network = copy.deepcopy(network).eval()
    for layer in network.bert.encoder.layer:
        layer.attention.self = _Attention(layer.attention.self)
    width = network.bert.config.hidden_size
    word_of, first = torch.tensor([[0, 1, 1, 2, 3, 4, 4, 5, 0]]), torch.tensor([[1, 3, 4, 5, 7]])
    inputs = (torch.zeros(1, 9, width), word_of, torch.zeros(1, 5, 5, dtype=torch.long), first)
    lowest, *upper = paths
    outputs = ("hidden" if upper else "states", "scores")
    write_quantized(
        _First(network, reads_on=bool(upper)), inputs, ("rows", "word_of", "known", "first"), outputs, lowest
    )
    for path in upper:
        above = (torch.zeros(1, 9, width), first)
        write_quantized(_Upper(network), above, ("hidden", "first"), ("states", "scores"), path)


def quantized_rows(table: Tensor) -> dict[str, np.ndarray]:
    """A table in eight bits, of which one stands for zero: what `learned.pieces` reads."""
    values = table.detach().numpy()
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    scale = np.float32((high - low) / 255)
    zero = np.uint8(round(-low / scale))
    rows = np.clip(np.round(values / scale) + zero, 0, 255).astype(np.uint8)
    return {"rows": rows, "zero": np.array(zero), "scale": np.array(scale)}


_AXES = {name: {1: "pieces"} for name in ("rows", "pieces", "word_of", "marks", "hidden")} | {
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


def role_weights(network: QuotationNetwork, variant: str) -> dict[str, np.ndarray]:
    """The role head of a variant under the names that `learned.roles` expects; matrices as (in, out)."""
    weights = {f"pair_{k}": table.weight for k, table in enumerate(network.pair)}
    heads = network.heads[variant]
    for name, layer in {
        "word": heads.word,
        "anchor": heads.anchor,
        "hidden": heads.mix[2],
        "role": heads.mix[4],
    }.items():
        weights[f"{name}_weight"] = layer.weight.T
        weights[f"{name}_bias"] = layer.bias
    return {name: weight.detach().numpy() for name, weight in weights.items()}
