"""Quotations found by a small fine-tuned encoder, run by onnxruntime."""
