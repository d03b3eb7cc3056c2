"""IF: one of two branches runs."""

from __future__ import annotations

from neurio_gen.compiler.control import name_of, routine_indices
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.memory import ALIGNMENT

_MOST_VALUES = 64


class IfElse(Kernel):
    """A branch reads the operator's inputs where they are, and writes its outputs."""

    name = "if_else"
    limits = "at most 64 values"
    reads_constants = tuple(range(1, _MOST_VALUES + 1))

    def problems(self, site: Site) -> list[str]:
        """Few values."""
        count = len(site.operator.inputs) - 1
        if count > _MOST_VALUES:
            return [f"it has {count} values, supported are {_MOST_VALUES}"]
        return []

    def lower(self, site: Site) -> Lowering:
        """The functions."""
        branches = routine_indices(site.operator)
        builder = ParameterBuilder(site, "IfElseParams").set(
            then_branch=f"{name_of(branches[0])}::run",
            else_branch=f"{name_of(branches[1])}::run",
            inputs=len(site.operator.inputs) - 1,
            outputs=len(site.operator.outputs),
        )
        needed = max(site.graph.routines[i].arena_bytes for i in branches)
        return builder.lowering(scratch_bytes=max(needed, ALIGNMENT))
