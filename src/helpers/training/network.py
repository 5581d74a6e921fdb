"""The encoder with its two heads, as it is trained."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from transformers import AutoModel

from helpers.quotations.learned.features import PAIR_SIZES, WORD_SIZES

N_ROLES = 4  # none, content, source, cue
PAIR_WIDTH = 192
CUE_WIDTH = 192
MIX_WIDTH = 64


class QuotationNetwork(nn.Module):
    """A small BERT that reads pieces and word features; a cue head; a role head that looks from an anchor.

    Args:
        pretrained: Folder of a BERT in the format of transformers.
        rows: Pieces kept of its vocabulary, by number.
    """

    def __init__(self, pretrained: str, rows: Sequence[int]) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            pretrained, add_pooling_layer=False, attention_probs_dropout_prob=0.0, attn_implementation="eager"
        )
        table = self.bert.embeddings.word_embeddings
        self.bert.embeddings.word_embeddings = nn.Embedding.from_pretrained(table.weight[list(rows)].clone())
        width = self.bert.config.hidden_size
        self.known = nn.ModuleList(nn.Embedding(size, width) for size in WORD_SIZES)
        for embedding in self.known:
            nn.init.zeros_(embedding.weight)
        self.cue = nn.Sequential(nn.Dropout(0.1), nn.Linear(width, CUE_WIDTH), nn.ReLU(), nn.Linear(CUE_WIDTH, 1))
        self.anchor = nn.Linear(width, PAIR_WIDTH)
        self.word = nn.Linear(width, PAIR_WIDTH)
        self.pair = nn.ModuleList(nn.Embedding(size, PAIR_WIDTH) for size in PAIR_SIZES)
        for embedding in self.pair:
            nn.init.normal_(embedding.weight, std=0.1)
        self.mix = nn.Sequential(
            nn.ReLU(), nn.Dropout(0.1), nn.Linear(PAIR_WIDTH, MIX_WIDTH), nn.ReLU(), nn.Linear(MIX_WIDTH, N_ROLES)
        )

    def encode(self, pieces: Tensor, mask: Tensor | None, word_of: Tensor, known: Tensor, first: Tensor) -> Tensor:
        """Read windows.

        Args:
            pieces: (windows, pieces) piece numbers.
            mask: (windows, pieces), 0 for padding; None without padding.
            word_of: (windows, pieces) word of each piece, from 1; 0 for special pieces.
            known: (windows, words, 5) word features.
            first: (windows, words) first piece of each word.

        Returns:
            (windows, words, width), the state of each word.
        """
        features = sum(table(known[..., k]) for k, table in enumerate(self.known))
        features = torch.cat([torch.zeros_like(features[:, :1]), features], 1)
        x = self.bert.embeddings.word_embeddings(pieces)
        x = x + torch.gather(features, 1, word_of[..., None].expand(-1, -1, features.shape[2]))
        states = self.bert(inputs_embeds=x, attention_mask=mask).last_hidden_state
        return torch.gather(states, 1, first[..., None].expand(-1, -1, states.shape[2]))

    def cue_scores(self, states: Tensor) -> Tensor:
        """Score each word as the anchor of an attribution (logits)."""
        return self.cue(states)[..., 0]

    def role_scores(self, states: Tensor, window: Tensor, anchor: Tensor, word: Tensor, pair: Tensor) -> Tensor:
        """Score the role of `word[k]` of `window[k]`, seen from `anchor[k]` in the same window: (n, 4) logits."""
        x = self.word(states)[window, word] + self.anchor(states)[window, anchor]
        return self.mix(x + sum(table(pair[:, k]) for k, table in enumerate(self.pair)))
