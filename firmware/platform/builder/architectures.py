"""What is known of instruction sets: `firmware/platform/architectures`, one file a family of cores.

A file says once what compilers, linker, debugger and emulator want to know. A board's manifest
names a core of one of them, as `build.cpu` or, where PlatformIO's name is not enough, as
`neurio_gen.core`. Read as it is: `neurio_gen.boards` holds the same as typed values.
"""

import json
from pathlib import Path
from platform import machine

_PLATFORM = Path(__file__).resolve().parent.parent


def find(board) -> tuple[dict, dict]:
    """The architecture and the core of a board. Raises ValueError for an unknown core."""
    name = board.get("neurio_gen").get("core") or board.get("build.cpu")
    known = []
    for path in sorted((_PLATFORM / "architectures").glob("*.json")):
        architecture = json.loads(path.read_text(encoding="utf-8"))
        if name in architecture["cores"]:
            core = architecture["cores"][name]
            return architecture, {**core, **core.get("machines", {}).get(machine(), {})}
        known += architecture["cores"]
    raise ValueError(f"{name!r} is no core; known ones: {', '.join(known)}")


def kernel_folders(kernels: str) -> tuple[str, ...]:
    """The folders below `firmware/kernels` that a set of kernels chooses from."""
    sets = json.loads((_PLATFORM.parent / "kernels" / "sets.json").read_text(encoding="utf-8"))
    return ("common", *sets[kernels])
