"""Runs a plan on the host: the generated C++ and the kernels, compiled by g++.

`HostModel(plan)(inputs)` calls a shared library and is quick; `host_models(plans)` are many in one.
`HostModel(plan, sanitised=True)` runs a process with the address and undefined-behaviour
sanitisers, where inputs, outputs and arena are allocations of exactly the planned size. Kernels are
compiled once per content. Those for x86-64 take the best level that the CPU has, but `x86_most` at
most (firmware/kernels/x86/x86_level.cc).
"""

from __future__ import annotations

import ctypes
import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.generate import generate_image
from neurio_gen.compiler.plan import Plan, Port
from neurio_gen.engines.aot_program import AotProgram
from neurio_gen.models.interface import InputEncoding, ResultKind
from neurio_gen.resources import firmware_dir

Array = npt.NDArray[Any]

_CACHE = Path(tempfile.gettempdir()) / "neurio-gen-host-kernels"
_FLAGS = ("-std=c++17", "-Wall", "-Wextra", "-Werror", "-fno-exceptions", "-fno-rtti", "-fPIC")
_SANITISERS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g")
_LIBRARY = ("-shared", "-nostdlib", "-lgcc", "-lm", "-lc")  # looking through libstdc++ takes longer
_TIMEOUT_SECONDS = 120
X86_LEVELS = (0, 1, 2)
"""Any x86-64, AVX2, AVX-512 with VNNI."""
_X86_LOOPS = ("baseline", "avx2", "avx512")
_GUARD = 64

_ENTRY = """
extern "C" void run(size_t number, const void* const inputs[], void* const outputs[],
                    uint8_t* arena) {
    neurio::kSuite.models[number]->infer(inputs, outputs, arena);
}
extern "C" void reset(size_t number, uint8_t* arena) {
    const neurio::Model& model = *neurio::kSuite.models[number];
    if (model.reset != nullptr) model.reset(arena);
}
"""

# Reads all inputs from stdin, writes all outputs to stdout. The first argument chooses a model.
_MAIN = """
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char** argv) {
    const neurio::Model& model = *neurio::kSuite.models[argc > 1 ? atoi(argv[1]) : 0];
    const void* inputs[neurio::kMaxPorts];
    void* outputs[neurio::kMaxPorts];
    for (int i = 0; i < model.input_count; ++i) {
        void* memory = malloc(model.inputs[i].bytes);
        if (fread(memory, 1, model.inputs[i].bytes, stdin) != model.inputs[i].bytes) return 2;
        inputs[i] = memory;
    }
    for (int i = 0; i < model.output_count; ++i) {
        outputs[i] = malloc(model.outputs[i].bytes);
    }
    const size_t arena_bytes = model.arena_bytes + model.state_bytes;
    uint8_t* arena = static_cast<uint8_t*>(malloc(arena_bytes));
    memset(arena, 0xA5, arena_bytes);
    if (model.reset != nullptr) model.reset(arena);
    model.infer(inputs, outputs, arena);
    for (int i = 0; i < model.output_count; ++i) {
        fwrite(outputs[i], 1, model.outputs[i].bytes, stdout);
        free(outputs[i]);
    }
    for (int i = 0; i < model.input_count; ++i) free(const_cast<void*>(inputs[i]));
    free(arena);
    return 0;
}
"""


class HostImage:
    """Compiled plans in one library, or in a process with the sanitisers."""

    def __init__(
        self, plans: Sequence[Plan], *, sanitised: bool = False, x86_most: int = X86_LEVELS[-1]
    ) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="neurio-gen-host-")
        folder = Path(self._directory.name)
        generate_image(image_models(plans), folder / "generated", "tests")
        headers = sorted({layer.header for plan in plans for layer in plan.called})
        self.program = _build(folder, headers, sanitised=sanitised, x86_most=x86_most)

    @cached_property
    def library(self) -> ctypes.CDLL:
        """The library, loaded."""
        return ctypes.CDLL(str(self.program))


def host_models(plans: Sequence[Plan]) -> list[HostModel]:
    """Compiled plans, all in one library."""
    image = HostImage(plans)
    return [HostModel(plan, image=image, number=number) for number, plan in enumerate(plans)]


def image_models(plans: Sequence[Plan]) -> list[ImageModel]:
    """Plans as models of an image, named `test0` and so on."""
    return [
        ImageModel(f"test{i}", AotProgram(plan), InputEncoding.AS_IS, ResultKind.DEQUANTISED)
        for i, plan in enumerate(plans)
    ]


