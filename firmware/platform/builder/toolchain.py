"""Compiler, flags and memory layout of a board, from its manifest."""

import sys
from pathlib import Path

import architectures
import compilers

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
_ZIG_FLAGS = ("-fomit-frame-pointer", "-fno-sanitize=all", "-g0")
_ENTRY = "reset_handler"


def configure(env, board, firmware: Path) -> None:
    """Sets compiler and flags for all sources, linker and flags for all programs."""
    own = board.get("neurio_gen")
    architecture, core = _find_core(env, board)
    compiler = _find_compiler(env, architecture)
    launcher = _find_launcher(env, compiler)
    embedded = bool(own["memory"])
    zig = compiler.kind == "zig"
    flags = core["clang"] if zig else [*core["gcc"], *architecture["gcc"]["compile"]]
    env.Replace(
        COMPILER=compiler,
        # the package ziglang has a C library for this computer alone
        OTHERS_FLAGS=None if zig and embedded else architecture["gcc"]["libraries_of_others"],
        CC=_quoted((*launcher, *compiler.cc)),
        CXX=_quoted((*launcher, *compiler.cxx)),
        LINK=_quoted(compiler.cxx),
        AR=_quoted(compiler.ar),
        # `ar s` is `ranlib`, and all archivers know it
        RANLIBCOM="",
        ARFLAGS=["rcs"],
        OBJSUFFIX=".o",
        LIBPREFIX="lib",
        LIBSUFFIX=".a",
    )
    env.Replace(CPPPATH=[str(firmware)])
    env.Append(
        CCFLAGS=[*_COMMON_FLAGS, *flags, f"-ffile-prefix-map={firmware}=firmware"],
        CXXFLAGS=_CXX_FLAGS,
        LINKFLAGS=[*flags, "-O2"],
    )
    if zig:
        env.Append(CCFLAGS=_ZIG_FLAGS, LINKFLAGS=_ZIG_FLAGS)
    if embedded:
        _configure_embedded(env, own, firmware, architecture, zig)
    elif sys.platform == "darwin":
        env.Append(LINKFLAGS=["-Wl,-dead_strip"])
    else:
        script = firmware / "bsp" / "native" / "build_id.ld"
        env.Append(LINKFLAGS=["-Wl,--gc-sections", "-Wl,--build-id=sha1", f"-Wl,-T,{script}"])
    if zig and not embedded:
        env.Append(LINKFLAGS=["-nostdlib++"])  # unused, and built for minutes where it is missing


def _configure_embedded(env, own, firmware: Path, architecture: dict, zig: bool) -> None:
    env.Append(
        CCFLAGS=["-fno-unwind-tables", "-fno-asynchronous-unwind-tables"],
        LINKFLAGS=[
            "-nostartfiles",
            "-Wl,--gc-sections",
            "-Wl,--build-id=sha1",
            "-Wl,-z,max-page-size=32",  # no padding in the file
        ],
    )
    if zig:
        # no C library comes with it: support/ has what is used of one
        env.Append(CPPPATH=[str(firmware / "support" / "include")])
        env.Append(LINKFLAGS=[f"-Wl,--entry={_ENTRY}"])
    else:
        env.Append(LINKFLAGS=architecture["gcc"]["link"])
    for name in own.get("keep", []):
        # nothing refers to it, so that the linker would leave it in the library
        env.Append(LINKFLAGS=[f"-Wl,-u,{name}"])
    env.Replace(LINKER_SCRIPT=str(firmware / architecture["linker_script"]))
    # harness and board support call each other
    env.Prepend(_LIBFLAGS="-Wl,--start-group ")
    libraries = [] if zig else architecture["gcc"]["libraries"]
    env.Append(_LIBFLAGS=" ".join(["", *libraries, "-Wl,--end-group"]))


def _quoted(command: tuple[str, ...]) -> str:
    return " ".join(f'"{word}"' if " " in word else word for word in command)


def _find_core(env, board) -> tuple[dict, dict]:
    try:
        return architectures.find(board)
    except ValueError as error:
        sys.stderr.write(f"Error: {error}\n")
        return env.Exit(1)


def _find_launcher(env, compiler: compilers.Compiler) -> tuple[str, ...]:
    try:
        return compilers.launcher(compiler)
    except ValueError as error:
        sys.stderr.write(f"Error: {error}\n")
        return env.Exit(1)


def _find_compiler(env, architecture: dict) -> compilers.Compiler:
    gcc = architecture["gcc"]
    prefix, package = gcc["prefix"], gcc["package"]
    try:
        compiler = compilers.find(prefix, package)
    except ValueError as error:
        sys.stderr.write(f"Error: {error}\n")
        env.Exit(1)
    if compiler is None:
        sys.stderr.write(
            f"Error: no compiler: {prefix or 'host '}g++ is not on PATH, and the package ziglang "
            f"is not installed. On Debian: apt-get install {gcc['debian']}; anywhere: pip install "
            "ziglang"
            + (f"; or: pio pkg install -g --tool platformio/{package}" if package else "")
            + "\n"
        )
        env.Exit(1)
    return compiler
