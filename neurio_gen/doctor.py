"""What this machine has of what the pipeline needs. Looks only; asks no network, never raises."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import metadata
from pathlib import Path

from neurio_gen.boards import Architecture, all_architectures, all_boards
from neurio_gen.build.toolchain import compiler_command, compiler_line, version_line
from neurio_gen.flashing import METHODS, CommandMethod, FlashMethod
from neurio_gen.flashing.drives import DRIVE_VARIABLE


class State(Enum):
    """How a finding is to be read."""

    OK = "ok"
    OPTIONAL = "optional"
    """Absent, and needed for some uses only."""
    MISSING = "missing"
    """Absent, and the main job needs it."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked for. `found` says what is there, `remedy` how to get it."""

    name: str
    state: State
    found: str
    remedy: str = ""


@dataclass(frozen=True)
class _Tool:
    name: str
    command: str
    purpose: str
    remedy: str


_QEMU = _Tool(
    "QEMU",
    "qemu-system-arm",
    "runs the mps2 and mps3 boards",
    "apt install qemu-system-arm; or do without: --board nucleo_l4r5zi --emulate",
)


def examine(models_dir: Path | None = None) -> tuple[Finding, ...]:
    """All findings, in the order they are shown."""
    return tuple(_guarded(lambda: _findings(models_dir)))


def healthy(findings: Sequence[Finding]) -> bool:
    """Whether the main job can run."""
    return all(finding.state is not State.MISSING for finding in findings)


def _guarded(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except Exception as error:  # a doctor that falls ill helps nobody
        yield Finding("doctor", State.OPTIONAL, f"stopped looking: {error!r}")


def _findings(models_dir: Path | None) -> Iterator[Finding]:
    yield from _compilers()
    yield _look_for(_QEMU)
    for method in METHODS:
        yield _method(method)
    yield _package("PlatformIO", "platformio", State.MISSING, "pip install platformio")
    yield _package("SCons", "scons", State.MISSING, "pip install 'scons<4.12'")
    yield _package("oracle", "tflite-micro", State.MISSING, "pip install tflite-micro")
    yield _package(
        "TensorFlow",
        "tensorflow",
        State.OPTIONAL,
        "pip install 'neurio-gen[keras]' (for all suites but tiny_ml_perf)",
    )
    yield _package(
        "labgrid",
        "labgrid",
        State.OPTIONAL,
        "pip install 'neurio-gen[labgrid]'",
        "boards of a lab: --port labgrid://PLACE",
    )
    yield _models(models_dir)
    yield _ports()


def _compilers() -> Iterator[Finding]:
    """One for each architecture. Of those of boards, one is enough for the main job."""
    boards = [each for each in all_architectures().values() if each.linker_script]
    one_is_there = any(compiler_command(each.gcc) for each in boards)
    for each in all_architectures().values():
        optional = one_is_there and each in boards
        yield _compiler(each, State.OPTIONAL if optional else State.MISSING)


def _compiler(architecture: Architecture, absent: State) -> Finding:
    """The compiler that the build would take: GCC, or Clang from PyPI."""
    name = f"compiler for {architecture.name}"
    command = compiler_command(architecture.gcc)
    if command is None:
        remedy = f"apt install {architecture.gcc.debian}; or anywhere: pip install ziglang"
        return Finding(name, absent, "not found", remedy)
    return Finding(name, State.OK, compiler_line(command) or command[0])


def _look_for(tool: _Tool) -> Finding:
    path = shutil.which(tool.command)
    if path is None:
        return Finding(tool.name, State.MISSING, f"not found ({tool.purpose})", tool.remedy)
    return Finding(tool.name, State.OK, version_line([path, "--version"]) or path)


def _method(method: FlashMethod) -> Finding:
    """A way to flash: whether its tool is there, and the boards that it can write to."""
    boards = [board.id for board in all_boards() if method.name in board.flashing.methods]
    name, use = f"flash by {method.name}", f"flashes {', '.join(boards)}"
    if method.package is not None:
        return _package(name, method.package, State.OPTIONAL, method.remedy, use)
    if not isinstance(method, CommandMethod):
        drives = [board.id for board in all_boards() if method.obstacle(board) is None]
        found = f"drive of {', '.join(drives)}" if drives else f"no drive is mounted ({use})"
        remedy = "" if drives else f"plug a board in, or name its drive by {DRIVE_VARIABLE}"
        return Finding(name, State.OK if drives else State.OPTIONAL, found, remedy)
    path = shutil.which(method.tool)
    if path is None:
        return Finding(name, State.OPTIONAL, f"not found ({use})", method.remedy)
    option = method.version_option
    return Finding(name, State.OK, (version_line([path, option]) if option else None) or path)


def _package(
    name: str, distribution: str, absent: State, remedy: str, use: str | None = None
) -> Finding:
    try:
        return Finding(name, State.OK, f"{distribution} {metadata.version(distribution)}")
    except metadata.PackageNotFoundError:
        return Finding(name, absent, "not installed" + (f" ({use})" if use else ""), remedy)


def _models(models_dir: Path | None) -> Finding:
    from neurio_gen.benchmarks import find
    from neurio_gen.models import ModelOptions, OfficialModel, locate

    sources = [benchmark.source for benchmark in find(["tiny_ml_perf"])]
    official = [source for source in sources if isinstance(source, OfficialModel)]
    options = ModelOptions(models_dir=models_dir, download=False)
    here = [source for source in official if locate(source, options) is not None]
    found = f"{len(here)} of {len(official)} official models at hand"
    if len(here) == len(official):
        return Finding("models", State.OK, found)
    remedy = "fetched when first needed; or give their folder by --models or NEURIO_GEN_MODELS"
    return Finding("models", State.OPTIONAL, found, remedy)


def _ports() -> Finding:
    from serial.tools import list_ports

    ports = [f"{port.device} ({port.description})" for port in list_ports.comports()]
    if ports:
        return Finding("serial ports", State.OK, "; ".join(ports))
    return Finding("serial ports", State.OPTIONAL, "none", "plug a board in (emulators need none)")
