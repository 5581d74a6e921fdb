"""A network that loses heads and neurons: the right ones go, and what is left computes what it did."""

import copy

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra [training] is not installed")
transformers = pytest.importorskip("transformers", reason="the extra [training] is not installed")

from helpers.quotations.learned.features import WORD_SIZES  # noqa: E402
from helpers.quotations.learned.pieces import PieceTable  # noqa: E402
from helpers.training.batches import Batch  # noqa: E402
from helpers.training.network import QuotationNetwork  # noqa: E402
from helpers.training.thin import Kept, most_needed, narrow  # noqa: E402

HEADS, SIZE, NEURONS = 3, 4, 10


@pytest.fixture
def network(tmp_path):
    config = transformers.BertConfig(
        vocab_size=12,
        hidden_size=HEADS * SIZE,
        num_hidden_layers=2,
        num_attention_heads=HEADS,
        intermediate_size=NEURONS,
    )
    torch.manual_seed(4)
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(tmp_path)
    return QuotationNetwork(str(tmp_path), range(12), {"fast": 1, "default": 2}).eval()


@pytest.fixture
def batch():
    torch.manual_seed(5)
    known = torch.stack([torch.randint(size, (2, 6)) for size in WORD_SIZES], dim=-1)
    word_of = torch.tensor([[0, 1, 2, 3, 4, 5, 6, 0]] * 2)
    rest = [torch.zeros(2, 6)] * 3
    return Batch(
        [], torch.randint(12, (2, 8)), torch.ones(2, 8).long(), word_of, known, torch.arange(1, 7).repeat(2, 1), *rest
    )


def shut(network, layer, heads=(), neurons=()):
    """Nothing comes out of these any more."""
    with torch.no_grad():
        part = network.bert.encoder.layer[layer]
        for head in heads:
            part.attention.output.dense.weight[:, head * SIZE : (head + 1) * SIZE] = 0
        part.output.dense.weight[:, list(neurons)] = 0


def loss(network, batch):
    states = network.encode(batch.pieces, batch.mask, batch.word_of, batch.known, batch.first)
    return sum(network.cue_scores(variant, states[variant]).square().sum() for variant in states)


def test_what_changes_nothing_is_not_needed(network, batch):
    shut(network, 0, heads=[1], neurons=[0, 4, 7])
    shut(network, 1, heads=[0], neurons=[9, 2, 3])
    kept = most_needed(network, [batch], loss, n_heads=2, n_neurons=7)
    assert kept == [Kept([0, 2], [1, 2, 3, 5, 6, 8, 9]), Kept([1, 2], [0, 1, 4, 5, 6, 7, 8])]


def test_without_what_changed_nothing_the_scores_are_the_same(network, batch):
    shut(network, 0, heads=[1], neurons=[0, 4, 7])
    shut(network, 1, heads=[0], neurons=[9, 2, 3])
    before = loss(network, batch).item()
    narrow(network, most_needed(network, [batch], loss, n_heads=2, n_neurons=7))
    assert loss(network, batch).item() == pytest.approx(before, rel=1e-5)
    assert network.bert.encoder.layer[0].intermediate.dense.weight.shape == (7, HEADS * SIZE)
    assert network.bert.encoder.layer[1].attention.self.query.weight.shape == (2 * SIZE, HEADS * SIZE)


def test_what_is_exported_says_what_the_networks_say(network, batch, tmp_path):
    runtime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx", reason="the extra [training] is not installed")
    from helpers.training.export import export

    thin = copy.deepcopy(network)
    narrow(thin, [Kept([0, 2], [1, 3, 5, 8]), Kept([1, 2], [0, 4, 6, 9])])
    thin.depths = {"fast": 2}
    export(network, thin, ["[PAD]"], tmp_path)
    table = PieceTable(tmp_path / "pieces.npz")

    def run(name, **inputs):
        given = {key: value if isinstance(value, np.ndarray) else value.numpy() for key, value in inputs.items()}
        return runtime.InferenceSession(tmp_path / name).run(None, given)

    for k in range(len(batch.pieces)):
        rest = {name: getattr(batch, name)[k : k + 1] for name in ("word_of", "known", "first")}
        rows = table.rows(batch.pieces[k].numpy())[None]
        hidden, lower = run("default-lower.onnx", rows=rows, **rest)
        _, upper = run("default-upper.onnx", hidden=hidden, first=rest["first"])
        _, fast = run("fast.onnx", rows=rows, **rest)
        for trained, variant, found in ((network, "fast", lower), (network, "default", upper), (thin, "fast", fast)):
            states = trained.encode(batch.pieces, batch.mask, batch.word_of, batch.known, batch.first)[variant]
            wanted = trained.cue_scores(variant, states)[k].detach().numpy()
            assert found[0] == pytest.approx(wanted, abs=0.05)  # in seven bits


def test_what_is_known_of_pieces_comes_back_in_eight_bits(tmp_path):
    from helpers.training.export import quantized_rows

    table = torch.tensor([[-0.5, 0.0, 1.0], [0.25, 0.75, 0.1]])
    np.savez(tmp_path / "pieces.npz", **quantized_rows(table))
    rows = PieceTable(tmp_path / "pieces.npz").rows(np.array([1, 0, 0]))
    assert rows.dtype == np.float32 and rows == pytest.approx(table[[1, 0, 0]].numpy(), abs=1.5 / 255)
    assert rows[1, 1] == 0
