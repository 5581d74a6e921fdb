"""Products of matrices for the parser, by onnxruntime: what most of a parse is spent on.

spaCy's own library for them knows no AMD processor since Zen 3 and takes its slowest way there, which doubles the time
of a parse. That of numpy is as fast, but what it makes of a row depends on where in the matrix the row stands.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from thinc.api import NumpyOps

from helpers.model.networks import iter_networks

if TYPE_CHECKING:
    import onnxruntime as ort
    from spacy.language import Language

Floats = NDArray[np.float32]

# x times the transpose of w; written by `python -m helpers.training.graphs`.
PRODUCT = Path(__file__).parent / "product.onnx"


class RowOps(NumpyOps):  # type: ignore[misc]
    """thinc's operations on the processor, where a row's product does not depend on the rows beside it."""

    def gemm(
        self, x: Floats, y: Floats, *, out: Floats | None = None, trans1: bool = False, trans2: bool = False
    ) -> Floats:
        """Multiply two matrices; see `thinc.api.Ops.gemm`. Other products than those of a forward pass are thinc's.

        Args:
            x: Rows by width.
            y: Outputs by width, when `trans2`.
            out: Where to write the result, of rows by outputs.
            trans1: Take the transpose of `x`.
            trans2: Take the transpose of `y`.

        Returns:
            `out`, or a new matrix.
        """
        if trans1 or not trans2 or not len(x):
            product: Floats = super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            return product
        # A single row would be multiplied in another way, with other last digits.
        rows = np.ascontiguousarray(x if len(x) > 1 else np.repeat(x, 2, axis=0))
        product = _session().run(None, {"x": rows, "w": np.ascontiguousarray(y)})[0][: len(x)]
        if out is None:
            return product
        out[:] = product
        return out


def multiply_by_rows(nlp: "Language") -> None:
    """Have the networks of a pipeline multiply by `RowOps`."""
    ops = RowOps()
    for network in iter_networks(nlp):
        for node in network.walk():
            node.ops = ops


@cache
def _session() -> "ort.InferenceSession":
    from helpers.inference import one_thread_session

    return one_thread_session(PRODUCT)
