"""Writes an image to a board with a tool that is on PATH, or by copying it to the board's drive."""

import shutil
import subprocess
import sys
from pathlib import Path


def run(env, board, programs) -> int:
    """Uploads the one image that was built; an exit code, with the reason on stderr."""
    protocols = board.get("upload.protocols", [])
    if not protocols:
        return _fail(f"{board.id} is not a board that is flashed: neurio-gen run starts its image")
    if len(programs) != 1:
        names = ", ".join(Path(str(program[0])).parent.name for program in programs)
        return _fail(f"several images: set NEURIO_GEN_IMAGE_NAMES to one of {names}")
    binary = Path(str(programs[0][0])).resolve()
    wanted = env.subst("$UPLOAD_PROTOCOL") or "auto"
    reasons = []
    for protocol in protocols if wanted == "auto" else [wanted]:
        prepare = _METHODS.get(protocol)
        if prepare is None:
            return _fail(f"unknown upload protocol {protocol}: one of {', '.join(protocols)}")
        action, reason = prepare(env, board, binary)
        if action:
            print(f"Uploading {binary.parent.name} by {protocol}", flush=True)
            return action()
        reasons.append(f"{protocol}: {reason}")
    return _fail("no way to upload: " + "; ".join(reasons))


def _openocd(env, board, binary: Path):
    tool = _find(env, "openocd")
    if not tool:
        return None, "openocd is not on PATH (Debian: apt-get install openocd)"
    target = board.get("debug.openocd_target")
    program = f"program {{{binary.as_posix()}}} {_flash_origin(board)} verify reset exit"
    command = [tool, "-f", "interface/stlink.cfg", "-f", f"target/{target}.cfg", "-c", program]
    return lambda: subprocess.run(command, check=False).returncode, ""


def _stlink(env, board, binary: Path):
    tool = _find(env, "st-flash")
    if not tool:
        return None, "st-flash is not on PATH (Debian: apt-get install stlink-tools)"
    command = [tool, "--reset", "write", str(binary), _flash_origin(board)]
    return lambda: subprocess.run(command, check=False).returncode, ""


def _mass_storage(env, board, binary: Path):
    labels = board.get("upload.volume_labels", [])
    drive = _mounted_drive(env, labels)
    if drive is None:
        return (
            None,
            f"no drive {' or '.join(labels)} is mounted (plug in the board, or set upload_port)",
        )

    def copy() -> int:
        shutil.copyfile(binary, drive / binary.name)
        return 0

    return copy, ""


def _mounted_drive(env, labels) -> Path | None:
    from platformio.device.list.util import list_logical_devices

    port = env.subst("$UPLOAD_PORT")
    if port:
        return Path(port) if Path(port).is_dir() else None
    for device in list_logical_devices():
        path = Path(device["path"])
        if path.name in labels or device.get("name") in labels:
            return path
    return None


def _find(env, tool: str) -> str | None:
    return shutil.which(tool, path=env["ENV"].get("PATH"))


def _flash_origin(board) -> str:
    return next(r["origin"] for r in board.get("neurio_gen.memory") if r["name"] == "flash")


def _fail(reason: str) -> int:
    sys.stderr.write(f"Error: {reason}\n")
    return 1


_METHODS = {"openocd": _openocd, "stlink": _stlink, "mass_storage": _mass_storage}
