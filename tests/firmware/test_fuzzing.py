"""The command parser under a fuzzer, stopping at any undefined or out-of-bounds access."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from neurio_gen.resources import firmware_dir
from tests.firmware.sources import harness_sources, linked_as_the_native_image

FUZZ = Path(__file__).parent / "fuzz"
CHECKS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# Addresses that are the same in every run make a seed's run the same.
COMMON = ["g++", "-std=c++17", "-O1", "-g", "-fno-pie", "-no-pie", *CHECKS]
TARGET = ["-fno-exceptions", "-fno-rtti", "-fsanitize-coverage=trace-pc", "-c"]
SECONDS = 1800
# What the parser's branches give in some thousand executions; a target that is not reached has few.
LEAST_KEPT = 60


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz")
    target = [*COMMON, "-I", str(firmware_dir()), *TARGET]
    sources = [*harness_sources(), FUZZ / "entry.cc"]
    objects = [folder / f"{source.stem}.o" for source in sources]
    for source, built in zip(sources, objects, strict=True):
        renamed = ["-Dmain=firmware_main"] if source.name == "main.cc" else []
        run([*target, *renamed, str(source), "-o", str(built)])
    link(folder / "driver", objects)
    return folder / "driver"


def link(program: Path, objects: list[Path]) -> None:
    files = [str(FUZZ / "driver.cc"), *map(str, objects)]
    run([*COMMON, *linked_as_the_native_image(), *files, "-o", str(program)])


def run(command: list[str], seconds: float = 120) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def fuzz(driver: Path, executions: int, seed: int) -> None:
    said = run([str(driver), str(executions), str(seed)], SECONDS)

    found = re.fullmatch(r"(\d+) executions, (\d+) inputs kept, no finding\n", said)
    assert found is not None, said
    assert int(found[1]) == executions
    assert int(found[2]) >= LEAST_KEPT


@pytest.mark.parametrize("seed", [1, 20260801])
def test_some_thousand_executions(driver: Path, seed: int) -> None:
    fuzz(driver, 5_000, seed)


@pytest.mark.slow
@pytest.mark.timeout(SECONDS)
def test_a_million_executions(driver: Path) -> None:
    fuzz(driver, 1_000_000, 7)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("clang++") is None, reason="libFuzzer comes with clang")
def test_a_million_executions_of_libfuzzer(tmp_path: Path) -> None:
    sources = [*harness_sources(), FUZZ / "entry.cc"]
    checks = ["-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=all"]
    command = ["clang++", "-std=c++17", "-O1", "-g", "-I", str(firmware_dir()), *checks]
    run(
        [
            *command,
            "-Dmain=firmware_main",
            *linked_as_the_native_image(),
            *map(str, sources),
            "-o",
            str(tmp_path / "fuzzer"),
        ]
    )
    run([str(tmp_path / "fuzzer"), "-runs=1000000", "-seed=7", "-max_len=3000"], SECONDS)


def test_a_fault_is_a_finding(driver: Path, tmp_path: Path) -> None:
    """The checks themselves: an overrun in the buffer's code has to end the run."""
    broken = tmp_path / "data_buffer.cc"
    source = (firmware_dir() / "harness" / "data_buffer.cc").read_text()
    assert "count / 2 < missing ? count / 2 : missing" in source
    broken.write_text(source.replace("count / 2 < missing ? count / 2 : missing", "count / 2"))
    built = tmp_path / "data_buffer.o"
    run([*COMMON, "-I", str(firmware_dir()), *TARGET, str(broken), "-o", str(built)])
    objects = [path for path in driver.parent.glob("*.o") if path.name != built.name]
    executable = tmp_path / "driver"
    link(executable, [built, *objects])

    done = subprocess.run(
        [str(executable), "20000", "1"], capture_output=True, text=True, timeout=300, check=False
    )

    assert done.returncode != 0
    assert "input of" in done.stderr
