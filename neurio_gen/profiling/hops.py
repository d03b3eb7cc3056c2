"""What a hop of the streaming test costs on an emulated board, by its core's timing model."""

from __future__ import annotations

from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.devices.emulated_sound import EmulatedSound
from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.errors import NeurioGenError
from neurio_gen.profiling.emulated import timing_model
from neurio_gen.profiling.timing.estimate import TimingModel
from neurio_gen.profiling.timing.instructions import UndecodedError
from neurio_gen.profiling.tracer import Trace, Tracer
from neurio_gen.protocol.session import Session
from neurio_gen.sound.front_end import HOP
from neurio_gen.sound.recording import Stereo

_PIN = "neurio::sound::set_processing_pin"
_HOPS = 3  # the last is priced: caches are then as any hop finds them
_SECONDS = 600.0


class _Watch:
    """Keeps what the last hop has executed: from one call that sets the pin to the next."""

    def __init__(self, board: EmulatedBoard, tracer_of: TimingModel, pin: int) -> None:
        self._busy = False
        self.last: Trace | None = None
        self.error: NeurioGenError | None = None
        self.tracer = Tracer(board, tracer_of.flash, self._reached)
        self.tracer.mark(pin)

    def _reached(self, _: int) -> None:
        try:
            trace = self.tracer.drain()
        except NeurioGenError as error:  # native code calls, which would swallow it
            self.error = error
            return
        self.last = trace if self._busy else self.last
        self._busy = not self._busy


def estimate_hop(
    device: EmulatedDevice, session: Session, sound: EmulatedSound, samples: Stereo
) -> tuple[int, TimingModel] | str:
    """Cycles of a hop of `samples`, and the model that says so; or why there is no estimate."""
    settings = device.examine(lambda board: board.flash_settings)
    timing = timing_model(device.board, settings)
    if isinstance(timing, str):
        return timing

    def watch(board: EmulatedBoard) -> _Watch | None:
        pin = next((each for each in board.image.functions if each.name == _PIN), None)
        return _Watch(board, timing, pin.address) if pin else None

    watched = device.examine(watch)
    if watched is None:
        return f"no estimate of cycles: the image has no function {_PIN}"
    session.start_stream()
    device.console.wait(sound.play(samples[: _HOPS * HOP]), _SECONDS)
    device.examine(lambda _: watched.tracer.remove())
    session.stop_stream()
    if watched.error is not None:
        raise watched.error
    if watched.last is None:
        return "no estimate of cycles: no hop was processed"
    engine = device.examine(lambda board: board.engine)
    try:
        estimate = timing.estimate(
            watched.last, lambda address, size: bytes(engine.mem_read(address, size))
        )
    except UndecodedError as error:
        return f"no estimate of cycles: {error}"
    return estimate.total, timing
