"""The bank mode of an STM32L4+'s flash: an option bit, read and set by OpenOCD's stm32l4x driver.

One bank is read in 128 bits, two banks in 64 (RM0432, 3.3.1 and 3.7.8: FLASH_OPTR, bit DBANK). What
is in flash is laid out by the mode, so that it has to be written again after a change.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Literal

from neurio_gen.errors import DeviceError, UsageError
from neurio_gen.flashing.method import FlashJob
from neurio_gen.flashing.openocd import OpenOcd
from neurio_gen.flashing.run import run_tool

Banks = Literal[1, 2]

_DRIVER = "stm32l4x"
_OPTR = "0 0x20"  # the driver's bank, and the register's offset
_DBANK = 1 << 22
_ANSWER = re.compile(r"Option Register: <0x[0-9a-fA-F]+> = 0x([0-9a-fA-F]+)")
_SECONDS = 60.0


def ensure_banks(job: FlashJob, banks: Banks, log: Path, timeout: float = _SECONDS) -> bool:
    """See to it that the chip's flash is in a bank mode; whether that had to be changed.

    Raises UsageError for a board without the choice, DeviceError where OpenOCD is not there, fails
    or takes longer than `timeout` seconds, or where the chip does not take the mode.
    """
    _check(job)
    if _read(job, log, timeout) == banks:
        return False
    value = _DBANK if banks == 2 else 0
    write = f"{_DRIVER} option_write {_OPTR} 0x{value:08x} 0x{_DBANK:08x}"
    _run(job, log, timeout, write, f"{_DRIVER} option_load 0")
    if _read(job, log, timeout) != banks:
        raise DeviceError(
            f"The flash of {job.board.id} has not taken the mode of {banks} bank(s).",
            hint=f"Is it write-protected? The full log is {log}.",
        )
    return True


def _check(job: FlashJob) -> None:
    board = job.board.with_flash_banks(1)  # refuses a board without the choice
    if board.flashing.openocd_target != _DRIVER:
        raise UsageError(
            f"The bank mode of {board.id} can be set by OpenOCD's driver {_DRIVER} only.",
            hint="Set it with the chip maker's tool, and leave out --flash-banks.",
        )
    if shutil.which(OpenOcd.tool) is None:
        raise DeviceError(
            "The bank mode is set by OpenOCD, which is not here.", hint=OpenOcd.remedy
        )


def _read(job: FlashJob, log: Path, timeout: float) -> Banks:
    _run(job, log, timeout, f"{_DRIVER} option_read {_OPTR}")
    found = _ANSWER.search(log.read_text(encoding="utf-8", errors="replace"))
    if found is None:
        raise DeviceError(
            "OpenOCD did not say what the flash's options are.", hint=f"The full log is {log}."
        )
    return 2 if int(found[1], 16) & _DBANK else 1


def _run(job: FlashJob, log: Path, timeout: float, *commands: str) -> None:
    acts = ("init", "reset halt", *commands, "shutdown")
    options = [part for act in acts for part in ("-c", act)]
    run_tool([OpenOcd.tool, *OpenOcd().connection(job), *options], log, timeout)
