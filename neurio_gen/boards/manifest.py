"""Reads a PlatformIO board manifest with our section in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from neurio_gen.boards.architecture import find_core
from neurio_gen.boards.board import Board
from neurio_gen.errors import UsageError

SECTION = "neurio_gen"
_OWN_FIELDS = ("device", "stack_bytes", "baud", "flash_banks", "code", "kernels", "fast", "wiring")


def read_manifest(path: Path) -> Board:
    """The board of a manifest; its id is the file's name.

    Raises UsageError where the file is no valid manifest, naming the field that is wrong.
    """
    try:
        return _board(path, json.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _invalid(path, f"{place}: {first['msg']}") from error
    except KeyError as error:
        raise _invalid(path, f"{error.args[0]} is missing") from error
    except UsageError as error:
        raise _invalid(path, f"{error.message.rstrip('.')} ({error.hint})") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _invalid(path, str(error)) from error


def _board(path: Path, manifest: dict[str, Any]) -> Board:
    build = manifest["build"]
    own = manifest[SECTION]
    core = own.get("core", build["cpu"])
    find_core(core)
    for field in ("kernels", "fast"):
        if field in own and own[field] not in [region["name"] for region in own["memory"]]:
            raise ValueError(f"{field} names the memory {own[field]!r}, which it does not have")
    return Board.model_validate(
        {
            "id": path.stem,
            "name": manifest["name"],
            "vendor": manifest["vendor"],
            "url": manifest["url"],
            "mcu": build["mcu"],
            "cpu": build["cpu"],
            "core": core,
            "clock_hz": int(build["f_cpu"].rstrip("L")) or None,
            "memory": [_region(region) for region in own["memory"]],
            "flashing": _flashing(manifest),
            "emulator": _emulator(own["emulator"]) if "emulator" in own else None,
            "libraries": [
                (engine, _library(path, name)) for engine, name in own.get("libraries", {}).items()
            ],
            "usb": [_usb(text) for text in own.get("usb_ids", [])],
            **{field: own[field] for field in _OWN_FIELDS if field in own},
        }
    )


def _region(section: dict[str, Any]) -> dict[str, Any]:
    seen_at = {"seen_at": int(section["seen_at"], 0)} if "seen_at" in section else {}
    return {**section, "origin": int(section["origin"], 0), **seen_at}


def _library(manifest: Path, name: str) -> str:
    """A library's name; a path that begins with a dot is from the manifest's folder."""
    return str((manifest.parent / name).resolve()) if name.startswith(".") else name


def _emulator(section: dict[str, Any]) -> dict[str, Any]:
    return {**section, "counter_address": int(section["counter_address"], 0)}


def _flashing(manifest: dict[str, Any]) -> dict[str, Any]:
    upload, debug = manifest.get("upload", {}), manifest.get("debug", {})
    targets = ("openocd_interface", "openocd_target", "openocd_khz", "pyocd_target")
    return {
        "methods": upload.get("protocols", []),
        "volume_labels": upload.get("volume_labels", []),
        "uf2_family": int(upload["uf2_family"], 0) if "uf2_family" in upload else None,
        "boot_loader": [_usb(text) for text in upload.get("boot_loader_ids", [])],
        "sketches": [_usb(text) for text in upload.get("sketch_ids", [])],
        **{field: debug[field] for field in targets if field in debug},
    }


def _usb(text: str) -> dict[str, int]:
    vid, pid = text.split(":")
    return {"vid": int(vid, 16), "pid": int(pid, 16)}


def _invalid(path: Path, reason: str) -> UsageError:
    return UsageError(
        f"The board manifest {path.name} is wrong: {reason}.",
        hint=f"See {path} and docs/add-a-board.md.",
    )
