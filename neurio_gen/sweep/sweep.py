"""A sweep from its matrix to its results: what is known is not measured again."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from neurio_gen.boards import load_board
from neurio_gen.devices.labgrid.address import is_labgrid
from neurio_gen.devices.labgrid.farm import Farm
from neurio_gen.devices.target import device
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.claim import claimed
from neurio_gen.progress import SILENT, PlannedStage, Progress
from neurio_gen.results import Result, read_runs
from neurio_gen.sweep.executors import Done, Executor, LocalProcesses
from neurio_gen.sweep.job import Batch, Job, batches
from neurio_gen.sweep.matrix import Matrix
from neurio_gen.sweep.sources import Source, sources
from neurio_gen.sweep.store import JOB, Store
from neurio_gen.workspace import Workspace

MOST_PER_BATCH = 25
"""Models of a batch: more do not make it faster, and more would wait for the last one."""

SECONDS_PER_MODEL = 0.8
"""A small network's share of a batch, on one core: built, emulated, estimated for the first time.

Seen on an AMD EPYC with the networks of docs/sweep.md.
"""

FINAL = ("ok", "unsupported", "does-not-fit")
"""How a cell ends that would end so again."""


@dataclass(frozen=True)
class Cell:
    """A model on a board in one way; cells of equal content have the same job key."""

    job: Job
    result: Result | None = None


@dataclass(frozen=True)
class Swept:
    """All cells in the matrix's order, and the models and batches that failed: name, and why."""

    cells: tuple[Cell, ...]
    failures: tuple[tuple[str, str], ...]

    @property
    def results(self) -> tuple[Result, ...]:
        """The results that there are, in the matrix's order."""
        return tuple(cell.result for cell in self.cells if cell.result is not None)

    @property
    def ok(self) -> bool:
        """Whether every cell was measured, and its outputs were right."""
        good = all(cell.result is not None and cell.result.status == "ok" for cell in self.cells)
        return good and not self.failures


@dataclass(frozen=True)
class Planned:
    """A matrix with its models at hand. `known` are results of earlier sweeps by job key."""

    jobs: tuple[Job, ...]
    failures: tuple[tuple[str, str], ...]
    known: dict[str, Result]

    @property
    def missing(self) -> tuple[Job, ...]:
        """What is to be measured: of jobs with one content, the first."""
        first = {job.key: job for job in reversed(self.jobs) if job.key not in self.known}
        return tuple(job for job in self.jobs if first.get(job.key) is job)


def plan(
    matrix: Matrix,
    output: Path,
    *,
    resume: bool = True,
    models: ModelOptions | None = None,
    progress: Progress = SILENT,
) -> Planned:
    """The cells of a matrix, and which of them earlier sweeps in `output` have measured.

    Raises UsageError for an unknown board, and for what names no model; the error of the only
    model, where it has one.
    """
    for board in matrix.boards:
        load_board(board)
    options = models or ModelOptions(seed=matrix.seed)
    found = sources(matrix.models, options, progress)
    if len(found) == 1 and found[0].error is not None:
        raise found[0].error
    jobs = tuple(_jobs(matrix, [each for each in found if each.tflite is not None]))
    failures = tuple(
        (each.benchmark.id, each.error.message) for each in found if each.error is not None
    )
    known: dict[str, Result] = {}
    if resume:
        wanted = {job.key for job in jobs}
        for result in kept_results(Workspace(output)):
            key = str(result.details.get(JOB, ""))
            if key in wanted and result.status in FINAL:
                known.setdefault(key, result)
    return Planned(jobs, failures, known)


