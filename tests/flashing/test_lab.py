"""Which of labgrid's drivers writes an image, and what OpenOCD is told through it."""

from __future__ import annotations

import pytest

from neurio_gen.boards import load_board
from neurio_gen.devices.labgrid.address import LabAddress, is_labgrid, parse
from neurio_gen.errors import DeviceError, UsageError
from neurio_gen.flashing.lab import lab_method, openocd_run
from neurio_gen.flashing.mass_storage import copied_file
from tests.flashing.conftest import CONTENTS, Job

SERIAL, PROBE, DRIVE = "NetworkSerialPort", "NetworkUSBDebugger", "NetworkUSBMassStorage"


@pytest.mark.parametrize(
    ("board", "resources", "wish", "method"),
    [
        ("nucleo_l4r5zi", (SERIAL, PROBE, DRIVE), None, "openocd"),
        ("nucleo_l4r5zi", (SERIAL, DRIVE), None, "mass_storage"),
        ("nucleo_l4r5zi", (SERIAL, PROBE, DRIVE), "mass_storage", "mass_storage"),
        ("rpipico", (SERIAL, DRIVE), None, "mass_storage"),
    ],
)
def test_the_method_fits_board_and_place(
    board: str, resources: tuple[str, ...], wish: str | None, method: str
) -> None:
    assert lab_method(load_board(board), "place", resources, wish) == method


def test_what_is_missing_is_named() -> None:
    with pytest.raises(DeviceError, match=f"{SERIAL}, and .*{PROBE}.* would do"):
        lab_method(load_board("nucleo_l4r5zi"), "place", (SERIAL,), None)
    with pytest.raises(UsageError, match="cannot be flashed by esptool through labgrid"):
        lab_method(load_board("esp32c3"), "place", (SERIAL, PROBE), "esptool")


def test_openocd_is_told_the_same_as_without_labgrid(job: Job) -> None:
    run = openocd_run(job("rpipico"), "init", "reset run", "shutdown")
    assert run.interface == "cmsis-dap.cfg"
    assert run.commands[:2] == ("transport select swd", "source [find target/rp2040.cfg]")
    assert run.commands[-3:] == ("init", "reset run", "shutdown")


def test_drives_get_what_their_boot_loader_takes(job: Job) -> None:
    """Given a board with UF2, then the copied file is one; else the binary as it is."""
    assert copied_file(job()).read_bytes() == CONTENTS
    assert copied_file(job("rpipico")).read_bytes()[:4] == b"UF2\n"


@pytest.mark.parametrize(
    ("port", "address"),
    [
        ("labgrid://nucleo-1", LabAddress("lab:1", "nucleo-1")),
        ("labgrid://", LabAddress("lab:1", None)),
        ("labgrid:nucleo-1", LabAddress("lab:1", "nucleo-1")),
        ("labgrid://other:20408/nucleo-1", LabAddress("other:20408", "nucleo-1")),
        ("labgrid://other:20408/", LabAddress("other:20408", None)),
    ],
)
def test_ports_name_places(port: str, address: LabAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LG_COORDINATOR", "lab:1")
    assert is_labgrid(port)
    assert parse(port) == address
    assert not is_labgrid("/dev/ttyACM0")
