"""Writing images into the flash of boards."""

from neurio_gen.flashing.choose import METHODS, choose_method, flash_image
from neurio_gen.flashing.method import CommandMethod, FlashJob, FlashMethod
from neurio_gen.flashing.probe import Probe, find_probe

__all__ = [
    "METHODS",
    "CommandMethod",
    "FlashJob",
    "FlashMethod",
    "Probe",
    "choose_method",
    "find_probe",
    "flash_image",
]
