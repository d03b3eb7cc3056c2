"""Each tool's command line, argument by argument."""

from __future__ import annotations

import pytest

from neurio_gen.boards import Board, all_boards, load_board
from neurio_gen.flashing import METHODS, Probe
from neurio_gen.flashing.method import CommandMethod
from neurio_gen.flashing.openocd import OpenOcd
from neurio_gen.flashing.picotool import Picotool
from neurio_gen.flashing.pyocd import PyOcd
from neurio_gen.flashing.st_flash import StFlash
from tests.flashing.conftest import Job

REAL = [board for board in all_boards() if board.device == "serial"]


def test_openocd_through_an_st_link(job: Job) -> None:
    one = job(probe=Probe("066AFF"))
    assert OpenOcd().arguments(one) == [
        *("-f", "interface/stlink.cfg"),
        *("-c", "adapter serial 066AFF"),
        *("-f", "target/stm32l4x.cfg"),
        *("-c", f"program {{{one.elf.as_posix()}}} verify reset exit"),
    ]


@pytest.mark.parametrize(
    ("board", "interface", "target"),
    [("nrf52840_dk", "jlink", "nrf52"), ("rpipico", "cmsis-dap", "rp2040")],
)
def test_openocd_through_probes_that_have_to_be_told_swd(
    job: Job, board: str, interface: str, target: str
) -> None:
    assert OpenOcd().arguments(job(board))[:6] == [
        *("-f", f"interface/{interface}.cfg"),
        *("-c", "transport select swd"),
        *("-f", f"target/{target}.cfg"),
    ]


def test_st_flash_writes_the_binary_to_the_start_of_flash(job: Job) -> None:
    one = job(probe=Probe("066AFF"))
    expected = ["--serial", "066AFF", "--reset", "write", str(one.binary), "0x8000000"]
    assert StFlash().arguments(one) == expected
    assert "--serial" not in StFlash().arguments(job())


def test_pyocd_loads_the_elf(job: Job) -> None:
    one = job("nrf52840_dk", probe=Probe("001050"))
    assert PyOcd().arguments(one) == [
        *("load", "--no-wait", "--target", "nrf52840", "--uid", "1050"),
        *("--format", "elf", str(one.elf)),
    ]


def test_picotool_verifies_and_starts_the_elf(job: Job) -> None:
    one = job("rpipico", probe=Probe("E660", asked=True))
    assert Picotool().arguments(one) == ["load", "-v", "-x", str(one.elf), "--ser", "E660"]
    # the number of the debug probe that shows the port is not the chip's
    for probe in (None, Probe("E661", "1-2")):
        assert Picotool().arguments(job("rpipico", probe=probe))[-1] == str(one.elf)


def test_openocd_takes_the_whole_flash_of_the_h743(job: Job) -> None:
    """Its plain script knows the first of two banks: an image of more than 1 MB would not fit."""
    assert "target/stm32h7x_dual_bank.cfg" in OpenOcd().arguments(job("nucleo_h743zi"))


def test_openocd_is_told_a_speed_where_no_script_sets_one(job: Job) -> None:
    """OpenOCD would go on at 100 kHz."""
    arguments = OpenOcd().arguments(job("rpipico"))
    assert arguments[arguments.index("target/rp2040.cfg") + 1 :][:2] == ["-c", "adapter speed 5000"]


def test_tools_know_the_chips_that_they_are_for() -> None:
    pico, nrf, nucleo = (load_board(i) for i in ("rpipico", "nrf52840_dk", "nucleo_l4r5zi"))
    assert StFlash().unsupported(nucleo) is None
    assert StFlash().unsupported(nrf) == "st-flash knows STM32 only"
    assert Picotool().unsupported(pico) is None
    assert "RP2040" in str(Picotool().unsupported(nucleo))
    assert OpenOcd().unsupported(load_board("mps2_an386")) is not None


@pytest.mark.parametrize("board", REAL, ids=[board.id for board in REAL])
def test_every_method_that_a_manifest_names_exists_and_supports_the_board(board: Board) -> None:
    by_name = {method.name: method for method in METHODS}
    for name in board.flashing.methods:
        method = by_name[name]
        if isinstance(method, CommandMethod):
            assert method.unsupported(board) is None
