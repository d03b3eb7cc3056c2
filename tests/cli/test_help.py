"""Help fits a terminal of 80 columns, and says nothing of Python's types."""

from __future__ import annotations

import re
import sys

import pytest

from neurio_gen.cli import main

COMMANDS = [(entry.name,) for entry in main.Commands.entries]
SUBCOMMANDS = [
    *(("results", name) for name in ("list", "show", "export")),
    ("boards", "show"),
]


def help_of(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "argv", ["neurio-gen", *command, "--help"])
    assert main._exit_code() == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", [(), *COMMANDS, *SUBCOMMANDS], ids=" ".join)
def test_help_fits_and_cuts_no_word(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = help_of(command, monkeypatch, capsys)

    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    assert not re.search(r"<(list\[)?(bool|str|int|float|Path|\w+ range)\]?>", text)
    # choices that are wider than their column would be cut in the middle of a word
    assert not re.search(r"<[a-z][\w|\[\]]*[^\w|\[\]>]", text)
