"""Writing images into the flash of boards."""

from neurio_gen.flashing.choose import METHODS, choose_method, flash_image
from neurio_gen.flashing.method import Capabilities, CommandMethod, FlashJob, FlashMethod

__all__ = [
    "METHODS",
    "Capabilities",
    "CommandMethod",
    "FlashJob",
    "FlashMethod",
    "choose_method",
    "flash_image",
]
