"""Where an image's kernels, stack and data lie, as its generator asks for it.

The generator's wish is `placement.json` beside the sources: the memories of the sections, and
kernels by name, the ones that gain most first. How large a kernel's code is only the build knows,
so it takes them in this order as long as there is room.
"""

import json
from pathlib import Path

import elf
import used_kernels

FILE = "placement.json"

_LIBRARY = (
    *("*libgcc.a:_muldi3.o", "*libgcc.a:_clzsi2.o", "*libgcc.a:_divsi3.o"),
    *("*libc*.a:*memcpy*.o", "*libc*.a:*memset*.o"),
)
"""What kernels call of the compiler's libraries. From RAM to flash, a call is a long jump."""

_LIBRARY_BYTES = 2048
"""More than all of that has."""


def read(source: Path) -> dict:
    """The wish of an image whose sources lie in that folder; empty where it has none."""
    path = source / FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def writer(placed: dict, firmware: Path, folders: list[Path], objects: Path):
    """What writes the image's list of kernels for the linker, once their objects are there.

    `folders` hold the kernels' sources, `objects` has a folder of their objects for each.
    """

    def write(target, source, env) -> None:
        names = placed.get("names", [])
        chosen = choose(names, placed.get("room", 0), firmware, folders, objects)
        Path(str(target[0])).write_text(render(chosen), encoding="utf-8")

    return write


def choose(
    names: list[str], room: int, firmware: Path, folders: list[Path], objects: Path
) -> list[str]:
    """The names of the objects that run from the kernels' memory, `room` bytes of it at most.

    A kernel goes there with all that it calls of other files, or not at all.
    """
    chosen: dict[str, None] = {}
    room -= _LIBRARY_BYTES
    for name in names:
        own = [folder / f"{name}.cc" for folder in folders if (folder / f"{name}.cc").exists()]
        needed = [*own, *used_kernels.find(own, firmware, folders)]
        new = dict.fromkeys(path for path in needed if path.stem not in chosen)
        size = sum(_code_bytes(objects / path.parent.name / f"{path.stem}.o") for path in new)
        if size <= room:
            chosen |= dict.fromkeys(path.stem for path in new)
            room -= size
    return list(chosen)


def render(names: list[str]) -> str:
    """The linker's list of the objects' code."""
    files = [f"*libkernels.a:{name}.o" for name in names]
    lines = [f"{file}(.text .text.*)" for file in (*files, *(_LIBRARY if names else ()))]
    return "\n".join(["/* Kernels that are copied to RAM. */", *lines, ""])


def _code_bytes(path: Path) -> int:
    return elf.code_bytes(path.read_bytes())
