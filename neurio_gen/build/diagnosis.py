"""From the log of a failed build to the error that a person sees."""

from __future__ import annotations

import re
from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.errors import BuildError, DoesNotFitError, NeurioGenError

_FAILED_TARGET = re.compile(r"^\*\*\* \[(.+?)\] ", re.MULTILINE)
_OVERFLOW = re.compile(r"region [`'](\w+)' overflowed by (\d+) bytes")
_BEYOND = re.compile(r"address (0x[0-9a-f]+) of .+ section [`'].+' is not within region [`'](\w+)'")
"""What GNU's linker says of a section whose address is given; the address is the section's end."""
_FIRST_ERROR = re.compile(
    r"^(?:.*?(?:fatal )?error: .+|.*undefined reference to .+|.*: cannot find .+|Error: .+"
    r"|\*\*\* .+)$",
    re.MULTILINE,
)
_NO_LIBRARY = re.compile(
    r"^Library Manager: Installing (.+)$"
    r"(?:\n.*)*?\n(HTTPClientError|InternetConnectionError|UnknownPackageError)",
    re.MULTILINE,
)
_ASSERTION = re.compile(r"^.*\bbsp/.*error: static assertion failed:? (.+)$", re.MULTILINE)
_MEMORY_WORDS = {"flash": "flash", "ram": "RAM"}
_SHOWN_LINES = 3


def failed_targets(log: str) -> tuple[Path, ...]:
    """The files that could not be made, as the build names them."""
    return tuple(Path(found) for found in _FAILED_TARGET.findall(log))


def explain(subject: str, log: str, board: Board, log_file: Path) -> NeurioGenError:
    """Why `subject` could not be built, by what compiler and linker said of it.

    A DoesNotFitError where a memory of the board is too small, else a BuildError with the first
    error of the log.
    """
    return (
        _overflow(subject, log, board)
        or _no_library(log)
        or _contradiction(subject, log, board, log_file)
        or BuildError(
            f"{subject} cannot be built: {_first_error(log)}", hint=f"The full log is {log_file}."
        )
    )


def _no_library(log: str) -> BuildError | None:
    """What an engine needs and PlatformIO's registry does not give."""
    found = _NO_LIBRARY.search(log)
    if found is None:
        return None
    why = "does not know it" if found[2] == "UnknownPackageError" else "cannot be reached"
    return BuildError(
        f"PlatformIO cannot get the library {found[1]}: its registry {why}.",
        hint="Name a folder that holds the library.",
    )


def _contradiction(subject: str, log: str, board: Board, log_file: Path) -> BuildError | None:
    """What the manifest of a board says and the code of its family does not: clock, pins, rates."""
    found = _ASSERTION.search(log)
    if found is None:
        return None
    clock = f"{board.clock_hz:,} Hz" if board.clock_hz else "none"
    return BuildError(
        f"{subject} cannot be built: the manifest of {board.id} contradicts the code of its "
        f"family: {found[1].strip()}. The manifest's clock is {clock}.",
        hint="Give build.f_cpu the clock that the code sets, or the board a family of its own: "
        f"`neurio-gen new-board --family`. The full log is {log_file}.",
    )


def _overflow(subject: str, log: str, board: Board) -> DoesNotFitError | None:
    excess = {name: int(count) for name, count in _OVERFLOW.findall(log)}
    ends = {name: int(address, 16) for address, name in _BEYOND.findall(log)}
    for region in board.memory:
        needed = ends.get(region.name, 0) - region.origin
        if region.name in excess:
            needed = region.length + excess[region.name]
        if needed > region.length:
            word = _MEMORY_WORDS.get(region.name, region.name)
            return DoesNotFitError(subject, word, needed, region.length)
    return None


def _first_error(log: str) -> str:
    found = _FIRST_ERROR.search(log)
    if found:
        return found[0].strip()
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return " / ".join(lines[-_SHOWN_LINES:]) or "PlatformIO said nothing"
