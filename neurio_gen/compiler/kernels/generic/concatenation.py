"""CONCATENATION and PACK, any element type."""

from __future__ import annotations

from math import prod

import numpy as np

from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_MOST_INPUTS = 64


class Concatenation(Kernel):
    """Blocks of all inputs in turn. Codes are copied as they are, as in TFLite Micro."""

    name = "concatenation"
    limits = "at most 64 inputs, no fused activation"
    reads_constants = tuple(range(_MOST_INPUTS))

    def problems(self, site: Site) -> list[str]:
        """One element type, no fused activation."""
        output = site.output()
        inputs = {f"input {i}": site.input(i) for i in range(len(site.operator.inputs))}
        if len(inputs) > _MOST_INPUTS:
            return [f"it has {len(inputs)} inputs, supported are {_MOST_INPUTS}"]
        found = [
            f"its {role} is {tensor.dtype.value}, its output {output.dtype.value}"
            for role, tensor in inputs.items()
            if tensor.dtype != output.dtype
        ]
        if site.option("fused_activation_function", "NONE") != "NONE":
            found.append("it has a fused activation")
        if sum(tensor.elements for tensor in inputs.values()) != output.elements:
            found.append(f"its inputs do not make up its output {list(output.shape)}")
        return found

    def lower(self, site: Site) -> Lowering:
        """How many blocks there are, and the bytes of each input's block."""
        output = site.output()
        outer = prod(output.shape[: site.option("axis", 0) % len(output.shape)])
        tensors = [site.input(i) for i in range(len(site.operator.inputs))]
        blocks = np.array([tensor.nbytes // outer for tensor in tensors], np.int32)
        builder = ParameterBuilder(site, "ConcatenationParams")
        builder.set(outer=outer, inputs=len(tensors)).array("blocks", "int32_t", blocks)
        return builder.lowering()
