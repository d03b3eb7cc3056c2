"""Options that belong together: a command takes a group as one argument."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Any, ClassVar, TypeVar, get_type_hints

from neurio_gen.cli import options
from neurio_gen.errors import UsageError
from neurio_gen.pipeline.request import FlashWish

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What to work on, and where its files are."""

    files: options.Files = None
    default_board: ClassVar[str] = options.DEFAULT_BOARD

    board: options.Boards = None
    benchmark: options.Benchmarks = None
    suite: options.Suites = None
    strict: options.Strict = False
    model: options.ModelFiles = None
    calibrate: options.Calibration = None
    models: options.Models = None
    weights: options.Weights = options.DEFAULT_WEIGHTS
    seed: options.Seed = 0
    output: options.Output = options.DEFAULT_OUTPUT

    @property
    def own_models(self) -> bool:
        """Whether files of the user's are named."""
        return bool(self.files or self.model)

    @property
    def boards(self) -> tuple[str, ...]:
        """The ids of the boards, each once."""
        return tuple(dict.fromkeys(self.board or [self.default_board]))

    @property
    def only_board(self) -> str:
        """The id of the board. Raises UsageError where several are named."""
        if len(self.boards) > 1:
            raise UsageError(
                f"This command takes one board, not {len(self.boards)}.",
                hint="flash-and-run, verify and build take several.",
            )
        return self.boards[0]


@dataclass(frozen=True, kw_only=True)
class Generation:
    """How sources are made."""

    engine: options.Engine = options.DEFAULT_ENGINE
    kernels: options.Kernels = None
    optimize: options.Optimize = None
    constants: options.ConstantsPlace = None
    code: options.CodePlace = None
    tflm: options.Library = None
    arena: options.Arena = None
    templates: options.Templates = None


@dataclass(frozen=True, kw_only=True)
class Connection:
    """How to reach the device."""

    port: options.Port = None
    baud: options.Baud = None
    timeout: options.Timeout = None
    wait: options.Wait = None
    emulate: options.Emulate = False


@dataclass(frozen=True, kw_only=True)
class Flashing:
    """How images get into flash."""

    method: options.Method = None
    probe: options.Probe = None
    connect_under_reset: options.UnderReset = False

    def wish(self) -> FlashWish:
        """As the pipeline takes it."""
        return FlashWish(self.method, self.probe, under_reset=self.connect_under_reset)


@dataclass(frozen=True, kw_only=True)
class Measuring:
    """What is measured."""

    mode: options.Mode = options.ModeName.PERFORMANCE
    dataset: options.DatasetFolder = None
    resume: options.Resume = False
    power_monitor: options.PowerMonitor = None
    interface: options.Interface = None
    volts: options.Volts = None


@dataclass(frozen=True, kw_only=True)
class Showing:
    """How much is printed."""

    verbose: options.Verbose = False
    quiet: options.Quiet = False


def grouped(function: Callable[..., T]) -> Callable[..., T]:
    """A command's function as Typer reads it: each option of its groups on its own."""
    hints = get_type_hints(function, include_extras=True)
    groups = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in groups:
            parameters += _parameters(hints[parameter.name])
        else:
            parameters.append(parameter.replace(annotation=hints[parameter.name]))

    @wraps(function)
    def command(**values: Any) -> T:
        for name in groups:
            group = hints[name]
            taken = {field.name: values.pop(field.name) for field in fields(group)}
            values[name] = group(**taken)
        return function(**values)

    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {item.name: item.annotation for item in parameters}
    return command


def _parameters(group: type) -> list[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    parameters = inspect.signature(group).parameters.values()
    return [item.replace(annotation=hints[item.name]) for item in parameters]
