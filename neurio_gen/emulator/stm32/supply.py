"""What pins ask of a chip's power control, whichever series it is of."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from neurio_gen.emulator.peripheral import Peripheral


class Supply(Peripheral):
    """Power control: each series has its own. `VDDIO2_SWITCH` is the bit that connects VDDIO2."""

    VDDIO2_SWITCH: ClassVar[str]

    @property
    @abstractmethod
    def vddio2_valid(self) -> bool:
        """Whether the pins on VDDIO2 are connected to it."""
