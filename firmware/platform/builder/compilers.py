"""Which compiler builds for a board: GCC of the system or of PlatformIO, or Clang from PyPI.

Needs nothing but the standard library: both the build script and `neurio_gen` ask here, so that
the compiler in a result is the one that built the image. `NEURIO_GEN_COMPILER` (`gcc` or `zig`)
names the kind; without it GCC goes first. `NEURIO_GEN_COMPILER_LAUNCHER` (as CMake has one) names
what GCC is started by, such as `ccache`.
"""

import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "NEURIO_GEN_COMPILER"
LAUNCHER = "NEURIO_GEN_COMPILER_LAUNCHER"
KINDS = ("gcc", "zig")
_HOST_COMPILERS = {"g++": "gcc", "c++": "cc", "clang++": "clang"}
"""By the one for C++, the one for C."""


@dataclass(frozen=True)
class Compiler:
    """A compiler for C++ and C and its archiver, each the beginning of a command line."""

    kind: str
    cxx: tuple[str, ...]
    cc: tuple[str, ...]
    ar: tuple[str, ...]


def find(prefix: str, package: str | None) -> Compiler | None:
    """The compiler for a board whose tools are called `prefix`...; None where there is none.

    `package` is PlatformIO's with such tools. An empty prefix is this computer's own compiler.
    """
    wanted = os.environ.get(VARIABLE) or None
    if wanted not in (None, *KINDS):
        raise ValueError(f"{VARIABLE} is {wanted!r}, not {' or '.join(KINDS)}")
    makers = {"gcc": lambda: _gcc(prefix, package) if prefix else _host(), "zig": _zig}
    chosen = (makers[kind]() for kind in ((wanted,) if wanted else KINDS))
    return next((compiler for compiler in chosen if compiler is not None), None)


def launcher(compiler: Compiler) -> tuple[str, ...]:
    """What compilations with `compiler` are started by; nothing where none is named.

    Clang of the package `ziglang` starts by itself: it has a cache of its own, and other launchers
    do not know it. Raises ValueError where the launcher is not there.
    """
    name = os.environ.get(LAUNCHER)
    if not name or compiler.kind == "zig":
        return ()
    if shutil.which(name) is None:
        raise ValueError(f"{LAUNCHER} is {name!r}, which is not there")
    return (name,)


def _gcc(prefix: str, package: str | None) -> Compiler | None:
    """GCC on PATH, or as PlatformIO's package where that is installed."""
    packages = os.environ.get("PLATFORMIO_PACKAGES_DIR") or Path(
        os.environ.get("PLATFORMIO_CORE_DIR") or Path.home() / ".platformio", "packages"
    )
    places = (None, *([str(Path(packages, package, "bin"))] if package else []))
    for place in places:
        found = shutil.which(f"{prefix}g++", path=place)
        if found:
            # by its name where PATH leads to it: messages and caches are the same on all machines
            start = prefix if place is None else str(Path(found).parent / prefix)
            return Compiler("gcc", (f"{start}g++",), (f"{start}gcc",), (f"{start}ar",))
    return None


def _host() -> Compiler | None:
    for cxx, cc in _HOST_COMPILERS.items():
        if shutil.which(cxx):
            return Compiler("gcc", (cxx,), (cc,), ("ar",))
    return None


def _zig() -> Compiler | None:
    """Clang and LLVM's tools as the package `ziglang` carries them."""
    if importlib.util.find_spec("ziglang") is None:
        return None
    zig = (sys.executable, "-m", "ziglang")
    return Compiler("zig", (*zig, "c++"), (*zig, "cc"), (*zig, "ar"))
