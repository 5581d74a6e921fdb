"""How a sentence speaks of something that it names, by a small encoder: a second opinion beside the rules."""

from helpers.sentiment.model import LABELS, WEIGHTS, SentimentModel, load_sentiment_model

__all__ = ["LABELS", "WEIGHTS", "SentimentModel", "load_sentiment_model"]
