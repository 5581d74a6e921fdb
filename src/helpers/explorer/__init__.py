"""Looking into a run live, in JupyterLab: filters, search, a reader, and corrections written while reading."""

from helpers.explorer.folders import find_run
from helpers.explorer.forms import CorrectionForm
from helpers.explorer.panel import Explorer

__all__ = ["CorrectionForm", "Explorer", "find_run"]
