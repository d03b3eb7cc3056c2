"""Runs the command line as a person does: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import prepared_commands

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 280


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


def neurio_gen(
    *arguments: str | Path, cwd: Path | None = None, prepared: bool = True, **environment: str
) -> Outcome:
    """Run `neurio-gen` to its end; from the first byte on, where not `prepared`."""
    words, folder = list(map(str, arguments)), cwd or ROOT
    variables = {**os.environ, "COLUMNS": "100", **environment}
    if prepared and prepared_commands.can_run(variables):
        done = prepared_commands.run(words, folder, variables, SECONDS)
    else:
        done = subprocess.run(
            [sys.executable, "-m", "neurio_gen", *words],
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    return Outcome(done.returncode, done.stdout, done.stderr)


def read_results(path: Path) -> list[dict[str, Any]]:
    """The results of a document that `--json` wrote."""
    document = json.loads(path.read_text())
    assert document["schema"] == 1
    assert document["environment"]["neurio_gen"]
    results: list[dict[str, Any]] = document["results"]
    return results
