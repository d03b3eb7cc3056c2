"""Choosing a method and running its tool: what is used, what is logged, what goes wrong."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.errors import DeviceError, UsageError
from neurio_gen.flashing import choose_method, flash_image
from tests.flashing.conftest import Job, Tools

NUCLEO = load_board("nucleo_l4r5zi")


def test_the_first_usable_method_of_the_manifest_is_taken(tools: Tools) -> None:
    tools.add("pyocd")
    assert choose_method(NUCLEO).name == "pyocd"
    tools.add("st-flash")
    assert choose_method(NUCLEO).name == "stlink"
    tools.add("openocd")
    assert choose_method(NUCLEO).name == "openocd"


def test_a_named_method_is_taken_before_better_ones(tools: Tools) -> None:
    tools.add("openocd")
    tools.add("st-flash")
    assert choose_method(NUCLEO, "stlink").name == "stlink"


def test_a_method_that_the_board_does_not_have_is_refused_with_those_it_has(tools: Tools) -> None:
    with pytest.raises(UsageError, match="has no flash method 'picotool'") as caught:
        choose_method(NUCLEO, "picotool")
    assert caught.value.hint == "It has openocd, stlink, pyocd, mass_storage."


def test_without_any_tool_each_method_says_what_it_lacks(tools: Tools) -> None:
    with pytest.raises(DeviceError, match="No way to flash nucleo_l4r5zi") as caught:
        choose_method(NUCLEO)
    lines = caught.value.message.splitlines()[1:]
    assert lines == [
        "  - openocd: openocd is not on PATH (apt install openocd)",
        "  - stlink: st-flash is not on PATH (apt install stlink-tools)",
        "  - pyocd: pyocd is not on PATH (pip install pyocd)",
        "  - mass_storage: no drive NODE_L4R5ZI or NOD_L4R5ZI is mounted (or set NEURIO_GEN_DRIVE)",
    ]


@pytest.mark.parametrize("board", ["mps2_an386", "native"])
def test_what_has_no_flash_is_not_flashed(tools: Tools, board: str) -> None:
    with pytest.raises(UsageError, match=f"{board} is not flashed"):
        choose_method(load_board(board))


def test_the_tool_gets_each_argument_whole_and_its_words_are_kept(
    job: Job, tools: Tools, tmp_path: Path
) -> None:
    tools.add("st-flash", 'echo "Flash written and verified"; echo careful >&2')
    log = tmp_path / "logs" / "flash.log"
    one = job()
    used = flash_image(one, log)
    assert used.name == "stlink"
    assert tools.arguments == ["--reset", "write", str(one.binary), "0x8000000"]
    assert log.read_text() == "Flash written and verified\ncareful\n"


def test_a_tool_that_fails_is_quoted(job: Job, tools: Tools, tmp_path: Path) -> None:
    tools.add("openocd", 'echo "Info : noise"; echo "Error: open failed"; exit 3')
    log = tmp_path / "flash.log"
    with pytest.raises(DeviceError, match="openocd failed with exit code 3") as caught:
        flash_image(job(), log)
    assert "  Error: open failed" in caught.value.message
    assert str(log) in str(caught.value.hint)


def test_a_tool_that_fails_without_a_word(job: Job, tools: Tools, tmp_path: Path) -> None:
    tools.add("openocd", "exit 1")
    with pytest.raises(DeviceError, match="it printed nothing"):
        flash_image(job(), tmp_path / "flash.log")


def test_a_tool_that_hangs_is_ended(job: Job, tools: Tools, tmp_path: Path) -> None:
    tools.add("openocd", 'echo "waiting for the target"; while :; do :; done')
    start = time.monotonic()
    with pytest.raises(DeviceError, match=r"(?s)did not finish within 0\.5 s.*waiting for the"):
        flash_image(job(), tmp_path / "flash.log", timeout=0.5)
    assert time.monotonic() - start < 10


def test_a_tool_that_is_no_program(job: Job, tools: Tools, tmp_path: Path) -> None:
    tools.add("openocd")
    (Path(tmp_path / "tools" / "openocd")).write_bytes(b"\x00\x01")
    with pytest.raises(DeviceError, match="openocd cannot be started"):
        flash_image(job(), tmp_path / "flash.log")
