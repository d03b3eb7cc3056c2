"""Wait states, prefetch and caches are those that the firmware has set."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.emulator.timed_flash import FlashSettings
from neurio_gen.profiling.timing.memory import FlashTiming, flash_timing
from tests.emulator.firmware_builder import build

NUCLEO = load_board("nucleo_l4r5zi")
_ACR = "*(volatile uint32_t*)0x40022000 = {value}; print_number(1);"


def settings(folder: Path, acr: int) -> FlashSettings:
    board = EmulatedBoard("nucleo_l4r5zi", build(folder, _ACR.format(value=acr)))
    board.run(lambda: board.unread.endswith(b"\n"))
    assert board.flash_settings is not None
    return board.flash_settings


def timing(found: FlashSettings | None) -> FlashTiming:
    flash = flash_timing(NUCLEO, found)
    assert flash is not None
    return flash


def test_firmware_without_prefetch_waits_for_each_word_of_code(tmp_path: Path) -> None:
    """Given PRFTEN cleared (bit 8), then a word of code in a row costs all wait states."""
    on, off = settings(tmp_path, 0x705), settings(tmp_path, 0x605)
    assert on == FlashSettings(5, prefetch=True, code_cache=True, data_cache=True)
    assert off == FlashSettings(5, prefetch=False, code_cache=True, data_cache=True)
    assert (timing(on).stream_stall, timing(off).stream_stall) == (3, 5)
    assert timing(None) == timing(on)
    assert "no prefetch" in timing(off).describe()


def test_caches_that_are_off_hold_nothing(tmp_path: Path) -> None:
    """Given ICEN and DCEN cleared (bits 9 and 10), then there are no lines."""
    found = timing(settings(tmp_path, 0x105))
    assert (found.code_cache_lines, found.data_cache_lines) == (0, 0)


@pytest.mark.parametrize(("banks", "word_bytes"), [(1, 16), (2, 8)])
def test_caches_keep_their_size_in_both_bank_modes(banks: int, word_bytes: int) -> None:
    found = flash_timing(NUCLEO.with_flash_banks(banks))  # type: ignore[arg-type]
    assert found is not None
    assert found.word_bytes == word_bytes
    assert found.code_cache_lines * found.line_bytes == 1024
    assert found.data_cache_lines * found.line_bytes == 256
