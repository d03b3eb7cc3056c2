"""SPLIT, SPLIT_V and UNPACK, any element type."""

from __future__ import annotations

from math import prod

import numpy as np

from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


def _source(site: Site) -> Tensor:
    return site.input(1 if site.operator.kind == "SPLIT" else 0)


def _axis(site: Site) -> int | None:
    """The axis to split along; None where it is not known before the inference."""
    if site.operator.kind == "UNPACK":
        axis = int(site.option("axis", 0))
    else:
        values = site.input(0 if site.operator.kind == "SPLIT" else 2).data
        if values is None:
            return None
        axis = int(values.flat[0])
    return axis % len(_source(site).shape)


class Split(Kernel):
    """Blocks go to all outputs in turn."""

    name = "split"
    limits = "constant axis"

    def problems(self, site: Site) -> list[str]:
        """One element type, a known axis."""
        source = _source(site)
        outputs = [site.output(i) for i in range(len(site.operator.outputs))]
        found = [
            f"its output is {output.dtype.value}, its input {source.dtype.value}"
            for output in outputs
            if output.dtype != source.dtype
        ]
        if _axis(site) is None:
            found.append("its axis is not constant")
        if sum(output.elements for output in outputs) != source.elements:
            found.append("its outputs do not make up its input")
        return found

    def lower(self, site: Site) -> Lowering:
        """How many blocks there are, and the bytes of each output's block."""
        outer = prod(_source(site).shape[: _axis(site)])
        outputs = [site.output(i) for i in range(len(site.operator.outputs))]
        blocks = np.array([output.nbytes // outer for output in outputs], np.int32)
        builder = ParameterBuilder(site, "SplitParams")
        builder.set(outer=outer, outputs=len(outputs)).array("blocks", "int32_t", blocks)
        return builder.lowering()
