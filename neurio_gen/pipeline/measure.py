"""The one path from a request to results, whatever the mode."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from neurio_gen.build import BuiltImage
from neurio_gen.errors import MismatchError, NeurioGenError
from neurio_gen.models.output_store import OutputStore
from neurio_gen.pipeline.access import Access, Held, access_to
from neurio_gen.pipeline.bench import Bench, P
from neurio_gen.pipeline.claim import claimed
from neurio_gen.pipeline.construct import beginning, built_before, construct
from neurio_gen.pipeline.keep import keeping
from neurio_gen.pipeline.mode import Mode, Steps
from neurio_gen.pipeline.oracle_process import OracleProcess
from neurio_gen.pipeline.oracles import Measurable, begin_tensorflow
from neurio_gen.pipeline.outcome import Outcome, measured, not_measured
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.resume import measured_before, missing
from neurio_gen.pipeline.stages import Built, Construction, Failed, Generated
from neurio_gen.pipeline.write_flash import needs_flashing
from neurio_gen.progress import PlannedStage, Progress
from neurio_gen.results import Environment, Result


@dataclass(frozen=True)
class Measured:
    """What a request has brought, in its order.

    `errors` are what is wrong, by the benchmark's id, None where nothing is. `run` is the file
    that keeps the results.
    """

    results: tuple[Result, ...]
    errors: dict[str, NeurioGenError | None]
    environment: Environment
    run: Path


def measure(
    request: Request,
    mode: Mode[P],
    progress: Progress | None = None,
    *,
    build: bool = True,
    json: Path | None = None,
    runs: Path | None = None,
) -> Measured:
    """Generates, builds, flashes, and measures each benchmark; each result is kept at once.

    Without `build`, the images are those of an earlier build, and a board has its own in flash.
    Where the request resumes, what was measured before is not measured again. `json` is a file
    that holds the results as one document, `runs` the folder of the run's file, if not the
    output's own. What cannot be measured carries its error. Raises a
    NeurioGenError where nothing can: what `mode` refuses, a model that cannot be had, a toolchain
    that is missing.
    """
    progress = progress or Progress()
    mode.check(request)
    writes = build and needs_flashing(request)
    if writes:
        wish = mode.flash_wish(request.flash)
        request = replace(request, port=request.port or wish.probe, flash=wish)
    store = OutputStore(request.models.cache_dir)
    with access_to(request) as access, OracleProcess(store=store) as oracle:
        access.check(request, progress, writes=writes)
        firmware = mode.firmware(request)
        own = replace(request, output=request.workspace.profile.root) if firmware.apart else request
        progress.plan(_stages(request, mode, build))
        with ExitStack() as stack:
            begun = None
            if build:
                stack.enter_context(claimed(own.output, progress))
                begun = stack.enter_context(beginning(own, firmware.build))
            prepared = prepare(
                own,
                progress,
                write=build,
                layer_hooks=firmware.layer_hooks,
                oracle=oracle if mode.compared else None,
            )

            def meanwhile() -> None:
                mode.load(request.board)
                if mode.compared:
                    able = [item for item in prepared if isinstance(item, Generated)]
                    begin_tensorflow(oracle, request, able)

            built = (
                construct(
                    own,
                    prepared,
                    progress,
                    firmware.build,
                    layer_hooks=firmware.layer_hooks,
                    begun=begun,
                    meanwhile=meanwhile,
                )
                if build
                else built_before(own, prepared, firmware.build)
            )
            folder, before = runs or request.workspace.results, None
            if request.resume:
                before = measured_before(request, built, mode, folder, progress)
            items = missing(built, before)
        outcomes = measure_built(own, mode, items, access, progress, oracle=oracle, writes=writes)
        with closing(outcomes), keeping(request, before=before, json=json, runs=runs) as kept:
            for outcome in outcomes:
                kept.add(outcome)
            progress.detail(f"results: {kept.path}")
    return Measured(kept.results, kept.errors, kept.environment, kept.path)


def _stages(request: Request, mode: Mode[P], build: bool) -> list[PlannedStage]:
    """What the job consists of: the time of a step depends on the board, too."""
    count, board = len(request.benchmarks), f"{request.board.id} ({request.board.device})"
    return [
        PlannedStage("compile", count),
        PlannedStage(f"build for {request.board.id}", count if build else 0, at_once=True),
        PlannedStage(f"{mode.name} on {board}", sum(map(mode.steps, request.benchmarks))),
    ]


def measure_built(
    request: Request,
    mode: Mode[P],
    items: Sequence[Construction],
    access: Access,
    progress: Progress,
    *,
    oracle: OracleProcess,
    writes: bool,
) -> Generator[Outcome, None, None]:
    """The outcome of each item as soon as it exists; closing them ends the devices in use.

    An error of one leaves the others alone. TFLite Micro is run in `oracle`. `access` leads to the
    board; `writes` says whether images are flashed, or in flash already.
    """

    def opened(request: Request, held: Held, image: BuiltImage) -> AbstractContextManager[P]:
        def flash(image: BuiltImage) -> None:
            if writes:
                held.write(image)
            else:
                held.reset(image)

        return mode.open(request, image, flash, progress)

    kind = mode.device(request.board)
    with Bench(request, access, opened, progress) as bench:
        for item in items:
            steps = Steps(progress, mode.steps(item.benchmark))
            if isinstance(item, Failed):
                outcome = not_measured(request, item, mode.name, kind, item.error)
            else:
                try:
                    outcome = _one(request, mode, _measurable(item, oracle), bench, steps)
                except NeurioGenError as error:
                    reason = bench.reason(error)
                    bench.clear()
                    outcome = not_measured(request, item, mode.name, kind, reason)
            steps.finish()
            yield outcome


def _one(
    request: Request, mode: Mode[P], item: Measurable, bench: Bench[P], steps: Steps
) -> Outcome:
    """The outcome of an item that runs.

    The protocol has no checksum: a wrong answer over a line at a raised rate is asked for again.
    What was found counts only if the board was ours to the end.
    """
    place = bench.place(item.image)
    steps.stage(mode.name, item.benchmark.name)
    finding = mode.measure(request, item, place, steps)
    if isinstance(finding.error, MismatchError) and place.session.fall_back(finding.error.message):
        finding = mode.measure(request, item, place, steps)
    bench.confirm()
    return measured(request, item, mode.name, place, finding)


def _measurable(item: Built, oracle: OracleProcess) -> Measurable:
    return Measurable(
        item.benchmark, item.model, item.program, item.sources, item.image, process=oracle
    )
