"""Builds and runs an exported library without anything of ours but the library."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
STRICT = ("-Wall", "-Wextra", "-Wconversion", "-Werror")
CXX = ("-std=c++17", "-fno-exceptions", "-fno-rtti", *STRICT)
C99 = ("-std=c99", "-pedantic", *STRICT)
ZIG = (sys.executable, "-m", "ziglang")
_SECONDS = 250


def run(*command: str | Path, cwd: Path) -> str:
    """The standard output of a command that must end well."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done.stdout


def sources(library: Path) -> list[Path]:
    """The C++ files of a library."""
    return sorted((library / "src").rglob("*.cpp"))


def compile_library(
    library: Path, objects: Path, compiler: Sequence[str], flags: Sequence[str | Path]
) -> list[Path]:
    """An object for each C++ file of a library, compiled one by one as build systems do."""
    objects.mkdir(parents=True, exist_ok=True)
    made = []
    for source in sources(library):
        target = objects / f"{source.stem}.o"
        include = f"-I{library / 'src'}"
        run(*compiler, *CXX, *flags, include, "-c", source, "-o", target, cwd=objects)
        made.append(target)
    return made


def check_on_this_computer(library: Path, objects: Sequence[Path], folder: Path) -> str:
    """What the example prints: linked with a library's objects, itself compiled as C99."""
    main = library / "examples" / "check" / "src" / "main.c"
    run("gcc", *C99, f"-I{library / 'src'}", "-c", main, "-o", "main.o", cwd=folder)
    run("g++", *objects, "main.o", "-o", "check", cwd=folder)
    return run(folder / "check", cwd=folder)


def check_in_qemu(
    library: Path,
    objects: Sequence[Path],
    folder: Path,
    core: Sequence[str],
    machine: str,
    ram: int,
) -> str:
    """What the example prints on a bare core, by semihosting; `core` are its flags."""
    main = library / "examples" / "check" / "src" / "main.c"
    include = f"-I{library / 'src'}"
    run("arm-none-eabi-gcc", *C99, *core, include, "-c", main, "-o", "main.o", cwd=folder)
    start = HERE / "semihosted.c"
    run("arm-none-eabi-gcc", "-std=gnu99", *core, "-c", start, "-o", "start.o", cwd=folder)
    link = ("-T", HERE / "semihosted.ld", f"-Wl,--defsym=__ram={ram:#x}", "--specs=rdimon.specs")
    run("arm-none-eabi-g++", *core, *objects, "main.o", "start.o", *link, "-o", "check", cwd=folder)
    emulator = ("qemu-system-arm", "-machine", machine, "-nographic", "-monitor", "none")
    semihosting = ("-serial", "none", "-semihosting-config", "enable=on,target=native")
    return run(*emulator, *semihosting, "-kernel", "check", cwd=folder)
