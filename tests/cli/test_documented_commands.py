"""Commands that the README and pages show can be typed as they stand there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.cli.test_hints import commands
from tests.end_to_end.command import ROOT

PAGES = sorted((ROOT / "docs").glob("*.md"))
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
IN_A_BLOCK = re.compile(r"^neurio-gen ([a-z].*)", re.MULTILINE)
IN_A_LINE = re.compile(r"`neurio-gen ([a-z][^`]*)`")


def shown(page: Path) -> Iterator[list[str]]:
    """The words of each command behind `neurio-gen`; a command's bare name is no command."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    found = [line for block in BLOCK.findall(text) for line in IN_A_BLOCK.findall(block)]
    for command in [*found, *IN_A_LINE.findall(BLOCK.sub("", text))]:
        words = shlex.split(re.split(r" [|>&;]|\.\.\.|…", command)[0], comments=True)
        if len(words) > 1:
            yield words


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.name)
def test_commands_of_a_page_take_their_arguments(page: Path) -> None:
    """Given a page, then its commands have the options, and all arguments that are needed."""
    known = commands()
    for words in shown(page):
        name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
        assert name in known, f"{page.name} has {words}"
        try:
            known[name].make_context(name, words[len(name.split()) :])
        except click.BadParameter as error:
            if isinstance(error, click.MissingParameter):
                raise AssertionError(f"{page.name} has {words}: {error}") from error
        except click.UsageError as error:
            raise AssertionError(f"{page.name} has {words}: {error.message}") from error


def test_what_is_shown_is_found() -> None:
    """Given the README, then a command of its table and one of a block are among those tried."""
    found = list(shown(ROOT / "README.md"))
    assert ["export", "my.tflite", "-o", "DIR"] in found
    assert ["flash-and-run", "my.tflite", "--board", "nucleo_l4r5zi"] in found