class HostModel:
    """A compiled plan. Calling it with arrays for all inputs gives arrays of all outputs."""

    def __init__(
        self,
        plan: Plan,
        *,
        sanitised: bool = False,
        x86_most: int = X86_LEVELS[-1],
        image: HostImage | None = None,
        number: int = 0,
    ) -> None:
        """`number` is the model's in `image`, which is made of the plan alone without one."""
        self._plan = plan
        self._image = image or HostImage([plan], sanitised=sanitised, x86_most=x86_most)
        self._number = number
        self._sanitised = sanitised
        if not sanitised:
            self._library = self._image.library
            self._arena = _Block(plan.memory_bytes)
            self.reset()

    def __call__(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for arrays of the inputs' types, in the shapes of the model."""
        arrays = [
            np.ascontiguousarray(values, port.dtype.value)
            for port, values in zip(self._plan.inputs, inputs, strict=True)
        ]
        return self._process(arrays) if self._sanitised else self._call(arrays)

    def reset(self) -> None:
        """Let the next call be the first step of a sequence."""
        self._library.reset(self._number, ctypes.c_void_p(self._arena.address))

    def _call(self, arrays: list[Array]) -> list[Array]:
        sources = [_Block(array.nbytes) for array in arrays]
        for block, array in zip(sources, arrays, strict=True):
            block.content[:] = array.view(np.uint8).ravel()
        targets = [_Block(port.nbytes) for port in self._plan.outputs]
        self._library.run(
            self._number,
            (ctypes.c_void_p * len(sources))(*(block.address for block in sources)),
            (ctypes.c_void_p * len(targets))(*(block.address for block in targets)),
            ctypes.c_void_p(self._arena.address),
        )
        for block in (*sources, *targets, self._arena):
            block.check_guards()
        for block, array in zip(sources, arrays, strict=True):
            assert block.content.tobytes() == array.tobytes(), "the model wrote to its input"
        return [
            _array(block.content.tobytes(), port)
            for block, port in zip(targets, self._plan.outputs, strict=True)
        ]

    def _process(self, arrays: list[Array]) -> list[Array]:
        content = b"".join(array.tobytes() for array in arrays)
        done = subprocess.run(
            [self._image.program],
            input=content,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return outputs_of(self._plan, done.stdout)


class _Block:
    """Memory at an address that is a multiple of 16, between guards, full of rubbish."""

    def __init__(self, nbytes: int) -> None:
        self._memory = np.random.default_rng(nbytes).integers(0, 256, nbytes + 4 * _GUARD, np.uint8)
        start = _GUARD + -(self._memory.ctypes.data + _GUARD) % 16
        self.content = self._memory[start : start + nbytes]
        self.address = self._memory.ctypes.data + start
        self._before = self._memory[:start]
        self._after = self._memory[start + nbytes :]
        self._guards = self._before.tobytes(), self._after.tobytes()

    def check_guards(self) -> None:
        assert self._before.tobytes() == self._guards[0], "the model wrote before a buffer"
        assert self._after.tobytes() == self._guards[1], "the model wrote behind a buffer"


def build_sanitised(folder: Path, headers: Sequence[str]) -> Path:
    """A program of the generated sources in `folder` with the kernels of these headers."""
    return _build(folder, headers, sanitised=True)


def _build(
    folder: Path,
    headers: Sequence[str],
    *,
    sanitised: bool = False,
    x86_most: int = X86_LEVELS[-1],
) -> Path:
    # One translation unit compiles faster than three.
    sources = sorted((folder / "generated").glob("*.cc"))
    entry = "".join(f'#include "{source}"\n' for source in sources)
    (folder / "entry.cc").write_text(entry + (_MAIN if sanitised else _ENTRY))
    flags = _SANITISERS if sanitised else _LIBRARY
    needed = [header.removesuffix(".h") for header in headers]
    if any(name.startswith("kernels/x86/") for name in needed):
        needed += [f"kernels/x86/{name}" for name in (f"x86_level-{x86_most}", *_X86_LOOPS)]
    objects = [_kernel_object(name, sanitised) for name in needed]
    _compile("-O0", folder / "entry.cc", *objects, *flags, "-o", folder / "model")
    return folder / "model"


def outputs_of(plan: Plan, content: bytes) -> list[Array]:
    """All outputs, from their bytes one behind the other."""
    results, offset = [], 0
    for port in plan.outputs:
        results.append(_array(content[offset : offset + port.nbytes], port))
        offset += port.nbytes
    return results


def _array(content: bytes, port: Port) -> Array:
    return np.frombuffer(content, port.dtype.value).reshape(port.shape)


@cache
def _kernel_object(name: str, sanitised: bool) -> Path:
    """The object file of `kernels/<folder>/<source>`, compiled unless the same content was before.

    `kernels/x86/x86_level-1` is that source, which takes level 1 at most.
    """
    stem, _, most = name.partition("-")
    flags = ("-O1", *_SANITISERS) if sanitised else ("-O2",)
    defines = (f"-DNEURIO_X86_MOST={most}",) if most else ()
    return _object(firmware_dir() / f"{stem}.cc", _headers(), *flags, *defines)


@cache
def _headers() -> bytes:
    headers = sorted((firmware_dir() / "kernels").rglob("*.h"))
    return b"".join(header.read_bytes() for header in headers)


def _object(source: Path, headers: bytes, *flags: str) -> Path:
    content = headers + source.read_bytes() + " ".join((*_FLAGS, *flags)).encode()
    target = _CACHE / f"{source.stem}-{hashlib.sha256(content).hexdigest()[:16]}.o"
    if not target.exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=_CACHE)) / "object.o"
        _compile(*flags, "-c", source, "-o", partial)
        partial.replace(target)
        shutil.rmtree(partial.parent)
    return target


def _compile(*arguments: str | Path) -> None:
    command = ["gcc", *_FLAGS, f"-I{firmware_dir()}", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stderr}"
