"""A second opinion on statements: the sentiment model agrees with the rules, or abstains.

Where a sentence speaks of a matter with the sentiment that the statement has, the statement is surer. That it speaks of
it otherwise says little: who is for the ban may speak ill of what is banned. So the model never doubts or turns one.
"""

from dataclasses import replace
from typing import Protocol

from helpers.statements.candidates import Candidate

AGREES = "sentiment_agrees"
_MARGIN = 0.5  # by which the share of the right sentiment exceeds that of the wrong one
_DOUBT_LEFT = 0.7  # of what the rules were not sure of


class Judge(Protocol):
    """What is asked: see `helpers.sentiment.SentimentModel`."""

    def judge(self, text: str, start: int, end: int) -> tuple[float, float, float]:
        """Shares of negative, neutral and positive."""
        ...


def confirm(candidate: Candidate, judge: Judge) -> Candidate:
    """Ask for an opinion on how the candidate's sentence speaks of what it is about.

    Args:
        candidate: A possible statement; neutral ones are left alone.
        judge: The sentiment model.

    Returns:
        The candidate, surer and flagged `sentiment_agrees` where the model agrees with its side.
    """
    if candidate.agreement == 0:
        return candidate
    token = candidate.sentence.doc[candidate.position]
    start = token.idx - candidate.sentence.start_char
    negative, _, positive = judge.judge(candidate.sentence.text, start, start + len(token))
    margin = positive - negative if candidate.agreement > 0 else negative - positive
    if margin < _MARGIN:
        return candidate
    return replace(
        candidate,
        confidence=round(1 - _DOUBT_LEFT * (1 - candidate.confidence), 3),
        rationale=f"{candidate.rationale}, the sentiment model agrees ({margin:.2f})",
        flags=(*candidate.flags, AGREES),
    )
