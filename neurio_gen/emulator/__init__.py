"""Runs the very ELF that would be flashed on models of a board's chip, without the board.

The models are written from the chips' reference manuals, not from the firmware. An emulated run
counts instructions; it says nothing about the time that silicon would take.
"""

from neurio_gen.emulator.blocks import Block
from neurio_gen.emulator.board import EmulatedBoard, Reason
from neurio_gen.emulator.fault import EmulationFault
from neurio_gen.emulator.profile import Profile
from neurio_gen.emulator.stretch import Stretch
from neurio_gen.emulator.wiring import Wiring, emulated_boards, wiring_of

__all__ = [
    "Block",
    "EmulatedBoard",
    "EmulationFault",
    "Profile",
    "Reason",
    "Stretch",
    "Wiring",
    "emulated_boards",
    "wiring_of",
]
