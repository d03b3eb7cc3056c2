"""BakeNN with CMSIS-NN, from PyPI: what it needs for the official models, measured on one core.

Its generated C is compiled as ours is (-O2, Cortex-M4) and runs on the same emulated Cortex-M4.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from neurio_gen.build import read_sizes
from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.oracle import Oracle

VERSION = "1.0.0"
_HERE = Path(__file__).parent
_FLAGS = ("-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=soft", "-O2", "-std=c11", "-w")
_LINK = ("-nostartfiles", "--specs=nano.specs", "--specs=nosys.specs", "-Wl,--gc-sections")


@dataclass(frozen=True)
class Peer:
    """One inference: executed instructions, bytes of memory, whether the output is the oracle's."""

    instructions: int
    flash_bytes: int
    arena_bytes: int
    exact: bool


def install(folder: Path) -> str | None:
    """Puts BakeNN into `folder`; why not, where that fails."""
    if not (folder / "bakenn").is_dir():
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"),
                *("--disable-pip-version-check", "--target", str(folder), f"bakenn=={VERSION}"),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["pip failed"])[-1]
    sys.path.insert(0, str(folder))
    return None


def measure(name: str, content: bytes, folder: Path) -> Peer:
    """Compile, build and run one model once, on a random input."""
    from conversion import convert

    bakenn = importlib.import_module("bakenn")
    selection = importlib.import_module("bakenn.backend.portable_c.selection")
    converted = convert(content)
    folder.mkdir(parents=True, exist_ok=True)
    options = selection.CBackendOptions(
        kernel_policy=selection.KernelPolicy.STATIC_PRIORITY, enable_cmsis_nn=True
    )
    bakenn.compile_tflite(
        converted, folder / "c", name=name, backend_options=options, target="cortex-m4"
    )
    oracle = Oracle(converted, name)
    values = np.random.default_rng(0).integers(-128, 128, oracle.inputs[0].shape).astype(np.int8)
    expected = oracle.invoke([values])[0].tobytes()
    text = ", ".join(str(value) for value in values.ravel().tolist())
    (folder / "input.inc").write_text(text + "\n", encoding="utf-8")
    header = (folder / "c" / f"bknn_{name}.h").read_text(encoding="utf-8")
    arena = int(header.split("_ARENA_SIZE ")[1].split("u")[0])
    elf = _build(name, folder, values.size, len(expected), arena)
    board = EmulatedBoard("mps2_an386", elf)
    board.run(lambda: len(board.unread) >= len(expected))
    window = board.take_longest_stretch()
    assert window is not None
    sizes = read_sizes(elf)
    return Peer(window.instructions, sizes.flash_bytes, arena, board.read() == expected)


def _build(name: str, folder: Path, inputs: int, outputs: int, arena: int) -> Path:
    elf = folder / f"{name}.elf"
    sources = sorted((folder / "c").rglob("*.c"))
    includes = {path.parent for path in (folder / "c").rglob("*.h")}
    defines = {
        "PEER_HEADER": f'"bknn_{name}.h"',
        "PEER_INFER": f"bknn_{name}_infer",
        "PEER_INPUT": inputs,
        "PEER_OUTPUT": outputs,
        "PEER_ARENA": arena,
    }
    subprocess.run(
        [
            *("arm-none-eabi-gcc", *_FLAGS, *_LINK, "-T", str(_HERE / "peer.ld")),
            *(f"-D{key}={value}" for key, value in defines.items()),
            *(f"-I{path}" for path in (folder, *sorted(includes))),
            *("-ffunction-sections", "-fdata-sections", "-Wl,--no-warn-rwx-segments"),
            *(str(_HERE / "peer.c"), *map(str, sources), "-o", str(elf)),
        ],
        check=True,
        timeout=600,
    )
    return elf
