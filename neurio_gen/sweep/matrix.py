"""The matrix of a sweep, as a TOML file or as options: models x boards x engines x levels x modes.

models = ["models/*.tflite", "kws01", "networks.py:networks"]
boards = ["nucleo_l4r5zi", "rpipico"]
emulate = true              # or port = "labgrid://": boards of a lab
levels = ["balanced", "speed"]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from neurio_gen.engines.registry import DEFAULT as DEFAULT_ENGINE
from neurio_gen.errors import UsageError
from neurio_gen.level import Level
from neurio_gen.wrong_fields import wrong_fields

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Matrix(BaseModel):
    """What is measured on what. Each combination is a cell.

    `models` are files, folders, globs, ids of the catalogue, and `file.py:function` for functions
    that yield models. `emulate` runs the images of real boards on models of their chips. `levels`
    are those of the engine aot; others have none. `port` is where real boards are, if it is not to
    be found: `labgrid://` takes places of a lab that are tagged with the board, as many as there
    are jobs. `inputs` is the number of different inputs, each
    timed in a window of its own. `seed` is of random weights and inputs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    models: tuple[str, ...] = Field(min_length=1)
    boards: tuple[str, ...] = Field(min_length=1)
    engines: tuple[str, ...] = Field((DEFAULT_ENGINE,), min_length=1)
    levels: tuple[Level, ...] = Field((Level.BALANCED,), min_length=1)
    modes: tuple[Literal["performance", "verify"], ...] = Field(("performance",), min_length=1)
    emulate: bool = False
    port: str | None = None
    inputs: int = Field(2, ge=1, le=100)
    seed: int = Field(0, ge=0)


def read_matrix(path: Path) -> Matrix:
    """The matrix in a TOML file; models' paths are relative to the file.

    Raises UsageError for what is no such file, or cannot be read.
    """
    try:
        content = path.read_text(encoding="utf-8")
        matrix = Matrix.model_validate(tomllib.loads(content))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise UsageError(f"{path} cannot be read: {reason}.", hint=_HINT) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no TOML: {error}.", hint=_HINT) from error
    except ValidationError as error:
        raise refused(str(path), error) from error
    return matrix.model_copy(update={"models": tuple(_beside(path, m) for m in matrix.models)})


def refused(what: str, error: ValidationError) -> UsageError:
    """What is wrong with a matrix, all of it."""
    return UsageError(f"{what}: {wrong_fields(error, Matrix)}.", hint=_HINT)


_HINT = "docs/sweep.md has the fields of a sweep's file."


def _beside(path: Path, model: str) -> str:
    """A path next to the file; the ids of the catalogue stay as they are."""
    beside = path.parent / model
    is_path = "/" in model or "*" in model or beside.exists() or ".py:" in model
    return str(beside) if is_path and not Path(model).is_absolute() else model
