"""Mode `performance`: how long an inference takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from neurio_gen.benchmarks import Benchmark
from neurio_gen.harness.performance import INPUTS, measure
from neurio_gen.harness.samples import TIMED_PERIOD
from neurio_gen.pipeline.bench import Place
from neurio_gen.pipeline.mode import DeviceMode, Finding, Steps
from neurio_gen.pipeline.modes.exactness import exactness, mismatch_error
from neurio_gen.pipeline.oracles import oracle_of
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built
from neurio_gen.results import Result, WindowRecord


@dataclass(frozen=True)
class PerformanceMode(DeviceMode):
    """Timed windows, each on one of `inputs` different inputs whose outputs are compared.

    The official number is the default; the median counts.
    """

    name: ClassVar[str] = "performance"

    inputs: int = INPUTS

    def covers(self, result: Result, benchmark: Benchmark) -> bool:
        """Whether it has as many windows."""
        return result.samples == self.inputs

    def steps(self, benchmark: Benchmark) -> int:
        """One a window."""
        return self.inputs

    def measure(self, request: Request, item: Built, place: Place, steps: Steps) -> Finding:
        """Time or instructions of an inference, and whether the outputs are right."""
        timing = measure(
            place.session,
            item.image_model,
            oracle_of(request, item, self.inputs, TIMED_PERIOD),
            place.device.time_base,
            place.device.nanoseconds_per_instruction,
            seed=request.seed,
            tolerance=item.benchmark.tolerance,
            inputs=self.inputs,
            progress=steps,
            executed=place.device.take_executed,
        )
        return Finding(
            {
                "latency_us": timing.latency_us,
                "windows": tuple(
                    WindowRecord(iterations=w.iterations, microseconds=w.microseconds)
                    for w in timing.windows
                ),
                "instructions": timing.instructions,
                "samples": len(timing.windows),
                **exactness(item.benchmark, timing.bit_exact),
            },
            mismatch_error(item.benchmark, timing.mismatch),
        )
