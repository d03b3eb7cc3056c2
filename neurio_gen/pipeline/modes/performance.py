"""Mode `performance`: how long an inference takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from neurio_gen.benchmarks import Benchmark
from neurio_gen.boards import Board
from neurio_gen.harness.comparison import Differences, Mismatch
from neurio_gen.harness.inference import RunningModel
from neurio_gen.harness.performance import INPUTS, measure
from neurio_gen.harness.samples import TIMED_PERIOD, Sample, samples
from neurio_gen.pipeline.bench import Place
from neurio_gen.pipeline.mode import DeviceMode, Finding, Found, Steps, check_count
from neurio_gen.pipeline.modes.data import FROM_DATASET, RANDOM, given_samples, read_inputs
from neurio_gen.pipeline.modes.exactness import exactness, mismatch_error
from neurio_gen.pipeline.modes.kept_estimates import estimate_key, estimate_store, once
from neurio_gen.pipeline.oracles import Measurable
from neurio_gen.pipeline.request import Request
from neurio_gen.results import Result, WindowRecord


@dataclass(frozen=True)
class PerformanceMode(DeviceMode):
    """Timed windows, each on one of `inputs` different inputs whose outputs are compared.

    The official number is the default; the median counts. The inputs are the first of the accuracy
    data set in `dataset`, or random ones.
    """

    name: ClassVar[str] = "performance"

    inputs: int = INPUTS
    dataset: Path | None = None
    _loaded: dict[str, tuple[bytes, ...] | None] = field(
        default_factory=dict, init=False, repr=False
    )

    def __post_init__(self) -> None:
        check_count(self.inputs, "inputs")

    def check(self, request: Request) -> None:
        """Reads the inputs of all benchmarks that have a data set."""
        for benchmark in request.benchmarks:
            self._loaded[benchmark.id] = read_inputs(request, benchmark, self.dataset, self.inputs)

    def covers(self, result: Result, benchmark: Benchmark) -> bool:
        """Whether it has as many windows, on inputs of the same origin."""
        origin = RANDOM if self._loaded.get(benchmark.id) is None else FROM_DATASET
        return result.samples == self.inputs and (result.inputs or RANDOM) == origin

    def load(self, board: Board) -> None:
        """What drives the board, and what estimates its time."""
        super().load(board)
        if board.device == "emulated":
            from neurio_gen.profiling.tracer import can_trace  # takes long to import

            can_trace()

    def steps(self, benchmark: Benchmark) -> int:
        """One a window."""
        return self.inputs

    def measure(self, request: Request, item: Measurable, place: Place, steps: Steps) -> Finding:
        """Time or instructions of an inference, and whether the outputs are right.

        On an emulated board, also how long it would take on silicon by the model of its timing.
        """
        oracle = item.oracle(request, self.inputs, TIMED_PERIOD)
        given = given_samples(self._loaded.get(item.benchmark.id), item, oracle)
        timing = measure(
            place.session,
            item.image_model,
            oracle,
            place.device.time_base,
            place.device.nanoseconds_per_instruction,
            seed=request.seed,
            tolerance=item.tolerance,
            inputs=self.inputs,
            given=given,
            progress=steps,
            executed=place.device.take_executed,
        )
        estimated: Found = {}
        mismatch = timing.mismatch
        # a wrong answer's time is worth nothing
        if timing.bit_exact and place.device.kind == "emulated" and not request.engine.needs_hooks:
            differences = Differences(item.tolerance)
            running = RunningModel(place.session, item.image_model, oracle, differences)
            first = given or samples(oracle.inputs, 1, request.seed, TIMED_PERIOD)
            sample = next(iter(first))
            estimated, mismatch = _estimated(
                request, item, place, running, sample=sample, steps=steps
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
                "inputs": RANDOM if given is None else FROM_DATASET,
                **exactness(
                    *(item, timing.bit_exact and mismatch is None),
                    timing.largest_difference,
                ),
                **estimated,
            },
            mismatch_error(item.benchmark, mismatch),
        )


def _estimated(
    request: Request,
    item: Measurable,
    place: Place,
    running: RunningModel,
    *,
    sample: Sample,
    steps: Steps,
) -> tuple[Found, Mismatch | None]:
    """As `estimate`, which is not asked about what it was asked before."""

    def watched() -> tuple[Found, Mismatch | None]:
        from neurio_gen.pipeline.modes.estimate import estimate  # takes long to import

        return estimate(place, running, program, sample, steps)

    program, image = item.image_model.program, item.image.sha256
    if not image:
        return watched()
    key = estimate_key(request.board, image, running.workload.id, program, sample)
    with estimate_store(request.models.cache_dir) as store:
        return once(store, key, watched)
