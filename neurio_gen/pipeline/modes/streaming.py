"""Mode `streaming`: the wake word in sound that comes over I2S, as MLPerf Tiny tests it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from math import prod
from pathlib import Path
from typing import ClassVar

from neurio_gen.benchmarks import Benchmark
from neurio_gen.boards import Board, all_boards
from neurio_gen.build import BuiltImage
from neurio_gen.devices import connect, interface_board, open_device
from neurio_gen.devices.emulated_interface import EmulatedInterfaceBoard
from neurio_gen.devices.identity import check_identity
from neurio_gen.devices.interface_board import InterfaceBoard
from neurio_gen.devices.sd_card import SdCard
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.errors import UsageError
from neurio_gen.harness.streaming import (
    check_model,
    measure_streaming,
    simulate,
)
from neurio_gen.models.interface import InputEncoding
from neurio_gen.pipeline.bench import Place
from neurio_gen.pipeline.mode import Finding, Firmware, Flash, Found, Mode, Steps
from neurio_gen.pipeline.modes.streaming_findings import (
    LoadedRecording,
    mismatch_error,
    missed_target,
    quality_record,
    streaming_record,
)
from neurio_gen.pipeline.oracles import Measurable
from neurio_gen.pipeline.request import FlashWish, Request
from neurio_gen.progress import Progress
from neurio_gen.protocol.session import Session
from neurio_gen.results import Result
from neurio_gen.sound.detections import count_detections
from neurio_gen.sound.front_end import BANDS, HOP
from neurio_gen.sound.generated import generate
from neurio_gen.sound.recording import Recording, find_recording, read_wav, write_wav

_UNPLAYED_HOPS = 16  # the official interface board ends before the last of its buffers


@dataclass(frozen=True, eq=False)
class SoundPlace(Place):
    """A board, and the interface board that plays sound to it; `emulated` where it is our own."""

    board: InterfaceBoard
    emulated: EmulatedInterfaceBoard | None = None


@dataclass(frozen=True)
class StreamingMode(Mode[SoundPlace]):
    """A recording through the board, its detections and its duty cycle.

    `recording` is a WAV file, or a truth file in the official layout with its WAV beside it; None
    takes one that the request's seed gives. `interface` is the port of the interface board, which
    has the WAV on its card; emulated boards have an emulated one.
    """

    name: ClassVar[str] = "streaming"

    recording: Path | None = None
    interface: str | None = None
    _loaded: list[LoadedRecording] = field(default_factory=list, init=False, repr=False)

    def check(self, request: Request) -> None:
        """Reads the recording. The board has to have a receiver and somebody who plays."""
        check_receiver(request.board)
        if request.board.device == "serial" and self.interface is None:
            raise UsageError(
                "The streaming test on a board takes the interface board.",
                hint="Name its port, such as --interface /dev/ttyACM1; or use --emulate.",
            )
        if request.board.device != "serial" and self.interface is not None:
            raise UsageError(
                f"{request.board.id} is emulated here, and so is its interface board.",
                hint="Leave --interface out.",
            )
        for benchmark in request.benchmarks:
            _check_benchmark(benchmark)
        recording = (
            write_generated(request) if self.recording is None else find_recording(self.recording)
        )
        samples = read_wav(recording.path)
        if len(samples) < 2 * HOP:
            raise UsageError(f"{recording.name} is too short: it has {len(samples)} samples.")
        digest = hashlib.sha256(recording.path.read_bytes()).hexdigest()
        self._loaded[:] = [LoadedRecording(recording, samples, digest)]

    def firmware(self, request: Request) -> Firmware:
        """It processes sound between commands."""
        return Firmware("streaming")

    def flash_wish(self, wish: FlashWish) -> FlashWish:
        """The interface board's port leads to no board."""
        taken = (self.interface,) if self.interface else ()
        return replace(wish, taken=(*wish.taken, *taken), own_port=self.interface is None)

    def covers(self, result: Result, benchmark: Benchmark) -> bool:
        """Whether it is of the same recording."""
        return (
            result.streaming is not None
            and result.streaming.recording_sha256 == self._loaded[0].digest
        )

    def steps(self, benchmark: Benchmark) -> int:
        """Two a hop: one of the simulation, one of the board."""
        return 2 * self._loaded[0].hops

    @contextmanager
    def open(
        self, request: Request, image: BuiltImage, flash: Flash, progress: Progress
    ) -> Iterator[SoundPlace]:
        """The board behind its interface board."""
        flash(image)
        log = request.log_dir / f"{image.name}.uart.log"
        if self.interface is not None:
            baud = request.baud or request.board.baud
            with SerialDevice(request.board, self.interface, interface_board.BAUD, log) as device:
                board = InterfaceBoard(device.link)
                board.connect(baud)
                session = Session(board, data_bytes=interface_board.DATA_BYTES)
                session.connect()
                check_identity(request.board, session.name(), progress.note)
                yield SoundPlace(device, session, board)
            return
        from neurio_gen.devices.emulated import EmulatedDevice  # Unicorn takes long to import
        from neurio_gen.devices.emulated_sound import EmulatedSound

        with open_device(request.board, image.elf, log=log) as device:
            assert isinstance(device, EmulatedDevice)
            connect(device, progress.note)
            path = self._loaded[0].recording.path
            card = SdCard(path.parent, path.name)
            emulated = EmulatedInterfaceBoard(device.link, EmulatedSound(device), card)
            board = InterfaceBoard(emulated)
            session = Session(board, data_bytes=interface_board.DATA_BYTES)
            yield SoundPlace(device, session, board, emulated)

    def measure(
        self, request: Request, item: Measurable, place: SoundPlace, steps: Steps
    ) -> Finding:
        """Detections, duty cycle, and whether both are those of the simulation."""
        loaded = self._loaded[0]
        oracle = item.oracle(request, 1)
        check_model(item.benchmark.id, oracle)
        expected = simulate(loaded.samples, oracle, lambda _: steps.done())
        place.session.select(item.image_model.id)
        steps.stage("streaming", loaded.recording.name)
        found = measure_streaming(
            *(place.session, place.board, loaded.recording.name, loaded.samples, expected),
            missing_hops=0 if place.emulated else _UNPLAYED_HOPS,
        )
        steps.done(loaded.hops)
        counts = (
            None
            if loaded.recording.windows is None
            else count_detections(found.detections, loaded.recording.windows)
        )
        counted: Found = {}
        if found.mismatch is None and place.emulated is not None:
            counted = self._counted(request, place, loaded, steps)
        record = streaming_record(
            *(loaded, found, counts, place.device),
            instructions=place.emulated.times.instructions if place.emulated else (),
            cycles=counted.get("estimated_cycles"),
        )
        result: Found = {
            "samples": found.answer.hops,
            "bit_exact": found.mismatch is None,
            "streaming": record,
            **counted,
        }
        quality = quality_record(item.benchmark, loaded, found, counts)
        if quality is not None:
            result["quality"] = quality
        return Finding(
            result,
            mismatch_error(item.benchmark, found),
            missed_target(item.benchmark, quality),
        )

    def _counted(
        self, request: Request, place: SoundPlace, loaded: LoadedRecording, steps: Steps
    ) -> Found:
        """Instructions of a hop, and what its cycles are estimated to be."""
        from neurio_gen.devices.emulated import EmulatedDevice
        from neurio_gen.devices.emulated_sound import EmulatedSound
        from neurio_gen.profiling.hops import estimate_hop
        from neurio_gen.profiling.timing.estimate import latency_us
        from neurio_gen.profiling.tracer import can_trace

        device = place.device
        assert isinstance(device, EmulatedDevice) and place.emulated is not None
        each = place.emulated.times.instructions
        found: Found = {"instructions": sum(each) / len(each)}
        if not can_trace():
            steps.note("No estimate of cycles: it needs a C compiler (`neurio-gen doctor`).")
            return found
        estimate = estimate_hop(device, place.session, EmulatedSound(device), loaded.samples)
        if isinstance(estimate, str):
            steps.note(estimate)
            return found
        cycles, timing = estimate
        found["estimated_cycles"] = cycles
        found["estimated_latency_us"] = latency_us(cycles, request.board.clock_hz)
        if timing.band is not None:
            found["estimate_band_percent"] = (timing.band.low, timing.band.high)
        found["flash_banks"] = timing.flash.banks if timing.flash else None
        return found


