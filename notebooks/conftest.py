"""nbval compares what a reader sees as text, not HTML or library warnings."""


def pytest_collectstart(collector):
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += ("text/html", "stderr", "application/vnd.plotly.v1+json")
