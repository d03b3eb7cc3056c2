"""Makes PlatformIO's build engine from the installed `scons`, so that no registry is needed.

PlatformIO looks for its core package `tool-scons` in its packages folder and would download it.
The package is SCons and a start script, and SCons is on PyPI: a folder with the right metadata
that starts the installed one is all PlatformIO asks for.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from neurio_gen.errors import BuildError

PACKAGE = "tool-scons"
_OWNER = "platformio"

_START_SCRIPT = '''\
"""Starts the SCons that is installed for this Python."""

import SCons.Script.Main

if __name__ == "__main__":
    SCons.Script.Main.main()
'''


def packages_dir(environment: Mapping[str, str]) -> Path:
    """Where PlatformIO keeps packages: PLATFORMIO_PACKAGES_DIR, or below its core folder."""
    named = environment.get("PLATFORMIO_PACKAGES_DIR")
    return Path(named).expanduser() if named else core_dir(environment) / "packages"


def core_dir(environment: Mapping[str, str]) -> Path:
    """PlatformIO's core folder: PLATFORMIO_CORE_DIR, or `.platformio` in the home folder."""
    named = environment.get("PLATFORMIO_CORE_DIR")
    return Path(named).expanduser() if named else Path.home() / ".platformio"


def ensure_build_engine(environment: Mapping[str, str] = os.environ) -> Path:
    """Makes the package where it is missing or of another version; returns its folder.

    `environment` are the variables that PlatformIO will see. Raises BuildError where SCons is not
    installed or the folder cannot be written.
    """
    folder = packages_dir(environment) / PACKAGE
    version = package_version(_installed_scons())
    files = _package_files(version)
    try:
        if any(_read(folder / name) != text for name, text in files.items()):
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in files.items():
                _write(folder / name, text)
    except OSError as error:
        raise BuildError(
            f"PlatformIO's build engine cannot be set up in {folder}: {error.strerror}.",
            hint="Set PLATFORMIO_CORE_DIR to a folder that can be written.",
        ) from error
    return folder


def package_version(scons: str) -> str:
    """PlatformIO's number for an SCons release: `4.41101.0` for 4.11.1, `4.40801.0` for 4.8.1."""
    major, minor, patch = (int(part) for part in (*scons.split("."), "0", "0")[:3])
    return f"{major}.{major}{minor:02d}{patch:02d}.0"


def _installed_scons() -> str:
    wanted = _wanted_version()
    hint = f"pip install scons=={_scons_version(wanted)}" if wanted else "pip install scons"
    try:
        installed = metadata.version("scons")
    except metadata.PackageNotFoundError as error:
        raise BuildError("SCons is not installed.", hint=hint) from error
    if wanted and package_version(installed) != wanted:
        raise BuildError(f"SCons {installed} is not the one that PlatformIO works with.", hint=hint)
    return installed


def _wanted_version() -> str | None:
    """The package's version that the installed PlatformIO asks for, without the `~`."""
    try:
        from platformio.dependencies import get_core_dependencies
    except ImportError:  # an older or newer layout; PlatformIO itself will say what it misses
        return None
    requirement: str = get_core_dependencies().get(PACKAGE, "")
    return requirement.lstrip("~^=") or None


def _scons_version(package: str) -> str:
    """The inverse of `package_version`."""
    digits = package.split(".")[1]
    return f"{digits[0]}.{int(digits[1:3])}.{int(digits[3:5])}"


def _package_files(version: str) -> dict[str, str]:
    spec = {"owner": _OWNER, "id": None, "name": PACKAGE, "requirements": None, "uri": None}
    package = {"name": PACKAGE, "version": version, "description": "SCons, as installed by pip"}
    installed = {"type": "tool", "name": PACKAGE, "version": version, "spec": spec}
    return {
        "package.json": json.dumps(package, indent=2),
        ".piopm": json.dumps(installed),
        "scons.py": _START_SCRIPT,
    }


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _write(path: Path, text: str) -> None:
    """Replaces a file at once, so that a build running beside this one never sees half of it."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as new:
        new.write(text)
    Path(new.name).replace(path)
