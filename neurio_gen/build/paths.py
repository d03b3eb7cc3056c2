"""Paths that SCons, the shell that it starts compilers by, and flash tools take as they are."""

from __future__ import annotations

import os
import re
from pathlib import Path

from neurio_gen.errors import UsageError
from neurio_gen.resources import firmware_dir

# SCons expands `$`, and the shell the rest; OpenOCD takes a path in braces.
_REFUSED = re.compile(
    r"[\x00-\x1f\x7f'\"`$;&|<>(){}]|  " + ("" if os.name == "nt" else r"|\\"), re.ASCII
)
_NAMES = {"  ": "two blanks in a row", "\n": "a line break", "\t": "a tab"}


def check_paths(output: Path) -> None:
    """Raises UsageError where the tools would take the path of a folder for something else.

    They would write beside `output`, or stop with a message of the shell's.
    """
    _check(output.absolute(), "The output folder", "Choose another one with --output.")
    _check(firmware_dir(), "The folder of neurio-gen's sources", "Install neurio-gen elsewhere.")


def _check(path: Path, what: str, hint: str) -> None:
    found = _REFUSED.search(str(path))
    if found is not None:
        name = _NAMES.get(found[0], found[0] if found[0].isprintable() else repr(found[0]))
        raise UsageError(
            f"{what} {str(path)!r} has {name} in its path, which the build tools do not take.",
            hint=hint,
        )
