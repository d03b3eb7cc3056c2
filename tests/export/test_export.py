"""`neurio-gen export`: a library that others build and run without us."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.build.platformio_setup import ensure_build_engine
from neurio_gen.codegen import cpp
from neurio_gen.codegen.render import Renderer
from neurio_gen.compiler import compile_model
from neurio_gen.compiler.kernels.table import KERNELS
from neurio_gen.export.kernel_files import kernel_files
from neurio_gen.export.library import Library, library_files
from neurio_gen.export.model import Example, LibraryModel
from neurio_gen.isa import Isa
from neurio_gen.resources import firmware_dir
from tests.end_to_end.command import ROOT, neurio_gen
from tests.export.building import (
    CXX,
    HERE,
    ZIG,
    check_in_qemu,
    check_on_this_computer,
    compile_library,
    run,
)
from tests.kernels.test_states import wake_word
from tests.shared_files import OFFICIAL_FILES, official_model, official_models

_MODELS = tuple(OFFICIAL_FILES)
_RIGHT = sorted(f"{name}: output as expected" for name in _MODELS)
_SMALL = ("ad01", "sww01")
_SMALL_RIGHT = sorted(f"{name}: output as expected" for name in _SMALL)
_ARM = shutil.which("arm-none-eabi-g++") and shutil.which("qemu-system-arm")
_needs_arm = pytest.mark.skipif(not _ARM, reason="arm-none-eabi-g++ or QEMU is not installed")
_SUPPORT = Path(__file__).parents[2] / "firmware" / "support" / "include"
_CORTEX_M = ("-mthumb", "-O2", "-ffunction-sections")
_FLAGS = {
    "generic": ("-O2",),
    "generic on Arm": ("-mcpu=cortex-m3", *_CORTEX_M),
    "dsp": ("-mcpu=cortex-m4", "-mfloat-abi=hard", *_CORTEX_M),
    "mve": ("-mcpu=cortex-m55", "-mfloat-abi=hard", *_CORTEX_M),
}

Objects = Callable[[str], list[Path]]


def _export(
    folder: Path, *options: str | Path, models: Sequence[str] = _MODELS, prepared: bool = True
) -> Path:
    named = [argument for name in models for argument in ("-B", name)]
    arguments = ("export", *named, "--models", official_models(), *options, "-o", folder)
    done = neurio_gen(*arguments, prepared=prepared)
    assert done.code == 0, done.err
    return folder


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The six official models as one library for each instruction set."""
    top = tmp_path_factory.mktemp("export")
    return {isa: _export(top / f"six_{isa}", "--isa", isa) for isa in ("generic", "dsp", "mve")}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two models as one library: what a build system is told does not depend on how many."""
    return _export(tmp_path_factory.mktemp("export") / "two", models=_SMALL)


@pytest.fixture(scope="module")
def objects(libraries: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Objects:
    """Compiles a library of the six models for a target of `_FLAGS`, each once."""
    top = tmp_path_factory.mktemp("objects")

    @cache
    def compiled(target: str) -> list[Path]:
        compiler = "g++" if target == "generic" else "arm-none-eabi-g++"
        library = libraries[target.partition(" ")[0]]
        return compile_library(library, top / target, (compiler,), _FLAGS[target])

    return compiled


def _copy(library: Path, folder: Path) -> Path:
    return Path(shutil.copytree(library, folder / library.name))


def test_gcc_builds_it_without_a_warning_and_its_output_is_right(
    libraries: dict[str, Path], objects: Objects, tmp_path: Path
) -> None:
    said = check_on_this_computer(libraries["generic"], objects("generic"), tmp_path)
    assert sorted(said.splitlines()) == _RIGHT


def test_cmake_builds_it_and_runs_its_check(small: Path, tmp_path: Path) -> None:
    library = _copy(small, tmp_path)
    run("cmake", "-B", "build", "-DCMAKE_C_FLAGS=-Werror", "-DCMAKE_CXX_FLAGS=-Werror", cwd=library)
    run("cmake", "--build", "build", cwd=library)
    said = run("ctest", "--test-dir", "build", "--verbose", cwd=library)
    assert all(line in said for line in _SMALL_RIGHT)


def test_platformio_finds_it_and_its_example(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a platform for this computer in the place of `native`, which is in a registry."""
    monkeypatch.setenv("PLATFORMIO_CORE_DIR", str(tmp_path / "core"))
    ensure_build_engine()
    project = _copy(small, tmp_path) / "examples" / "check"
    settings = project / "platformio.ini"
    platform = f"platform = symlink://{HERE / 'host_platform'}"
    settings.write_text(settings.read_text().replace("platform = native", platform))
    run(ZIG[0], "-m", "platformio", "run", cwd=project)
    said = run(project / ".pio" / "build" / "native" / "program", cwd=project)
    assert sorted(said.splitlines()) == _SMALL_RIGHT


