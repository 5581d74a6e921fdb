"""What a reader knows better: corrections that win over what was computed, and survive every later run."""

from helpers.corrections.applying import correct_documents, correct_mentions, correct_sides, correct_speakers
from helpers.corrections.article import correct_names
from helpers.corrections.given import Corrections, describe_outcomes, load_corrections
from helpers.corrections.reading import Correction, read_corrections
from helpers.corrections.statements import correct_run, correct_statements

__all__ = [
    "Correction", "Corrections", "correct_documents", "correct_mentions", "correct_names", "correct_run",
    "correct_sides", "correct_speakers", "correct_statements", "describe_outcomes", "load_corrections",
    "read_corrections",
]  # fmt: skip
