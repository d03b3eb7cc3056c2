"""The bank mode of a flash is read, set where it is another, and read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.errors import DeviceError, UsageError
from neurio_gen.flashing.bank_mode import ensure_banks
from tests.flashing.conftest import Job, Tools

ONE, TWO = "0xffaff8aa", "0xffeff8aa"  # bit 22: DBANK


def openocd(tools: Tools, options: Path, *, takes: bool = True) -> None:
    """OpenOCD on a chip whose option register is in a file."""
    write = f'echo "$value" > "{options}"' if takes else ":"
    tools.add(
        "openocd",
        f"""while [ $# -gt 0 ]; do
case "$1" in
*option_read*) read -r now < "{options}"; echo "Option Register: <0x40022020> = $now" ;;
*"option_write 0 0x20 0x00000000 0x00400000") value={ONE}; {write} ;;
*"option_write 0 0x20 0x00400000 0x00400000") value={TWO}; {write} ;;
esac; shift; done""",
    )


@pytest.mark.parametrize(("now", "banks"), [(ONE, 1), (TWO, 2)])
def test_a_mode_that_is_set_is_left_alone(
    job: Job, tools: Tools, tmp_path: Path, now: str, banks: int
) -> None:
    options = tmp_path / "options"
    options.write_text(now + "\n")
    openocd(tools, options)
    assert not ensure_banks(job(), banks, tmp_path / "log")  # type: ignore[arg-type]
    assert not any("option_write" in argument for argument in tools.arguments)


@pytest.mark.parametrize(("now", "banks", "then"), [(TWO, 1, ONE), (ONE, 2, TWO)])
def test_another_mode_is_set_and_read_back(
    job: Job, tools: Tools, tmp_path: Path, now: str, banks: int, then: str
) -> None:
    options = tmp_path / "options"
    options.write_text(now + "\n")
    openocd(tools, options)
    assert ensure_banks(job(), banks, tmp_path / "log")  # type: ignore[arg-type]
    assert options.read_text().strip() == then
    said = tools.arguments
    assert said.index("stm32l4x option_load 0") > said.index("reset halt")
    assert said.count("shutdown") == 3
    assert "target/stm32l4x.cfg" in said


def test_a_chip_that_keeps_its_mode_is_told_of(job: Job, tools: Tools, tmp_path: Path) -> None:
    options = tmp_path / "options"
    options.write_text(TWO + "\n")
    openocd(tools, options, takes=False)
    with pytest.raises(DeviceError, match="has not taken the mode of 1 bank"):
        ensure_banks(job(), 1, tmp_path / "log")


def test_what_openocd_does_not_say_is_not_guessed(job: Job, tools: Tools, tmp_path: Path) -> None:
    tools.add("openocd", "echo nothing")
    with pytest.raises(DeviceError, match="did not say"):
        ensure_banks(job(), 1, tmp_path / "log")


def test_boards_without_the_choice_are_refused(job: Job, tools: Tools, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no bank mode"):
        ensure_banks(job("nucleo_h743zi"), 1, tmp_path / "log")


def test_without_openocd_it_cannot_be_done(job: Job, tools: Tools, tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="which is not here"):
        ensure_banks(job(), 1, tmp_path / "log")
