"""What board support is told about the board: its manifest as the header `board.h`."""

import os
from pathlib import Path

ENERGY_BAUD = 9600


def write(board, mode: str, folder: Path) -> Path:
    """Writes `board.h` into `folder` if it differs from the one there; returns the folder."""
    text = render(board, mode)
    path = folder / "board.h"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def render(board, mode: str) -> str:
    """The header's text: one constant a parameter, `uart_base` as `kUartBase`."""
    own = board.get("neurio_gen")
    values = {
        "clock_hz": int(board.get("build.f_cpu").rstrip("L")),
        "baud": _baud(own["baud"], mode),
        **{f"{region['name']}_origin": region["origin"] for region in own["memory"]},
        **{f"{region['name']}_bytes": region["length"] for region in own["memory"]},
        **own["parameters"],
    }
    lines = [
        f"// {board.get('name')}, from its manifest.",
        "#pragma once",
        "",
        "#include <stdint.h>",
        "",
        "namespace neurio::board {",
        "",
        f'constexpr char kId[] = "{board.id}";',
        *(_constant(name, value) for name, value in values.items()),
        "",
        "}  // namespace neurio::board",
        "",
    ]
    return "\n".join(lines)


def _baud(own: int, mode: str) -> int:
    """The rate that the firmware boots at: what NEURIO_GEN_BAUD asks for, or the mode's."""
    asked = os.environ.get("NEURIO_GEN_BAUD")
    if asked:
        return int(asked)
    return ENERGY_BAUD if mode == "energy" else own


def _constant(name: str, value) -> str:
    constant = "k" + "".join(part.capitalize() for part in name.split("_"))
    if isinstance(value, str) and not value.startswith("0x"):
        return f"constexpr char {constant} = '{value}';"
    return f"constexpr uint32_t {constant} = {value};"
