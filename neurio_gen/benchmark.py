"""The Python API: benchmarks as objects that run on a device.

    from neurio_gen.benchmark import LayerBasedBenchmark
    from neurio_gen.devices import device

    results = LayerBasedBenchmark("conv2d-*").run_on(device("mps2_an386"))
    print(results)

It is the command line's pipeline under another name: same images, same checks, same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, ClassVar

from neurio_gen.benchmarks import (
    Benchmark,
    ChartPlace,
    InputEncoding,
    OracleKind,
    ResultKind,
    Suite,
    SuiteFacts,
    VendorTable,
    find,
    from_files,
    model_files,
)
from neurio_gen.benchmarks.user_suites import suite_of_file
from neurio_gen.devices.target import Target, device
from neurio_gen.engines import AotEngine, Engine, TflmEngine, make_engine
from neurio_gen.engines.registry import DEFAULT as DEFAULT_ENGINE
from neurio_gen.errors import UsageError
from neurio_gen.models import ModelOptions, WeightsPolicy
from neurio_gen.pipeline.bench import P, Place
from neurio_gen.pipeline.measure import measure
from neurio_gen.pipeline.mode import DeviceMode, Finding, Mode, Steps
from neurio_gen.pipeline.modes.accuracy import AccuracyMode
from neurio_gen.pipeline.modes.energy import EnergyMode
from neurio_gen.pipeline.modes.performance import PerformanceMode
from neurio_gen.pipeline.modes.profile import ProfileMode
from neurio_gen.pipeline.modes.streaming import StreamingMode
from neurio_gen.pipeline.modes.verify import VerifyMode
from neurio_gen.pipeline.oracles import Measurable
from neurio_gen.pipeline.outcome import NOTHING_RUN
from neurio_gen.pipeline.request import FlashWish, Request
from neurio_gen.pipeline.stages import Built
from neurio_gen.progress import PlannedStage, Progress
from neurio_gen.report.benchmark_result import BenchmarkResult
from neurio_gen.showing import showing

__all__ = [
    "AccuracyMode",
    "AotEngine",
    "BenchmarkResult",
    "Built",
    "CellBasedBenchmark",
    "ChartPlace",
    "ConvMixerBenchmark",
    "DeviceMode",
    "DigitsBenchmark",
    "EnergyMode",
    "Engine",
    "Finding",
    "FlashWish",
    "InputEncoding",
    "LayerBasedBenchmark",
    "Measurable",
    "Mode",
    "ModelBenchmark",
    "OnProgress",
    "OracleKind",
    "PerformanceMode",
    "Place",
    "ProfileMode",
    "Request",
    "ResultKind",
    "Runnable",
    "Steps",
    "StreamingMode",
    "Suite",
    "SuiteBenchmark",
    "SuiteFacts",
    "TflmEngine",
    "TinyMLPerfBenchmark",
    "VendorTable",
    "VerifyMode",
]

OnProgress = Callable[[str, str, float], None]
"""Called as `progress(stage, subject, done)`; `done` is a share, 0 to 1."""

DEFAULT_OUTPUT = Path("build")


class Runnable:
    """Benchmarks that can be run on a device.

    `models` is a folder with the official models; None takes NEURIO_GEN_MODELS, the cache, or a
    download. `weights` "reference" refuses random weights for them. `seed` is of random weights
    and inputs. `calibrate` is the .npy or .npz by which trained models of one's own are quantised:
    one array per input, float32, shape (samples, *input); None takes random inputs.
    """

    def __init__(
        self,
        benchmarks: Sequence[Benchmark],
        *,
        seed: int = 0,
        models: Path | str | None = None,
        weights: str = WeightsPolicy.ANY.value,
        calibrate: Path | str | None = None,
    ) -> None:
        self.benchmarks = tuple(benchmarks)
        """What will be run, in this order."""
        self.seed = seed
        self._models = ModelOptions(
            models_dir=Path(models) if models is not None else None,
            weights=WeightsPolicy(weights),
            seed=seed,
            calibration=Path(calibrate) if calibrate is not None else None,
        )

    def run_on(
        self,
        on: Target | str,
        mode: Mode[P] | None = None,
        *,
        engine: Engine | str = DEFAULT_ENGINE,
        resume: bool = False,
        output: Path | str = DEFAULT_OUTPUT,
        templates: Sequence[Path | str] = (),
        flash: FlashWish = FlashWish(),  # noqa: B008 (frozen)
        jobs: int | None = None,
        progress: OnProgress | bool | None = None,
    ) -> BenchmarkResult:
        """Generate, build, flash, measure; the results.

        `on` is what `neurio_gen.devices.device` makes, or a board's id. `mode` is what is measured:
        `PerformanceMode()`, which is the default, `AccuracyMode(dataset)`, `EnergyMode(monitor)`,
        `VerifyMode(samples)`, `ProfileMode()`, or a mode of your own. `engine` is what runs the
        models: a name, or `AotEngine(kernels)`, `TflmEngine(library, arena)`, or one of your own.
        With `resume`, what an interrupted run has measured is not measured again. `output` is the
        folder of sources, images, logs and results; what is in it already is built again only
        where it changed.
        `templates` are folders that go before ours, `flash` is how images are written to a board,
        `jobs` are parallel compilers. `progress` is a function, or whether a bar is shown, in the
        cell of a notebook and elsewhere on stderr; None shows it in notebooks only.

        What cannot run carries its reason in the results. Raises a NeurioGenError where nothing
        can: an unknown board, a model that cannot be had, a toolchain that is missing, or the first
        one's reason where all have one.
        """
        if mode is not None and not isinstance(mode, Mode):
            raise UsageError(
                f"A mode is an object of a class such as VerifyMode, not {mode!r}.",
                hint="For example: run_on(device, VerifyMode(samples=20)).",
            )
        target = device(on) if isinstance(on, str) else on
        request = Request(
            board=target.board,
            engine=make_engine(engine) if isinstance(engine, str) else engine,
            benchmarks=self.benchmarks,
            models=self._models,
            output=Path(output),
            templates=tuple(map(Path, templates)),
            port=target.port,
            baud=target.baud,
            seed=self.seed,
            jobs=jobs,
            flash=flash,
            resume=resume,
        )
        with _progress(progress) as shown:
            found = (
                measure(request, PerformanceMode(), shown)
                if mode is None
                else measure(request, mode, shown)
            )
        reason = next((error for error in found.errors.values() if error), None)
        if reason and all(each.bit_exact_reason == NOTHING_RUN for each in found.results):
            raise reason
        return BenchmarkResult(request.board, found.environment, found.results)


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
    """Models of one's own: int8 .tflite, and .keras, .h5 or SavedModel folders to be quantised."""

    def __init__(self, *paths: Path | str, **options: Any) -> None:
        """Files, folders of them, or glob patterns. `options` are as `Runnable` has them.

        Raises UsageError without any path.
        """
        if not paths:
            raise UsageError("No model is named.", hint="For example: ModelBenchmark('my.tflite').")
        super().__init__(from_files(model_files(paths)), **options)


def _progress(wanted: OnProgress | bool | None) -> AbstractContextManager[Progress]:
    if callable(wanted):
        return nullcontext(_Told(wanted))
    return showing(wanted)


class _Told(Progress):
    """Turns the pipeline's progress into calls of a function."""

    def __init__(self, progress: OnProgress) -> None:
        self._progress = progress
        self._steps = 1
        self._done = 0.0
        self._shown = ("", "")

    def plan(self, stages: Sequence[PlannedStage]) -> None:
        """The steps of the whole job."""
        self._steps = max(sum(stage.steps for stage in stages), 1)

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
