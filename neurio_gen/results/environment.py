"""Where numbers come from: the machine, the tools and the sources that made them."""

from __future__ import annotations

import platform
import subprocess
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path

from neurio_gen import __version__
from neurio_gen.results.schema import Environment

LIBRARIES = (
    *("jinja2", "numpy", "platformio", "pydantic", "pyserial", "scons", "tensorflow"),
    *("tflite", "tflite-micro"),
)
"""The libraries that numbers may depend on."""

_SOURCES = Path(__file__).resolve().parent
_GIT_SECONDS = 10


def capture_environment(
    compiler: str | None = None, flags: tuple[str, ...] = (), emulator: str | None = None
) -> Environment:
    """The environment of this moment, with what the caller knows of compiler and emulator.

    `compiler` and `emulator` are version lines such as `arm-none-eabi-g++ 12.2.1`.
    """
    return Environment(
        date=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        neurio_gen=__version__,
        git_revision=_git_revision(),
        python=platform.python_version(),
        os=platform.platform(),
        libraries={name: version for name in LIBRARIES if (version := _version(name))},
        compiler=compiler,
        flags=flags,
        emulator=emulator,
    )


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def _git_revision() -> str | None:
    """The commit of the checkout, with `-dirty` where files differ; None in an installed package.

    A repository that merely holds the installation, such as one with a `.venv`, is not ours.
    """
    if _git("ls-files", "--error-unmatch", Path(__file__).name) is None:
        return None
    return _git("describe", "--always", "--abbrev=40", "--dirty", "--exclude=*")


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=_SOURCES,
            capture_output=True,
            text=True,
            timeout=_GIT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
