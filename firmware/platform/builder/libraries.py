"""The firmware's static libraries: kernels, harness and board support, compiled once a board."""

import sys
from pathlib import Path

import architectures
import board_header
import used_kernels

KERNELS = "kernels"
"""The part that the kernels are."""


def build(env, board, firmware: Path, mode: str, images: list[Path]) -> list:
    """Declares the libraries; returns them in the order in which they are linked.

    `images` are the folders of the sources that use them.
    """
    own = board.get("neurio_gen")
    _, core = architectures.find(board)
    kernels = architectures.kernel_folders(core["kernels"])
    # What depends on the mode has a folder for each; kernels are the same in all.
    objects = Path(env.subst("$BUILD_DIR"), "objects")
    harness = env.Clone()
    if mode != "performance":
        harness.Append(CPPDEFINES=[f"NEURIO_{mode.upper()}_MODE"])
    support = env.Clone()
    families = [_family(env, firmware, name) for name in own["bsp"]]
    # `board.h`, `chip.h` of the family's folder, which families that share code have, and what
    # families of another folder include of themselves
    header = board_header.write(board, mode, objects / mode / "include")
    roots = dict.fromkeys(family.parent.parent for family in families)
    support.Append(CPPPATH=[str(folder) for folder in (header, *families, *roots)])
    libraries = [
        _library(harness, objects / mode, "harness", _sources(_harness(firmware, mode))),
        _library(support, objects / mode, "bsp", _sources(families)),
    ]
    folders = [firmware / "kernels" / name for name in kernels]
    callers = [path for image in images for path in sorted(image.glob("*.*"))]
    if used := used_kernels.find(callers, firmware, folders):
        libraries.append(_library(env, objects, KERNELS, used))
    if env["COMPILER"].kind == "zig" and own["memory"]:
        library = env.Clone()
        library.Append(CCFLAGS=["-fno-builtin"])
        libraries.append(_library(library, objects, "support", _sources([firmware / "support"])))
    return libraries


def kernel_objects(env, board, firmware: Path) -> tuple[list[Path], Path]:
    """The folders of the board's kernels, and the one that has a folder of objects for each."""
    _, core = architectures.find(board)
    folders = [
        firmware / "kernels" / name for name in architectures.kernel_folders(core["kernels"])
    ]
    return folders, Path(env.subst("$BUILD_DIR"), "objects", KERNELS)


def _harness(firmware: Path, mode: str) -> list[Path]:
    """What answers the host; images for the streaming test process sound, too."""
    return [firmware / "harness", *([firmware / "streaming"] if mode == "streaming" else [])]


def _family(env, firmware: Path, name: str) -> Path:
    """The folder of a family's board support: beside the board's manifest, or ours."""
    boards = Path(env.GetProjectConfig().get("platformio", "boards_dir"))
    places = [root / "bsp" / name for root in (boards, firmware)]
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        sys.stderr.write(
            f"Error: no board support {name}: neither {' nor '.join(map(str, places))}\n"
        )
        env.Exit(1)
    return found


def _sources(folders: list[Path]) -> list[Path]:
    """All C++ files of folders; those that do not exist hold none."""
    return [path for folder in folders for path in sorted(folder.rglob("*.cc"))]


def _library(env, output: Path, part: str, sources: list[Path]):
    """One archive of a part's sources, whose objects lie in folders of the sources' names."""
    nodes = [
        env.Object(str(output / part / path.parent.name / f"{path.stem}.o"), str(path))
        for path in sources
    ]
    return env.StaticLibrary(str(output / f"lib{part}.a"), nodes)
