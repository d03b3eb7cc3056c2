"""What a model takes of flash does not depend on the models that it shares an image with."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from elftools.elf.elffile import ELFFile

from neurio_gen.resources import firmware_dir

SOURCES = {
    "conv": """
        int shared(int); int table(int); namespace { int own(int x) { return x / 7; } }
        int unused(int x) { return x * 99; }
        int conv(int x) { return shared(x) + own(x) * table(x); }
    """,
    "pool": "int shared(int); int pool(int x) { return shared(x) + 1; }",
    "shared": "int shared(int x) { return x * 3; }",
    "table": """
        extern const int values[64]; const int values[64] = {1, 2, 3};
        int table(int x) { return values[x & 63]; }
    """,
    "model_a": "int conv(int); int a(int x) { return conv(x); }",
    "model_b": "int pool(int); int b(int x) { return pool(x); }",
    "model_c": "int conv(int); int c(int x) { return conv(x) + 1; }",
}
COMPILERS = {
    "arm-none-eabi-g++": ("-mcpu=cortex-m4", "-mthumb"),
    "riscv64-unknown-elf-g++": ("-march=rv32i", "-mabi=ilp32"),
}


@pytest.fixture
def shares() -> Iterator[ModuleType]:
    folder = str(firmware_dir() / "platform" / "builder")
    sys.path.insert(0, folder)
    yield importlib.import_module("kernel_shares")
    sys.path.remove(folder)


def compiled(compiler: str, folder: Path) -> dict[str, Path]:
    """Objects by the names of their sources; each function in a section of its own."""
    for name, text in SOURCES.items():
        (folder / f"{name}.cc").write_text(text)
    flags = [*COMPILERS[compiler], "-O1", "-fno-inline", "-ffunction-sections", "-fdata-sections"]
    files = [f"{name}.cc" for name in SOURCES]
    subprocess.run([compiler, *flags, "-c", *files], cwd=folder, check=True)
    return {name: folder / f"{name}.o" for name in SOURCES}


@pytest.mark.parametrize("compiler", COMPILERS)
def test_kernels_count_that_a_linker_would_take_for_the_model_alone(
    shares: ModuleType, compiler: str, tmp_path: Path
) -> None:
    # given objects of kernels that call each other, and of three models
    objects = compiled(compiler, tmp_path)
    models = [objects[name] for name in ("model_a", "model_b", "model_c")]
    kernels = [objects[name] for name in ("conv", "pool", "shared", "table")]
    sizes = {name: sections_of(objects[name]) for name in SOURCES}
    # when
    found = shares.unneeded(models, kernels)
    # then a model is spared what only others call, with its tables, and what nobody calls is not
    # in the image
    pool = sizes["pool"][".text._Z4pooli"]
    conv = sum(size for name, size in sizes["conv"].items() if "unused" not in name)
    assert ".rodata.values" in sizes["table"]
    assert found == {
        "model_a": pool,
        "model_b": conv + sum(sizes["table"].values()),
        "model_c": pool,
    }


def test_objects_of_models_that_an_image_no_longer_holds_do_not_count(
    shares: ModuleType, tmp_path: Path
) -> None:
    # given an image of one model, beside which the object of another still lies
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "model_a.cc").write_text("")
    objects = compiled("arm-none-eabi-g++", tmp_path)
    # when
    write = shares.writer(sources, firmware_dir(), [], tmp_path)
    write([], [tmp_path / "image.elf"], None)
    # then
    assert objects["model_b"].exists()
    assert json.loads((tmp_path / shares.FILE).read_text()) == {"model_a": 0}


def test_a_model_that_is_alone_needs_all_there_is(shares: ModuleType, tmp_path: Path) -> None:
    assert shares.unneeded([tmp_path / "model_a.o"], []) == {"model_a": 0}


def sections_of(path: Path) -> dict[str, int]:
    """Sections of an object that hold code or constants, in bytes, padded to four."""
    with path.open("rb") as stream:
        return {
            section.name: -(-section["sh_size"] // 4) * 4
            for section in ELFFile(stream).iter_sections()
            if section.name.startswith((".text.", ".rodata"))
        }
