"""Profiles by a clock that the firmware reads around each layer, on whatever runs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from neurio_gen.codegen import Program
from neurio_gen.devices.device import Device
from neurio_gen.errors import ProtocolError
from neurio_gen.profiling.layers import Cost, ModelProfile, Unit, attribute
from neurio_gen.protocol.session import Session
from neurio_gen.results.words import TimeBase

_WARMUPS = 2
_MEASURED = "cycles of the core's own counter, hooks around the layers"
_HOST = "nanoseconds of this computer, hooks around the layers: other programs disturb them"


_COUNTED = "no estimate of cycles: the firmware's own clock tells layers apart, not blocks"


def profile_by_hooks(device: Device, session: Session, program: Program) -> ModelProfile:
    """Profiles one inference of the selected model, whose input is loaded.

    Raises ProtocolError where the firmware was built without hooks or for another program.
    """
    session.infer(1, _WARMUPS)
    times = session.layer_times()
    if len(times.ticks) != len(program.layers):
        raise ProtocolError(
            f"The device timed {len(times.ticks)} layers, the model has {len(program.layers)}.",
            hint="Flash the image that this command has built. A library that is built with "
            "TF_LITE_STRIP_ERROR_STRINGS tells no layers.",
        )
    unit, basis = _KINDS[device.time_base]
    ticks = _Ticks(device, times.ticks_a_second)
    costs = [Cost(ticks.cost(each)) for each in times.ticks]
    overhead = ticks.cost(times.total) - sum(cost.count for cost in costs)
    return ModelProfile(
        program, unit, attribute(program, costs), Cost(max(overhead, 0)), None, basis
    )


_KINDS: Mapping[TimeBase, tuple[Unit, str]] = {
    "silicon": (Unit.CYCLES, _MEASURED),
    "host-clock": (Unit.NANOSECONDS, _HOST),
    "instruction-count": (Unit.INSTRUCTIONS, _COUNTED),
}


@dataclass(frozen=True)
class _Ticks:
    """The firmware's clock: cycles, nanoseconds, or counted instructions where time is these."""

    device: Device
    a_second: int

    def cost(self, ticks: int) -> int:
        """Ticks in the profile's unit, to a tick's resolution."""
        instruction = self.device.nanoseconds_per_instruction
        if instruction is None:
            return ticks
        return round(ticks * 1e9 / self.a_second / instruction)
