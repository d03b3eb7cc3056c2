"""The native counter is compiled once, and done without where that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.emulator import native


def test_compiled_once(tmp_path: Path) -> None:
    """Given a C compiler, when asked twice, then one library is built and found again."""
    assert native.native_library(tmp_path) is not None
    (library,) = tmp_path.iterdir()
    built = library.stat().st_mtime_ns
    assert native.native_library(tmp_path) is not None
    assert library.stat().st_mtime_ns == built


def test_no_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given no C compiler, when asked, then there is none, and nothing is left behind."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(native.importlib.util, "find_spec", lambda _name: None)
    assert native.native_library(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_cache_that_cannot_be_written(tmp_path: Path) -> None:
    """Given a file where the cache folder should be, then the library is this process's alone."""
    (tmp_path / "cache").write_text("in the way")
    assert native.native_library(tmp_path / "cache") is not None
    assert [file.read_text() for file in tmp_path.iterdir()] == ["in the way"]


def test_damaged_library(tmp_path: Path) -> None:
    """Given a damaged library in the cache, when asked, then it is compiled again."""
    native.native_library(tmp_path / "good")
    (library,) = (tmp_path / "good").iterdir()
    damaged = tmp_path / "damaged" / library.name
    damaged.parent.mkdir()
    damaged.write_bytes(b"no library")
    assert native.native_library(damaged.parent) is not None
    assert damaged.read_bytes().startswith(library.read_bytes()[:4])
