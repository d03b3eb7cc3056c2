"""bossac: the boot loader's port is found, or made to appear, before the tool is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.errors import DeviceError
from neurio_gen.flashing import bossac
from neurio_gen.flashing.bossac import Bossac
from tests.flashing.conftest import Job


@dataclass
class Port:
    device: str
    vid: int = 0x2341
    pid: int = 0x005A
    description: str = ""
    serial_number: str | None = None
    location: str | None = None


BOOT_LOADER, SKETCH = Port("/dev/ttyACM1"), Port("/dev/ttyACM0", pid=0x805A)
Plug = Callable[..., None]


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    """What is connected, look after look."""

    def plug(*looks: tuple[Port, ...]) -> None:
        left = list(looks)
        monkeypatch.setattr(
            bossac, "connected_ports", lambda: left.pop(0) if len(left) > 1 else left[0]
        )

    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    return plug


def test_the_image_goes_to_the_boot_loaders_port(job: Job, plug: Plug) -> None:
    plug((BOOT_LOADER, Port("/dev/ttyUSB0", 0x0403, 0x6001)))
    one = job("nano33ble")
    assert Bossac().arguments(one) == [
        *("-d", "-U", "-i", "-e", "-w", str(one.binary), "-R", "--port=ttyACM1"),
    ]


def test_without_a_port_the_button_is_named(plug: Plug) -> None:
    plug(())
    obstacle = Bossac().obstacle(load_board("nano33ble"))
    assert obstacle is not None
    assert "reset button twice" in obstacle
    assert Bossac().obstacle(load_board("nrf52840_dk")) is not None


def test_a_sketch_gives_way(
    job: Job, plug: Plug, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[tuple[str, int]] = []

    class Serial:
        def __init__(self, port: str, baud: int) -> None:
            opened.append((port, baud))

        def close(self) -> None:
            pass

    monkeypatch.setattr("serial.Serial", Serial)
    monkeypatch.setattr("neurio_gen.flashing.run.run_tool", lambda *_: None)
    # given a sketch's port, and some looks later the boot loader's
    plug((SKETCH,), (SKETCH,), (), (BOOT_LOADER,))
    Bossac().flash(job("nano33ble"), tmp_path / "log", 10)
    assert opened == [("/dev/ttyACM0", 1200)]


def test_two_boot_loaders_are_not_chosen_between(job: Job, plug: Plug) -> None:
    plug((BOOT_LOADER, Port("/dev/ttyACM2")))
    with pytest.raises(DeviceError, match="ttyACM1, /dev/ttyACM2"):
        Bossac().arguments(job("nano33ble"))
