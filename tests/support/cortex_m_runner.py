"""Runs a plan on an emulated core: the generated C++ and the kernels, on a board of QEMU's.

    model = CortexMModel(plan)                   # compiles; kernels once per content
    outputs = model([image])                     # one inference
    runs = model.run([[image], [other]])         # many in one emulator process
    runs[0].outputs, runs[0].instructions, runs[0].layers
    CortexMModels(plans).run(samples)            # many models in one emulator process

Instructions are exact to one or two: `-icount shift=6` advances the virtual time by 64 ns each,
which the free-running counter of the FPGA shows. Compiler flags and memories are those of the
board manifest.
Inputs, outputs and arena lie between guards; a broken guard, a written input or a fault of the
core fails the test.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.boards import load_board
from neurio_gen.codegen.generate import generate_image
from neurio_gen.compiler.plan import Plan
from neurio_gen.resources import firmware_dir
from tests.support.host_runner import image_models

Array = npt.NDArray[Any]

_CACHE = Path(tempfile.gettempdir()) / "neurio-gen-cortex-m-kernels"
_FLAGS = (
    *("-std=c++17", "-O2", "-Wall", "-Wextra", "-Werror", "-fno-exceptions", "-fno-rtti"),
    *("-ffunction-sections", "-fdata-sections", "-ffp-contract=off", "-fno-unwind-tables"),
    "-fno-asynchronous-unwind-tables",
)
_LINK = ("-nostartfiles", "-Wl,--gc-sections", "-Wl,--no-warn-rwx-segments")
_HERE = Path(__file__).parent
_TIMEOUT_SECONDS = 120
_STARTUPS = {"EM_ARM": "bsp/cortex_m/startup.cc", "EM_RISCV": "bsp/riscv/startup.cc"}


@dataclass(frozen=True)
class Run:
    """One inference: the outputs and the executed instructions, in all and per layer."""

    outputs: list[Array]
    instructions: int
    layers: tuple[int, ...]


class CortexMModel:
    """A compiled plan. Calling it with arrays for all inputs gives arrays of all outputs."""

    def __init__(self, plan: Plan, board: str = "mps2_an386") -> None:
        self._models = CortexMModels([plan], board)

    @property
    def elf(self) -> Path:
        """The program, for a disassembler."""
        return self._models.elf

    def __call__(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for arrays of the inputs' types, in the shapes of the model."""
        return self.run([inputs])[0].outputs

    def run(self, samples: Sequence[Sequence[Array]]) -> list[Run]:
        """One inference per sample, in one emulator process."""
        return self._models.run([samples])[0]