def check_receiver(board: Board) -> None:
    """Raises UsageError for a board without a receiver of sound that its firmware knows."""
    if board.wiring is None or board.wiring.sound is None or board.device in ("qemu", "native"):
        with_one = [each.id for each in all_boards() if each.wiring and each.wiring.sound]
        raise UsageError(
            f"{board.id} has no I2S receiver that its firmware knows: sound cannot come in.",
            hint=f"Boards with one: {', '.join(with_one)}; with --emulate they need no hardware.",
        )


def _check_benchmark(benchmark: Benchmark) -> None:
    """Raises UsageError for one whose input is known to be no rows of features."""
    elements = [prod(shape) for shape in benchmark.input_shapes]
    rows = all(count % BANDS == 0 for count in elements) and len(elements) <= 1
    if not rows or benchmark.input_encoding is not InputEncoding.AS_IS:
        raise UsageError(
            f"{benchmark.id} is no model of the streaming test: it takes no rows of {BANDS} "
            "features.",
            hint="Name one, such as --benchmark sww01.",
        )


def write_generated(request: Request) -> Recording:
    """A recording of the request's seed, and where its wake words are."""
    path = request.workspace.recording(request.seed)
    spoken = generate(request.seed)
    write_wav(path, spoken.samples)
    return Recording(path, spoken.windows)
