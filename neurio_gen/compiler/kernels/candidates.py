"""Which kernels may run an operator where it stands, and what is in the way of the others."""

from __future__ import annotations

from collections.abc import Iterator

from neurio_gen.compiler.graph import Operator
from neurio_gen.compiler.kernels.float_table import FLOAT_KERNELS
from neurio_gen.compiler.kernels.kernel import Kernel, Site
from neurio_gen.compiler.kernels.table import KERNELS
from neurio_gen.isa import Isa
from neurio_gen.level import Level

_DATA = {"SPLIT": 1, "TRANSPOSE_CONV": 2}
"""Where operators have their data, if not first."""


def kernels_of(kind: str, isa: Isa) -> tuple[Kernel, ...]:
    """All kernels for an operator on an ISA, the preferred first; empty if there is none."""
    return tuple(kernel for kernel in KERNELS.get(kind, ()) if kernel.isa in isa.runs)


def candidates(site: Site, isa: Isa) -> tuple[Kernel, ...]:
    """Those of `kernels_of` that may concern the operator: int4 kernels where it has int4."""
    inputs = (site.input(i) for i in range(len(site.operator.inputs)) if site.has_input(i))
    int4 = any(tensor.int4 for tensor in inputs)
    kernels = kernels_of(site.operator.kind, isa)
    return kernels if int4 else tuple(kernel for kernel in kernels if not kernel.packs)


def first_able(site: Site, isa: Isa, level: Level) -> tuple[Kernel | None, list[str]]:
    """The first kernel that can run the operator and trades nothing for its speed.

    Or None, and what is in the nearest one's way.
    """
    refusals = []
    for kernel in _plain(site, isa, level):
        found = problems(kernel, site)
        if not found:
            return kernel, []
        refusals.append(found)
    return None, min(refusals, key=len, default=["the operator is not supported"])


def plain_kernels(site: Site, isa: Isa, level: Level) -> tuple[Kernel, ...]:
    """All that can run the operator and trade nothing for their speed, the preferred first."""
    return tuple(each for each in _plain(site, isa, level) if not problems(each, site))


def _plain(site: Site, isa: Isa, level: Level) -> Iterator[Kernel]:
    for kernel in candidates(site, isa):
        if not kernel.trades and not (kernel.spends_memory and level is Level.SIZE):
            yield kernel


def problems(kernel: Kernel, site: Site) -> list[str]:
    """Why a kernel cannot run an operator where it stands; empty if it can."""
    return kernel.problems(site) or _constant_problems(kernel, site)


def is_function(operator: Operator) -> bool:
    """Whether float32 results of the operator depend on whose C library computes them."""
    kernels = FLOAT_KERNELS.get(operator.kind, ())
    return any(kernel.approximates for kernel in kernels if kernel.isa is Isa.GENERIC)


def _constant_problems(kernel: Kernel, site: Site) -> list[str]:
    """What the kernel computes on must be in memory when it is called."""
    position = _DATA.get(site.operator.kind, 0)
    if position in kernel.reads_constants or not site.input(position).is_constant:
        return []
    return ["its input is constant"]
