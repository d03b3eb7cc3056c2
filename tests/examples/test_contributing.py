"""The questions of a newcomer, answered from the tree."""

from __future__ import annotations

import re

import pytest

from tests.end_to_end.command import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def answers() -> list[tuple[str, list[str], str]]:
    """What is asked, the files that answer it, and the word to look for."""
    table = PAGE[PAGE.index("## Where is it?") :]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return [
        (what, re.findall(r"`([^`]+)`", file), word.strip("`")) for what, file, word in rows[2:]
    ]


@pytest.mark.parametrize(("what", "files", "word"), answers(), ids=lambda value: str(value)[:40])
def test_what_is_looked_for_is_there(what: str, files: list[str], word: str) -> None:
    assert files, what
    for file in files:
        assert (ROOT / file).is_file(), file
    assert any(word in (ROOT / file).read_text(encoding="utf-8") for file in files)


def test_there_are_fifteen_questions_and_every_page_exists() -> None:
    assert len(answers()) == 15
    for page in re.findall(r"\]\((\S+?)\)", PAGE):
        assert (ROOT / page).is_file(), page
