"""Statements that were coded elsewhere, e.g. by hand, compared with the same measures and charts."""

from helpers.coded.compare import compare_coded_statements, read_coded_statements
from helpers.coded.roles import ACTOR_LEVELS, Coded, parse_variables

__all__ = ["ACTOR_LEVELS", "Coded", "compare_coded_statements", "parse_variables", "read_coded_statements"]
