"""What is known of instruction sets, as typed values: `firmware/platform/architectures`.

The build script reads the same files, so that compilers, linker, debugger and emulators never
disagree on what a core is.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from neurio_gen.errors import UsageError
from neurio_gen.isa import Isa
from neurio_gen.resources import firmware_dir


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Gcc(_Frozen):
    """GCC for the architecture: prefix of its tools, PlatformIO's package, Debian's packages.

    `compile` and `link` are flags of all its cores, for the C library that comes with it;
    `libraries` are those to name where the driver does not. `libraries_of_others` are flags of
    images with libraries that are not ours; None where GCC brings no C++ library for them.
    """

    prefix: str
    package: str | None
    debian: str
    compile: tuple[str, ...]
    link: tuple[str, ...]
    libraries: tuple[str, ...]
    libraries_of_others: tuple[str, ...] | None


class Core(_Frozen):
    """A core: the kernels made for it, and the flags that tell each compiler what it is.

    In the file, a core that is this computer's may have `machines`: what is different on some.
    """

    kernels: Isa
    gcc: tuple[str, ...]
    clang: tuple[str, ...]

    @model_validator(mode="before")
    @classmethod
    def _for_this_machine(cls, declared: dict[str, Any]) -> dict[str, Any]:
        machines = declared.get("machines", {})
        return {
            **{name: value for name, value in declared.items() if name != "machines"},
            **machines.get(platform.machine(), {}),
        }


class Architecture(_Frozen):
    """A family of cores. This computer has no ELF machine, linker script or return register.

    `machine` is what ELF files call it, `linker_script` a path below `firmware/`,
    `return_register` the number that debuggers give to the register of return addresses,
    `qemu_debian` Debian's package of the emulator of its machines.
    """

    name: str
    machine: str | None
    linker_script: str | None
    return_register: int | None
    gcc: Gcc
    qemu_debian: str | None
    cores: Mapping[str, Core]


@lru_cache(maxsize=1)
def all_architectures() -> Mapping[str, Architecture]:
    """All that are declared, by their ids, sorted."""
    folder = firmware_dir() / "platform" / "architectures"
    return {
        path.stem: Architecture.model_validate(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.json"))
    }


def find_core(name: str) -> tuple[Architecture, Core]:
    """A core and its architecture. Raises UsageError for one that no architecture declares."""
    for architecture in all_architectures().values():
        if name in architecture.cores:
            return architecture, architecture.cores[name]
    known = (core for architecture in all_architectures().values() for core in architecture.cores)
    raise UsageError(f"There is no core {name!r}.", hint=f"Known cores: {', '.join(known)}.")
