"""Flash memories that are slower than the core, and the caches in front of them.

A memory is read in words; a word that is in no cache keeps the core waiting. Prefetch reads the
next word of code while the core executes the last one.

- STM32L4, L4+ (RM0351 and RM0432, chapter 3.3): wait states by the core's clock. 64 bits per word,
  128 bits where an L4+ is set to one bank (3.3.1, option DBANK). The accelerator has an instruction
  cache of 1 KiB and a data cache of 256 bytes, lines of 32 bytes in both modes; prefetch by PRFTEN.
  Seventeen images with known silicon times bear out that the data cache behaves as a fully
  associative one, and five wait cycles a missed word.
- STM32F4 (RM0390 3.3, RM0383 3.4): wait states by the core's clock, 128 bits per word, 64 lines of
  code and 8 of data, each a word long. That the STM32L4's findings hold here, too, is assumed.
- nRF52840 (product specification 1.7, 4.3.3 and 5.1, W_FLASH, W_FLASHCACHE): two wait states, three
  for code that misses the cache; none in the cache, which is one of code only. The specification
  states neither its size nor the width of a read: 2 KiB and 32 bits are assumed.
- RP2040 (data sheet 2.6.3.1 and 4.10): a cache of 16 KiB for code and constants, two ways of lines
  of 8 bytes, and a serial flash that takes as long as its interface is set to. That a line is
  filled word by word is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neurio_gen.boards import Board

if TYPE_CHECKING:
    from neurio_gen.emulator.timed_flash import FlashSettings


@dataclass(frozen=True)
class FlashTiming:
    """A flash memory as the core sees it; sizes in bytes, times in cycles.

    Caches have `ways` lines per set, 0 where they are fully associative. `unified` tells that
    constants are in the cache of the code. `data_wait_states` are those of constants, where they
    differ.
    """

    origin: int
    length: int
    word_bytes: int
    wait_states: int
    code_cache_lines: int
    data_cache_lines: int
    source: str
    line_bytes: int = 32
    ways: int = 0
    unified: bool = False
    prefetch: bool = True
    data_wait_states: int | None = None
    banks: int | None = None
    family: str = ""

    @property
    def stream_stall(self) -> int:
        """Cycles that the core waits for the next word of code in a row.

        A word of eight bytes holds two to four instructions: about three cycles of work, during
        which a prefetched word is on its way for `wait_states + 1` cycles.
        """
        if not self.prefetch:
            return self.wait_states
        return max(0, self.wait_states + 1 - 3 * self.word_bytes // 8)

    @property
    def data_stall(self) -> int:
        """Cycles that the core waits for a word of constants that no cache holds."""
        return self.wait_states if self.data_wait_states is None else self.data_wait_states

    def describe(self) -> str:
        """One line: wait states, width, what is in front, and where that is from."""
        mode = {1: ", one bank", 2: ", two banks", None: ""}[self.banks]
        reads = f"reads of {8 * self.word_bytes} bits{mode}"
        prefetch = "prefetch" if self.prefetch else "no prefetch"
        return (
            f"flash with {self.wait_states} wait states, {reads}, caches, {prefetch} "
            f"({self.source})"
        )


@dataclass(frozen=True)
class _Family:
    """Chips of one series; `steps_mhz` are the highest clocks with 0, 1, 2 ... wait states."""

    prefix: str
    source: str
    steps_mhz: tuple[int, ...] = ()
    wait_states: int = 0
    word_bytes: int = 8
    code_cache_lines: int = 32
    data_cache_lines: int = 8
    line_bytes: int = 32
    ways: int = 0
    unified: bool = False
    prefetch: bool = True
    data_wait_states: int | None = None


_FAMILIES = (
    _Family("stm32l4r", "RM0432 3.3.3, range 1 boost", (20, 40, 60, 80, 100, 120)),
    _Family("stm32l4", "RM0351 3.3.3, range 1", (16, 32, 48, 64, 80)),
    _Family(
        "stm32f4",
        "RM0390 3.3.2 and RM0383 3.4.1, at 2.7 to 3.6 V",
        (30, 60, 90, 120, 150, 180),
        word_bytes=16,
        code_cache_lines=64,
        line_bytes=16,
    ),
    _Family(
        "nrf52840",
        "nRF52840 PS 1.7, 4.3.3 and 5.1; cache size and width assumed",
        wait_states=3,
        data_wait_states=2,
        word_bytes=4,
        code_cache_lines=64,
        data_cache_lines=0,
        prefetch=False,
    ),
    _Family(
        "rp2040",
        "RP2040 data sheet 2.6.3.1 and 4.10; fill of a line assumed",
        wait_states=40,
        word_bytes=4,
        code_cache_lines=2048,
        data_cache_lines=0,
        line_bytes=8,
        ways=2,
        unified=True,
        prefetch=False,
    ),
)
_ONE_BANK_WORD = 16


def flash_timing(board: Board, settings: FlashSettings | None = None) -> FlashTiming | None:
    """The flash memory of a board; None where the core does not wait for it.

    `settings` are those of its firmware; without them, what the clock needs and all switched on.
    Raises KeyError for a chip that nothing is known of.
    """
    if board.mcu.startswith("cmsdk"):
        return None  # MPS2: code in ZBT SSRAM, without wait states
    for family in _FAMILIES:
        if board.mcu.startswith(family.prefix):
            return _timing(board, family, settings)
    raise KeyError(board.mcu)


def _timing(board: Board, family: _Family, settings: FlashSettings | None) -> FlashTiming:
    megahertz = (board.clock_hz or 0) / 1e6
    wait_states = family.wait_states + sum(step < megahertz for step in family.steps_mhz)
    code_lines, data_lines, prefetch = (
        *(family.code_cache_lines, family.data_cache_lines),
        family.prefetch,
    )
    if settings is not None:
        if settings.wait_states is not None:
            wait_states = settings.wait_states
        code_lines *= settings.code_cache
        data_lines *= settings.data_cache
        prefetch &= settings.prefetch
    return FlashTiming(
        origin=board.flash_origin,
        length=board.flash_bytes or 0,
        word_bytes=_ONE_BANK_WORD if board.flash_banks == 1 else family.word_bytes,
        wait_states=wait_states,
        code_cache_lines=code_lines,
        data_cache_lines=data_lines,
        source=family.source,
        line_bytes=family.line_bytes,
        ways=family.ways,
        unified=family.unified,
        prefetch=prefetch,
        data_wait_states=family.data_wait_states,
        banks=board.flash_banks,
        family=family.prefix,
    )
