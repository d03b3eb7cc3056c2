"""Assembles Thumb code, for tests of the timing model."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path

_HEAD = ".syntax unified\n.thumb\n.cpu cortex-m4\n.fpu fpv4-sp-d16\n.text\n"


@cache
def assemble(text: str) -> bytes:
    """The code of instructions separated by `;` or line ends."""
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, "code.s"), Path(folder, "code.o")
        source.write_text(_HEAD + text.replace(";", "\n") + "\n")
        subprocess.run(["arm-none-eabi-as", source, "-o", output], check=True, timeout=60)
        binary = output.with_suffix(".bin")
        subprocess.run(
            ["arm-none-eabi-objcopy", "-O", "binary", output, binary], check=True, timeout=60
        )
        return binary.read_bytes()
