"""What a flash tool says when it fails: its own errors, and what to do where the cause is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neurio_gen.devices.udev import INSTALL

_SHOWN_LINES = 8
_LAST_LINES = 4

_SEVERE = re.compile(r"\b(?:Error|Warn ?|ERROR|WARN|WARNING)\b ?:?|^\d{7} [CEW] |\*\* .* [Ff]ailed")
"""OpenOCD's, st-flash's and picotool's words, pyOCD's letters behind a time."""

_STAMP = re.compile(r"^(?:\d{4}-\d\d-\d\dT[\d:]+|\d{7}) ")


@dataclass(frozen=True)
class _Cause:
    """What a pattern in a tool's output means, and what to do about it."""

    pattern: str
    hint: str


_CAUSES = (
    _Cause(
        r"LIBUSB_ERROR_ACCESS|Access denied \(insufficient permissions\)|access error\.",
        f"You may not use the probe. Let udev rules give it to you: {INSTALL}; then plug it in "
        "anew.",
    ),
    _Cause(
        r"LIBUSB_ERROR_BUSY|unable to claim|could not claim interface|Resource busy",
        "Another program uses the probe: close debuggers, IDEs and other flash tools.",
    ),
    _Cause(
        r"AP lock engaged|APPROTECT enabled|nrf52_recover",
        "The chip is locked against debuggers. Unlock it, which erases all of its flash: openocd "
        '-f interface/jlink.cfg -c "transport select swd" -f target/nrf52.cfg '
        '-c "init; nrf52_recover; exit".',
    ),
    _Cause(
        r"TZEN = 1\b|TrustZone enabled",
        "TrustZone is on (option byte TZEN = 1): this firmware is for a chip without it. Clear "
        "TZEN with STM32CubeProgrammer, which takes going back from RDP level 1 and erases all.",
    ),
    _Cause(
        r"Can't find (?:target|interface)/\S+\.cfg",
        "This OpenOCD is too old for the chip or its installation is not whole: install a newer "
        "one, or choose another --method.",
    ),
    _Cause(
        r"No accessible RP2\d* devices? in BOOTSEL mode|Failed to (?:select|connect) multidrop",
        "The Pico does not answer. By picotool or its drive: hold BOOTSEL while you plug it in. By "
        "a debug probe: check SWCLK, SWDIO and ground.",
    ),
    _Cause(
        r"Failed to connect to ESP32|Wrong boot mode detected",
        "The chip's boot ROM does not answer. Hold the board's BOOT button while you press RESET, "
        "then try again.",
    ),
    _Cause(
        r"Unable to open device \(hint: try -w option\)",
        "No Teensy waits in its boot loader: press the program button on the board briefly (15 s "
        "would restore its first program), then try again. The image has no USB port of its own.",
    ),
    _Cause(
        r"Unable to claim interface, check USB permissions|Found device but unable to open",
        f"You may not use the boot loader. Let udev rules give it to you: {INSTALL}; then press "
        "the board's program button again.",
    ),
    _Cause(
        r"error writing to Teensy",
        "The boot loader has gone: use a data cable without a hub, press the program button, and "
        "try again.",
    ),
    _Cause(
        r"serial mismatch|matches unique ID|No connected debug probe|Couldn't find any ST-Link|"
        r"matching CMSIS-DAP device|No J-Link device found|Error: open failed",
        "The tool finds no such probe: is it plugged in by a data cable, and is --probe its serial "
        "number? `neurio-gen doctor` lists the ports of probes.",
    ),
    _Cause(
        r"unable to connect to the target|Failed to connect to target|connect under reset|"
        r"cannot read IDR|DP initialisation failed|Unable to reset target|No ACK received",
        "The chip does not answer its probe: its firmware may sleep or use the debug pins. Try "
        "--connect-under-reset; is the board powered?",
    ),
)


def shown_lines(output: str) -> list[str]:
    """The lines of a tool's output to quote: its errors and warnings once each, or its last."""
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if _SEVERE.search(line) or _cause_of(line)]
    once: dict[str, str] = {}
    for line in telling:
        once.setdefault(_STAMP.sub("", line), line)
    return list(once.values())[-_SHOWN_LINES:] or lines[-_LAST_LINES:]


def hint_for(output: str) -> str | None:
    """What to do about the first cause in the order of the table that is known; None for others."""
    cause = _cause_of(output)
    return None if cause is None else cause.hint


def _cause_of(text: str, causes: Sequence[_Cause] = _CAUSES) -> _Cause | None:
    return next((cause for cause in causes if re.search(cause.pattern, text)), None)
