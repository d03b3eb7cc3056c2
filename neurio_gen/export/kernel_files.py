"""The files of firmware/kernels that a program needs, found by what they include and call.

A source defines functions of its header: the one of its own name or, where there is none, those
that it includes. It is needed where a needed source, with all its headers, sees such a header and
calls such a function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_COMMENTS = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_INCLUDES = re.compile(r'^#include "(kernels/[^"]+)"', re.MULTILINE)
_WORDS = re.compile(r"\b[A-Za-z_]\w*\b")
_BODY = re.compile(r"(?:\)|\bconst|=)\s*\Z")
"""What stands before the brace of a function's body or of an initialiser, and of nothing else."""
_DECLARATION = re.compile(
    r"\b([A-Za-z_]\w*)\s*\([^;{}()]*(?:\([^;{}()]*\)[^;{}()]*)*\)\s*(?:const\s*)?;"
    r"|^[A-Za-z_]\w* (\w+);",
    re.MULTILINE,
)
"""A function, or one that is declared by its type: `OneColumn neurio_filter_pairs_1_one_sided;`."""


@dataclass(frozen=True)
class _File:
    """What a file includes, the functions that it declares, those it may call, all its words."""

    includes: tuple[str, ...]
    declares: frozenset[str]
    calls: frozenset[str]
    words: frozenset[str]


def kernel_files(root: Path, program: str) -> tuple[str, ...]:
    """Paths below `root`, which is firmware/, of the kernels that the C++ source `program` needs.

    Headers and sources, sorted.
    """
    files = {
        path.relative_to(root).as_posix(): _read(path.read_text(encoding="utf-8"))
        for path in sorted((root / "kernels").rglob("*"))
        if path.suffix in (".h", ".cc")
    }
    sources = [name for name in files if name.endswith(".cc")]
    waiting = [_read(program)]
    chosen: set[str] = set()
    while waiting:
        unit = waiting.pop()
        seen = _seen(unit, files)
        chosen |= seen
        calls = unit.calls.union(*(files[header].calls for header in seen))
        called = {name for name in sources if calls & _defined(name, seen, files)} - chosen
        waiting += [files[name] for name in sorted(called)]
        chosen |= called
    return tuple(sorted(chosen))


def _seen(file: _File, files: Mapping[str, _File]) -> frozenset[str]:
    """The headers that a file includes, and those that they include."""
    seen: set[str] = set()
    waiting = list(file.includes)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += files[name].includes
    return frozenset(seen)


def _defined(source: str, seen: frozenset[str], files: Mapping[str, _File]) -> frozenset[str]:
    """The functions of headers in `seen` that a source defines."""
    own = source.removesuffix(".cc") + ".h"
    headers: Iterable[str] = [own] if own in files else files[source].includes
    declared = [files[header].declares for header in headers if header in seen]
    return frozenset[str]().union(*declared) & files[source].words


@cache  # the files of libraries after the first one are known
def _read(text: str) -> _File:
    code = _INCLUDES.sub("", _COMMENTS.sub("", text))
    outside, bodies = _parted(code)
    declares = frozenset(a or b for a, b in _DECLARATION.findall(outside))
    # A constructor calls functions before its body, too.
    calls = frozenset(_WORDS.findall(bodies)) | (frozenset(_WORDS.findall(outside)) - declares)
    words = frozenset(_WORDS.findall(code))
    return _File(tuple(_INCLUDES.findall(text)), declares, calls, words)


def _parted(code: str) -> tuple[str, str]:
    """The code outside of bodies and initialisers, and what is in them."""
    outside: list[str] = []
    bodies: list[str] = []
    depth = 0
    for piece in re.split(r"([{}])", code):
        if depth:
            depth += (piece == "{") - (piece == "}")
            bodies.append(piece)
        elif piece == "{" and _BODY.search("".join(outside[-3:])):
            depth = 1
        else:
            outside.append(piece)
    return "".join(outside), "".join(bodies)
