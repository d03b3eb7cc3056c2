"""The description of a system under test, written by who submits."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neurio_gen.errors import UsageError
from neurio_gen.results.files import explained
from neurio_gen.submission.rules import STATUSES, Rule

NEEDED = (
    "Board Name",
    "Processor(s) Name",
    "Processor(s) Frequencies",
    "Inference Framework",
    "General Compiler(s)",
)
"""What a description has to say; the forms of earlier rounds have more fields."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_EXAMPLE = "docs/submission.md has an example."


@dataclass(frozen=True)
class System:
    """A system: its name is that of its folder and file."""

    name: str
    description: dict[str, Any]


def read_system(path: Path) -> System:
    """The system that a JSON file describes, named after the file.

    Raises UsageError where the file is no description, or lacks what a submission needs.
    """
    try:
        with explained(path, "read"):
            description = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no JSON: {error}.", hint=_EXAMPLE) from error
    if not isinstance(description, dict):
        raise UsageError(f"{path} does not describe a system.", hint=_EXAMPLE)
    missing = [name for name in NEEDED if not description.get(name)]
    if missing:
        raise UsageError(f"{path} does not say: {', '.join(missing)}.", hint=_EXAMPLE)
    status = str(description.get("Status", "")).lower()
    if status not in STATUSES:
        raise UsageError(f"{path}: Status is {status!r}.", hint=Rule.STATUS.value)
    if "system_type" in description:
        raise UsageError(f"{path} has a system_type.", hint=Rule.SYSTEM_TYPE.value)
    return System(check_name(path.stem, "system"), description)


def check_name(name: str, what: str) -> str:
    """A name that may be a folder's. Raises UsageError for others."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot be the name of a {what}.",
            hint="Letters, digits, dots, plus, dashes and underscores; no blanks.",
        )
    return name