class CortexMModels:
    """Compiled plans in one program."""

    def __init__(self, plans: Sequence[Plan], board: str = "mps2_an386") -> None:
        self._plans = plans
        self._board = _manifest(board)
        self._directory = tempfile.TemporaryDirectory(prefix="neurio-gen-cortex-m-")
        self._folder = Path(self._directory.name)
        models = image_models(plans)
        generated = generate_image(models, self._folder / "generated", "tests").directory
        for path in generated.glob("model_*.cc"):
            _insert_marks(path)
        # One translation unit compiles faster than many.
        sources = "".join(f'#include "{source}"\n' for source in sorted(generated.glob("*.cc")))
        (self._folder / "all.cc").write_text(sources)
        startup = _STARTUPS[self._board["machine"]]
        support = [firmware_dir() / startup, _HERE / "cortex_m_main.cc"]
        kernels = {layer.header.removesuffix(".h") for plan in plans for layer in plan.called}
        objects = _objects(self._board, [*_kernel_sources(kernels), *support])
        # The generated code only holds constants and calls: -O0 compiles large tables faster.
        flags = [*_flags(self._board), *_FLAGS, "-w", "-O0"]
        _compile(
            self._board["toolchain"],
            *flags,
            self._folder / "all.cc",
            *objects,
            *_link_flags(self._board, self._folder),
            *self._board["libraries"],
            "-o",
            self._folder / "model.elf",
        )

    @property
    def elf(self) -> Path:
        """The program, for a disassembler."""
        return self._folder / "model.elf"

    def run(self, samples: Sequence[Sequence[Sequence[Array]]]) -> list[list[Run]]:
        """For every model, one inference per sample of its own, in one emulator process."""
        content = b""
        for plan, own in zip(self._plans, samples, strict=True):
            content += np.uint32(len(own)).tobytes()
            for sample in own:
                for values, port in zip(sample, plan.inputs, strict=True):
                    content += np.ascontiguousarray(values, port.dtype.value).tobytes()
        (self._folder / "inputs.bin").write_bytes(content)
        emulator = self._board["emulator"]
        command = [
            *(emulator["program"], "-machine", emulator["machine"], "-nographic"),
            *emulator.get("options", ()),
            *("-icount", "shift=6", "-semihosting-config", "enable=on,target=native"),
            *("-monitor", "none", "-serial", "none", "-kernel", str(self.elf)),
        ]
        done = subprocess.run(
            command,
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"the core faulted: {done.stderr}"
        output = (self._folder / "outputs.bin").read_bytes()
        runs, offset = [], 0
        for plan, own in zip(self._plans, samples, strict=True):
            size = _record_bytes(plan) * len(own)
            runs.append(self._runs(plan, output[offset : offset + size], len(own)))
            offset += size
        assert offset == len(output), "the run wrote more than was asked for"
        return runs

    def _runs(self, plan: Plan, content: bytes, samples: int) -> list[Run]:
        marks, record = len(plan.layers) + 2, _record_bytes(plan)
        assert len(content) == samples * record, "the run ended early"
        runs = []
        for start in range(0, len(content), record):
            status = int.from_bytes(content[start : start + 4], "little")
            assert status != 1, "the model wrote outside a buffer"
            assert status != 2, "the model wrote to its input"
            ticks = np.frombuffer(content, "<u4", marks, start + 4).astype(np.int64)
            spent = np.diff(ticks) % 2**32 * self._nanoseconds_a_tick / 64
            layers = tuple(round(float(count)) for count in spent[:-1])
            offset = start + 4 + 4 * marks
            outputs = []
            for port in plan.outputs:
                values = np.frombuffer(
                    content, port.dtype.value, port.nbytes // port.dtype.itemsize, offset
                )
                outputs.append(values.reshape(port.shape))
                offset += port.nbytes
            runs.append(Run(outputs, round(float(spent.sum())), layers))
        return runs

    @property
    def _nanoseconds_a_tick(self) -> float:
        if self._board["machine"] == "EM_RISCV":
            return 1.0  # QEMU's mcycle is its virtual time
        return 1e9 / int(self._board["emulator"]["counter_hz"])


def _record_bytes(plan: Plan) -> int:
    """What is written of an inference: status, marks, outputs."""
    return 4 + 4 * (len(plan.layers) + 2) + sum(port.nbytes for port in plan.outputs)


def _manifest(board: str) -> dict[str, Any]:
    path = firmware_dir() / "platform" / "boards" / f"{board}.json"
    section: dict[str, Any] = json.loads(path.read_text())["neurio_gen"]
    known = load_board(board)
    gcc = known.architecture.gcc
    return section | {
        "flags": (*known.flags, *gcc.compile),
        "toolchain": gcc.prefix,
        "link": gcc.link,
        "libraries": gcc.libraries,
        "machine": known.architecture.machine,
    }


def _insert_marks(path: Path) -> None:
    """Let the generated `infer` call `mark()` behind every layer."""
    text = path.read_text()
    head, body = text.split("void infer(", 1)
    body, tail = body.split("\n}\n", 1)
    body = re.sub(r"^(    \w+\(kLayer[^;]*;)$", r"\1 mark();", body, flags=re.MULTILINE)
    path.write_text(f"void mark();\n{head}void infer({body}\n}}\n{tail}")


def _kernel_sources(kernels: set[str]) -> list[Path]:
    """The kernels' files; those of an ISA may call each other, so they come together."""
    folders = {str(Path(kernel).parent) for kernel in kernels}
    return [path for folder in folders for path in sorted((firmware_dir() / folder).glob("*.cc"))]


def _flags(board: dict[str, Any]) -> list[str]:
    counter = int(board["emulator"]["counter_address"], 0)
    ram = next(region["length"] for region in board["memory"] if region["name"] == "ram")
    defines = [f"-DCOUNTER_ADDRESS={counter:#x}", f"-DPOOL_BYTES={ram // 8 * 5}"]
    return [*board["flags"], f"-I{firmware_dir()}", *defines]


def _link_flags(board: dict[str, Any], folder: Path) -> list[str]:
    """The linker script is the build's: the board's memories, then what all boards have."""
    path = firmware_dir() / "platform" / "builder" / "memory_script.py"
    spec = importlib.util.spec_from_file_location("memory_script", path)
    assert spec is not None and spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    kernels, script = folder / builder.KERNELS, folder / "board.ld"
    kernels.touch()
    base = firmware_dir() / "bsp" / "common" / "linker.ld"
    script.write_text(builder.render(board, base, kernels))
    return [*_LINK, *board["link"], "-T", str(script)]


def _objects(board: dict[str, Any], sources: Sequence[Path]) -> list[Path]:
    """Object files of the sources, compiled unless the same content was before."""
    toolchain, flags = board["toolchain"], (*_flags(board), *_FLAGS)
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda source: _object(toolchain, flags, source), sources))


@cache  # a test program has hundreds of objects, a test run hundreds of programs
def _object(toolchain: str, flags: tuple[str, ...], source: Path) -> Path:
    content = source.read_bytes() + repr((toolchain, flags)).encode() + _headers_digest()
    target = _CACHE / f"{source.stem}-{hashlib.sha256(content).hexdigest()[:16]}.o"
    if not target.exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=_CACHE)) / "object.o"
        _compile(toolchain, *flags, "-c", source, "-o", partial)
        partial.replace(target)
        shutil.rmtree(partial.parent)
    return target


@cache
def _headers_digest() -> bytes:
    headers = sorted(firmware_dir().rglob("*.h"))
    return hashlib.sha256(b"".join(header.read_bytes() for header in headers)).digest()


def _compile(toolchain: str, *arguments: str | Path) -> None:
    command = [f"{toolchain}g++", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stderr}"
