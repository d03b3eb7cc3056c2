"""PlatformIO by itself: its build engine from PyPI's SCons, no registry, plain `pio run`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from neurio_gen import resources
from neurio_gen.boards import load_board
from neurio_gen.build import build_images
from neurio_gen.build.platformio_setup import ensure_build_engine, package_version
from neurio_gen.errors import BuildError
from neurio_gen.home import platformio_variables, zig_variables
from neurio_gen.resources import firmware_dir, platformio_ini, project_dir, templates_dir
from tests.build.conftest import Write

SECONDS = 120


@pytest.fixture
def fresh_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A core folder that PlatformIO has never used, and a registry that cannot be reached."""
    core = tmp_path / "core"
    monkeypatch.setenv("PLATFORMIO_CORE_DIR", str(core))
    monkeypatch.delenv("PLATFORMIO_PACKAGES_DIR", raising=False)
    for variable in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    return core


def pio(
    arguments: list[str], project: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "platformio", "run", "-d", str(project), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize(
    ("scons", "package"), [("4.11.1", "4.41101.0"), ("4.8.1", "4.40801.0"), ("4.8", "4.40800.0")]
)
def test_the_package_has_platformios_number_of_the_release(scons: str, package: str) -> None:
    assert package_version(scons) == package


def test_the_build_engine_is_made_once(fresh_core: Path) -> None:
    folder = ensure_build_engine()
    assert folder == fresh_core / "packages" / "tool-scons"
    assert json.loads((folder / ".piopm").read_text())["spec"]["owner"] == "platformio"
    times = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    ensure_build_engine()
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == times


def test_a_build_engine_of_another_version_is_replaced(fresh_core: Path) -> None:
    folder = ensure_build_engine()
    (folder / "package.json").write_text('{"name": "tool-scons", "version": "4.40000.0"}')
    ensure_build_engine()
    version = json.loads((folder / "package.json").read_text())["version"]
    assert version == package_version(metadata.version("scons"))


def test_a_core_folder_that_cannot_be_made_is_told(fresh_core: Path) -> None:
    fresh_core.write_text("a file, not a folder")
    with pytest.raises(BuildError, match="cannot be set up"):
        ensure_build_engine()


def test_without_a_home_that_can_be_written_the_build_has_all_in_its_own_folder(
    fresh_core: Path, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a home in which nothing can be made
    monkeypatch.delenv("PLATFORMIO_CORE_DIR")
    (tmp_path / "home").write_text("a file, not a folder")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home" / "cache"))
    # when an image is built
    output = tmp_path / "out"
    (image,) = build_images(load_board("native"), [write("one")], output)
    # then PlatformIO has kept its files below the output folder
    assert image.elf.is_file()
    assert (output / "pio" / "platformio" / "packages" / "tool-scons").is_dir()
    # and so would Clang
    assert zig_variables(output) == {"ZIG_GLOBAL_CACHE_DIR": str(output / "zig")}


def test_a_home_that_can_be_written_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLATFORMIO_CORE_DIR", raising=False)
    monkeypatch.delenv("ZIG_GLOBAL_CACHE_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "not yet made"))
    assert platformio_variables(tmp_path / "out") == {}
    assert zig_variables(tmp_path / "out") == {}


def test_the_wrong_scons_is_named(fresh_core: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: "4.1.0")
    with pytest.raises(BuildError, match=r"SCons 4\.1\.0") as info:
        ensure_build_engine()
    assert "pip install scons==4." in (info.value.hint or "")


@pytest.mark.parametrize("board", ["mps2_an386", "nucleo_l4r5zi", "native"])
def test_plain_pio_run_builds_without_a_registry(
    fresh_core: Path, write: Write, output: Path, board: str
) -> None:
    ensure_build_engine()
    images = write("plain").directory.parent
    done = pio(
        ["-e", board],
        project_dir(),
        NEURIO_GEN_IMAGES=str(images),
        PLATFORMIO_WORKSPACE_DIR=str(output / "pio"),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in done.stdout + done.stderr
    assert (output / f"pio/build/{board}/images/performance/plain/plain.elf").is_file()


def test_an_installed_project_builds_outside_a_checkout_and_is_left_as_it_is(
    fresh_core: Path, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given the package's data as a wheel carries it
    data = tmp_path / "site-packages" / "neurio_gen" / "data"
    shutil.copytree(firmware_dir(), data / "firmware", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(templates_dir(), data / "templates")
    shutil.copy(platformio_ini(), data)
    before = sorted(data.rglob("*"))
    monkeypatch.setattr(resources, "project_dir", lambda: data)
    # when an image is built
    (image,) = build_images(load_board("native"), [write("one")], tmp_path / "out")
    # then it lies in the output folder, and nothing new among the data
    assert image.elf.is_relative_to(tmp_path / "out")
    assert sorted(data.rglob("*")) == before


def test_a_wrong_mode_is_refused(fresh_core: Path, write: Write, output: Path) -> None:
    ensure_build_engine()
    done = pio(
        ["-e", "native"],
        project_dir(),
        NEURIO_GEN_IMAGES=str(write("one").directory.parent),
        NEURIO_GEN_MODE="accuracy",
        PLATFORMIO_WORKSPACE_DIR=str(output / "pio"),
    )
    assert done.returncode != 0
    assert "NEURIO_GEN_MODE is 'accuracy'" in done.stderr
