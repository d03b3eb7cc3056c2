"""Mode `verify`: whether every output byte is the oracle's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from neurio_gen.benchmarks import Benchmark
from neurio_gen.harness.verify import verify
from neurio_gen.pipeline.bench import Place
from neurio_gen.pipeline.mode import DeviceMode, Finding, Steps, check_count
from neurio_gen.pipeline.modes.exactness import exactness, mismatch_error
from neurio_gen.pipeline.oracles import Measurable
from neurio_gen.pipeline.request import Request
from neurio_gen.results import Result

SAMPLES = 20


@dataclass(frozen=True)
class VerifyMode(DeviceMode):
    """Every output byte of `samples` random inputs, compared with the oracle's."""

    name: ClassVar[str] = "verify"

    samples: int = SAMPLES

    def __post_init__(self) -> None:
        check_count(self.samples, "samples")

    def covers(self, result: Result, benchmark: Benchmark) -> bool:
        """Whether it compared as many inputs."""
        return result.samples == self.samples

    def steps(self, benchmark: Benchmark) -> int:
        """One an input."""
        return self.samples

    def measure(self, request: Request, item: Measurable, place: Place, steps: Steps) -> Finding:
        """How many inputs were compared, and the first difference."""
        found = verify(
            place.session,
            item.image_model,
            item.oracle(request, self.samples),
            self.samples,
            request.seed,
            progress=steps,
            tolerance=item.tolerance,
        )
        return Finding(
            {
                "samples": found.compared,
                **exactness(item, found.exact, found.largest_difference),
            },
            mismatch_error(item.benchmark, found.mismatch),
        )
