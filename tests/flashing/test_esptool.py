"""esptool: the board's port is found, and what the boot ROM gets is what esptool accepts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.build import BuiltImage
from neurio_gen.errors import DeviceError
from neurio_gen.flashing import Probe, esptool
from neurio_gen.flashing.diagnosis import hint_for
from neurio_gen.flashing.esptool import EspTool
from tests.flashing.conftest import Job
from tests.support.board_images import BoardImages


@dataclass
class Port:
    device: str
    vid: int = 0x10C4
    pid: int = 0xEA60
    serial_number: str | None = None


Plug = Callable[..., None]


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    def plug(*ports: Port) -> None:
        monkeypatch.setattr(esptool, "connected_ports", lambda: list(ports))

    return plug


def test_the_image_goes_to_the_start_of_the_flash(job: Job, plug: Plug) -> None:
    plug(Port("/dev/ttyUSB0"), Port("/dev/ttyACM0", 0x0483, 0x374B))
    one = job("esp32c3")
    assert EspTool().obstacle(one.board) is None
    assert EspTool().arguments(one) == [
        *("-m", "esptool", "--chip", "esp32c3", "--port", "/dev/ttyUSB0", "--baud", "460800"),
        *("write-flash", "0x0", str(one.binary)),
    ]


def test_the_chips_own_usb_port_will_do(job: Job, plug: Plug) -> None:
    plug(Port("/dev/ttyACM0", 0x303A, 0x1001))
    assert "/dev/ttyACM0" in EspTool().arguments(job("esp32c6"))


def test_one_of_two_boards_is_named(job: Job, plug: Plug) -> None:
    plug(Port("/dev/ttyUSB0", serial_number="A"), Port("/dev/ttyUSB1", serial_number="B"))
    assert "/dev/ttyUSB1" in EspTool().arguments(job("esp32c3", Probe("B")))
    with pytest.raises(DeviceError, match="ttyUSB0, /dev/ttyUSB1"):
        EspTool().arguments(job("esp32c3"))


def test_what_is_missing_is_said(plug: Plug, monkeypatch: pytest.MonkeyPatch) -> None:
    plug()
    board = load_board("esp32c3")
    assert "BOOT button" in (EspTool().obstacle(board) or "")
    assert "Espressif" in (EspTool().obstacle(load_board("rpipico")) or "")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert "neurio-gen[esp]" in (EspTool().obstacle(board) or "")


def test_a_rom_that_does_not_answer_has_a_remedy() -> None:
    said = "A fatal error occurred: Failed to connect to ESP32-C3: No serial data received."
    assert "BOOT button" in (hint_for(said) or "")


@pytest.fixture(scope="module", params=["esp32c3", "esp32c6"])
def image(request: pytest.FixtureRequest, board_images: BoardImages) -> BuiltImage:
    return board_images(request.param)["many"]


def test_espressifs_own_tool_accepts_the_image(image: BuiltImage, tmp_path: Path) -> None:
    bin_image = pytest.importorskip("esptool.bin_image", reason="the package esptool is missing")
    assert image.bin is not None
    chip = image.elf.parts[-5]
    # given the file that is flashed, when esptool reads it
    found = bin_image.LoadFirmwareImage(chip, str(image.bin))
    # then entry, checksum and segments are those of the ELF, all in RAM
    assert found.checksum == found.calculate_checksum()
    content = image.bin.read_bytes()
    board = load_board(chip)
    assert all(segment.addr not in (board.flash or ()) for segment in found.segments)
    text = image.sizes.section(".text")
    assert text is not None
    (loaded,) = (s for s in found.segments if s.addr == text.address)
    assert found.entrypoint in [segment.addr for segment in found.segments]
    # and constants lie behind it, where the firmware maps them from
    constants = image.sizes.section(".rodata")
    assert constants is not None
    assert len(content) > 0x80000 + constants.size - 1
    # and a flipped bit does not go unseen
    broken = tmp_path / "broken.bin"
    at = content.index(loaded.data[:64])
    broken.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    wrong = bin_image.LoadFirmwareImage(chip, str(broken))
    assert wrong.checksum != wrong.calculate_checksum()


def test_traps_find_their_handler_on_espressifs_cores(image: BuiltImage) -> None:
    # their mtvec ignores the lowest eight bits
    (handler,) = (symbol for symbol in image.sizes.symbols if symbol.name == "trap_handler")
    assert handler.address % 256 == 0


def test_code_and_data_share_the_ram(image: BuiltImage) -> None:
    # given code and data in two views of one RAM, then neither lies on the other
    board = load_board(image.elf.parts[-5])
    origins = {region.name: region.origin for region in board.memory}
    text, bss = image.sizes.section(".text"), image.sizes.section(".bss")
    assert text is not None and bss is not None
    assert text.address + text.size - origins["code"] <= bss.address - origins["ram"]
    assert image.sizes.ram_bytes > text.size, "loaded code counts as RAM"
