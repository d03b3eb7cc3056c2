"""Reads a PlatformIO board manifest with our section in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from neurio_gen.boards.architecture import find_core
from neurio_gen.boards.board import Board
from neurio_gen.errors import UsageError
from neurio_gen.wrong_fields import meant, wrong_fields

SECTION = "neurio_gen"
_OWN_FIELDS = ("device", "stack_bytes", "baud", "flash_banks", "code", "kernels", "fast", "wiring")
_BUILDER_FIELDS = (
    *("bsp", "parameters", "keep", "boot_image", "boot_block_bytes", "boot_block_checksum"),
)
_FIELDS = (
    *_OWN_FIELDS,
    *_BUILDER_FIELDS,
    *("core", "memory", "emulator", "libraries", "usb_ids"),
)
"""All fields of our section: a misspelt one would count as absent."""


def read_manifest(path: Path) -> Board:
    """The board of a manifest; its id is the file's name.

    Raises UsageError where the file is no valid manifest, naming the field that is wrong.
    """
    try:
        return _board(path, json.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise _invalid(path, wrong_fields(error, Board)) from error
    except KeyError as error:
        raise _invalid(path, f"{error.args[0]} is missing") from error
    except UsageError as error:
        raise _invalid(path, f"{error.message.rstrip('.')} ({error.hint})") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _invalid(path, str(error)) from error


def _board(path: Path, manifest: dict[str, Any]) -> Board:
    build = manifest["build"]
    own = manifest[SECTION]
    for field in own:
        if field not in _FIELDS:
            raise ValueError(f"{SECTION}.{field} is no field {meant(field, _FIELDS)}")
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
            "clock_hz": _clock(build["f_cpu"]) or None,
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
    seen_at = {"seen_at": _address(section, "seen_at")} if "seen_at" in section else {}
    return {**section, "origin": _address(section, "origin"), **seen_at}


def _clock(text: str) -> int:
    if not re.fullmatch(r"\d+L?", text):
        raise ValueError(f"build.f_cpu is {text!r}, and should be in Hz, such as '80000000L'")
    return int(text.rstrip("L"))


def _address(section: dict[str, Any], field: str) -> int:
    """A number as text, such as "0x20000000": JSON has no hexadecimal ones."""
    try:
        return int(section[field], 0)
    except (TypeError, ValueError):
        found = section[field]
        raise ValueError(f'{field} is {found!r}, and should be such as "0x20000000"') from None


def _library(manifest: Path, name: str) -> str:
    """A library's name; a path that begins with a dot is from the manifest's folder."""
    return str((manifest.parent / name).resolve()) if name.startswith(".") else name


def _emulator(section: dict[str, Any]) -> dict[str, Any]:
    return {**section, "counter_address": _address(section, "counter_address")}


def _flashing(manifest: dict[str, Any]) -> dict[str, Any]:
    upload, debug = manifest.get("upload", {}), manifest.get("debug", {})
    targets = ("openocd_interface", "openocd_target", "openocd_khz", "pyocd_target")
    return {
        "methods": upload.get("protocols", []),
        "volume_labels": upload.get("volume_labels", []),
        "uf2_family": _address(upload, "uf2_family") if "uf2_family" in upload else None,
        "boot_loader": [_usb(text) for text in upload.get("boot_loader_ids", [])],
        "sketches": [_usb(text) for text in upload.get("sketch_ids", [])],
        **{field: debug[field] for field in targets if field in debug},
    }


def _usb(text: str) -> dict[str, int]:
    try:
        vid, pid = (int(part, 16) for part in text.split(":"))
    except ValueError:
        raise ValueError(f"the USB id {text!r} should be such as '0483:374b'") from None
    return {"vid": vid, "pid": pid}


def _invalid(path: Path, reason: str) -> UsageError:
    return UsageError(
        f"The board manifest {path.name} is wrong: {reason}.",
        hint=f"See {path} and docs/add-a-board.md.",
    )
