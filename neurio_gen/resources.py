"""Where the package's data files are: beside it in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def project_dir() -> Path:
    """The folder that holds `platformio.ini`, `firmware/` and `templates/`."""
    installed = _PACKAGE / "data"
    return installed if installed.is_dir() else _PACKAGE.parent


def templates_dir() -> Path:
    """The folder of the Jinja2 templates."""
    return project_dir() / "templates"


def firmware_dir() -> Path:
    """The folder of the firmware's sources; the include root of generated code."""
    return project_dir() / "firmware"


def platformio_ini() -> Path:
    """The PlatformIO project file: one environment a board."""
    return project_dir() / "platformio.ini"
