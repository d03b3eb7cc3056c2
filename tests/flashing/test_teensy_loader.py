"""teensy_loader_cli: the HEX file that it gets, and what comes of its words (version 2.2)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.errors import DeviceError
from neurio_gen.flashing import choose_method, flash_image, intel_hex
from neurio_gen.flashing.teensy_loader import TeensyLoader
from tests.flashing.conftest import CONTENTS, Job, Tools

WRITTEN = """\
Teensy Loader, Command Line, Version 2.2
Read "kws01.hex": 1283 bytes, 0.0% usage
Found HalfKay Bootloader
Programming..
Booting
"""
NOBODY_WAITS = """\
Teensy Loader, Command Line, Version 2.2
Read "kws01.hex": 1283 bytes, 0.0% usage
Unable to open device (hint: try -w option)
"""


def read_hex(text: str) -> dict[int, bytes]:
    """Rows by address, each record's checksum checked; the last record ends the file."""
    upper, rows = 0, {}
    *records, last = (bytes.fromhex(line[1:]) for line in text.splitlines())
    assert last == bytes([0, 0, 0, 1, 0xFF])
    for record in records:
        assert sum(record) % 256 == 0
        assert record[0] == len(record) - 5
        if record[3] == 4:
            upper = int.from_bytes(record[4:6], "big") << 16
        else:
            assert record[3] == 0
            rows[upper + int.from_bytes(record[1:3], "big")] = record[4:-1]
    return rows


def test_the_hex_file_holds_the_binary_at_the_flashs_addresses(
    job: Job, tools: Tools, tmp_path: Path
) -> None:
    tools.add("teensy_loader_cli", f"echo '{WRITTEN}'")
    one, log = job("teensy41"), tmp_path / "flash.log"
    assert flash_image(one, log).name == "teensy_loader"
    path = one.binary.with_suffix(".hex")
    assert tools.arguments == ["--mcu=TEENSY41", "-v", str(path)]
    rows = read_hex(path.read_text(encoding="ascii"))
    assert min(rows) == 0x6000_0000
    assert b"".join(rows[address] for address in sorted(rows)) == CONTENTS
    assert "Found HalfKay Bootloader" in log.read_text()


def test_addresses_go_on_behind_64_kib() -> None:
    rows = read_hex(intel_hex.render(bytes(70_000), 0x6000_FFF0))
    assert sorted(rows)[:2] == [0x6000_FFF0, 0x6001_0000]
    assert max(rows) + len(rows[max(rows)]) == 0x6000_FFF0 + 70_000
    assert re.match(r":02000004600[0]9A\n:10FFF000", intel_hex.render(bytes(16), 0x6000_FFF0))


def test_without_the_button_the_loader_finds_nobody(job: Job, tools: Tools, tmp_path: Path) -> None:
    """Given a Teensy that runs its program, when flashed, then the button is named at once."""
    tools.add("teensy_loader_cli", f"echo '{NOBODY_WAITS}' >&2; exit 1")
    with pytest.raises(DeviceError, match="Unable to open device") as caught:
        flash_image(job("teensy41"), tmp_path / "flash.log")
    assert "press the program button on the board briefly" in str(caught.value.hint)


def test_without_the_tool_its_package_is_named(tools: Tools) -> None:
    with pytest.raises(DeviceError, match=r"not on PATH \(apt install teensy-loader-cli\)"):
        choose_method(load_board("teensy41"))


def test_it_is_for_teensys_only() -> None:
    assert TeensyLoader().unsupported(load_board("teensy41")) is None
    assert "Teensy boards only" in str(TeensyLoader().unsupported(load_board("rpipico")))
