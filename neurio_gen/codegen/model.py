"""A plan as C++ source: constants, layers and the inference function of one model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from neurio_gen.codegen import cpp, text
from neurio_gen.codegen.arena import name_arena
from neurio_gen.codegen.image import ImageModel
from neurio_gen.codegen.interface import interface
from neurio_gen.compiler.plan import Constant, Layer, Place, Plan
from neurio_gen.isa import Isa

if TYPE_CHECKING:
    from neurio_gen.codegen.render import Renderer

_GUARDS = {
    Isa.DSP: ("__ARM_FEATURE_DSP", "the DSP extension (Cortex-M4, M7, M33)"),
    Isa.MVE: ("__ARM_FEATURE_MVE", "Helium (Cortex-M55, M85)"),
    Isa.X86: ("__x86_64__", "an x86-64 CPU"),
    Isa.RV32: ("__riscv_mul", "RISC-V with multiplication (RV32IM)"),
    Isa.RVV: ("__riscv", "the vector unit of RISC-V (Zve32x)"),
}
"""The macro by which compilers tell that a core has what kernels are written for, and its name."""
_OWNER = re.compile(r"kLayer\d+")


def model_sources(
    plan: Plan,
    identifier: str,
    renderer: Renderer,
    banner: str,
    *,
    harness: ImageModel | None = None,
    layer_hooks: bool = False,
    library_isa: Isa | None = None,
) -> Mapping[str, str]:
    """The public header and the source that a plan becomes, by the names of their files.

    With `harness`, the source also defines the `kModel` by which an image's firmware knows it;
    with `layer_hooks`, it times its layers. With `library_isa`, it refuses to compile for a core
    that cannot run the kernels of that instruction set.
    """
    namespace = text.namespace(identifier)
    values = {"banner": banner, "plan": plan, "interface": interface(identifier, plan)}
    header = renderer.render("model.h.j2", **values)
    source = renderer.render(
        "model.cc.j2",
        **values,
        model=harness,
        harness=harness is not None,
        namespace=namespace,
        headers=sorted(_headers(plan)),
        **_body(plan, renderer),
        layer_hooks=layer_hooks,
        guard=_GUARDS.get(library_isa) if library_isa else None,
        initial_states=[cpp.initial_state(i, state) for i, state in enumerate(plan.states)],
    )
    return {f"{namespace}.h": header, f"{namespace}.cc": source}


def _body(plan: Plan, renderer: Renderer) -> dict[str, Any]:
    """What a template needs for constants, layers and the function that calls them."""
    owned: dict[str | None, list[Constant]] = {}
    for constant in plan.constants:
        owned.setdefault(_layer_of(constant), []).append(constant)

    def constants_of(layer: Layer) -> list[Constant]:
        return owned.get(f"kLayer{layer.index}", [])

    return {
        "arena": name_arena(plan),
        "shared_constants": owned.get(None, []),
        "constants_of": constants_of,
        "unused": _unused(plan),
        "routines": [
            renderer.render("routine.cc.j2", name=name, plan=each, **_body(each, renderer))
            for name, each in plan.routines
        ],
    }


def _headers(plan: Plan) -> set[str]:
    headers = {"kernels/common/at.h", *(layer.header for layer in plan.called)}
    return headers | {"kernels/common/in_ram.h"} if plan.ram_constant_bytes else headers


def _unused(plan: Plan) -> list[str]:
    """The parameters of the inference function that no layer needs."""
    buffers = [b for layer in plan.layers for b in (*layer.reads, *layer.writes, layer.scratch)]
    places = {buffer.place for buffer in buffers if buffer is not None}
    parameters = {
        "inputs": {Place.INPUT},
        "outputs": {Place.OUTPUT},
        "arena": {Place.ARENA, Place.STATE},
    }
    return [name for name, meant in parameters.items() if places.isdisjoint(meant)]


def _layer_of(constant: Constant) -> str | None:
    """The layer that a constant belongs to by its name: `kLayer12Weights` is `kLayer12`'s."""
    found = _OWNER.match(constant.name)
    return found[0] if found else None
