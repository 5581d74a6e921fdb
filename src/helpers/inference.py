"""Networks that onnxruntime runs."""

from pathlib import Path

import onnxruntime as ort


def one_thread_session(path: Path) -> ort.InferenceSession:
    """One thread and a fixed order, so that sums are always taken the same way."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    # Fused with what is added before it, normalization takes six times as long (onnxruntime 1.32).
    slow = ["SkipLayerNormFusion"]
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"], disabled_optimizers=slow)
