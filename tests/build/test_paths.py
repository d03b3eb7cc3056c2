"""Output folders with odd names: built in, or refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.build import build_images
from neurio_gen.build.paths import check_paths
from neurio_gen.errors import UsageError
from neurio_gen.pipeline.claim import claimed
from neurio_gen.progress import Progress
from tests.build.conftest import Write

REFUSED = {
    "'": "'",
    '"': '"',
    ";": ";",
    "\\": r"\\",
    "$": r"\$",
    "$HOME": r"\$",
    "${x}": r"\$",
    "`": "`",
    "&": "&",
    "|": r"\|",
    "(1)": r"\(",
    "{": "{",
    "<": "<",
    "  ": "two blanks in a row",
    "\n": "a line break",
    "\t": "a tab",
}


@pytest.mark.parametrize("odd", REFUSED, ids=repr)
def test_what_a_tool_would_misread_is_refused_and_nothing_is_written(
    tmp_path: Path, odd: str
) -> None:
    for output in (tmp_path / f"a{odd}b", tmp_path / f"a{odd}b" / "below"):
        with (
            pytest.raises(UsageError, match=f"has {REFUSED[odd]} in its path") as caught,
            claimed(output, Progress()),
        ):
            pass
        assert "--output" in str(caught.value.hint)
    assert not list(tmp_path.iterdir())


def test_a_relative_folder_is_judged_by_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "it's mine"
    folder.mkdir()
    monkeypatch.chdir(folder)
    with pytest.raises(UsageError, match="has ' in its path"):
        check_paths(Path("build"))


def test_other_odd_names_are_built_in(tmp_path: Path, write: Write) -> None:
    output = tmp_path / " -a#b%c,d:e=f*g@h[i]~ ünï"
    check_paths(output)
    (image,) = build_images(load_board("native"), [write("one")], output)
    assert image.elf.is_relative_to(output)
    assert image.elf.is_file()
    assert {path.name for path in tmp_path.iterdir()} <= {output.name, "generated"}
