"""Which compiler builds, how Clang is told what GCC is told, and that its images run."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from pathlib import Path

import pytest

from neurio_gen.boards import all_architectures, all_boards, load_board
from neurio_gen.build import build_images
from neurio_gen.build.toolchain import _build_script, compiler_command, compiler_version
from neurio_gen.devices import open_device
from neurio_gen.errors import BuildError, UsageError
from neurio_gen.protocol.session import Session
from tests.support.board_images import Source

ARM = all_architectures()["cortex_m"]
compilers = _build_script()
needs_zig = pytest.mark.skipif(
    importlib.util.find_spec("ziglang") is None, reason="pip install ziglang"
)


@pytest.fixture(autouse=True)
def no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(compilers.VARIABLE, raising=False)


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No tool on PATH, and PlatformIO without packages; its core folder."""
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    monkeypatch.setenv("PLATFORMIO_CORE_DIR", str(tmp_path / "core"))
    monkeypatch.delenv("PLATFORMIO_PACKAGES_DIR", raising=False)
    return tmp_path / "core"


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\necho 'fake g++ 1.0'\n")
    path.chmod(0o755)
    return path


def test_gcc_of_the_system_goes_first() -> None:
    assert compiler_command(ARM.gcc) == ("arm-none-eabi-g++",)
    assert "arm-none-eabi-g++" in str(compiler_version(load_board("nucleo_l4r5zi")))


def test_then_gcc_as_platformios_package(nothing_installed: Path) -> None:
    there = program(nothing_installed / "packages/toolchain-gccarmnoneeabi/bin/arm-none-eabi-g++")
    assert compiler_command(ARM.gcc) == (str(there),)


@needs_zig
def test_then_clang_from_pypi(nothing_installed: Path) -> None:
    command = compiler_command(ARM.gcc)
    assert command is not None
    assert command[1:] == ("-m", "ziglang", "c++")
    line = str(compiler_version(load_board("nucleo_l4r5zi")))
    assert line.startswith("clang version")
    assert line.endswith("(ziglang)")


def test_the_variable_decides(monkeypatch: pytest.MonkeyPatch, nothing_installed: Path) -> None:
    monkeypatch.setenv(compilers.VARIABLE, "gcc")
    assert compiler_command(ARM.gcc) is None
    monkeypatch.setenv(compilers.VARIABLE, "msvc")
    with pytest.raises(UsageError, match="'msvc', not gcc or zig"):
        compiler_command(ARM.gcc)


def test_a_launcher_starts_gcc_and_leaves_clang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gcc = compilers.Compiler("gcc", ("g++",), ("gcc",), ("ar",))
    clang = compilers.Compiler("zig", ("zig", "c++"), ("zig", "cc"), ("zig", "ar"))
    launcher = str(program(tmp_path / "ccache"))

    monkeypatch.setenv(compilers.LAUNCHER, launcher)
    assert compilers.launcher(gcc) == (launcher,)
    assert compilers.launcher(clang) == ()

    monkeypatch.setenv(compilers.LAUNCHER, "")
    assert compilers.launcher(gcc) == ()


def test_a_build_says_that_the_launcher_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(compilers.LAUNCHER, "ccahce")
    with pytest.raises(BuildError, match="NEURIO_GEN_COMPILER_LAUNCHER is 'ccahce', which is not"):
        build_images(load_board("native"), [Source()], tmp_path)


def test_a_build_compiles_by_the_launcher_and_links_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher = tmp_path / "launcher"
    cache = os.environ.get(compilers.LAUNCHER, "")
    launcher.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/started\nexec {cache} "$@"\n')
    launcher.chmod(0o755)
    monkeypatch.setenv(compilers.LAUNCHER, str(launcher))

    (image,) = build_images(load_board("mps2_an386"), [Source()], tmp_path / "output")

    started = (tmp_path / "started").read_text().splitlines()
    assert image.elf.exists()
    assert len(started) > 20
    assert all(" -c " in line for line in started)


def test_every_architecture_names_its_compilers_packages() -> None:
    for architecture in all_architectures().values():
        assert architecture.gcc.debian


@pytest.mark.parametrize("core", sorted(ARM.cores))
def test_both_compilers_are_told_the_same_core(core: str) -> None:
    gcc, clang = ARM.cores[core].gcc, ARM.cores[core].clang
    (cpu,) = (flag.removeprefix("-mcpu=") for flag in gcc if flag.startswith("-mcpu="))
    assert clang[-1].split("+")[0] == f"-mcpu={cpu.replace('-', '_')}"
    assert clang[1].endswith("hf") == ("-mfloat-abi=hard" in gcc)


def test_every_board_has_a_core_that_clang_is_told() -> None:
    for board in all_boards():
        assert bool(board.architecture.cores[board.core].clang) == bool(board.memory)


@needs_zig
@pytest.mark.parametrize("name", ["mps2_an386", "qemu_riscv32"])
def test_an_image_by_clang_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compilers.VARIABLE, "zig")
    board = load_board(name)
    # given the hand-written models, built without a GCC
    (image,) = build_images(board, [Source()], tmp_path)
    assert b"GCC: (" not in image.elf.read_bytes()
    assert image.sizes.ram_bytes > board.stack_bytes
    # when they run, then they answer and compute
    with open_device(board, image.elf) as device:
        session = Session(device.link)
        session.connect()
        session.select("as-is")
        session.load(bytes(range(16)))
        session.infer()
        assert session.outputs() == bytes(range(16))


@needs_zig
def test_the_binary_by_clangs_tools_is_what_the_elf_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(compilers.VARIABLE, "zig")
    (image,) = build_images(load_board("rpipico"), [Source()], tmp_path)
    assert image.bin is not None
    expected = tmp_path / "expected.bin"
    subprocess.run(
        ["arm-none-eabi-objcopy", "-O", "binary", str(image.elf), str(expected)],
        check=True,
        timeout=20,
    )
    assert image.bin.read_bytes() == expected.read_bytes()
