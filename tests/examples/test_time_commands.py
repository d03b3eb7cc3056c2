"""The tool that times commands keeps the rest of the page that it writes into."""

from __future__ import annotations

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> Any:
    loader = SourceFileLoader("time_commands", str(ROOT / "tools" / "time-commands"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[loader.name] = module  # its dataclasses look themselves up
    loader.exec_module(module)
    return module


def test_the_table_holds_seconds_and_targets(tool: Any) -> None:
    section = tool.render([tool.Row("`make run`", "again", 3.96, 4.0)])

    assert "| `make run` | again | 4.0 | 4 |" in section


@pytest.mark.parametrize("page", ["# Page\n\n## First\n\ntext\n", "# Page\n"])
def test_the_section_is_put_into_the_page_once(tool: Any, page: str) -> None:
    old = tool.render([tool.Row("a", "warm", 2.0, None)])
    new = tool.render([tool.Row("a", "warm", 1.0, None)])

    written = tool.with_section(tool.with_section(page, old), new)

    assert written.startswith(page)
    assert written.count(tool.TITLE) == 1
    assert written.endswith("| a | warm | 1.0 |  |\n")


def test_what_follows_the_section_stays(tool: Any) -> None:
    section = tool.render([])
    page = f"# Page\n\n{section}\n## Last\n\ntext\n"

    assert tool.with_section(page, section) == page
