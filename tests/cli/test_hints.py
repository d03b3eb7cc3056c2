"""Commands and options that messages name are there; whole commands that hints give do work."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from neurio_gen.cli.main import Commands
from tests.end_to_end.command import ROOT, Outcome, neurio_gen

DOORBELL = ROOT / "examples" / "doorbell.tflite"
SOURCES = ROOT / "neurio_gen"
FIELD = "FIELD"

# at the start of a text, in backticks, or behind such words: elsewhere it is the tool that is meant
COMMAND = re.compile(
    r"(?:^|`|(?:Run|Then|with|override): )neurio-gen (?:--boards \S+ )?"
    r"([a-z][a-z-]+(?: [a-z]+)?)([^`;|&\n]*)"
)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
OF_OTHER_PROGRAMS = {"--reload", "--skip", "--target"}


def texts() -> Iterator[tuple[Path, str]]:
    """Every text of the sources but docstrings; what is filled in stands as FIELD."""
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner = {id(part) for node in ast.walk(tree) for part in _parts(node)}
        for node in ast.walk(tree):
            if id(node) in inner:
                continue
            if isinstance(node, ast.JoinedStr):
                yield path, "".join(map(_text, node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.value


def _parts(node: ast.AST) -> list[ast.AST]:
    """Parts of an f-string, and a docstring, which is an expression of its own."""
    if isinstance(node, ast.JoinedStr):
        return list(node.values)
    return [node.value] if isinstance(node, ast.Expr) else []


def _text(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) else FIELD


def commands() -> dict[str, Any]:
    """All commands by their words, such as `results list`."""
    found: dict[str, Any] = {}
    for entry in Commands.entries:
        loaded = entry.load()
        found[entry.name] = loaded
        for name, command in getattr(loaded, "commands", {}).items():
            found[f"{entry.name} {name}"] = command
    return found


def options_of(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return commands()


def test_commands_that_messages_name_have_the_options_that_they_name(known: dict[str, Any]) -> None:
    named = [(path, match) for path, text in texts() for match in COMMAND.finditer(text)]
    assert len(named) > 10
    for path, match in named:
        words = match[1] if match[1] in known else match[1].split()[0]
        assert words in known, f"{path} names {match[0]!r}"
        unknown = set(OPTION.findall(match[2])) - options_of(known[words])
        assert not unknown, f"{path} names {match[0]!r}"


def test_options_that_hints_name_are_those_of_a_command(known: dict[str, Any]) -> None:
    ours = {option for command in known.values() for option in options_of(command)}
    ours |= {"--boards", "--version", "--help"}
    hints = list(_hints())
    assert len(hints) > 100
    for path, hint in hints:
        unknown = set(OPTION.findall(hint)) - ours - OF_OTHER_PROGRAMS
        assert not unknown, f"{path}: {hint}"


def _hints() -> Iterator[tuple[Path, str]]:
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "hint":
                strings = [n for n in ast.walk(node.value) if isinstance(n, ast.Constant)]
                yield path, " ".join(str(n.value) for n in strings if isinstance(n.value, str))


@pytest.mark.parametrize(
    "what",
    [("-B", "relu"), ("--model", DOORBELL, "--kernels", "generic")],
    ids=["in an image with others", "a model of one's own"],
)
def test_the_command_that_builds_what_is_missing_builds_it(
    what: tuple[str | Path, ...], tmp_path: Path
) -> None:
    """Given no image, when the hint's command is run, then the first command works."""
    options = ("run", "--board", "native", "-o", tmp_path / "an output", *what)
    missing = neurio_gen(*options)
    assert missing.code == 1
    done = _run(missing.err.partition("hint: Run: ")[2].strip())
    assert done.code == 0, done.err
    again = neurio_gen(*options)
    assert again.code == 0, again.err


def _run(command: str) -> Outcome:
    program, *arguments = shlex.split(command)
    assert program == "neurio-gen"
    return neurio_gen(*arguments)
