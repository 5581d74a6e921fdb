"""Standpoints: from raw news articles to an evidence-linked comparison of positions."""

__version__ = "0.1.0"
