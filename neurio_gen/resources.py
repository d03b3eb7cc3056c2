"""Where the package's data files are: beside it in a checkout, inside it in an installed wheel."""

from __future__ import annotations

import re
from pathlib import Path

_PAGE = re.compile(r"\bdocs/[a-z0-9-]+\.md\b")
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


def with_pages(text: str) -> str:
    """The text with pages of documentation named by where they are: `docs/operators.md`, say.

    They stay as they are where the current folder has them.
    """
    return _PAGE.sub(lambda found: _place(found[0]), text)


def _place(page: str) -> str:
    here = project_dir() / page
    return str(here) if here.is_file() and not Path(page).is_file() else page
