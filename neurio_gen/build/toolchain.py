"""Which compiler builds for a board, as provenance of its results."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType

from neurio_gen.boards import Board, Gcc
from neurio_gen.errors import UsageError
from neurio_gen.resources import firmware_dir

_SECONDS = 30
_MODULE = "neurio_gen_build_script_compilers"


def compiler_command(gcc: Gcc) -> tuple[str, ...] | None:
    """The beginning of the compiler's command line, for boards that this GCC builds for.

    None where there is no compiler. Raises UsageError where `NEURIO_GEN_COMPILER` names none.
    """
    try:
        found = _build_script().find(gcc.prefix, gcc.package)
    except ValueError as error:
        raise UsageError(f"{error}.") from error
    return None if found is None else tuple(found.cxx)


def compiler_version(board: Board) -> str | None:
    """The first line that the board's compiler prints about itself; None where there is none."""
    command = compiler_command(board.architecture.gcc)
    return None if command is None else compiler_line(command)


def compiler_line(command: Sequence[str]) -> str | None:
    """A compiler's first line about itself; Clang of the package `ziglang` says so."""
    line = version_line([*command, "--version"])
    return f"{line} (ziglang)" if line and "ziglang" in command else line


@lru_cache
def _build_script() -> ModuleType:
    """The build script's module that chooses: what built an image is what is asked here."""
    path = firmware_dir() / "platform" / "builder" / "compilers.py"
    spec = importlib.util.spec_from_file_location(_MODULE, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[_MODULE] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def version_line(command: list[str]) -> str | None:
    """The first line of what a tool prints about its version; None where it does not answer."""
    return _version_line(tuple(command))


@lru_cache
def _version_line(command: tuple[str, ...]) -> str | None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines else None
