"""Write the graphs by which onnxruntime computes for the parser: `python -m helpers.training.graphs`.

They hold no weights: those of the networks are given to them with what is to be computed.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from helpers.model.encoding import DEPTH, ENCODER, EPSILON, PIECES
from helpers.model.products import PRODUCT


def main() -> None:
    """Write both beside the modules that use them."""
    onnx.save(product(), str(PRODUCT))
    onnx.save(encoder(), str(ENCODER))


def product() -> onnx.ModelProto:
    """`x` times the transpose of `w`."""
    node = helper.make_node("Gemm", ["x", "w"], ["y"], transB=1)
    return _model([node], {"x": ["rows", "inputs"], "w": ["outputs", "inputs"]}, "y", [])


def encoder() -> onnx.ModelProto:
    """Layers as thinc's `residual(expand_window >> maxout >> layernorm)`: each row sees those beside it.

    Of layer `k`, `w{k}` and `b{k}` are weights and bias, the outputs of each piece after those of the piece before;
    `g{k}` and `s{k}` stretch and shift what is normalized.
    """
    numbers = {"pads": [1, 0, 1, 0], "first": [0], "before_last": [-2], "third": [2], "end": [2**62]}
    fixed = [numpy_helper.from_array(np.array(values, np.int64), name) for name, values in numbers.items()]
    nodes, inputs, x = [], {"x": ["rows", "width"]}, "x"
    for k in range(DEPTH):
        pieces = [f"piece{k}_{n}" for n in range(PIECES)]
        nodes += [
            helper.make_node("Pad", [x, "pads"], [f"padded{k}"]),
            helper.make_node("Slice", [f"padded{k}", "first", "before_last", "first"], [f"left{k}"]),
            helper.make_node("Slice", [f"padded{k}", "third", "end", "first"], [f"right{k}"]),
            helper.make_node("Concat", [f"left{k}", x, f"right{k}"], [f"window{k}"], axis=1),
            helper.make_node("Gemm", [f"window{k}", f"w{k}"], [f"product{k}"], transB=1),
            helper.make_node("Add", [f"product{k}", f"b{k}"], [f"sum{k}"]),
            helper.make_node("Split", [f"sum{k}"], pieces, axis=1),
            helper.make_node("Max", pieces, [f"most{k}"]),
            helper.make_node("LayerNormalization", [f"most{k}", f"g{k}", f"s{k}"], [f"normal{k}"], epsilon=EPSILON),
            helper.make_node("Add", [f"normal{k}", x], [f"y{k}"]),
        ]
        inputs |= {f"w{k}": ["outputs", "inputs"], f"b{k}": ["outputs"], f"g{k}": ["width"], f"s{k}": ["width"]}
        x = f"y{k}"
    return _model(nodes, inputs, x, fixed)


def _model(
    nodes: list[onnx.NodeProto], inputs: dict[str, list[str]], output: str, fixed: list[onnx.TensorProto]
) -> onnx.ModelProto:
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()]
    made = [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["rows", "outputs"])]
    graph = helper.make_graph(nodes, "graph", given, made, fixed)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    main()
