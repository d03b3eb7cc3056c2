"""Builds small bare-metal firmware for the emulated NUCLEO-L4R5ZI, right or broken on purpose."""

from __future__ import annotations

import subprocess
from pathlib import Path

SOURCES = Path(__file__).with_name("firmware")
COMPILER = "arm-none-eabi-gcc"
CORE = ("-mcpu=cortex-m4", "-mthumb", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard")


def build(folder: Path, test: str, *defines: str, core: tuple[str, ...] = CORE) -> Path:
    """An ELF that sets the board up, runs `test` (the body of a C function) and then idles.

    `defines` such as `BRR=1` break the set-up; text before a line `---` is put at file level.
    """
    declarations, _, body = test.rpartition("---")
    source = folder / "test.c"
    source.write_text(f'#include "board.h"\n{declarations}\nvoid test(void) {{\n{body}\n}}\n')
    elf = folder / "test.elf"
    subprocess.run(
        [
            *(COMPILER, *core, "-O2", "-ffreestanding", "-nostdlib", "-std=gnu11", "-Wall"),
            *(f"-D{define}" for define in defines),
            *(f"-I{SOURCES}", f"-T{SOURCES / 'link.ld'}", "-Wl,--no-warn-rwx-segments"),
            *(str(SOURCES / "start.c"), str(source), "-lgcc", "-o", str(elf)),
        ],
        check=True,
        timeout=60,
    )
    return elf
