"""Mode `profile`: one inference of each benchmark, taken apart by layers, on whatever runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

from neurio_gen.benchmarks import Benchmark
from neurio_gen.boards import Board
from neurio_gen.build import BuiltImage
from neurio_gen.codegen import Program
from neurio_gen.devices import Device, connect, open_device
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.devices.qemu import QemuDevice
from neurio_gen.emulator.wiring import emulated_boards
from neurio_gen.errors import MismatchError
from neurio_gen.harness.comparison import Differences
from neurio_gen.harness.inference import RunningModel
from neurio_gen.harness.samples import TIMED_PERIOD, samples
from neurio_gen.pipeline.bench import Place
from neurio_gen.pipeline.mode import Finding, Firmware, Flash, Mode, Steps
from neurio_gen.pipeline.modes.exactness import exactness
from neurio_gen.pipeline.modes.one_inference import estimates, take_apart
from neurio_gen.pipeline.oracles import Measurable
from neurio_gen.pipeline.request import Request
from neurio_gen.profiling.emulated import profile_emulated
from neurio_gen.profiling.hooks import profile_by_hooks
from neurio_gen.profiling.layers import ModelProfile, Unit
from neurio_gen.profiling.qemu import profile_qemu
from neurio_gen.profiling.record import profile_record
from neurio_gen.progress import Progress
from neurio_gen.protocol.session import Session


@dataclass(frozen=True, eq=False)
class ProfiledPlace(Place):
    """A device, and how an inference that runs on it is taken apart: `take(model id, program)`."""

    take: Callable[[str, Program], ModelProfile]


@dataclass(frozen=True)
class ProfileMode(Mode[ProfiledPlace]):
    """The cost of each layer of one inference.

    Boards and this computer run firmware with hooks around the layers, built apart from the rest
    below `profile/` of the output; emulators run the firmware that is measured, unchanged.
    `profiles` are those that were taken, by the benchmark's id.
    """

    name: ClassVar[str] = "profile"

    profiles: dict[str, ModelProfile] = field(default_factory=dict, init=False)

    def firmware(self, request: Request) -> Firmware:
        """With hooks where layers can be told apart only by these."""
        if needs_hooks(request):
            return Firmware("profile", layer_hooks=True, apart=True)
        return Firmware()

    def device(self, board: Board) -> str:
        """The device that can tell most: the emulator that knows blocks, where it has the core."""
        if board.device == "qemu" and board.id in emulated_boards():
            return "emulated"
        return board.device

    def steps(self, benchmark: Benchmark) -> int:
        """One inference."""
        return 1

    @contextmanager
    def open(
        self, request: Request, image: BuiltImage, flash: Flash, progress: Progress
    ) -> Iterator[ProfiledPlace]:
        """The device with the instrument that it takes."""
        flash(image)
        with self._device(request, image) as device:
            session = connect(device, progress.note)
            yield ProfiledPlace(device, session, _instrument(request, device, session))

    def measure(
        self, request: Request, item: Measurable, place: ProfiledPlace, steps: Steps
    ) -> Finding:
        """What each layer takes, and whether the output is right."""
        model = item.image_model
        place.session.select(model.id)
        oracle = item.oracle(request, 1, TIMED_PERIOD)
        differences = Differences(item.tolerance)
        running = RunningModel(place.session, model, oracle, differences)
        (sample,) = samples(oracle.inputs, 1, request.seed, TIMED_PERIOD)
        profile, mismatch = take_apart(running, sample, lambda: place.take(model.id, model.program))
        steps.done()
        self.profiles[item.benchmark.id] = profile
        error = None
        if mismatch is not None:
            error = MismatchError(
                f"{item.benchmark.id} differs from the oracle when profiled: {mismatch}.",
                hint="The profile is not valid. Does `neurio-gen verify` find a difference?",
            )
        counted = profile.unit is Unit.INSTRUCTIONS
        return Finding(
            {
                "instructions": profile.total if counted else None,
                **exactness(item, mismatch is None, differences.largest),
                "samples": 1,
                "profile": profile_record(profile),
                **estimates(profile, request.board.clock_hz),
            },
            error,
        )

    def _device(self, request: Request, image: BuiltImage) -> Device:
        board = request.board
        log = request.log_dir / f"{image.name}.profile.uart.log"
        if self.device(board) == "emulated":
            return EmulatedDevice(board.emulated(), image.elf, log=log)
        return open_device(
            board,
            image.elf,
            port=request.port,
            baud=request.baud,
            boot_seconds=request.boot_seconds,
            log=log,
        )


def needs_hooks(request: Request) -> bool:
    """Whether layers can be told apart only by hooks in the firmware."""
    return request.engine.needs_hooks or request.board.device in ("serial", "native")


def _instrument(
    request: Request, device: Device, session: Session
) -> Callable[[str, Program], ModelProfile]:
    if needs_hooks(request):
        return lambda _, program: profile_by_hooks(device, session, program)
    if isinstance(device, EmulatedDevice):
        emulated = device
        return lambda model, program: profile_emulated(emulated, session, model, program)
    if isinstance(device, QemuDevice):
        debugged = device
        return lambda model, program: profile_qemu(debugged, session, model, program)
    raise TypeError(f"{type(device).__name__} has no instrument")
