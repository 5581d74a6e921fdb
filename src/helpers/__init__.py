"""Standpoints: from raw news articles to an evidence-linked comparison of positions."""

import os

__version__ = "0.1.0"

# onnxruntime reports its use to its makers and keeps a file for that at home, unless told not to before it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
