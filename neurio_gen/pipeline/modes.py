"""What can be measured: performance, accuracy or energy, all behind one interface."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Sequence
from typing import ClassVar

from neurio_gen.benchmarks import Benchmark
from neurio_gen.build import BuiltImage
from neurio_gen.build import Mode as BuildMode
from neurio_gen.errors import NeurioGenError
from neurio_gen.harness.performance import INPUTS
from neurio_gen.pipeline.bench import Bench
from neurio_gen.pipeline.construct import Construction
from neurio_gen.pipeline.measure import measure_all
from neurio_gen.pipeline.outcome import performance_result
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.results import Result
from neurio_gen.results.words import Mode

Flash = Callable[[BuiltImage], None]
"""Writes an image where the device keeps it."""

Outcome = tuple[Result, NeurioGenError | None]
"""A result, and what went wrong if something did."""

Outcomes = Generator[Outcome, None, None]
"""Outcomes as they come. Closing it ends the devices that are in use."""


class MeasuringMode(ABC):
    """A way to measure benchmarks. `build_mode` is the firmware that it needs.

    `name` is what its results call it.
    """

    name: ClassVar[Mode]
    build_mode: ClassVar[BuildMode] = "performance"

    @abstractmethod
    def check(self, request: Request) -> None:
        """Raises UsageError where the request cannot be measured so, before anything is built."""

    @abstractmethod
    def steps(self, benchmark: Benchmark) -> int:
        """Steps of a report that a benchmark takes."""

    @abstractmethod
    def measure(
        self,
        request: Request,
        constructions: Sequence[Construction],
        flash: Flash | None,
        report: Report,
    ) -> Outcomes:
        """Hands out the result of each construction as soon as it exists.

        `flash` writes an image where the device keeps it in flash; None where that is done.
        """


class PerformanceMode(MeasuringMode):
    """Timed windows, each on an input of its own."""

    def __init__(self, inputs: int = INPUTS) -> None:
        """The official number of inputs is the default."""
        self._inputs = inputs

    name: ClassVar[Mode] = "performance"

    def check(self, request: Request) -> None:
        """Every request can be timed."""

    def steps(self, benchmark: Benchmark) -> int:
        """One a window."""
        return self._inputs

    def measure(
        self,
        request: Request,
        constructions: Sequence[Construction],
        flash: Flash | None,
        report: Report,
    ) -> Outcomes:
        """Results of mode `performance`."""
        with Bench(request, flash, report) as bench:
            for item in measure_all(request, constructions, bench, report, self._inputs):
                yield performance_result(request, item), item.error
