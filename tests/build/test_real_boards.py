"""Each real board's image: where it lies, what the core finds at reset, what starts the RP2040."""

from __future__ import annotations

import struct
import sys

import pytest
from elftools.elf.elffile import ELFFile

from neurio_gen.boards import Board, all_boards
from neurio_gen.build import BuiltImage
from neurio_gen.resources import firmware_dir
from tests.support.board_images import BoardImages

BOARDS = [board for board in all_boards() if board.device == "serial"]
BOOT_BLOCK_BYTES = {"rpipico": 256, "teensy41": 8192}


@pytest.fixture(scope="module", params=BOARDS, ids=[board.id for board in BOARDS])
def built(request: pytest.FixtureRequest, board_images: BoardImages) -> tuple[Board, BuiltImage]:
    board: Board = request.param
    return board, board_images(board.id)["single"]


def test_the_core_finds_its_stack_and_its_code_at_reset(built: tuple[Board, BuiltImage]) -> None:
    board, image = built
    flash, ram, *more = board.memory
    assert image.bin is not None
    begin = BOOT_BLOCK_BYTES.get(board.id, 0)
    if board.architecture.machine == "EM_RISCV":
        first = more[0].origin + board.stack_bytes if board.code == "loaded" else flash.origin
        with image.elf.open("rb") as stream:
            assert ELFFile(stream)["e_entry"] == first, "the first byte is the first code"
        return
    stack, reset = struct.unpack_from("<II", image.bin.read_bytes(), begin)
    assert stack == ram.origin + board.stack_bytes
    assert reset & 1, "Thumb code"
    # copied code is in the memory behind the RAM
    code = more[0] if board.code == "copied" else flash
    assert code.origin + (begin if code is flash else 0) < reset < code.origin + code.length


def test_all_sections_lie_in_their_memories(built: tuple[Board, BuiltImage]) -> None:
    board, image = built
    flash, *others = board.memory
    code = others[1:] if board.code == "copied" else []
    for section in image.sizes.sections:
        assert any(
            region.origin <= section.address
            and section.address + section.size <= region.origin + region.length
            for region in (others if section.writable else [flash, *code])
        ), section
    first = image.sizes.section(".vectors")
    assert first is not None
    if board.code != "loaded":
        assert first.address == flash.origin + BOOT_BLOCK_BYTES.get(board.id, 0)


def test_no_image_brings_what_its_board_does_not_need(built: tuple[Board, BuiltImage]) -> None:
    board, image = built
    assert (image.sizes.section(".boot_block") is not None) == (board.id in BOOT_BLOCK_BYTES)
    # RISC-V code with floats in software is the longest
    assert image.sizes.flash_bytes - BOOT_BLOCK_BYTES.get(board.id, 0) < 21 * 1024


def test_the_boot_rom_of_the_rp2040_accepts_the_boot_block(board_images: BoardImages) -> None:
    image = board_images("rpipico")["single"]
    # given the first 256 bytes of flash, in what is flashed as binary and as ELF
    assert image.bin is not None
    block = image.bin.read_bytes()[:256]
    with image.elf.open("rb") as stream:
        section = ELFFile(stream).get_section_by_name(".boot_block")
        assert section is not None
        assert section.data() == block
    # then the last word is the checksum of what comes before it
    (sealed,) = struct.unpack("<I", block[252:])
    assert sealed == crc(block[:252])
    assert any(block[:252])


def test_the_checksum_is_crc_32_without_reflection() -> None:
    sys.path.insert(0, str(firmware_dir() / "platform" / "builder"))
    try:
        import boot_block  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    assert boot_block.checksum(b"123456789") == 0x0376E6E7
    assert boot_block.checksum(bytes(range(252))) == crc(bytes(range(252)))


def crc(data: bytes) -> int:
    """By division of polynomials, bit by bit."""
    value = int.from_bytes(data, "big") << 32
    bits = len(data) * 8 + 32
    value ^= 0xFFFFFFFF << (bits - 32)
    for bit in range(bits - 1, 31, -1):
        if value >> bit & 1:
            value ^= 0x104C11DB7 << (bit - 32)
    return value
