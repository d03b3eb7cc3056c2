"""Compiler, flags and memory layout of a board, from its manifest."""

import shutil
import sys
from pathlib import Path

_COMMON_FLAGS = (
    "-O2",
    "-Wall",
    "-Wextra",
    "-ffunction-sections",
    "-fdata-sections",
    # the same float results with every compiler and on every board
    "-ffp-contract=off",
)
_CXX_FLAGS = ("-std=c++17", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics")
_HOST_COMPILERS = ("g++", "c++", "clang++")


def configure(env, board, firmware: Path) -> None:
    """Sets compiler and flags for all sources, linker and flags for all programs."""
    own = board.get("neurio_gen")
    compiler = _find_compiler(env, own["toolchain"])
    embedded = bool(own["memory"])
    env.Replace(
        CC=compiler,
        CXX=compiler,
        LINK=compiler,
        AR=own["toolchain"] + "ar",
        RANLIB=own["toolchain"] + "ranlib",
        ARFLAGS=["rcs"],
        OBJCOPY=own["toolchain"] + "objcopy",
        OBJSUFFIX=".o",
        LIBPREFIX="lib",
        LIBSUFFIX=".a",
    )
    env.Replace(CPPPATH=[str(firmware)])
    env.Append(
        CCFLAGS=[*_COMMON_FLAGS, *own["flags"], f"-ffile-prefix-map={firmware}=firmware"],
        CXXFLAGS=_CXX_FLAGS,
        LINKFLAGS=[*own["flags"], "-O2"],
    )
    if embedded:
        _configure_embedded(env, own, firmware)
    elif sys.platform == "darwin":
        env.Append(LINKFLAGS=["-Wl,-dead_strip"])
    else:
        env.Append(LINKFLAGS=["-Wl,--gc-sections", "-Wl,--build-id=none"])


def _configure_embedded(env, own, firmware: Path) -> None:
    env.Append(
        CCFLAGS=["-fno-unwind-tables", "-fno-asynchronous-unwind-tables"],
        LINKFLAGS=[
            "-nostartfiles",
            "--specs=nano.specs",
            "-Wl,--gc-sections",
            "-Wl,--build-id=none",
            "-Wl,--strip-debug",  # of the C library's objects; ours have none
            "-Wl,-z,max-page-size=32",  # no padding in the file
        ],
    )
    symbols = {
        "board_stack_bytes": own["stack_bytes"],
        "board_boot_block_bytes": own.get("boot_block_bytes", 0),
    }
    for region in own["memory"]:
        symbols[f"board_{region['name']}_origin"] = region["origin"]
        symbols[f"board_{region['name']}_length"] = region["length"]
    env.Append(LINKFLAGS=[f"-Wl,--defsym={name}={value}" for name, value in symbols.items()])
    if symbols["board_boot_block_bytes"]:
        # nothing refers to it, so that the linker would leave it in the library
        env.Append(LINKFLAGS=["-Wl,--undefined=second_stage"])
    script = firmware / "bsp" / "cortex_m" / "linker.ld"
    env.Replace(LINKER_SCRIPT=str(script))
    # harness and board support call each other
    env.Prepend(_LIBFLAGS="-Wl,--start-group ")
    env.Append(_LIBFLAGS=" -Wl,--end-group")
    env.Append(LINKFLAGS=["-T", str(script)])


def _find_compiler(env, prefix: str) -> str:
    names = [prefix + "g++"] if prefix else list(_HOST_COMPILERS)
    for name in names:
        if shutil.which(name, path=env["ENV"].get("PATH")):
            return name
    sys.stderr.write(
        f"Error: no compiler: none of {', '.join(names)} is on PATH. "
        "On Debian: apt-get install gcc-arm-none-eabi libnewlib-arm-none-eabi "
        "libstdc++-arm-none-eabi-newlib g++\n"
    )
    env.Exit(1)
    raise AssertionError("SCons exits above")
