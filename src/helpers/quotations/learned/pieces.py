"""What the encoders know of each word piece, whatever stands around it: one table for both."""

from pathlib import Path

import numpy as np

from helpers.quotations.learned.words import Floats, Integers


class PieceTable:
    """Rows of numbers by piece, in eight bits.

    Args:
        path: The `.npz` file written by the training: `rows` (pieces, width), `zero` and `scale`.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self._rows, self._zero, self._scale = stored["rows"], stored["zero"].astype(np.int32), stored["scale"]

    def rows(self, pieces: Integers) -> Floats:
        """Look up pieces by number: (pieces, width)."""
        found: Floats = (self._rows[pieces] - self._zero).astype(np.float32) * self._scale
        return found
