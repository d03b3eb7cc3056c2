"""The settings of a project: `neurio-gen.toml` in the folder where commands are run.

[device]
port = "labgrid://nucleo-1"
baud = 115200
timeout = 20
wait = 3600
"""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from neurio_gen.errors import UsageError
from neurio_gen.wrong_fields import wrong_fields

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "neurio-gen.toml"

WAIT_SECONDS = 600.0
"""How long a board that another job has is waited for, if not said otherwise."""


class DeviceSettings(BaseModel):
    """How boards on ports are reached, where options and variables do not say it.

    `baud` is the rate to agree on, `timeout` how many seconds the device may take to answer at
    first, `wait` how many seconds a board that another job has is waited for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    port: str | None = None
    baud: int | None = Field(default=None, ge=1)
    timeout: float | None = Field(default=None, ge=0.1, le=3600)
    wait: float | None = Field(default=None, ge=0)


class Settings(BaseModel):
    """What the file says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    device: DeviceSettings = DeviceSettings()


def read_settings(folder: Path | None = None) -> Settings:
    """The settings in a folder, which is the one that commands are run in; empty without a file.

    Raises UsageError for a file that is not what it should be.
    """
    path = (folder or Path()) / FILE
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise UsageError(f"{path} cannot be read: {reason}.", hint=_HINT) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no TOML: {error}.", hint=_HINT) from error
    except ValidationError as error:
        raise UsageError(f"{path}: {wrong_fields(error, Settings)}.", hint=_HINT) from error


_HINT = "docs/board-farm.md has the settings of a project."
