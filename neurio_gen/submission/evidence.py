"""What was measured for a submission, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from neurio_gen.errors import NeurioGenError
from neurio_gen.results import Entry, Result, Run
from neurio_gen.submission.rules import (
    MODELS,
    SMALLER,
    STREAMING,
    WINDOW_SECONDS,
    WINDOWS,
    Model,
    Rule,
    model_of,
)

Division = Literal["closed", "open"]
Test = Literal["performance", "accuracy", "energy"]
TESTS: tuple[Test, ...] = ("performance", "accuracy", "energy")


_MEASURE = (
    "Measure what is missing on the board itself, such as "
    "`neurio-gen flash-and-run --board nucleo_l4r5zi --mode accuracy --dataset DIR`."
)


@dataclass(frozen=True)
class Evidence:
    """What stands for a model, test by test: an entry and the run it is from, or a folder.

    A folder is a session of the official runner.
    """

    model: Model
    tests: Mapping[Test, tuple[Run, Entry] | Path]


class NotSubmittableError(NeurioGenError):
    """Results that no submission can be made from. `missing` names all that is."""

    def __init__(self, missing: Sequence[str], hint: str = _MEASURE) -> None:
        listed = "\n".join(f"  - {each}" for each in missing)
        super().__init__(
            f"These results are no submission yet:\n{listed}",
            hint=hint,
        )
        self.missing = tuple(missing)


def gather(
    runs: Iterable[Run],
    board: str,
    benchmarks: Sequence[str],
    division: Division,
    own_model: str | None = None,
) -> tuple[Evidence, ...]:
    """The newest fit result of each test of `benchmarks` on `board`; `runs` the newest first.

    `own_model` is the SHA-256 of a model that stands for the benchmark in the open division.
    Raises NotSubmittableError that names all tests that are missing and why results are not fit.
    """
    known = [
        (run, entry)
        for run in runs
        for entry in reversed(run.entries)
        if entry.result.board == board
    ]
    missing: list[str] = []
    found = []
    for benchmark in benchmarks:
        model = model_of(benchmark)
        if model is None:
            missing.append(f"{benchmark} is no benchmark of MLPerf Tiny.")
            continue
        if model.benchmark == STREAMING:
            missing.append(
                f"{STREAMING}: its official test streams sound through an interface board; "
                "measure it with the official runner and name its --runner-sessions."
            )
            continue
        own = [pair for pair in known if _is_of(pair[1].result, model, own_model)]
        tests = {test: _fit(own, model, test, division, missing) for test in TESTS}
        fit = {test: pair for test, pair in tests.items() if pair is not None}
        missing += _differences(model, fit)
        found.append(Evidence(model, fit))
    missing += smaller_missing([item.model for item in found])
    if missing:
        raise NotSubmittableError(missing)
    return tuple(found)


def _is_of(result: Result, model: Model, own_model: str | None) -> bool:
    if own_model is None:
        return model_of(result.benchmark) is model
    return result.model_sha256 == own_model


def smaller_missing(models: Sequence[Model]) -> list[str]:
    """What the rules ask for beside `models`."""
    folders = {model.folder for model in models}
    return [
        f"{MODELS[smaller].benchmark}: {Rule.SMALLER.value}"
        for larger, smaller in SMALLER.items()
        if larger in folders and smaller not in folders
    ]


def _fit(
    own: Sequence[tuple[Run, Entry]],
    model: Model,
    test: Test,
    division: Division,
    missing: list[str],
) -> tuple[Run, Entry] | None:
    """The newest fit result of a test; where there is none, why, if the test is required."""
    candidates = [pair for pair in own if pair[1].result.mode == test]
    reasons = [refusal(pair[1].result, model, division) for pair in candidates]
    for pair, reason in zip(candidates, reasons, strict=True):
        if reason is None:
            return pair
    if test in model.required:
        why = f": {reasons[0]}" if reasons else " was not measured."
        missing.append(f"{model.benchmark} {test}{why}")
    return None


def refusal(result: Result, model: Model, division: Division) -> str | None:
    """Why a result cannot be submitted; None where it can."""
    if result.device != "serial" or (result.mode != "energy" and result.time_base != "silicon"):
        counted = result.time_base or "nothing"
        return f"it was measured on device {result.device} ({counted}), not on silicon."
    if result.status != "ok":
        return f"it {result.status.replace('-', ' ')}: {result.error}"
    if division == "closed" and result.weights != "mlcommons":
        return f"its weights are {result.weights}; the closed division takes the official ones."
    if result.mode == "accuracy":
        return _accuracy(result, model, division)
    if result.energy is not None:
        return _windows([window.seconds for window in result.energy.windows])
    return _windows([window.microseconds / 1e6 for window in result.windows])


def _windows(seconds: Sequence[float]) -> str | None:
    if len(seconds) != WINDOWS:
        return f"it has {len(seconds)} windows, the rules ask for {WINDOWS}."
    if min(seconds) < WINDOW_SECONDS:
        return f"a window lasted {min(seconds):.3f} s, the rules ask for {WINDOW_SECONDS:g} s."
    return None


def _accuracy(result: Result, model: Model, division: Division) -> str | None:
    quality = result.quality
    if quality is None:
        return "it holds no accuracy."
    if model.inputs is not None and quality.files != model.inputs:
        return f"it is of {quality.files} inputs, the official data set has {model.inputs:,}."
    if model.labels is not None and quality.labels_sha256 not in (None, model.labels):
        return "its labels are not those of the official data set."
    score = quality.auc if model.target and model.target.line == "auc" else quality.top1
    if score is None:
        return "it holds no Top-1 or AUC."
    if division == "closed" and quality.met is not True:
        return "it misses the quality target of the closed division."
    return None


def _differences(model: Model, fit: Mapping[Test, tuple[Run, Entry]]) -> Iterable[str]:
    """Tests of one model have to be of one build: model, kernels, memories, sources, compiler."""
    builds = {
        (
            entry.result.model_sha256,
            entry.result.kernels,
            entry.result.optimize,
            entry.result.constants,
            entry.result.code,
            entry.environment.git_revision if entry.environment else None,
            entry.environment.neurio_gen if entry.environment else None,
            entry.environment.compiler if entry.environment else None,
            entry.environment.flags if entry.environment else None,
        )
        for _, entry in fit.values()
    }
    if len(builds) > 1:
        yield (
            f"{model.benchmark}: its tests are of different builds (model, kernels, memories, "
            "sources or compiler)."
        )
