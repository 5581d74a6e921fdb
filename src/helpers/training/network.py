"""The encoder with its heads, as it is trained: one pair of heads for each depth at which it can be left."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from transformers import AutoModel

from helpers.quotations.learned.features import PAIR_SIZES, WORD_SIZES

DEPTHS = {"fast": 2, "default": 4}  # layers that a variant reads with
N_ROLES = 4  # none, content, source, cue
PAIR_WIDTH = 160
CUE_WIDTH = 192
MIX_WIDTH = 64


def best_device() -> torch.device:
    """A GPU where torch finds one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def half_precision(device: torch.device) -> torch.autocast:
    """A context in which products are made at half precision, where that is not slower than full."""
    quick = device.type != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast(device.type, torch.bfloat16, enabled=quick)


class Heads(nn.Module):
    """A cue head on every word, and what a role head needs of a word and of the anchor it is seen from."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.cue = nn.Sequential(nn.Dropout(0.1), nn.Linear(width, CUE_WIDTH), nn.ReLU(), nn.Linear(CUE_WIDTH, 1))
        self.anchor = nn.Linear(width, PAIR_WIDTH)
        self.word = nn.Linear(width, PAIR_WIDTH)
        self.mix = nn.Sequential(
            nn.ReLU(), nn.Dropout(0.1), nn.Linear(PAIR_WIDTH, MIX_WIDTH), nn.ReLU(), nn.Linear(MIX_WIDTH, N_ROLES)
        )


class QuotationNetwork(nn.Module):
    """An encoder that reads pieces and word features; `heads` at each depth, which share the pair tables.

    Args:
        pretrained: Folder of a BERT (or of an encoder built like one) in the format of transformers.
        rows: Pieces kept of its vocabulary, by number.
        depths: Layers that each variant reads with, in rising order; further layers are left out.
    """

    def __init__(self, pretrained: str, rows: Sequence[int], depths: Mapping[str, int]) -> None:
        super().__init__()
        self.depths = dict(depths)
        self.bert = AutoModel.from_pretrained(
            pretrained, add_pooling_layer=False, attention_probs_dropout_prob=0.0, attn_implementation="eager"
        )
        table = self.bert.embeddings.word_embeddings
        self.bert.embeddings.word_embeddings = nn.Embedding.from_pretrained(table.weight[list(rows)].clone())
        self.bert.encoder.layer = self.bert.encoder.layer[: max(depths.values())]
        width = self.bert.config.hidden_size
        self.known = nn.ModuleList(nn.Embedding(size, width) for size in WORD_SIZES)
        for embedding in self.known:
            nn.init.zeros_(embedding.weight)
        self.heads = nn.ModuleDict({variant: Heads(width) for variant in depths})
        self.pair = nn.ModuleList(nn.Embedding(size, PAIR_WIDTH) for size in PAIR_SIZES)
        for embedding in self.pair:
            nn.init.normal_(embedding.weight, std=0.1)

    def look_up(self, rows: Tensor, word_of: Tensor, known: Tensor) -> Tensor:
        """Add what the tables hold of words to what they hold of pieces.

        Args:
            rows: (windows, pieces, width), the pieces' embeddings.
            word_of: (windows, pieces) word of each piece, from 1; 0 for special pieces.
            known: (windows, words, 5) word features.

        Returns:
            (windows, pieces, width), to which the encoder adds places.
        """
        features = sum(table(known[..., k]) for k, table in enumerate(self.known))
        features = torch.cat([torch.zeros_like(features[:, :1]), features], 1)
        return rows + rows_of_each(features, word_of)

    def encode(self, pieces: Tensor, mask: Tensor, word_of: Tensor, known: Tensor, first: Tensor) -> dict[str, Tensor]:
        """Read windows; `mask` is 0 for padding; `first`, (windows, words), is the first piece of each word.

        Returns:
            For each variant (windows, words, width), the states of the words.
        """
        looked_up = self.look_up(self.bert.embeddings.word_embeddings(pieces), word_of, known)
        layers = self.bert(inputs_embeds=looked_up, attention_mask=mask, output_hidden_states=True).hidden_states
        return {variant: rows_of_each(layers[depth], first) for variant, depth in self.depths.items()}

    def cue_scores(self, variant: str, states: Tensor) -> Tensor:
        """Score each word as the anchor of an attribution (logits)."""
        scores: Tensor = self.heads[variant].cue(states)[..., 0]
        return scores

    def role_scores(
        self, variant: str, states: Tensor, window: Tensor, anchor: Tensor, word: Tensor, pair: Tensor
    ) -> Tensor:
        """Score the role of `word[k]` of `window[k]`, seen from `anchor[k]` in the same window: (n, 4) logits."""
        heads = self.heads[variant]
        x = heads.word(states)[window, word] + heads.anchor(states)[window, anchor]
        scores: Tensor = heads.mix(x + sum(table(pair[:, k]) for k, table in enumerate(self.pair)))
        return scores


def rows_of_each(table: Tensor, rows: Tensor) -> Tensor:
    """Pick rows of (windows, n, width) by (windows, m): the state of each word's first piece, say."""
    if torch.onnx.is_in_onnx_export():  # one window, for which there is a faster operator
        return table.index_select(1, rows[0])
    return torch.gather(table, 1, rows[..., None].expand(-1, -1, table.shape[2]))
