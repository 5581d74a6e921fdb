"""The first layers of the parser's networks say the same of the same word wherever it stands: asked once, then known.

They embed each word by its form, prefix, suffix, shape and vector, without a look at its neighbours, which takes up to
a third of a parse. What is remembered is equal to the bit, since a row's product does not depend on the rows beside it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model

from helpers.model.networks import iter_networks

if TYPE_CHECKING:
    from spacy.language import Language

Floats = NDArray[np.float32]

MAX_EMBEDDED = 50_000  # words; then it begins again, so that memory stays bounded (20 MB for 96 numbers each)
_NAME = "remembered_embedding"
type Word = tuple[int, int, int]  # its form, its norm, and whether a space follows
_KEY: list[int | str] = ["ORTH", "NORM", "SPACY"]
_KNOWN = {*_KEY, "LOWER", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE"}  # what follows from these


def remember_embeddings(nlp: "Language") -> None:
    """Have the networks of a pipeline remember how they embed words."""
    for network in iter_networks(nlp):
        for node in list(network.walk()):
            for i, layer in enumerate(node.layers):
                if node.name != _NAME and _embeds_words(layer):
                    node.layers[i] = Model(_NAME, RememberedEmbedding(layer), layers=[layer])


def _embeds_words(layer: "Model[Any, Any]") -> bool:
    if not (layer.name.startswith("extract_features>>") and layer.name.endswith(">>ragged2list")):
        return False
    read = [node.attrs["columns"] for node in layer.walk() if node.name == "extract_features"]
    return all(_KNOWN.issuperset(columns) for columns in read)


class RememberedEmbedding:
    """The forward pass of a layer that gives each word of a document a row of numbers."""

    def __init__(self, layer: "Model[list[Doc], list[Floats]]") -> None:
        """Take over from `layer`."""
        self._layer = layer
        self._row: dict[Word, int] = {}
        self._rows = np.zeros((0, 0), np.float32)  # some more than are known, so that it seldom has to grow

    def __call__(self, _: Any, docs: list[Doc], is_train: bool) -> tuple[list[Floats], Callable[..., Any]]:
        """Embed the words of documents: (words, width) for each."""
        if is_train:
            found: tuple[list[Floats], Callable[..., Any]] = self._layer(docs, is_train)
            return found
        words = [_words(doc) for doc in docs]
        new = dict.fromkeys(word for of_doc in words for word in of_doc if word not in self._row)
        if len(self._row) + len(new) > MAX_EMBEDDED:
            self._row.clear()
            new = dict.fromkeys(word for of_doc in words for word in of_doc)
        if new:
            self._ask(list(new), docs[0])
        return [self._rows[[self._row[word] for word in of_doc]] for of_doc in words], _no_training

    def _ask(self, words: list[Word], doc: Doc) -> None:
        """Let the layer embed words that are not known yet, as a text of their own."""
        strings = doc.vocab.strings
        asked = Doc(doc.vocab, [strings[orth] for orth, _, _ in words], [bool(space) for _, _, space in words])
        for token, (_, norm, _) in zip(asked, words, strict=True):
            token.norm_ = strings[norm]
        rows = self._layer.predict([asked])[0]
        known = len(self._row)
        if known + len(rows) > len(self._rows):
            grown = np.zeros((max(known + len(rows), min(2 * known, MAX_EMBEDDED)), rows.shape[1]), np.float32)
            if known:
                grown[:known] = self._rows[:known]
            self._rows = grown
        self._rows[known : known + len(rows)] = rows
        self._row |= {word: known + k for k, word in enumerate(words)}


def _words(doc: Doc) -> list[Word]:
    columns: list[list[int]] = doc.to_array(_KEY).reshape(-1, len(_KEY)).T.astype(np.uint64).tolist()
    orth, norm, space = columns
    return list(zip(orth, norm, space, strict=True))


def _no_training(*_: Any) -> Any:
    raise NotImplementedError("What remembers is not trained.")
