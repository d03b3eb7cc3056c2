"""Which kernels' sources images need, so that a build compiles no others."""

import re
from functools import cache
from pathlib import Path

_INCLUDE = re.compile(r'^\s*#\s*include\s+"(kernels/[^"]+)"', re.MULTILINE)


def find(callers: list[Path], firmware: Path, folders: list[Path]) -> list[Path]:
    """The `.cc` of `folders` that `callers` need, and those that these need, in order.

    Who calls a function includes its header. A header's functions are in the file of its name, or
    in those of its folder that have no header of their own and whose names begin with its, as
    `conv_rows.cc` with `conv.h`. A file whose name begins with none may have functions of all
    headers of its folder that it includes, if by others.
    """
    files = [path for folder in folders for path in sorted(folder.rglob("*.cc"))]
    nameless = {
        path: _implemented(path, firmware) for path in files if not path.with_suffix(".h").exists()
    }
    used: set[Path] = set()
    while True:
        headers = _headers([*callers, *used], firmware)
        now = {path for path in files if path.with_suffix(".h") in headers}
        now |= {path for path, included in nameless.items() if included & headers}
        if now == used:
            return [path for path in files if path in used]
        used = now


def _implemented(source: Path, firmware: Path) -> set[Path]:
    """The headers whose functions a file without one of its own may have."""
    own = {header for header in _headers([source], firmware) if header.parent == source.parent}
    return {header for header in own if source.stem.startswith(f"{header.stem}_")} or own


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