def test_arduino_compiles_its_sketch(
    libraries: dict[str, Path], objects: Objects, tmp_path: Path
) -> None:
    """With the part of Arduino's core that the sketch uses, as its builder includes it."""
    library = libraries["generic"]
    (tmp_path / "Arduino.h").write_text(_ARDUINO)
    sketch = library / "examples" / "check_arduino" / "check_arduino.ino"
    code = f"#include <Arduino.h>\n{sketch.read_text()}\nint main() {{ setup(); loop(); }}\n"
    (tmp_path / "sketch.cpp").write_text(code)
    include = (f"-I{tmp_path}", f"-I{library / 'src'}")
    made = objects("generic")
    run("g++", *CXX, *include, "sketch.cpp", *made, "-o", "sketch", cwd=tmp_path)
    assert sorted(run(tmp_path / "sketch", cwd=tmp_path).split("\n")[:-1]) == _RIGHT
    properties = dict(
        line.split("=", 1) for line in (library / "library.properties").read_text().splitlines()
    )
    assert properties["architectures"] == "*"
    assert all((library / "src" / name).is_file() for name in properties["includes"].split(","))


def test_zephyrs_files_name_all_sources(small: Path, tmp_path: Path) -> None:
    """With Zephyr's CMake functions in a few lines: the module is built as an application would."""
    (tmp_path / "CMakeLists.txt").write_text(_ZEPHYR.replace("LIBRARY", str(small)))
    run("cmake", "-B", "build", cwd=tmp_path)
    run("cmake", "--build", "build", cwd=tmp_path)
    said = run(tmp_path / "build" / "check", cwd=tmp_path)
    assert sorted(said.splitlines()) == _SMALL_RIGHT
    module = (small / "zephyr" / "module.yml").read_text()
    assert "cmake: zephyr" in module
    assert "kconfig: zephyr/Kconfig" in module
    assert "config TWO\n" in (small / "zephyr" / "Kconfig").read_text()


@_needs_arm
def test_its_output_is_right_on_a_core_with_the_dsp_extension(
    libraries: dict[str, Path], objects: Objects, tmp_path: Path
) -> None:
    library, core = libraries["dsp"], _FLAGS["dsp"]
    said = check_in_qemu(library, objects("dsp"), tmp_path, core, "mps2-an386", 0x2000_0000)
    assert sorted(said.splitlines()) == _RIGHT


@_needs_arm
def test_its_output_is_right_on_a_core_with_helium(
    libraries: dict[str, Path], objects: Objects, tmp_path: Path
) -> None:
    library, core = libraries["mve"], _FLAGS["mve"]
    said = check_in_qemu(library, objects("mve"), tmp_path, core, "mps3-an547", 0x2100_0000)
    assert sorted(said.splitlines()) == _RIGHT


