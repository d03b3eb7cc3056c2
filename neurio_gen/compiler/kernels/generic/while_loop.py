"""WHILE: a body runs as long as a condition says so."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler.control import most_turns, name_of, routine_indices
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.memory import ALIGNMENT

_MOST_VALUES = 64


class WhileLoop(Kernel):
    """Values change from turn to turn in the memory of the outputs; a turn writes beside it."""

    name = "while_loop"
    limits = "an int32 counter that ends it, at most 64 values"
    reads_constants = tuple(range(_MOST_VALUES))

    def problems(self, site: Site) -> list[str]:
        """Few values, and a known end."""
        found = []
        count = len(site.operator.inputs)
        if count > _MOST_VALUES:
            found.append(f"it has {count} values, supported are {_MOST_VALUES}")
        if most_turns(site.graph, site.operator) is None:
            found.append(
                "nothing is known to end it: its condition has no counter that begins with a "
                "constant, grows by a constant, and is compared with a constant"
            )
        return found

    def lower(self, site: Site) -> Lowering:
        """The functions, what changes, and where a turn writes that."""
        condition, body = routine_indices(site.operator)
        outputs = [site.output(i) for i in range(len(site.operator.outputs))]
        sizes = [output.nbytes for output in outputs]
        ends = np.cumsum([ALIGNMENT, *(-(-size // ALIGNMENT) * ALIGNMENT for size in sizes)])
        builder = ParameterBuilder(site, "WhileLoopParams").set(
            condition=f"{name_of(condition)}::run",
            body=f"{name_of(body)}::run",
            inputs=len(site.operator.inputs),
            outputs=len(outputs),
        )
        builder.array("changed", "int32_t", np.array(site.option("changed"), np.int32))
        builder.array("bytes", "int32_t", np.array(sizes, np.int32))
        builder.array("next", "int32_t", ends[:-1].astype(np.int32))
        builder.set(arena=int(ends[-1]), most_turns=most_turns(site.graph, site.operator))
        needed = max(site.graph.routines[i].arena_bytes for i in (condition, body))
        return builder.lowering(scratch_bytes=int(ends[-1]) + needed)
