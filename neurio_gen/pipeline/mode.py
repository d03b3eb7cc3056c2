"""What a mode of measuring is: the one interface behind which all of them are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import ClassVar, Generic, TypedDict

from pydantic import JsonValue

from neurio_gen.benchmarks import Benchmark
from neurio_gen.boards import Board
from neurio_gen.build import BuiltImage
from neurio_gen.build import Mode as BuildMode
from neurio_gen.devices import connect, load_device, open_device
from neurio_gen.errors import NeurioGenError, UsageError
from neurio_gen.pipeline.bench import P, Place
from neurio_gen.pipeline.oracles import Measurable
from neurio_gen.pipeline.request import FlashWish, Request
from neurio_gen.progress import Progress
from neurio_gen.results import (
    EnergyRecord,
    ProfileRecord,
    QualityRecord,
    Result,
    StreamingRecord,
    WindowRecord,
)

Flash = Callable[[BuiltImage], None]
"""Writes an image where the device keeps it; nothing where it is there, or is loaded at a start."""


class Steps(Progress):
    """A benchmark's share of a job's progress: never more steps than were planned for it."""

    def __init__(self, progress: Progress, planned: int) -> None:
        self._progress = progress
        self._left: float = planned

    def stage(self, stage: str, subject: str) -> None:
        """As the job's."""
        self._progress.stage(stage, subject)

    def done(self, steps: float = 1) -> None:
        """Steps that are finished, as far as they were planned."""
        counted = min(steps, self._left)
        self._left -= counted
        if counted:
            self._progress.done(counted)

    def detail(self, text: str) -> None:
        """As the job's."""
        self._progress.detail(text)

    def note(self, text: str) -> None:
        """As the job's."""
        self._progress.note(text)

    def finish(self) -> None:
        """The steps that were never made."""
        self._progress.done(self._left)
        self._left = 0


@dataclass(frozen=True)
class Firmware:
    """The firmware that a mode measures.

    `apart` has it built below `profile/` of the output, where it would be in the way of the others.
    """

    build: BuildMode = "performance"
    layer_hooks: bool = False
    apart: bool = False


class Found(TypedDict, total=False):
    """Fields of a result that a mode fills in.

    `details` is for what the JSON contract has no field of.
    """

    latency_us: float | None
    windows: tuple[WindowRecord, ...]
    instructions: float | None
    bit_exact: bool | None
    bit_exact_reason: str | None
    tolerance: int
    relative_tolerance: float
    largest_difference: float
    samples: int
    inputs: str
    quality: QualityRecord
    energy: EnergyRecord
    profile: ProfileRecord
    streaming: StreamingRecord
    estimated_cycles: int
    estimated_latency_us: float | None
    estimate_band_percent: tuple[float, float] | None
    flash_banks: int | None
    details: dict[str, JsonValue]


@dataclass(frozen=True)
class Finding:
    """What was found of a benchmark, and what is wrong with it if something is.

    An error makes the result a failed one, but for a `missed` target: there the result stands.
    """

    found: Found
    error: NeurioGenError | None = None
    missed: NeurioGenError | None = None


def check_count(number: int, what: str) -> None:
    """Raises UsageError for a number of things to measure with that is none."""
    if not isinstance(number, int) or number < 1:
        raise UsageError(f"{number!r} is no number of {what}.", hint="It is 1 at least.")


class Mode(ABC, Generic[P]):
    """A way to measure benchmarks.

    `name` is what its results call it: lower-case letters, digits and -. `P` is the place that it
    measures at: a device with a session, and what else it takes. `compared` says whether it needs
    an oracle: what has none is then refused before it is built.
    """

    name: ClassVar[str]
    compared: ClassVar[bool] = True

    def check(self, request: Request) -> None:
        """Raises UsageError where the request cannot be measured so, before anything is built."""

    def firmware(self, request: Request) -> Firmware:
        """The firmware that it measures."""
        return Firmware()

    def device(self, board: Board) -> str:
        """The kind of the device that it takes for a board."""
        return board.device

    def covers(self, result: Result, benchmark: Benchmark) -> bool:
        """Whether a result of the same mode, model, board and kernels says what it would find."""
        return True

    def flash_wish(self, wish: FlashWish) -> FlashWish:
        """The wish with what it takes of the bench's ports."""
        return wish

    def load(self, board: Board) -> None:
        """Imports what it will measure the board with, which is done while images are built."""

    @abstractmethod
    def steps(self, benchmark: Benchmark) -> int:
        """Steps of a benchmark, for the progress bar."""

    @abstractmethod
    def open(
        self, request: Request, image: BuiltImage, flash: Flash, progress: Progress
    ) -> AbstractContextManager[P]:
        """Flashes and starts an image; leaving the context ends the device."""

    @abstractmethod
    def measure(self, request: Request, item: Measurable, place: P, steps: Steps) -> Finding:
        """Measures a benchmark whose image runs at `place`, and tells `steps` of each that is done.

        `item.oracle` is what its outputs are compared with.

        Raises a NeurioGenError where it cannot; the benchmark has then failed.
        """


class DeviceMode(Mode[Place]):
    """A mode that takes nothing but the device of the board. Subclass it to add one."""

    def load(self, board: Board) -> None:
        """What drives the board."""
        load_device(board)

    @contextmanager
    def open(
        self, request: Request, image: BuiltImage, flash: Flash, progress: Progress
    ) -> Iterator[Place]:
        """The board's device, with the firmware's harness answering on it."""
        flash(image)
        log = request.log_dir / f"{image.name}.uart.log"
        with open_device(
            request.board,
            image.elf,
            port=request.port,
            baud=request.baud,
            boot_seconds=request.boot_seconds,
            log=log,
        ) as device:
            yield Place(device, connect(device, progress.note))
