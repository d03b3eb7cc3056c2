"""The ELF of a real board: where things lie, what the core finds at reset, how large it is."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection

from neurio_gen.boards import load_board
from neurio_gen.build import BuiltImage, build_images
from tests.build.conftest import SUITE, Source

BOARD = load_board("nucleo_l4r5zi")
FLASH, RAM = BOARD.memory[:2]
FIRMWARE_BYTES = 13 * 1024 + 256
"""What the firmware without kernels may take of flash."""
SYMBOLS_BYTES = 18 * 1024
"""What the ELF may take beyond its contents."""


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory, output: Path) -> BuiltImage:
    directory = tmp_path_factory.mktemp("layout") / "layout"
    directory.mkdir(parents=True)
    text = SUITE.format(name="layout", constants=1000, arena=50_000)
    (directory / "suite.cc").write_text(text, encoding="utf-8")
    (built,) = build_images(BOARD, [Source("layout", directory)], output)
    return built


@pytest.fixture(scope="module")
def vectors(image: BuiltImage) -> tuple[int, ...]:
    with image.elf.open("rb") as stream:
        section = ELFFile(stream).get_section_by_name(".vectors")
        assert section is not None
        data = section.data()
    return struct.unpack(f"<{len(data) // 4}I", data)


def test_the_vector_table_is_where_the_core_looks(image: BuiltImage) -> None:
    section = image.sizes.section(".vectors")
    assert section is not None
    assert section.address == 0x0800_0000
    assert section.size == 16 * 4


def test_the_first_stack_pointer_is_in_ram_and_aligned(vectors: tuple[int, ...]) -> None:
    assert RAM.origin < vectors[0] <= RAM.origin + RAM.length
    assert vectors[0] % 8 == 0


def test_the_stack_is_at_the_bottom_so_that_an_overflow_leaves_ram(
    image: BuiltImage, vectors: tuple[int, ...]
) -> None:
    stack = image.sizes.section(".stack")
    assert stack is not None
    assert stack.address == RAM.origin
    assert stack.size == BOARD.stack_bytes
    assert vectors[0] == stack.address + stack.size


def test_reset_enters_thumb_code_in_flash(image: BuiltImage, vectors: tuple[int, ...]) -> None:
    with image.elf.open("rb") as stream:
        elf = ELFFile(stream)
        entry = elf.header["e_entry"]
        symbols = elf.get_section_by_name(".symtab")
        assert isinstance(symbols, SymbolTableSection)
        handlers = symbols.get_symbol_by_name("reset_handler")
        assert handlers is not None
        reset = handlers[0]["st_value"]
    assert vectors[1] == entry == reset
    assert vectors[1] & 1
    assert FLASH.origin < vectors[1] < FLASH.origin + FLASH.length


def test_every_exception_that_can_happen_has_a_handler(vectors: tuple[int, ...]) -> None:
    reserved = {8, 9, 10, 13}
    for number, handler in enumerate(vectors[1:], start=1):
        if number in reserved:
            assert handler == 0
        else:
            assert handler & 1, f"exception {number}"
            assert FLASH.origin < handler < FLASH.origin + FLASH.length


def test_all_that_is_loaded_lies_in_flash_and_all_that_is_written_in_ram(image: BuiltImage) -> None:
    with image.elf.open("rb") as stream:
        segments = [one for one in ELFFile(stream).iter_segments() if one["p_type"] == "PT_LOAD"]
    assert segments
    for segment in segments:
        if segment["p_filesz"]:
            start, end = segment["p_paddr"], segment["p_paddr"] + segment["p_filesz"]
            assert FLASH.origin <= start < end <= FLASH.origin + FLASH.length
    for section in image.sizes.sections:
        region = RAM if section.writable else FLASH
        assert region.origin <= section.address
        assert section.address + section.size <= region.origin + region.length


def test_the_core_is_a_cortex_m4_with_its_fpu(image: BuiltImage) -> None:
    with image.elf.open("rb") as stream:
        header = ELFFile(stream).header
    assert header["e_machine"] == "EM_ARM"
    hard_float = 0x400
    assert header["e_flags"] & hard_float


def test_sizes_count_what_the_memories_hold(image: BuiltImage) -> None:
    assert image.bin is not None
    assert image.sizes.flash_bytes == pytest.approx(image.bin.stat().st_size, abs=16)
    static = sum(section.size for section in image.sizes.sections if section.name == ".bss")
    assert image.sizes.ram_bytes == BOARD.stack_bytes + static
    assert 50_000 < static < 53_000


def test_the_largest_symbol_comes_first(image: BuiltImage) -> None:
    arena, *_ = image.sizes.symbols
    assert (arena.size, arena.section) == (50_000, ".bss")
    sizes = [symbol.size for symbol in image.sizes.symbols]
    assert sizes == sorted(sizes, reverse=True)


def test_the_firmware_is_small(image: BuiltImage) -> None:
    assert image.sizes.flash_bytes - 1000 < FIRMWARE_BYTES
    assert image.elf.stat().st_size < image.sizes.flash_bytes + SYMBOLS_BYTES


def test_the_binary_is_what_the_elf_loads(image: BuiltImage, vectors: tuple[int, ...]) -> None:
    assert image.bin is not None
    head = image.bin.read_bytes()[: 4 * len(vectors)]
    assert struct.unpack(f"<{len(vectors)}I", head) == vectors


def test_a_file_that_is_no_elf_is_refused(tmp_path: Path) -> None:
    from neurio_gen.build import read_sizes
    from neurio_gen.errors import BuildError

    wrong = tmp_path / "picture.elf"
    wrong.write_bytes(b"\x89PNG")
    with pytest.raises(BuildError, match="is no image"):
        read_sizes(wrong)
