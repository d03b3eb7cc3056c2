"""Flash memories that are slower than the core, and the caches in front of them.

Figures of the STM32L4: RM0351 and RM0432, chapter 3.3 (read access latency, adaptive real-time
accelerator). The memory is read in words; a word that is in no cache keeps the core waiting for
the wait states of its clock. Prefetch reads the next word of code while the core executes the
last one.
"""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.boards import Board


@dataclass(frozen=True)
class FlashTiming:
    """A flash memory as the core sees it. Caches are fully associative, four words a line."""

    origin: int
    length: int
    word_bytes: int
    wait_states: int
    code_cache_lines: int
    data_cache_lines: int
    source: str

    @property
    def stream_stall(self) -> int:
        """Cycles that the core waits for the next word of code although it was prefetched.

        A word of eight bytes holds two to four instructions: about three cycles of work, during
        which the next word is on its way for `wait_states + 1` cycles.
        """
        return max(0, self.wait_states + 1 - 3 * self.word_bytes // 8)


@dataclass(frozen=True)
class _Family:
    """Chips of one series; `steps_mhz` are the highest clocks with 0, 1, 2 ... wait states."""

    prefix: str
    steps_mhz: tuple[int, ...]
    source: str


# Both read 64 bits at a time (dual bank). The L4 has an instruction cache of 32 lines and a data
# cache of 8 lines of 4 x 64 bits (1 KiB and 256 bytes); that the L4+ has them, too, is assumed.
_FAMILIES = (
    _Family("stm32l4r", (20, 40, 60, 80, 100, 120), "RM0432 3.3.3, range 1 boost, dual bank"),
    _Family("stm32l4", (16, 32, 48, 64, 80), "RM0351 3.3.3, range 1"),
)


def flash_timing(board: Board) -> FlashTiming | None:
    """The flash memory of a board; None where the core does not wait for it.

    Raises KeyError for a chip that nothing is known of.
    """
    if board.mcu.startswith("cmsdk"):
        return None  # MPS2: code in ZBT SSRAM, without wait states
    for family in _FAMILIES:
        if board.mcu.startswith(family.prefix):
            megahertz = (board.clock_hz or 0) / 1e6
            wait_states = sum(step < megahertz for step in family.steps_mhz)
            return FlashTiming(
                origin=board.flash_origin,
                length=board.flash_bytes or 0,
                word_bytes=8,
                wait_states=wait_states,
                code_cache_lines=32,
                data_cache_lines=8,
                source=family.source,
            )
    raise KeyError(board.mcu)
