"""What is made of a tool's own words. The texts are those of OpenOCD 0.12, st-flash 1.7,
pyOCD 0.46, picotool 2.1 and teensy_loader_cli 2.2."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.errors import DeviceError
from neurio_gen.flashing import choose_method, flash_image
from neurio_gen.flashing.diagnosis import hint_for, shown_lines
from neurio_gen.flashing.openocd import OpenOcd
from neurio_gen.flashing.pyocd import PyOcd
from neurio_gen.flashing.st_flash import StFlash
from tests.flashing.conftest import Job, Tools

OPENOCD = """\
Open On-Chip Debugger 0.12.0
Licensed under GNU GPL v2
For bug reports, read
	http://openocd.org/doc/doxygen/bugs.html
"""
END = """\
** OpenOCD init failed **
shutdown command invoked

"""
TRUSTZONE = """\
Info : STLINK V3J10M3 (API v3) VID:PID 0483:374E
Info : Target voltage: 3.290112
Info : device idcode = 0x30076482 (STM32U57/U58xx - Rev 'X' : 0x3007)
Warn : TZEN = 1 : TrustZone enabled by option bytes
** Programming Started **
Warn : RDP = 0xAA, the work-area should be in non-secure RAM (check SAU partitioning)
Error: failed erasing sectors 0 to 21
** Programming Failed **
shutdown command invoked
"""
AP_LOCK = """\
Info : J-Link OB-SAM3U128-V2-NordicSemi compiled Dec 22 2023 15:57:59
Info : SWD DPIDR 0x2ba01477
Error: Could not find MEM-AP to control the core
****** WARNING ******
nRF52 device has AP lock engaged (see UICR APPROTECT register).
Debug access is denied.
Use 'nrf52_recover' to erase and unlock the device.

"""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Error: libusb_open() failed with LIBUSB_ERROR_ACCESS\nError: open failed\n", "--udev"),
        (
            "2026-11-28T09:02:37 WARN usb.c: Error -3 (Access denied (insufficient permissions)) "
            "opening ST-Link v2 device 001:004\n",
            "--udev",
        ),
        ("0000691 E Probe error: [Errno 13] Access denied (insufficient permissions)\n", "--udev"),
        ("Error: libusb_claim_interface() failed with LIBUSB_ERROR_BUSY\n", "Another program"),
        (
            "WARN usb.c: Stlink usb device found, but unable to claim (probably already in use?)\n",
            "Another program",
        ),
        ("0000691 C [Errno 16] Resource busy [__main__]\n", "Another program"),
        (AP_LOCK, "nrf52_recover; exit"),
        ("0000812 W nRF52840 APPROTECT enabled: not automatically unlocking\n", "nrf52_recover"),
        (TRUSTZONE, "TZEN = 1"),
        ("Error: init mode failed (unable to connect to the target)\n", "--connect-under-reset"),
        (
            "2026-11-28T09:02:37 WARN common.c: Can not connect to target. Please use 'connect "
            "under reset' and try again\n",
            "--connect-under-reset",
        ),
        ("Error: Error connecting DP: cannot read IDR\n", "--connect-under-reset"),
        ("0000901 C No ACK received [__main__]\n", "--connect-under-reset"),
        (
            "embedded:startup.tcl:28: Error: Can't find target/stm32u5x.cfg\n"
            "in procedure 'script' \nat file \"embedded:startup.tcl\", line 28\n",
            "--method",
        ),
        ("Unable to open device (hint: try -w option)\n\n", "press the program button"),
        ("Unable to claim interface, check USB permissions\n", "--udev"),
        ("error writing to Teensy\n\n", "boot loader has gone"),
        ("No accessible RP2040 devices in BOOTSEL mode were found.\n", "hold BOOTSEL"),
        ("Error: Failed to select multidrop rp2040.dap0\n", "SWCLK"),
        ("Error: ST-LINK open failed (serial mismatch)\nError: open failed\n", "no such probe"),
        ("Error: unable to find a matching CMSIS-DAP device\n", "no such probe"),
        ("Error: No J-Link device found\n", "no such probe"),
        ("No connected debug probe matches unique ID '1050'\n", "no such probe"),
        ("2026-11-28T09:02:37 WARN usb.c: Couldn't find any ST-Link devices\n", "no such probe"),
    ],
)
def test_a_known_cause_comes_with_what_to_do_about_it(said: str, expected: str) -> None:
    assert expected in str(hint_for(OPENOCD + said + END))


def test_a_cause_that_is_not_known_is_not_made_up() -> None:
    assert hint_for(OPENOCD + "Error: checksum mismatch - attempting binary compare\n") is None


def test_errors_and_warnings_are_shown_once_each_and_not_the_rest() -> None:
    said = OPENOCD + "Info : clock speed 500 kHz\n" + 3 * "Error: open failed\n" + END
    assert shown_lines(said) == ["Error: open failed", "** OpenOCD init failed **"]


def test_times_do_not_make_one_message_several() -> None:
    said = "".join(
        f"2026-11-28T09:02:{second} WARN usb.c: Couldn't find any ST-Link devices\n"
        for second in (37, 38)
    )
    assert shown_lines("st-flash 1.7.0\n" + said) == [said.splitlines()[0]]


def test_without_any_complaint_the_last_lines_are_shown() -> None:
    assert shown_lines("a\nb\n\nc\nd\ne\n") == ["b", "c", "d", "e"]
    assert shown_lines("") == []


def test_a_failed_tool_is_an_error_with_its_words_and_the_hint(
    job: Job, tools: Tools, tmp_path: Path
) -> None:
    text = tmp_path / "said.txt"
    text.write_text(OPENOCD + TRUSTZONE)
    tools.add("openocd", f"/bin/cat {text} >&2; exit 1")
    with pytest.raises(DeviceError, match="openocd failed with exit code 1; it said:") as caught:
        flash_image(job("nucleo_u575zi_q"), tmp_path / "flash.log")
    assert caught.value.message.splitlines()[1:] == [
        "  Warn : TZEN = 1 : TrustZone enabled by option bytes",
        "  Warn : RDP = 0xAA, the work-area should be in non-secure RAM (check SAU partitioning)",
        "  Error: failed erasing sectors 0 to 21",
        "  ** Programming Failed **",
    ]
    assert "STM32CubeProgrammer" in str(caught.value.hint)
    assert str(tmp_path / "flash.log") in str(caught.value.hint)


def test_a_sleeping_chip_is_connected_to_under_reset(job: Job, tools: Tools) -> None:
    asked = job()
    asleep = type(asked)(asked.board, asked.elf, asked.binary, under_reset=True)
    assert "connect_assert_srst" in " ".join(OpenOcd().arguments(asleep))
    assert "--connect-under-reset" in StFlash().arguments(asleep)
    assert PyOcd().arguments(asleep)[4:6] == ["--connect", "under-reset"]
    for method in (OpenOcd(), StFlash(), PyOcd()):
        assert "under" not in " ".join(method.arguments(asked)).replace(str(asked.elf), "")
    with pytest.raises(DeviceError, match=r"mass_storage: (it cannot|no drive)"):
        choose_method(asked.board, "mass_storage", under_reset=True)