def sweep(
    matrix: Matrix,
    output: Path | str = "build",
    *,
    executor: Executor | None = None,
    resume: bool = False,
    models: ModelOptions | None = None,
    progress: Progress = SILENT,
) -> Swept:
    """Measures each cell of a matrix once; results are kept as they come, in a run per board.

    With `resume`, what any earlier sweep in `output` has measured of the same content is taken as
    it is, whatever it was called there. A model that fails leaves the others alone. Raises
    UsageError for a matrix that names what is not there, DeviceError where no lab answers.
    """
    root = Path(output).resolve()
    _check_ports(matrix)
    chosen = executor or LocalProcesses()
    planned = plan(matrix, root, resume=resume, models=models, progress=progress)
    with ExitStack() as stack:
        store = stack.enter_context(Store(Workspace(root), planned.jobs, resume=resume))
        with claimed(root, progress):
            taken = store.take_over(planned.known) if resume else {}
        results = {**planned.known, **taken}
        left = [job for job in planned.missing if job.key not in results]
        watch = _Watch(len(planned.jobs) - len(left), chosen.workers, progress)
        failures = dict(planned.failures)
        for alone in (False, True):
            if alone:  # what failed together may do so
                left = [job for job in left if _may_do_alone(results.get(job.key))]
                todo = list(batches(left, root, 1))
            else:
                todo = _together(store, left, root, chosen.workers, resume=resume)
            watch.begin(len(left), alone=alone)
            for batch in todo:
                store.announce(batch)
            with closing(_run(chosen, todo)) as ends:
                for done in ends:
                    found = store.add(done)
                    results |= found
                    failures |= _failures(done, found)
                    watch.ended(len(done.batch.left), found.values())
            if not any(_may_do_alone(results.get(job.key)) for job in left):
                break
        cells = tuple(Cell(job, _named(results.get(job.key), job)) for job in planned.jobs)
    measured = {cell.job.benchmark.id for cell in cells if cell.result is not None}
    unmet = {name: why for name, why in failures.items() if name not in measured}
    return Swept(cells, tuple(unmet.items()))


def _check_ports(matrix: Matrix) -> None:
    """Before models are made: boards are where they are said to be, as far as that can be told."""
    for board in map(load_board, matrix.boards):
        device(board.id, port=matrix.port, emulate=matrix.emulate)
        if board.device == "serial" and is_labgrid(matrix.port):
            with Farm(str(matrix.port), board) as farm:
                farm.look()


def kept_results(workspace: Workspace) -> Iterator[Result]:
    """All results of sweeps in an output folder, the newest first."""
    for run in read_runs(workspace.results):
        yield from (result for result in run.results if JOB in result.details)


def _jobs(matrix: Matrix, found: Sequence[Source]) -> Iterator[Job]:
    for board, engine, level, mode, source in product(
        matrix.boards, matrix.engines, matrix.levels, matrix.modes, found
    ):
        assert source.tflite is not None
        yield Job(
            source.benchmark,
            source.tflite,
            board,
            matrix.emulate and load_board(board).device == "serial",
            engine,
            level,
            mode,
            matrix.inputs,
            matrix.seed,
            matrix.port if load_board(board).device == "serial" else None,
        )


def _together(
    store: Store, left: Sequence[Job], output: Path, workers: int, *, resume: bool
) -> list[Batch]:
    """Batches of what is left: those that were begun as they were, and new ones of the rest."""
    begun = list(store.begun(left, output)) if resume else []
    taken_up = {job.key for batch in begun for job in batch.left}
    rest = [job for job in left if job.key not in taken_up]
    return [*begun, *batches(rest, output, _size(len(rest), workers))]


def _run(executor: Executor, todo: list[Batch]) -> Generator[Done, None, None]:
    if todo:
        yield from executor.run(todo)


def _size(jobs: int, workers: int) -> int:
    """So many that each worker has work twice: the last batch is not waited for too long."""
    return max(1, min(MOST_PER_BATCH, -(-jobs // (2 * workers))))


def _may_do_alone(result: Result | None) -> bool:
    """Whether a result may be the fault of others in its image, or of a worker that died."""
    return result is None or result.status not in ("ok", "unsupported")


def _failures(done: Done, found: dict[str, Result]) -> dict[str, str]:
    if done.answer.error is None:
        return {}
    why = done.answer.error
    return {job.benchmark.id: why for job in done.batch.left if job.key not in found}


def _named(result: Result | None, job: Job) -> Result | None:
    """The result under the cell's own name, whichever cell of its content was measured."""
    if result is None or result.benchmark == job.benchmark.id:
        return result
    return result.model_copy(update={"benchmark": job.benchmark.id})


class _Watch:
    """Counts what ends, and tells of it."""

    def __init__(self, known: int, workers: int, progress: Progress) -> None:
        self._known, self._workers, self._progress = known, workers, progress
        self._stages: list[PlannedStage] = []
        self._failed = 0

    def begin(self, jobs: int, *, alone: bool) -> None:
        name = f"sweep by {self._workers}{', one by one' if alone else ''}"
        seconds = SECONDS_PER_MODEL / self._workers
        self._stages.append(PlannedStage(name, jobs, at_once=True, seconds=seconds))
        self._progress.plan(self._stages)
        self._tell()

    def ended(self, jobs: int, results: Iterable[Result]) -> None:
        self._failed += sum(result.status != "ok" for result in results)
        self._progress.done(jobs)
        self._tell()

    def _tell(self) -> None:
        known = f"{self._known} known, " if self._known else ""
        self._progress.stage("sweep", f"{known}{self._failed} failed")
