"""nbval compares what a reader sees as text, not HTML or library warnings; its kernels start like those of a run."""

import nbval.kernel
from jupyter_client.manager import KernelManager

from helpers import kernels


def _manager(**options):
    return KernelManager(config=kernels.options(), **options)


nbval.kernel.KernelManager = _manager


def pytest_collectstart(collector):
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += ("text/html", "stderr", "application/vnd.plotly.v1+json")
