"""Sessions of the official runner: the folders that it leaves, one a test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neurio_gen.errors import UsageError
from neurio_gen.submission.check import check_test
from neurio_gen.submission.evidence import (
    TESTS,
    Division,
    Evidence,
    NotSubmittableError,
    Test,
    smaller_missing,
)
from neurio_gen.submission.origin import names_in
from neurio_gen.submission.rules import MODELS, Model, Rule, model_of

_MODEL = re.compile(r"(?:m-model-\[|Device model retrieved: )(\w+)")
_TESTS: dict[str, Test] = {"p": "performance", "a": "accuracy", "e": "energy"}


@dataclass(frozen=True)
class RunnerSession:
    """What one run of the official runner has left. `device` is what the device calls itself."""

    folder: Path
    model: Model
    test: Test
    device: str | None


def read_sessions(folder: Path) -> tuple[RunnerSession, ...]:
    """The sessions below `folder`, the newest first: the runner names them after the time.

    Raises UsageError where there is none.
    """
    found = tuple(_sessions(folder))
    if not found:
        raise UsageError(
            f"There is no session of the official runner in {folder}.",
            hint="Name its folder `sessions`: each session in it has log.txt, results.txt and "
            "results.json.",
        )
    return found


def gather_sessions(
    sessions: Sequence[RunnerSession], names: Sequence[str] | None, division: Division
) -> tuple[Evidence, ...]:
    """The newest fit session of each test of the benchmarks `names`; None is all that were run.

    Raises NotSubmittableError that names all that is missing, and why sessions are not fit.
    """
    missing: list[str] = []
    models = [_known(name) for name in names] if names else _ran(sessions)
    found = []
    for model in models:
        tests: dict[Test, Path] = {}
        for test in TESTS:
            own = [one for one in sessions if one.model is model and one.test == test]
            reasons = [_refusal(one, division) for one in own]
            fit = [one for one, why in zip(own, reasons, strict=True) if why is None]
            if fit:
                tests[test] = fit[0].folder
            elif test in model.required:
                why = f": {reasons[0]}" if reasons else " was not run."
                missing.append(f"{model.benchmark} {test}{why}")
        if not tests and not model.required:
            missing.append(f"{model.benchmark} needs a fit session of performance or energy.")
        taken = [one for one in sessions if one.folder in tests.values()]
        if len({one.device for one in taken}) > 1:
            missing.append(f"{model.benchmark}: its tests are of several devices.")
        found.append(Evidence(model, tests))
    missing += smaller_missing(models)
    if missing:
        raise NotSubmittableError(
            missing,
            hint="Run the official runner on the board itself; docs/official-runner.md says how.",
        )
    return tuple(found)


def _sessions(folder: Path) -> Iterator[RunnerSession]:
    if not folder.is_dir():
        return
    for path in sorted((each for each in folder.iterdir() if each.is_dir()), reverse=True):
        try:
            log = (path / "log.txt").read_text(encoding="utf-8", errors="replace")
            records: Any = json.loads((path / "results.json").read_bytes())
            test = _TESTS[records[0]["mode"]]
        except (OSError, ValueError, RecursionError, LookupError, TypeError):
            continue  # a session that was broken off
        named = _MODEL.search(log)
        model = model_of(named[1]) if named else None
        if model is not None:
            yield RunnerSession(path, model, test, next(names_in(log), None))


def _ran(sessions: Sequence[RunnerSession]) -> list[Model]:
    ran = {one.model.folder for one in sessions}
    return [model for model in MODELS.values() if model.folder in ran]


def _known(name: str) -> Model:
    model = model_of(name)
    if model is None:
        raise UsageError(f"{name} is no benchmark of MLPerf Tiny.")
    return model


def _refusal(session: RunnerSession, division: Division) -> str | None:
    """Why a session cannot be submitted: the rule that it breaks; None where it can."""
    findings = check_test(session.folder, session.test, session.model, closed=division == "closed")
    error = next((finding for finding in findings if finding.is_error), None)
    if error is None:
        return None
    text = error.rule.value if error.rule is not Rule.SILICON else "an emulator is no silicon"
    detail = f" ({error.detail})" if error.detail else ""
    return f"{session.folder.name}: {text}{detail}"
