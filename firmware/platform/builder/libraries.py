"""The firmware's static libraries: kernels, harness and board support, compiled once a board."""

from pathlib import Path

import board_header

KERNELS = {
    "generic": ("common", "generic"),
    "dsp": ("common", "generic", "dsp"),
    "mve": ("common", "generic", "dsp", "mve"),
}
"""The folders of kernels that an instruction set can choose from."""


def build(env, board, firmware: Path, mode: str) -> list:
    """Declares the libraries; returns them in the order in which they are linked."""
    own = board.get("neurio_gen")
    # What depends on the mode has a folder for each; kernels are the same in all.
    objects = Path(env.subst("$BUILD_DIR"), "objects")
    harness = env.Clone()
    if mode == "energy":
        harness.Append(CPPDEFINES=["NEURIO_ENERGY_MODE"])
    support = env.Clone()
    # `board.h`, and `chip.h` of the family's folder, which families that share code have
    header = board_header.write(board, mode, objects / mode / "include")
    support.Append(CPPPATH=[str(header), *(str(firmware / "bsp" / name) for name in own["bsp"])])
    return [
        _library(harness, objects / mode, firmware, "harness", [""]),
        _library(support, objects / mode, firmware, "bsp", own["bsp"]),
        _library(env, objects, firmware, "kernels", KERNELS[own["isa"]]),
    ]


def _library(env, output: Path, firmware: Path, part: str, folders):
    """One archive of all sources of a part's folders; those that do not exist hold none."""
    sources = sorted(path for name in folders for path in (firmware / part / name).rglob("*.cc"))
    nodes = [
        env.Object(str(output / path.relative_to(firmware).with_suffix(".o")), str(path))
        for path in sources
    ]
    return env.StaticLibrary(str(output / f"lib{part}.a"), nodes)
