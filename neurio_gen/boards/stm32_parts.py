"""What an STM32's part number says, and which known board is nearest to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from neurio_gen.boards.board import Board
from neurio_gen.errors import UsageError

_KIB = 1024
# Ordering information of the data sheets: the letter behind the pin count.
_FLASH_KIB = {
    **{"6": 32, "8": 64, "B": 128, "C": 256, "D": 384, "E": 512},
    **{"F": 768, "G": 1024, "H": 1536, "I": 2048, "J": 4096},
}
_PART = re.compile(r"(stm32[a-z]\w\w\w)([a-z])(\w)(\w*)", re.IGNORECASE)
_SERIES_LETTERS = len("stm32f4")


@dataclass(frozen=True)
class Stm32Part:
    """A part number: the chip such as `stm32f446`, its series, and the size of its flash."""

    number: str
    chip: str
    flash_bytes: int

    @property
    def series(self) -> str:
        """Such as `stm32f4`."""
        return self.chip[:_SERIES_LETTERS]


def read_part(number: str) -> Stm32Part:
    """What a part number such as STM32F446RE or STM32F446RET6 says. Raises UsageError."""
    found = _PART.fullmatch(number.strip())
    size = _FLASH_KIB.get(found[3].upper()) if found else None
    if found is None or size is None:
        raise UsageError(
            f"{number!r} is no part number of an STM32.", hint="It is one such as STM32F446RE."
        )
    return Stm32Part(number.strip().lower(), found[1].lower(), size * _KIB)


def nearest_board(part: Stm32Part, boards: Iterable[Board]) -> Board:
    """The board whose chip is the part's, or else one of its series.

    Raises UsageError where no board's chip is of the series.
    """
    chips = [board for board in boards if board.mcu.startswith("stm32")]
    same = [board for board in chips if board.mcu.startswith(part.series)]
    if not same:
        series = sorted({board.mcu[:_SERIES_LETTERS] for board in chips})
        raise UsageError(
            f"No board here has a chip of the series {part.series}.",
            hint=f"Known series: {', '.join(series)}. Others take --like and --family.",
        )
    return max(same, key=lambda board: _shared_letters(board.mcu, part.number))


def _shared_letters(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
