"""The layers by which the parser's networks look at the words beside a word, by onnxruntime: one call for an article.

In spaCy each is five calls, which write what they make of all words of many articles to memory and read it again.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model

from helpers.model.networks import iter_networks

if TYPE_CHECKING:
    import onnxruntime as ort
    from spacy.language import Language

Floats = NDArray[np.float32]

ENCODER = Path(__file__).parent / "encoder.onnx"  # written by `python -m helpers.training.graphs`
DEPTH = 4  # layers, each of which sees one word further: as in spaCy, so many empty rows are set around an article
PIECES = 3  # of which the largest counts (Goodfellow et al. 2013)
EPSILON = 1e-8  # added to the variance, as thinc does
_NAME = "with_array(" + ">>".join(["residual(expand_window>>maxout>>layernorm>>dropout)"] * DEPTH) + ")"


def encode_by_article(nlp: "Language") -> None:
    """Have the networks of a pipeline that are built as the graph is compute by it."""
    for network in iter_networks(nlp):
        for node in list(network.walk()):
            for i, layer in enumerate(node.layers):
                if layer.name == _NAME and layer.attrs["pad"] == DEPTH and (weights := _weights(layer)):
                    node.layers[i] = Model("article_encoder", ArticleEncoder(layer, weights))


class ArticleEncoder:
    """The forward pass of layers that see each word with those beside it."""

    def __init__(self, layer: "Model[list[Floats], list[Floats]]", weights: dict[str, Floats]) -> None:
        """Take over from `layer`; `weights` under the names that the graph gives them."""
        self._layer, self._weights = layer, weights

    def __call__(self, _: Any, articles: list[Floats], is_train: bool) -> tuple[list[Floats], Callable[..., Any]]:
        """Encode the words of articles: (words, width) for each."""
        if is_train:
            trained: tuple[list[Floats], Callable[..., Any]] = self._layer(articles, is_train)
            return trained
        return [self._encode(words) for words in articles], _no_training

    def _encode(self, words: Floats) -> Floats:
        around = np.pad(words, ((DEPTH, DEPTH), (0, 0)))
        encoded: Floats = _session().run(None, {"x": around, **self._weights})[0]
        return encoded[DEPTH:-DEPTH]


def _weights(layer: "Model[Any, Any]") -> dict[str, Floats]:
    """The weights of layers under the names of the graph; none where they have another number of pieces."""
    maxouts = [node for node in layer.walk() if node.name == "maxout"]
    norms = [node for node in layer.walk() if node.name == "layernorm"]
    if any(node.get_dim("nP") != PIECES for node in maxouts):
        return {}
    found: dict[str, Any] = {}
    for k, (maxout, norm) in enumerate(zip(maxouts, norms, strict=True)):
        w: Any = maxout.get_param("W")
        b: Any = maxout.get_param("b")
        found |= {f"w{k}": w.transpose(1, 0, 2).reshape(-1, w.shape[2]), f"b{k}": b.T.reshape(-1)}
        found |= {f"g{k}": norm.get_param("G"), f"s{k}": norm.get_param("b")}
    return {name: np.ascontiguousarray(value) for name, value in found.items()}


@cache
def _session() -> "ort.InferenceSession":
    from helpers.inference import one_thread_session

    return one_thread_session(ENCODER)


def _no_training(*_: Any) -> Any:
    raise NotImplementedError("What is computed by another library is not trained.")
