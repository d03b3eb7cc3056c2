"""Help, versions and completion load what they need and nothing else."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from neurio_gen.cli import commands
from neurio_gen.cli.lazy_commands import Entry
from neurio_gen.cli.main import Commands

HEAVY = {"jinja2", "numpy", "platformio", "sklearn", "tensorflow", "tflite", "unicorn"}
"""Packages that take long to import, and that no look-up of a word needs."""


def loaded(*arguments: str, **environment: str) -> set[str]:
    """The top-level packages that a command imports, as `-X importtime` lists them."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "neurio_gen", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_the_program_says_of_itself_loads_nothing_heavy(option: str) -> None:
    assert not loaded(option) & HEAVY


def test_completion_of_commands_loads_nothing_heavy() -> None:
    asked = {"COMP_WORDS": "neurio-gen f", "COMP_CWORD": "1"}
    assert not loaded(_NEURIO_GEN_COMPLETE="complete_bash", **asked) & HEAVY


@pytest.mark.parametrize("entry", Commands.entries, ids=lambda entry: entry.name)
def test_a_command_is_introduced_by_the_first_line_of_its_help(entry: Entry) -> None:
    command = entry.load()
    assert inspect.cleandoc(command.help or "").splitlines()[0] == entry.summary


def test_every_command_module_is_listed() -> None:
    modules = {path.stem for path in Path(commands.__path__[0]).glob("*.py")} - {"__init__"}
    assert {entry.place.partition(":")[0] for entry in Commands.entries} == modules


def test_a_run_loads_what_it_uses() -> None:
    unused = {"capstone", "matplotlib", "pandas", "scipy", "sklearn", "tensorflow", "unicorn"}
    assert not loaded("flash-and-run", "--help") & unused
