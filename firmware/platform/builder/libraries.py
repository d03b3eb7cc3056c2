"""The firmware's static libraries: kernels, harness and board support, compiled once a board."""

from pathlib import Path

SHARED_KERNELS = ("common", "generic")


def build(env, board, firmware: Path, mode: str) -> list:
    """Declares the libraries; returns them in the order in which they are linked."""
    own = board.get("neurio_gen")
    # An image brings own objects for what depends on the mode; kernels are the same in all.
    objects = Path(env.subst("$BUILD_DIR"), "objects")
    definitions = board_definitions(board, mode)
    kernel_folders = dict.fromkeys((*SHARED_KERNELS, own["isa"]))
    support = [firmware / "bsp" / folder for folder in own["bsp"]]
    return [
        _library(env, objects / mode / "harness", firmware, [firmware / "harness"], definitions),
        _library(env, objects / mode / "bsp", firmware, support, definitions),
        _library(
            env,
            objects / "kernels",
            firmware,
            [firmware / "kernels" / folder for folder in kernel_folders],
            {},
        ),
    ]


def board_definitions(board, mode: str) -> dict[str, str]:
    """What the harness and board support are told about the board."""
    own = board.get("neurio_gen")
    baud = 9600 if mode == "energy" else own["baud"]
    definitions = {
        "BOARD_ID": f'\\"{board.id}\\"',
        "BOARD_CLOCK_HZ": board.get("build.f_cpu").rstrip("L") + "u",
        "BOARD_BAUD": f"{baud}u",
        **own["defines"],
    }
    for region in own["memory"]:
        definitions[f"BOARD_{region['name'].upper()}_ORIGIN"] = region["origin"]
    if mode == "energy":
        definitions["NEURIO_ENERGY_MODE"] = "1"
    return definitions


def _library(env, output: Path, firmware: Path, folders, definitions):
    """One archive of all sources below `folders`; those that do not exist hold none."""
    own_env = env.Clone()
    own_env.Append(CPPDEFINES=list(definitions.items()))
    sources = sorted(path for folder in folders for path in folder.rglob("*.cc"))
    nodes = [
        own_env.Object(str(output / path.relative_to(firmware).with_suffix(".o")), str(path))
        for path in sources
    ]
    return own_env.StaticLibrary(str(output.parent / f"lib{output.name}.a"), nodes)
