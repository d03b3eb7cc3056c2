"""Going on with an interrupted run: only what is missing of the request is measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neurio_gen.pipeline.bench import P
from neurio_gen.pipeline.mode import Mode
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built, Construction
from neurio_gen.progress import Progress
from neurio_gen.results.resume import Resumable, Wanted, find_resumable


def measured_before(
    request: Request,
    items: Sequence[Construction],
    mode: Mode[P],
    folder: Path,
    progress: Progress,
) -> Resumable | None:
    """The run in `folder` to go on with; None where nothing of the request is in any of its runs.

    What was measured counts for the same model, board, device, engine, mode and image: firmware of
    other sources, or of another compiler, is another one. Damaged lines of the run are told to
    `progress`.
    """
    found = find_resumable(folder, [_wanted(request, item, mode) for item in items])
    if found is None:
        progress.note("Nothing to resume; running everything.")
        return None
    for problem in found.run.problems:
        progress.note(f"Damaged, and left as it is: {problem}.")
    progress.note(f"Going on with run {found.run.name}: {len(found.known)} of {len(items)} known.")
    return found


def missing(items: Sequence[Construction], found: Resumable | None) -> tuple[Construction, ...]:
    """The items that are still to be measured."""
    known = found.known if found else {}
    return tuple(item for item in items if item.benchmark.id not in known)


def _wanted(request: Request, item: Construction, mode: Mode[P]) -> Wanted:
    benchmark = item.benchmark
    return Wanted(
        benchmark=benchmark.id,
        board=request.board.id,
        device=mode.device(request.board),
        mode=mode.name,
        model_sha256=item.model.sha256,
        image_sha256=item.image.sha256 if isinstance(item, Built) else None,
        facts={"engine": request.engine.name, **request.engine.facts(request.board)},
        covers=lambda result: mode.covers(result, benchmark),
    )
