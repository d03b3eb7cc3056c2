"""The Python API: benchmarks as objects that run on a device.

    from neurio_gen.benchmark import LayerBasedBenchmark
    from neurio_gen.devices import device

    results = LayerBasedBenchmark("conv2d-*").run_on(device("mps2_an386"))
    print(results)

It is the command line's pipeline under another name: same images, same checks, same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

from neurio_gen.benchmarks import Benchmark, InputEncoding, Oracle, ResultKind, Suite, find
from neurio_gen.benchmarks import from_file as benchmark_of_file
from neurio_gen.benchmarks.user_suites import suite_of_file
from neurio_gen.build import BuiltImage
from neurio_gen.devices.target import Target, device
from neurio_gen.harness.performance import INPUTS
from neurio_gen.models import ModelOptions, WeightsPolicy
from neurio_gen.pipeline.claim import claimed
from neurio_gen.pipeline.construct import construct
from neurio_gen.pipeline.keep import keeping
from neurio_gen.pipeline.modes import PerformanceMode
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.write_flash import FlashWish, needs_flashing, write_and_wait
from neurio_gen.report.benchmark_result import BenchmarkResult

__all__ = [
    "BenchmarkResult",
    "CellBasedBenchmark",
    "ConvMixerBenchmark",
    "DigitsBenchmark",
    "InputEncoding",
    "LayerBasedBenchmark",
    "ModelBenchmark",
    "Oracle",
    "Progress",
    "ResultKind",
    "Runnable",
    "Suite",
    "SuiteBenchmark",
    "TinyMLPerfBenchmark",
]

Progress = Callable[[str, str, float], None]
"""Called as `progress(stage, subject, done)`; `done` is a share, 0 to 1."""

DEFAULT_OUTPUT = Path("build")


class Runnable:
    """Benchmarks that can be run on a device.

    `models` is a folder with the official models; None takes NEURIO_GEN_MODELS, the cache, or a
    download. `weights` "reference" refuses random weights for them. `seed` is of random weights
    and inputs.
    """

    def __init__(
        self,
        benchmarks: Sequence[Benchmark],
        *,
        seed: int = 0,
        models: Path | str | None = None,
        weights: str = WeightsPolicy.ANY.value,
    ) -> None:
        self.benchmarks = tuple(benchmarks)
        """What will be run, in this order."""
        self.seed = seed
        self._models = ModelOptions(
            models_dir=Path(models) if models is not None else None,
            weights=WeightsPolicy(weights),
            seed=seed,
        )

    def run_on(
        self,
        on: Target | str,
        *,
        inputs: int = INPUTS,
        output: Path | str = DEFAULT_OUTPUT,
        templates: Sequence[Path | str] = (),
        jobs: int | None = None,
        progress: Progress | None = None,
    ) -> BenchmarkResult:
        """Generate, build, flash, run, compare every output byte; the results.

        `on` is what `neurio_gen.devices.device` makes, or a board's id. `inputs` is the number of
        different inputs, each with a timed window of its own; the median counts. `output` is the
        folder of sources, images, logs and results; what is in it already is built again only
        where it changed. `templates` are folders that go before ours, `jobs` parallel compilers.
        What cannot run carries its reason in the results. Raises a NeurioGenError where nothing
        can: an unknown board, a model that cannot be had, a toolchain that is missing.
        """
        target = device(on) if isinstance(on, str) else on
        request = Request(
            board=target.board,
            benchmarks=self.benchmarks,
            models=self._models,
            output=Path(output),
            templates=tuple(map(Path, templates)),
            port=target.port,
            baud=target.baud,
            seed=self.seed,
            jobs=jobs,
        )
        return _run(request, PerformanceMode(inputs), _Progress(progress or _silent))


class SuiteBenchmark(Runnable):
    """A suite: one of the catalogue or of a package by its name, a `Suite`, or a Python file.

    `select` are ids, names or globs of its benchmarks; None is all of it. Raises UsageError for a
    suite or selection that names nothing.
    """

    def __init__(
        self, suite: Suite | Path | str, select: str | Sequence[str] | None = None, **options: Any
    ) -> None:
        """`options` are `seed`, `models` and `weights`, as `Runnable` has them."""
        patterns = [select] if isinstance(select, str) else list(select or ["*"])
        if isinstance(suite, Path) or (isinstance(suite, str) and suite.endswith(".py")):
            suite = suite_of_file(Path(suite))
        members = suite.benchmarks if isinstance(suite, Suite) else find([suite])
        super().__init__(find(patterns, among=members), **options)


class _CatalogueSuite(SuiteBenchmark):
    suite: ClassVar[str]

    def __init__(self, select: str | Sequence[str] | None = None, **options: Any) -> None:
        """`select` and `options` as `SuiteBenchmark` has them."""
        super().__init__(self.suite, select, **options)


class LayerBasedBenchmark(_CatalogueSuite):
    """One layer at a time, every kind in four configurations."""

    suite = "layer-based"


class CellBasedBenchmark(_CatalogueSuite):
    """One building block of a known architecture at a time."""

    suite = "cell-based"


class TinyMLPerfBenchmark(_CatalogueSuite):
    """The six MLPerf Tiny models."""

    suite = "tiny_ml_perf"


class ConvMixerBenchmark(_CatalogueSuite):
    """ConvMixer-768/32, for targets with the memory, and a family for microcontrollers."""

    suite = "convmixer"


class DigitsBenchmark(_CatalogueSuite):
    """A small network trained on scikit-learn's handwritten digits."""

    suite = "digits"


class ModelBenchmark(Runnable):
    """int8 .tflite files of one's own."""

    def __init__(self, *paths: Path | str, **options: Any) -> None:
        """`options` are `seed`, `models` and `weights`, as `Runnable` has them."""
        super().__init__([benchmark_of_file(Path(path)) for path in paths], **options)


def _run(request: Request, mode: PerformanceMode, report: Report) -> BenchmarkResult:
    """The pipeline, with every result stored as soon as it exists."""
    report.plan(sum(2 + mode.steps(benchmark) for benchmark in request.benchmarks))
    with claimed(request.output, report):
        constructions = construct(request, prepare(request, report, compared=True), report)

    def flash(image: BuiltImage) -> None:
        write_and_wait(request, image, FlashWish(), report)

    flasher = flash if needs_flashing(request) else None
    outcomes = mode.measure(request, constructions, flasher, report)
    with closing(outcomes), keeping(request) as kept:
        for result, error in outcomes:
            kept.add(result, error)
    return BenchmarkResult(request.board, kept.environment, kept.results)


class _Progress(Report):
    """Turns the pipeline's reports into calls of a function."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._steps = 1
        self._done = 0.0
        self._shown = ("", "")

    def plan(self, steps: int) -> None:
        """The number of steps of the whole job."""
        self._steps = max(steps, 1)

    def stage(self, stage: str, subject: str) -> None:
        """What is being done now."""
        self._shown = (stage, subject)
        self._tell()

    def done(self, steps: float = 1) -> None:
        """Steps that are finished."""
        self._done += steps
        self._tell()

    def _tell(self) -> None:
        self._progress(*self._shown, min(self._done / self._steps, 1.0))


def _silent(_stage: str, _subject: str, _done: float) -> None:
    return
