"""What a network search asks of each candidate: figures on a board, or the limit that it breaks.

from neurio_gen.search import Objective

objective = Objective("nucleo_l4r5zi", ("latency", "ram"), limits={"ram": 64 * 1024})
score = objective(model)  # a Keras model, the bytes of a .tflite, or its path
if score.failed is None:
    print(score.values, score.predict(samples))
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.benchmark import ModelBenchmark
from neurio_gen.boards import load_board
from neurio_gen.devices.target import device
from neurio_gen.engines import AotEngine
from neurio_gen.errors import DoesNotFitError, ModelError, UnsupportedModelError, UsageError
from neurio_gen.estimation import estimate
from neurio_gen.harness.encoding import dequantise, quantise
from neurio_gen.level import Level
from neurio_gen.oracle import Oracle, captured_standard_error
from neurio_gen.pipeline.mode import Mode
from neurio_gen.results import Result

METRICS = ("latency", "cycles", "instructions", "flash", "ram", "energy")
"""Microseconds, cycles and instructions of an inference, bytes, bytes, microjoules."""


@dataclass(frozen=True)
class Score:
    """What a candidate takes, by metric, in the order asked for; less is better.

    `failed` says which limit it breaks, or why it cannot run; `values` are then what is known.
    `tflite` is the int8 network itself, empty where there is none.
    """

    values: Mapping[str, float]
    failed: str | None = None
    tflite: bytes = field(default=b"", repr=False, compare=False)

    def __iter__(self) -> Iterator[float]:
        """The figures alone, as optimisers take them."""
        return iter(self.values.values())

    def predict(self, samples: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        """What the int8 network makes of samples, by TFLite Micro: as the board's bytes are.

        `samples` are real numbers, shape (samples, *input), of a network with one input; of its
        outputs, the first, shape (samples, *output). Raises ModelError for any other network.
        """
        runner = Oracle(self.tflite, "the candidate")
        if len(runner.inputs) != 1:
            raise ModelError(f"The candidate has {len(runner.inputs)} inputs, not one.")
        given, answer = runner.inputs[0], runner.outputs[0]
        codes = quantise(given, np.asarray(samples)).reshape(-1, *given.shape)
        rows = []
        for each in codes:
            runner.reset()
            rows.append(dequantise(answer, runner.invoke([each])[0])[0])
        return np.stack(rows)


@dataclass(frozen=True)
class Objective:
    """Figures of int8 networks on a board.

    Estimated from the plan, in a tenth of a second: `flash` is then the model's data, `ram` what
    its arena, state, inputs and outputs take. With `measured`, each candidate is built and run, on
    the board or, with `emulate`, on models of its chip; `flash` and `ram` are then the firmware's,
    and outputs that are not TFLite Micro's fail it. `mode` is what measures: energy needs an
    `EnergyMode`. `limits` are the most of each metric. `output` is where images are built.

    Raises UsageError for metrics that are none or that nothing here can tell.
    """

    board: str
    metrics: Sequence[str] = ("latency", "flash", "ram")
    limits: Mapping[str, float] = field(default_factory=dict)
    level: Level = Level.BALANCED
    measured: bool = False
    emulate: bool = False
    mode: Mode[Any] | None = None
    output: Path | str = "build"
    seed: int = 0

    def __post_init__(self) -> None:
        """Checks what is asked for."""
        unknown = [name for name in (*self.metrics, *self.limits) if name not in METRICS]
        if unknown:
            raise UsageError(
                f"{unknown[0]!r} is no metric.", hint=f"The metrics are {', '.join(METRICS)}."
            )
        asked = {*self.metrics, *self.limits}
        if "energy" in asked and (self.mode is None or self.mode.name != "energy"):
            raise UsageError(
                "Energy is measured, with a power monitor.",
                hint="Give Objective(..., measured=True, mode=EnergyMode(monitor)).",
            )
        load_board(self.board)

    def __call__(self, model: Any, calibration: npt.NDArray[Any] | None = None) -> Score:
        """The figures of a candidate: a Keras model, bytes of a .tflite, or a path.

        A Keras model is quantised by `calibration`, float32 of shape (samples, *input), or by
        random inputs: then its weights are drawn anew, so that its outputs mean nothing. Raises a
        NeurioGenError for what no other candidate could do better: no toolchain, no board.
        """
        return self.scores([model], calibration)[0]

    def scores(
        self, models: Sequence[Any], calibration: npt.NDArray[Any] | None = None
    ) -> list[Score]:
        """The figures of several candidates, as of one; those that are measured share images."""
        converted = [self._converted(model, calibration) for model in models]
        tflites = [each for each in converted if isinstance(each, bytes)]
        known = iter(self._measured(tflites) if self.measured else map(self._estimated, tflites))
        return [
            self._score(next(known), each) if isinstance(each, bytes) else Score({}, each)
            for each in converted
        ]

    def _converted(self, model: Any, calibration: npt.NDArray[Any] | None) -> bytes | str:
        try:
            return self.quantised(model, calibration)
        except ModelError as error:
            return error.message

    def _score(self, known: dict[str, float] | str, tflite: bytes) -> Score:
        if isinstance(known, str):
            return Score({}, known, tflite)
        broken = [
            f"{name} is {known[name]:,.0f}, the limit {most:,.0f}"
            for name, most in self.limits.items()
            if known.get(name) is None or known[name] > most
        ]
        missing = [name for name in self.metrics if name not in known]
        if missing:
            raise UsageError(
                f"Nothing tells {', '.join(missing)} of {self.board} here.",
                hint="Ask for instructions, or measure on the board itself: measured=True.",
            )
        values = {name: known[name] for name in self.metrics}
        return Score(values, "; ".join(broken) or None, tflite)

    def quantised(self, model: Any, calibration: npt.NDArray[Any] | None = None) -> bytes:
        """The int8 .tflite of a candidate, converted in this process where it is a Keras model.

        Raises ModelError for what TensorFlow's converter refuses. What it says is not shown.
        """
        if isinstance(model, bytes):
            return model
        if isinstance(model, Path | str):
            return Path(model).read_bytes()
        from neurio_gen.models.build_worker import network_of  # TensorFlow takes long to import
        from neurio_gen.models.network import Network
        from neurio_gen.models.quantise import to_int8
        from neurio_gen.models.refusals import refusals

        if calibration is None:
            network = network_of(model, self.seed, "the search")
        else:
            network = Network(model, np.asarray(calibration, np.float32))
        with captured_standard_error([]), refusals(of_a_user=True):
            return to_int8(network)

    def _estimated(self, tflite: bytes) -> dict[str, float] | str:
        try:
            found = estimate(tflite, self.board, self.level, "the candidate")
        except UnsupportedModelError as error:
            return error.message
        if found.unpriced:
            return f"no rates for {', '.join(found.unpriced)}"
        board = load_board(self.board)
        for what, needed, there in (
            ("flash", found.constant_bytes, board.flash_bytes),
            ("RAM", found.ram_bytes, board.ram_bytes),
        ):
            if there is not None and needed > there:
                return f"it needs {needed:,} bytes of {what}, the board has {there:,}"
        return _known(
            latency=found.latency_us,
            cycles=found.cycles,
            instructions=found.instructions,
            flash=found.constant_bytes,
            ram=found.ram_bytes,
        )

    def _measured(self, tflites: Sequence[bytes]) -> list[dict[str, float] | str]:
        with tempfile.TemporaryDirectory(prefix="neurio-gen-") as folder:
            paths = [Path(folder) / f"candidate-{number}.tflite" for number in range(len(tflites))]
            for path, tflite in zip(paths, tflites, strict=True):
                path.write_bytes(tflite)
            try:
                results = ModelBenchmark(*paths, seed=self.seed).run_on(
                    device(self.board, emulate=self.emulate),
                    self.mode,
                    engine=AotEngine(level=self.level),
                    output=self.output,
                )
            except (UnsupportedModelError, DoesNotFitError) as error:  # nothing can run
                if len(tflites) > 1:
                    return [each for tflite in tflites for each in self._measured([tflite])]
                return [error.message]
        return [_figures(results[path.stem]) for path in paths]


def _figures(result: Result) -> dict[str, float] | str:
    """What was measured, or why there is nothing."""
    if result.status != "ok":
        return result.error or result.status
    measured = result.latency_us if result.latency_us is not None else result.estimated_latency_us
    return _known(
        latency=measured,
        cycles=result.estimated_cycles,
        instructions=result.instructions,
        flash=result.flash_bytes,
        ram=result.ram_bytes,
        energy=result.energy.microjoules if result.energy else None,
    )


def _known(**figures: float | None) -> dict[str, float]:
    return {name: float(value) for name, value in figures.items() if value is not None}
