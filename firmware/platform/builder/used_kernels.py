"""Which kernels' sources images need, so that a build compiles no others."""

import re
from functools import cache
from pathlib import Path

_INCLUDE = re.compile(r'^\s*#\s*include\s+"(kernels/[^"]+)"', re.MULTILINE)


def find(callers: list[Path], firmware: Path, folders: list[Path]) -> list[Path]:
    """The `.cc` of `folders` that `callers` need, and those that these need, in order.

    Who calls a function includes its header. A header's functions are in the file of its name, or
    in those of its folder that have no header of their own and include it, if by others.
    """
    files = [path for folder in folders for path in sorted(folder.rglob("*.cc"))]
    nameless = {
        path: {header for header in _headers([path], firmware) if header.parent == path.parent}
        for path in files
        if not path.with_suffix(".h").exists()
    }
    used: set[Path] = set()
    while True:
        headers = _headers([*callers, *used], firmware)
        now = {path for path in files if path.with_suffix(".h") in headers}
        now |= {path for path, included in nameless.items() if included & headers}
        if now == used:
            return [path for path in files if path in used]
        used = now


def _headers(sources: list[Path], firmware: Path) -> set[Path]:
    """The headers of kernels that sources include, themselves or by others."""
    found: set[Path] = set()
    pending = list(sources)
    while pending:
        named = _included(pending.pop(), firmware)
        pending += [path for path in named - found if path.exists()]
        found |= named
    return found


@cache
def _included(source: Path, firmware: Path) -> frozenset[Path]:
    """The headers of kernels that a file includes itself. It may have megabytes of weights."""
    text = source.read_text(encoding="utf-8")
    return frozenset(firmware / name for name in _INCLUDE.findall(text))
