"""Going on with an interrupted run: only what is missing of the request is measured."""

from __future__ import annotations

from collections.abc import Sequence

from neurio_gen.pipeline.prepare import Subject
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.results import capture_environment
from neurio_gen.results.resume import Resumable, Wanted, find_resumable
from neurio_gen.results.words import Mode


def measured_before(
    request: Request, subjects: Sequence[Subject], mode: Mode, report: Report
) -> Resumable | None:
    """The run to go on with; None where nothing of the request has been measured yet.

    What was measured counts for the same model, board, device, engine and mode. Damaged lines of
    the run are told to `report`, and so is another revision of the sources.
    """
    found = find_resumable(
        request.output / "results", [_wanted(request, subject, mode) for subject in subjects]
    )
    if found is None:
        report.note("Nothing of this request was measured before: all of it runs.")
        return None
    for problem in found.run.problems:
        report.note(f"Damaged, and left as it is: {problem}.")
    report.note(f"Going on with run {found.run.name}: {len(found.known)} of {len(subjects)} known.")
    now = capture_environment().git_revision
    before = {e.environment.git_revision for e in found.known.values() if e.environment}
    if others := before - {now}:
        names = ", ".join(name or "an installed package" for name in sorted(others, key=str))
        report.note(f"Some of it was measured by other sources: {names}.")
    return found


def missing(subjects: Sequence[Subject], found: Resumable | None) -> tuple[Subject, ...]:
    """The subjects that are still to be measured."""
    known = found.known if found else {}
    return tuple(subject for subject in subjects if subject.benchmark.id not in known)


def _wanted(request: Request, subject: Subject, mode: Mode) -> Wanted:
    return Wanted(
        benchmark=subject.benchmark.id,
        board=request.board.id,
        device=request.board.device,
        mode=mode,
        model_sha256=subject.model.sha256,
        facts={"engine": request.engine.name, **request.engine.facts(request.board)},
    )
