"""A narrower encoder: the attention heads and inner neurons that matter least are taken out of every layer.

What is left has to be trained again for some epochs, best with the readings of the whole network as its teacher.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from helpers.training.batches import Batch
from helpers.training.network import QuotationNetwork


class Kept(NamedTuple):
    """What of a layer is kept, by number, in rising order."""

    heads: list[int]
    neurons: list[int]


class _Gates(NamedTuple):
    heads: Tensor
    neurons: Tensor


def most_needed(
    network: QuotationNetwork,
    batches: Iterable[Batch],
    loss: Callable[[QuotationNetwork, Batch], Tensor],
    n_heads: int,
    n_neurons: int,
) -> list[Kept]:
    """Choose what to keep by how much the loss would move if it were shut (Michel et al. 2019; Molchanov et al. 2017).

    Args:
        network: Trained.
        batches: Some of what it was trained on.
        loss: Of the network on a batch.
        n_heads: Attention heads to keep in each layer.
        n_neurons: Inner neurons to keep in each layer.

    Returns:
        For each layer what is kept.
    """
    device = next(network.parameters()).device
    layers = network.bert.encoder.layer
    gates = [
        _Gates(
            torch.ones(layer.attention.self.num_attention_heads, device=device, requires_grad=True),
            torch.ones(layer.output.dense.in_features, device=device, requires_grad=True),
        )
        for layer in layers
    ]
    hooks = [
        dense.register_forward_pre_hook(_through(gate))
        for layer, (heads, neurons) in zip(layers, gates, strict=True)
        for dense, gate in ((layer.attention.output.dense, heads), (layer.output.dense, neurons))
    ]
    flat = [gate for pair in gates for gate in pair]
    needed = [torch.zeros_like(gate) for gate in flat]
    network.eval()
    for batch in batches:
        slopes = torch.autograd.grad(loss(network, batch.to(device)), flat)
        for total, slope in zip(needed, slopes, strict=True):
            total += slope.abs()
    for hook in hooks:
        hook.remove()
    return [
        Kept(_largest(heads, n_heads), _largest(neurons, n_neurons))
        for heads, neurons in zip(needed[::2], needed[1::2], strict=True)
    ]


def narrow(network: QuotationNetwork, kept: Sequence[Kept]) -> None:
    """Take everything else out of the network, in place."""
    for layer, (heads, neurons) in zip(network.bert.encoder.layer, kept, strict=True):
        attention, size = layer.attention.self, layer.attention.self.attention_head_size
        rows = [head * size + k for head in heads for k in range(size)]
        for name in ("query", "key", "value"):
            setattr(attention, name, _part(getattr(attention, name), rows, 0))
        attention.num_attention_heads, attention.all_head_size = len(heads), len(rows)
        layer.attention.output.dense = _part(layer.attention.output.dense, rows, 1)
        layer.intermediate.dense = _part(layer.intermediate.dense, neurons, 0)
        layer.output.dense = _part(layer.output.dense, neurons, 1)


def _through(gate: Tensor) -> Callable[[nn.Module, tuple[Tensor]], tuple[Tensor]]:
    """Multiplies what comes into a layer, in equal stretches, by the gates."""
    return lambda _, inputs: (inputs[0] * gate.repeat_interleave(inputs[0].shape[-1] // len(gate)),)


def _largest(values: Tensor, n: int) -> list[int]:
    chosen: list[int] = values.topk(n).indices.sort().values.tolist()
    return chosen


def _part(linear: nn.Linear, chosen: Sequence[int], axis: int) -> nn.Linear:
    """A linear layer with some of its outputs (`axis` 0) or inputs (1)."""
    weight = linear.weight.detach().index_select(axis, torch.tensor(chosen, device=linear.weight.device))
    part = nn.Linear(weight.shape[1], weight.shape[0], device=weight.device)
    part.weight = nn.Parameter(weight.clone())
    part.bias = nn.Parameter((linear.bias[list(chosen)] if axis == 0 else linear.bias).detach().clone())
    return part