@pytest.mark.parametrize(
    ("isa", "flags"),
    [
        ("generic", ()),
        ("dsp", ("-target", "thumb-freestanding-eabihf", "-mcpu=cortex_m4+vfp4d16sp")),
        ("mve", ("-target", "thumb-freestanding-eabihf", "-mcpu=cortex_m55+mve_fp+fp_armv8d16")),
    ],
)
def test_clang_builds_it_without_a_warning(
    isa: str, flags: tuple[str, ...], libraries: dict[str, Path], tmp_path: Path
) -> None:
    pytest.importorskip("ziglang", reason="Clang comes with ziglang")
    library = libraries[isa]
    include = (f"-I{library / 'src'}", *(f"-I{_SUPPORT}" for _ in flags[:1]))
    files = sorted((library / "src").rglob("*.cpp"))
    run(*ZIG, "c++", *flags, *CXX, "-O2", *include, "-c", *files, cwd=tmp_path)


@pytest.mark.parametrize("isa", Isa, ids=lambda isa: isa.value)
def test_a_kernel_comes_with_all_that_it_calls(isa: Isa, tmp_path: Path) -> None:
    """By text: every function of another source that is called has its source in the library."""
    kernels = {type(kernel) for row in KERNELS.values() for kernel in row if kernel.isa is isa}
    for name in sorted({kernel.name for kernel in kernels}):
        program = f'#include "kernels/{isa.value}/{name}.h"\nvoid f() {{ {name}(); }}\n'
        files = kernel_files(firmware_dir(), program)
        assert f"kernels/{isa.value}/{name}.cc" in files
        assert all((firmware_dir() / file).is_file() for file in files)
        folders = {file.split("/")[1] for file in files}
        assert folders <= {"common", *(each.value for each in isa.runs)}


@_needs_arm
@pytest.mark.parametrize("target", ["generic on Arm", "dsp", "mve"])
def test_it_holds_no_source_that_the_models_do_not_need(
    target: str, objects: Objects, tmp_path: Path
) -> None:
    made = objects(target)
    defined, needed = {}, {}
    for file in made:
        symbols = [
            line.split() for line in run("arm-none-eabi-nm", "-g", file, cwd=tmp_path).splitlines()
        ]
        defined[file] = {line[-1] for line in symbols if line[-2] != "U"}
        needed[file] = {line[-1] for line in symbols if line[-2] == "U"}
    wanted = {name for names in needed.values() for name in names}
    kernels = [file for file in made if not file.stem.startswith("model_")]
    assert not [file.stem for file in kernels if not defined[file] & wanted]
    outside = wanted - {name for names in defined.values() for name in names}
    assert {name for name in outside if "neurio" in name} == set()


def test_a_core_that_cannot_run_the_kernels_is_refused_by_the_compiler(
    libraries: dict[str, Path], tmp_path: Path
) -> None:
    source = libraries["dsp"] / "src" / "model_kws01.cpp"
    with pytest.raises(AssertionError, match="the DSP extension"):
        run("g++", "-std=c++17", f"-I{libraries['dsp'] / 'src'}", "-c", source, cwd=tmp_path)


def test_there_is_nothing_of_the_harness_in_it(libraries: dict[str, Path]) -> None:
    for file in (libraries["dsp"] / "src").rglob("*"):
        if file.is_file():
            text = file.read_text()
            assert "harness/" not in text
            assert "protocol" not in text


def test_the_same_models_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    again = _export(tmp_path / small.name, models=_SMALL, prepared=False)  # other hashes of strings
    names = json.loads((small / "export.json").read_text())["files"]
    assert sorted(names) == sorted(
        path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file()
    )
    assert filecmp.cmpfiles(small, again, names, shallow=False)[1:] == ([], [])


