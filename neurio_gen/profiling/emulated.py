"""Profiles on emulated boards: exact counts of every block, nothing added to the firmware."""

from __future__ import annotations

from collections.abc import Iterator

from neurio_gen.boards import Board
from neurio_gen.codegen import Program
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.emulator.image import Image
from neurio_gen.emulator.timed_flash import FlashSettings
from neurio_gen.profiling.call_sites import find_calls
from neurio_gen.profiling.layers import Cost, ModelProfile, Unit, attribute
from neurio_gen.profiling.recorder import Inference, Recorder
from neurio_gen.profiling.timing.cores import CORES
from neurio_gen.profiling.timing.estimate import TimingModel
from neurio_gen.profiling.timing.instructions import UndecodedError
from neurio_gen.profiling.timing.memory import flash_timing
from neurio_gen.profiling.tracer import BlockCounts, Trace, add_traces
from neurio_gen.protocol.session import Session

_SECONDS = 600.0  # of a computer that has other things to do, with every access watched
_WARMUPS = 1  # fills the caches, as any inference but the first finds them


def timing_model(board: Board, settings: FlashSettings | None = None) -> TimingModel | str:
    """The timing model of a board as its firmware has set it, or why there is none."""
    core = CORES.get(board.cpu)
    if core is None:
        if board.architecture.machine == "EM_RISCV":
            return f"no estimate of cycles: instruction timings of the {board.cpu} are not modelled"
        return f"no estimate of cycles: Arm publishes no instruction timings of the {board.cpu}"
    try:
        return TimingModel(core, flash_timing(board, settings))
    except KeyError:
        return f"no estimate of cycles: the flash memory of the {board.mcu} is not modelled"


def profile_emulated(
    device: EmulatedDevice, session: Session, model_id: str, program: Program
) -> ModelProfile:
    """Profiles one inference of the selected model, whose input is loaded.

    Raises AttributionError where layers cannot be told apart, and what the session raises.
    """
    settings = device.examine(lambda emulated: emulated.flash_settings)
    timing = timing_model(device.board, settings)
    flash = timing.flash if isinstance(timing, TimingModel) else None

    def watch(emulated: EmulatedBoard) -> Recorder:
        return Recorder(emulated, find_calls(emulated.image, model_id, program), flash)

    def finish(emulated: EmulatedBoard) -> ModelProfile:
        recorder.remove()
        return _profile(emulated, program, recorder.take(), timing)

    recorder = device.examine(watch)
    session.infer(1, _WARMUPS, timeout=_SECONDS)
    return device.examine(finish)


def _profile(
    emulated: EmulatedBoard, program: Program, recorded: Inference, timing: TimingModel | str
) -> ModelProfile:
    price = _Price(emulated, timing)
    try:
        layers = attribute(program, [price.of(trace) for trace in recorded.layers])
        overhead = price.of(add_traces(recorded.between))
        everything = add_traces((*recorded.layers, *recorded.between))
        functions = {
            name: price.of(trace) for name, trace in _by_function(emulated.image, everything)
        }
    except UndecodedError as error:
        return _profile(emulated, program, recorded, f"no estimate of cycles: {error}")
    if isinstance(timing, str):
        return ModelProfile(program, Unit.INSTRUCTIONS, layers, overhead, functions, timing)
    return ModelProfile(
        *(program, Unit.INSTRUCTIONS, layers, overhead, functions, timing.describe()),
        # that of images that compute in integers
        band=timing.band if program.arithmetic == "integer" else None,
        flash_banks=timing.flash.banks if timing.flash else None,
    )


class _Price:
    """What a trace cost."""

    def __init__(self, emulated: EmulatedBoard, timing: TimingModel | str) -> None:
        self._engine = emulated.engine
        self._block = emulated.block
        self._timing = timing if isinstance(timing, TimingModel) else None

    def of(self, trace: Trace) -> Cost:
        """Executed instructions, and estimated cycles where the core's timing is known."""
        count = sum(
            self._block(address, self._code(address, size)).instructions * counts.executions
            for (address, size), counts in trace.items()
        )
        return Cost(count, self._timing.estimate(trace, self._code) if self._timing else None)

    def _code(self, address: int, size: int) -> bytes:
        return bytes(self._engine.mem_read(address, size))


def _by_function(image: Image, trace: Trace) -> Iterator[tuple[str, Trace]]:
    groups: dict[str, dict[tuple[int, int], BlockCounts]] = {}
    for key, counts in trace.items():
        symbol = image.function_at(key[0])
        groups.setdefault(symbol.name if symbol else "no symbol", {})[key] = counts
    yield from groups.items()
