"""Profiles on QEMU machines whose core has no other emulator, such as the Cortex-M55.

The machine is stopped where a kernel returns, and the counter of executed instructions is read:
exact to an instruction, and nothing is added to the firmware. QEMU tells no blocks, so there are
neither functions nor cycles.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from neurio_gen.boards import Board
from neurio_gen.codegen import Program
from neurio_gen.devices.debugger import Debugger
from neurio_gen.devices.qemu import QemuDevice
from neurio_gen.emulator.image import load_image
from neurio_gen.errors import DeviceError
from neurio_gen.profiling.call_sites import CallSites, find_calls
from neurio_gen.profiling.layers import Cost, ModelProfile, Unit, attribute
from neurio_gen.protocol.session import Session

_SECONDS = 600.0
_WARMUPS = 1  # while QEMU's virtual clock settles after the debugger has stopped it unasked
_AROUND = 500  # instructions of the firmware between its time stamps and the model's function
_NO_CYCLES = "no estimate of cycles: QEMU counts instructions, not blocks"


def profile_qemu(
    device: QemuDevice, session: Session, model_id: str, program: Program
) -> ModelProfile:
    """Profiles one inference of the selected model, whose input is loaded.

    Raises AttributionError where layers cannot be told apart, DeviceError where QEMU does not
    answer, and what the session raises.
    """
    sites = find_calls(load_image(device.image), model_id, program)
    clock = _Clock(device.board)
    link = device.board.architecture.return_register
    assert link is not None
    # the machine stands before the inference is asked for, so that its entry is not missed
    with ThreadPoolExecutor(1) as pool, device.debugger() as debugger:
        stops = pool.submit(_follow, debugger, sites, clock, link)
        microseconds = session.infer(1, _WARMUPS, timeout=_SECONDS)
        marks = stops.result(_SECONDS)
    _check(clock.instructions(marks[0], marks[-1]), microseconds, device)
    spans = [clock.instructions(begin, end) for begin, end in pairwise(marks)]
    costs = [
        Cost(span - setup)
        for span, setup in zip(spans[: len(program.layers)], sites.setup, strict=True)
    ]
    overhead = Cost(sum(spans) - sum(cost.count for cost in costs))
    layers = attribute(program, costs)
    return ModelProfile(program, Unit.INSTRUCTIONS, layers, overhead, None, _NO_CYCLES)


def _follow(debugger: Debugger, sites: CallSites, clock: _Clock, link: int) -> list[int]:
    """The counter at the function's entry, after each kernel, and at its end.

    `link` is the number of the register of return addresses.
    """
    marks: list[int] = []
    with debugger:  # at the end the machine runs on
        for _ in range(_WARMUPS + 1):
            debugger.run_to(sites.entry, _SECONDS)
            end = debugger.register(link) & ~1
            marks = [clock.read(debugger)]
            places = [call.returns_to or end for call in sites.calls]
            if not places or places[-1] != end:
                places.append(end)
            for place in places:
                debugger.run_to(place, _SECONDS)
                marks.append(clock.read(debugger))
    return marks


def _check(instructions: int, microseconds: int, device: QemuDevice) -> None:
    """The firmware's own clock must agree, to its resolution and what surrounds the call."""
    window = microseconds * 1000 / device.emulator.nanoseconds_per_instruction
    if abs(window - instructions) > _AROUND:
        raise DeviceError(
            f"QEMU counted {instructions:,} instructions, the firmware's clock {window:,.0f}.",
            hint="Another version of QEMU may count them alike.",
        )


class _Clock:
    """The board's free-running counter, which virtual time drives."""

    def __init__(self, board: Board) -> None:
        emulator = board.emulator
        assert emulator is not None
        self._address = emulator.counter_address
        self._ticks: float = emulator.counter_hz * emulator.nanoseconds_per_instruction / 1e9

    def read(self, debugger: Debugger) -> int:
        return debugger.word(self._address)

    def instructions(self, begin: int, end: int) -> int:
        """Instructions between two readings, less than 2**32 ticks apart."""
        return round((end - begin) % 2**32 / self._ticks)
