"""Images as boards load them: boot blocks, headers and places that a boot ROM refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.emulator.fault import EmulationFault
from neurio_gen.emulator.image import load_image
from tests.emulator.conftest import ImageOf


@pytest.mark.parametrize(
    ("word", "wrong", "cause"),
    [
        (0xFFFFDED3, 0, "hold no IMAGE_DEF block: the boot ROM does not start it"),
        (0xAB123579, 0, "the IMAGE_DEF block is not closed"),
        (0x10210142, 0x11010142, "is for image type 0x1101, this chip's cores start 0x1021"),
    ],
)
def test_image_definition_gone_wrong(
    image_of: ImageOf, tmp_path: Path, word: int, wrong: int, cause: str
) -> None:
    """Given an image with a damaged IMAGE_DEF block, when loaded, then the boot ROM refuses it."""
    content = image_of("rpipico2").elf.read_bytes()
    right = word.to_bytes(4, "little")
    assert content.count(right) == 1
    other = tmp_path / "broken.elf"
    other.write_bytes(content.replace(right, wrong.to_bytes(4, "little")))
    with pytest.raises(EmulationFault) as caught:
        EmulatedBoard("rpipico2", other)
    assert cause in caught.value.message


def test_an_image_of_the_other_cores(image_of: ImageOf) -> None:
    """Given an image of the RP2350's other cores, when loaded, then its IMAGE_DEF block tells."""
    with pytest.raises(EmulationFault, match="is for image type 0x1101, this chip's cores"):
        EmulatedBoard("rpipico2", image_of("rpipico2-riscv").elf)


def test_an_image_that_the_boot_rom_cannot_load(image_of: ImageOf) -> None:
    """Given an image of another chip, when loaded, then the place of its code is refused."""
    with pytest.raises(EmulationFault, match="outside the flash memory and the RAM that the boot"):
        EmulatedBoard("esp32c6", image_of("esp32c3").elf)


def test_an_image_where_the_boot_loader_is(image_of: ImageOf) -> None:
    """Given an image of the bare chip, when loaded on the Nano, then its place is refused."""
    with pytest.raises(EmulationFault, match="bytes for 0x00000000, outside the flash memory"):
        EmulatedBoard("nano33ble", image_of("nrf52840_dk").elf)


def test_boot_block_without_its_checksum(image_of: ImageOf, tmp_path: Path) -> None:
    """Given a second stage with one bit changed, when loaded, then the boot ROM refuses it."""
    elf = image_of("rpipico").elf
    broken = bytearray(elf.read_bytes())
    (segment, *_) = load_image(elf).segments
    broken[broken.index(segment.data[:64])] ^= 1
    other = tmp_path / "broken.elf"
    other.write_bytes(broken)
    with pytest.raises(EmulationFault, match=r"second stage of the boot has the checksum"):
        EmulatedBoard("rpipico", other)


@pytest.mark.parametrize(
    ("offset", "wrong", "cause"),
    [
        (0x0000, 0xFFFFFFFF, "no flash configuration block"),
        (0x0050, 0x00200000, "2,097,152 bytes and the read command"),
        (0x0080, 0x0A180403, "the read command 0x03"),
        (0x1000, 0x00000000, "no image vector table: its header is 0x00000000"),
        (0x1004, 0x60001000, "lies outside the RAM"),
        (0x1010, 0x60000000, "has its boot data at 0x60000000, where none are"),
        (0x1014, 0x60002000, "its own address 0x60002000"),
        (0x1020, 0x70000000, "the boot data are of an image at 0x70000000"),
        (0x1024, 0x00001000, "the boot data give the image 4,096 bytes"),
    ],
)
def test_boot_header_gone_wrong(
    image_of: ImageOf, tmp_path: Path, offset: int, wrong: int, cause: str
) -> None:
    """Given a Teensy's image with one word of its header changed, when loaded, then it is told."""
    elf = image_of("teensy41").elf
    content = bytearray(elf.read_bytes())
    (header,) = (each for each in load_image(elf).segments if each.address == 0x60000000)
    at = content.index(header.data[:64]) + offset
    content[at : at + 4] = wrong.to_bytes(4, "little")
    other = tmp_path / "broken.elf"
    other.write_bytes(content)
    with pytest.raises(EmulationFault) as caught:
        EmulatedBoard("teensy41", other)
    assert cause in caught.value.message


def test_copied_code_is_known_where_it_runs(image_of: ImageOf) -> None:
    """Given code that is copied to the ITCM, when the image is read, then it is found there."""
    image = load_image(image_of("teensy41").elf)
    (main,) = (each for each in image.functions if each.name == "main")
    (code,) = (each for each in image.segments if each.used_at != each.address)
    assert code.address >= 0x60002000
    assert code.used_at is not None
    assert 0x20 <= code.used_at <= main.address < code.used_at + len(code.data) < 0x80000
