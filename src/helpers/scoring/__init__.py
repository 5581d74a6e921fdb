"""How good a run is: its tables against hand annotations."""

from helpers.scoring.gold import SPLITS, GoldArticle, GoldQuotation, read_gold
from helpers.scoring.scores import format_scores, score_run

__all__ = ["SPLITS", "GoldArticle", "GoldQuotation", "format_scores", "read_gold", "score_run"]
