"""From options to a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from neurio_gen.benchmarks import (
    Benchmark,
    all_benchmarks,
    find,
    from_files,
    model_files,
    suites,
)
from neurio_gen.boards import Board, all_boards
from neurio_gen.cli.groups import Connection, Flashing, Generation, Selection
from neurio_gen.cli.options import DEFAULT_SUITE
from neurio_gen.devices.target import device
from neurio_gen.engines.engine import EngineOptions
from neurio_gen.engines.registry import make_engine
from neurio_gen.errors import UsageError
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.request import FlashWish, Request
from neurio_gen.settings import WAIT_SECONDS, read_settings


def make_request(
    selection: Selection,
    generation: Generation | None = None,
    connection: Connection | None = None,
    *,
    board: str | None = None,
    jobs: int | None = None,
    flashing: Flashing | None = None,
    resume: bool = False,
) -> Request:
    """The request that the options of a command state. Raises UsageError where they are wrong.

    `board` is the one of the selection's boards that the request is for, where there are several.
    """
    generation, connection = generation or Generation(), connection or Connection()
    _refuse_confusion(board or selection.only_board, selection)
    if generation.templates:
        from neurio_gen.codegen.templates import check_overrides

        check_overrides(generation.templates)
    target = device(
        board or selection.only_board,
        port=connection.port,
        baud=connection.baud,
        emulate=connection.emulate,
    )
    connection = with_settings(connection, target.board)
    engine = make_engine(
        generation.engine,
        EngineOptions(
            kernels=generation.kernels,
            optimize=generation.optimize,
            constants=generation.constants,
            code=generation.code,
            library=generation.tflm,
            arena=generation.arena,
        ),
    )
    engine.check(target.board)
    return Request(
        board=target.board,
        benchmarks=chosen_benchmarks(selection),
        models=ModelOptions(
            models_dir=selection.models,
            weights=selection.weights,
            seed=selection.seed,
            calibration=selection.calibrate,
        ),
        output=selection.output,
        templates=tuple(generation.templates or ()),
        engine=engine,
        port=connection.port,
        baud=connection.baud,
        boot_seconds=connection.timeout,
        wait=WAIT_SECONDS if connection.wait is None else connection.wait,
        seed=selection.seed,
        jobs=jobs,
        flash=flashing.wish() if flashing else FlashWish(),
        resume=resume,
    )


def with_settings(connection: Connection, board: Board) -> Connection:
    """What options do not say about a board on a port, the project's settings do."""
    if board.device != "serial":
        return connection
    known = read_settings().device.model_dump()
    missing = {key: value for key, value in known.items() if getattr(connection, key) is None}
    return replace(connection, **missing)


def chosen_benchmarks(selection: Selection) -> tuple[Benchmark, ...]:
    """What files, patterns and suites name, each once; the default suite without any.

    Raises UsageError for what names nothing, or one name twice.
    """
    files = [*(selection.files or []), *(selection.model or [])]
    patterns = [*(selection.benchmark or []), *(selection.suite or [])]
    _refuse_names(selection.files or [])
    chosen = from_files(model_files(files))
    if patterns or not files:
        chosen += find(patterns or [DEFAULT_SUITE])
    names = [benchmark.name.lower() for benchmark in chosen]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(
            f"Two benchmarks are called {twice[0]}: a file, and one of the catalogue.",
            hint="Rename the file, or measure them one after the other.",
        )
    return chosen


_SWITCHED = frozenset({"true", "false", "yes", "no", "on", "off"})
"""What people give switches such as --emulate, which take nothing."""


def _refuse_confusion(board: str, selection: Selection) -> None:
    """Raises UsageError for a benchmark where a board is expected, and the other way round."""
    boards = {each.id for each in all_boards()}
    if board not in boards and board in (*suites(), *(each.name for each in all_benchmarks())):
        option = "--suite" if board in suites() else "--benchmark"
        raise UsageError(
            f"{board} is a benchmark or suite, no board.",
            hint=f"Name it by {option} {board}, and the board by --board; -b is short for --board, "
            "-B for --benchmark.",
        )
    for pattern in selection.benchmark or []:
        if pattern in boards:
            raise UsageError(
                f"{pattern} is a board, no benchmark.",
                hint=f"Name it by --board {pattern}; -b is short for --board, -B for --benchmark.",
            )


def _refuse_names(files: Sequence[Path]) -> None:
    """Raises UsageError for a benchmark's or suite's name where files are expected."""
    for path in files:
        if not path.exists() and str(path).lower() in _SWITCHED:
            raise UsageError(
                f"{path} stands where a model is expected, and there is no such file.",
                hint=f"Switches take no value: leave {path} out, as in --emulate.",
            )
        if not path.exists() and not path.suffix and path.name == str(path):
            known = [*suites(), *(benchmark.name for benchmark in all_benchmarks())]
            if str(path) in known:
                option = "-s" if str(path) in suites() else "-B"
                raise UsageError(
                    f"There is no file {path}.",
                    hint=f"For the one of the catalogue: {option} {path}",
                )