def test_exporting_again_replaces_what_was_exported_and_nothing_else(tmp_path: Path) -> None:
    model = Path(os.path.relpath(official_models() / OFFICIAL_FILES["kws01"]))
    library = tmp_path / "library"
    assert neurio_gen("export", "-m", model, "--isa", "dsp", "-o", library).code == 0
    (library / "src" / "mine.h").write_text("// mine\n")
    assert neurio_gen("export", "-m", model, "-o", library).code == 0
    assert (library / "src" / "mine.h").is_file()
    assert not (library / "src" / "kernels" / "dsp").exists()


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine\n")
    model = official_models() / OFFICIAL_FILES["kws01"]
    done = neurio_gen("export", "-m", model, "-o", tmp_path)
    assert done.code == 2
    assert "holds files that no export wrote" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Nothing is named to export"),
        (("-B", "kws01", "--board", "mps2_an386", "--isa", "mve"), "cannot run mve kernels"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_written(
    options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = neurio_gen("export", *options, "-o", tmp_path / "library")
    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / "library").exists()


def test_a_model_that_keeps_state_has_a_reset(tmp_path: Path) -> None:
    model = tmp_path / "okay nabu.tflite"
    model.write_bytes(wake_word("okay_nabu"))
    done = neurio_gen("export", "-m", model, "-o", tmp_path / "library")
    assert done.code == 0, done.err
    header = (tmp_path / "library" / "src" / "model_okay_nabu.h").read_text()
    assert "void model_okay_nabu_reset(void* arena);" in header
    made = compile_library(tmp_path / "library", tmp_path / "objects", ("g++",), ("-O2",))
    said = check_on_this_computer(tmp_path / "library", made, tmp_path)
    assert said == "okay-nabu: output as expected\n"


def test_random_weights_are_marked(tmp_path: Path) -> None:
    plan = compile_model(official_model("sww01"), "sww01", Isa.GENERIC)
    arrays = [(np.zeros(port.shape, np.int8),) for port in (*plan.inputs, *plan.outputs)]
    example = Example(arrays[0], arrays[1], "TFLite Micro", (0.0,))
    model = LibraryModel("sww01", plan, example, random=True)
    library = Library("random", (model,), Isa.GENERIC, "neurio-gen export")
    files = library_files(library, Renderer((), **cpp.filters()))
    assert "Its weights are random" in files["README.md"]
    assert json.loads(files["export.json"])["models"][0]["weights"] == "random"


def test_uncalibrated_models_are_marked() -> None:
    plan = compile_model((ROOT / "examples" / "doorbell.tflite").read_bytes(), "small", Isa.GENERIC)
    arrays = [(np.zeros(port.shape, np.int8),) for port in (*plan.inputs, *plan.outputs)]
    example = Example(arrays[0], arrays[1], "TFLite Micro", (0.0,))
    model = LibraryModel("small", plan, example, uncalibrated=True)
    library = Library("small", (model,), Isa.GENERIC, "neurio-gen export")
    files = library_files(library, Renderer((), **cpp.filters()))
    assert "quantised with random inputs" in files["README.md"]
    assert json.loads(files["export.json"])["models"][0]["uncalibrated"] is True


_ARDUINO = """
#include <stdio.h>
struct Port {
    void begin(long) {}
    explicit operator bool() const { return true; }
    void print(const char* text) { fputs(text, stdout); }
    void println(const char* text) { puts(text); }
};
static Port Serial;
"""

_ZEPHYR = """
cmake_minimum_required(VERSION 3.13)
project(application C CXX)
function(zephyr_include_directories)
  include_directories(${ARGN})
endfunction()
function(zephyr_library_named name)
  set(ZEPHYR_CURRENT_LIBRARY ${name} PARENT_SCOPE)
  add_library(${name} STATIC "")
endfunction()
function(zephyr_library_compile_options)
  target_compile_options(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGN})
endfunction()
function(zephyr_library_sources)
  target_sources(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGN})
endfunction()
set(CONFIG_TWO y)
include_directories(LIBRARY/src)
add_subdirectory(LIBRARY/zephyr module)
add_executable(check LIBRARY/examples/check/src/main.c)
target_link_libraries(check two)
"""
