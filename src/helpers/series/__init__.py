"""Many runs from one file: corpora and sets of parameters, each in its folder, and a page that leads to all."""

from helpers.series.running import Invoke, run_series
from helpers.series.spec import Job, Series, load_series

__all__ = ["Invoke", "Job", "Series", "load_series", "run_series"]
