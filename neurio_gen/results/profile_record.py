"""What mode `profile` found, as the JSON contract has it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class CyclesRecord(_Record):
    """Estimated cycles by cause; no measurement.

    `core` are those of the instructions, `starved` those of waiting for the prefetch unit,
    `branches` those of refilling the pipeline, the waits those for flash memory.
    """

    total: int
    core: int
    starved: int = 0
    branches: int
    code_waits: int
    data_waits: int


class OptionRecord(_Record):
    """A kernel that was compared for a layer: predicted work, and what it needs in bytes.

    `why` is `chosen`, or says why it was not. `instructions` and `cycles` are predictions, null
    where there are none.
    """

    kernel: str
    why: str
    instructions: float | None
    cycles: float | None
    flash_bytes: int
    scratch_bytes: int


class SpanRecord(_Record):
    """`nbytes` of the arena from `offset`, in use from the layer `first` to the layer `last`.

    `name` is that of the tensor that lies there; empty for scratch memory.
    """

    name: str
    offset: int
    nbytes: int
    first: int
    last: int


class LayerRecord(_Record):
    """A layer of the plan: `count` in the profile's unit, `per_mac` that over published `macs`.

    `constant_bytes` are its weights and parameters, `activation_bytes` what it reads and writes.
    `options` are the kernels that were compared for it. `objection` says why it runs on a kernel of
    a lesser instruction set than it might; null where it does not.
    """

    index: int
    name: str
    operator: str
    kernel: str
    macs: int
    executed_macs: int
    count: int
    share: float
    per_mac: float | None
    constant_bytes: int
    activation_bytes: int
    estimated_cycles: CyclesRecord | None = None
    constants_in_ram: bool = False
    options: tuple[OptionRecord, ...] = ()
    objection: str | None = None


class ProfileRecord(_Record):
    """One inference, taken apart: the counts of `layers` and `overhead` add up to `total`.

    `unit` is `instructions`, `cycles` or `nanoseconds`. `timing` says what estimated cycles stand
    on, or why there are none. `functions` are counts by function, null where unknown. `arena` says
    what lies where in the arena, and when.
    """

    unit: str
    total: int
    overhead: int
    timing: str
    estimated_cycles: CyclesRecord | None = None
    layers: tuple[LayerRecord, ...]
    functions: dict[str, int] | None = None
    arena: tuple[SpanRecord, ...] = ()
