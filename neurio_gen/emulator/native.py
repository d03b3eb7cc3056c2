"""Compiles native instruments, once for each version of their source; may do without."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from neurio_gen.home import can_write, zig_variables
from neurio_gen.models.cache import cache_root

_SOURCE = Path(__file__).with_name("counter.c")
_FLAGS = ("-O2", "-shared", "-fPIC")
_SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
_TIMEOUT_SECONDS = 120


def native_library(cache: Path | None = None, source: Path = _SOURCE) -> ctypes.CDLL | None:
    """The compiled `source`, or None where no C compiler for this machine works.

    `cache` is the folder of the compiled library, by default in the user's cache. Where that cannot
    be written, the library is made for this process alone.
    """
    folder = cache or cache_root() / "emulator"
    if not can_write(folder):
        with tempfile.TemporaryDirectory(prefix="neurio-gen-", ignore_cleanup_errors=True) as own:
            return _library(Path(own), source)
    return _library(folder, source)


def _library(folder: Path, source: Path) -> ctypes.CDLL | None:
    text = source.read_bytes()
    name = hashlib.sha256(text + repr((_FLAGS, sys.platform)).encode()).hexdigest()[:16]
    library = folder / f"{source.stem}-{name}{_SUFFIX}"
    return _load(library) or (_load(library) if _compile(source, library) else None)


def _load(library: Path) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(str(library)) if library.is_file() else None
    except OSError:  # damaged, or of another machine that shares the cache
        return None


def _compile(source: Path, library: Path) -> bool:
    try:
        library.parent.mkdir(parents=True, exist_ok=True)
        folder = tempfile.mkdtemp(dir=library.parent)
    except OSError:
        return False
    built = Path(folder) / library.name
    try:
        if not any(_succeeds(compiler, source, built) for compiler in _compilers()):
            return False
        built.replace(library)
        return True
    except OSError:
        return False
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _compilers() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [
        (path,) for name in ("cc", "gcc", "clang") if (path := shutil.which(name))
    ]
    if importlib.util.find_spec("ziglang"):
        found.append((sys.executable, "-m", "ziglang", "cc"))
    return found


def _succeeds(compiler: tuple[str, ...], source: Path, library: Path) -> bool:
    try:
        done = subprocess.run(
            (*compiler, *_FLAGS, "-o", str(library), str(source)),
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
            env={**os.environ, **zig_variables(library.parent)},
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and library.is_file()
