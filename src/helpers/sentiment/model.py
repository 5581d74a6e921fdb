"""The sentiment model, run by onnxruntime."""

from functools import cache
from pathlib import Path

import numpy as np

from helpers.errors import ParameterError
from helpers.inference import one_thread_session
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.sentiment.pieces import read_pieces

ENCODER, VOCABULARY = "sentiment.onnx", "vocabulary.txt"
LABELS = ("negative", "neutral", "positive")
WEIGHTS = Path(__file__).parent / "weights"


class SentimentModel:
    """Judges sentences.

    Args:
        folder: Holds the files that the training writes.
    """

    def __init__(self, folder: Path) -> None:
        self._tokenizer = WordPiece((folder / VOCABULARY).read_text(encoding="utf-8").splitlines())
        self._encoder = one_thread_session(folder / ENCODER)

    def judge(self, text: str, start: int, end: int) -> tuple[float, float, float]:
        """How a sentence speaks of what stands at `start` to `end` in it.

        Args:
            text: One sentence.
            start: Where the target starts.
            end: Where the target ends, exclusive.

        Returns:
            Probabilities of `LABELS`, rounded to three decimals.

        Raises:
            ValueError: If the target is empty or outside of the text.
        """
        pieces, marks = read_pieces(self._tokenizer, text, start, end)
        (scores,) = self._encoder.run(None, {"pieces": pieces[None], "marks": marks[None]})
        shares = np.exp(scores[0] - scores[0].max())
        negative, neutral, positive = (round(float(share), 3) for share in shares / shares.sum())
        return negative, neutral, positive


@cache
def load_sentiment_model(folder: Path = WEIGHTS) -> SentimentModel:
    """Load a model, once per process.

    Raises:
        ParameterError: If `folder` lacks one of its files.
    """
    for name in (ENCODER, VOCABULARY):
        if not (folder / name).is_file():
            raise ParameterError(
                f"The folder {folder} holds no sentiment model: {name} is missing. "
                "`python -m helpers.training.sentiment` writes one."
            )
    return SentimentModel(folder)
