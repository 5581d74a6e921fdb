"""From quotations and sentences to statements: one actor, one issue, one agreement, with its evidence."""

from helpers.statements.climb import Reading
from helpers.statements.coding import code_statements
from helpers.statements.discovery import discover_issues
from helpers.statements.issues import Issue, IssueCatalogue, load_issues, parse_issues, write_issues
from helpers.statements.lexicon import StanceWords, default_stance_words, load_stance_words
from helpers.statements.matching import IssueMatch, IssueMatcher
from helpers.statements.run_folder import code_run, prepare_issues, show_examples, suggest_run_terms
from helpers.statements.stance import read_stances
from helpers.statements.suggestions import format_terms, suggest_terms

__all__ = [
    "Issue",
    "IssueCatalogue",
    "IssueMatch",
    "IssueMatcher",
    "Reading",
    "StanceWords",
    "code_run",
    "code_statements",
    "default_stance_words",
    "discover_issues",
    "format_terms",
    "load_issues",
    "load_stance_words",
    "parse_issues",
    "prepare_issues",
    "read_stances",
    "show_examples",
    "suggest_run_terms",
    "suggest_terms",
    "write_issues",
]
