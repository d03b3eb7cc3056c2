"""Drives of debug probes and boot loaders: a real copy into a folder."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.errors import DeviceError
from neurio_gen.flashing import flash_image, mass_storage
from neurio_gen.flashing.mass_storage import DRIVE_VARIABLE, MassStorage, find_drive
from neurio_gen.flashing.uf2 import to_uf2
from tests.flashing.conftest import CONTENTS, Job, Tools


@pytest.fixture
def drive(tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The board's drive, mounted where a desktop mounts it."""
    media = tmp_path / "media"
    folder = media / "me" / "NODE_L4R5ZI"
    folder.mkdir(parents=True)
    monkeypatch.setattr(mass_storage, "_MOUNT_ROOTS", (str(media),))
    return folder


def test_the_drive_is_found_by_its_label_and_gets_the_binary(
    job: Job, drive: Path, tmp_path: Path
) -> None:
    used = flash_image(job(), tmp_path / "flash.log")
    assert used.name == "mass_storage"
    assert (drive / "kws01.bin").read_bytes() == CONTENTS
    assert str(drive) in (tmp_path / "flash.log").read_text()


def test_a_drive_is_no_way_to_the_probe_that_is_asked_for(
    job: Job, drive: Path, tmp_path: Path
) -> None:
    with pytest.raises(DeviceError, match="mass_storage: it cannot choose probe 066EFF"):
        flash_image(job("nucleo_l4r5zi", probe="066EFF"), tmp_path / "log", method="mass_storage")
    assert not list(drive.iterdir())


def test_another_boards_drive_is_left_alone(drive: Path) -> None:
    obstacle = MassStorage().obstacle(load_board("nucleo_h743zi"))
    assert "no drive NODE_H743ZI" in str(obstacle)
    assert MassStorage().obstacle(load_board("mps2_an386")) == "the board shows no drive"


def test_the_variable_names_a_drive_of_any_label(
    job: Job, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "anywhere"
    other.mkdir()
    monkeypatch.setenv(DRIVE_VARIABLE, str(other))
    flash_image(job(), tmp_path / "flash.log")
    assert (other / "kws01.bin").is_file()
    assert not list(drive.iterdir())


def test_a_variable_that_names_no_folder_finds_nothing(
    drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DRIVE_VARIABLE, str(drive / "gone"))
    assert find_drive(("NODE_L4R5ZI",)) is None


@pytest.mark.parametrize("name", ["FAIL.TXT", "ERROR.TXT"])
def test_a_refusal_of_the_probe_is_told(job: Job, drive: Path, tmp_path: Path, name: str) -> None:
    (drive / name).write_text("The interface firmware could not reset the target\r\n")
    with pytest.raises(DeviceError, match="did not write the image: The interface firmware"):
        flash_image(job(), tmp_path / "flash.log")


def test_a_drive_that_takes_no_file_is_told(job: Job, drive: Path, tmp_path: Path) -> None:
    (drive / "kws01.bin").mkdir()
    with pytest.raises(DeviceError, match=r"kws01\.bin cannot be copied to"):
        flash_image(job(), tmp_path / "flash.log")


def test_a_drive_that_has_gone_is_told(job: Job, drive: Path, tmp_path: Path) -> None:
    drive.rmdir()
    with pytest.raises(DeviceError, match=r"The drive of nucleo_l4r5zi is gone"):
        MassStorage().flash(job(), tmp_path / "flash.log", 1.0)


def test_the_rp2040_gets_uf2(job: Job, drive: Path, tmp_path: Path) -> None:
    pico = drive.parent / "RPI-RP2"
    pico.mkdir()
    flash_image(job("rpipico"), tmp_path / "flash.log", method="mass_storage")
    written = (pico / "kws01.uf2").read_bytes()
    assert written == to_uf2(CONTENTS, 0x1000_0000, 0xE48B_FF56)


def test_uf2_blocks_say_where_their_bytes_go() -> None:
    # given 256 bytes and one more
    binary = bytes(range(256)) + b"x"
    blocks = to_uf2(binary, 0x1000_0000, 0xE48B_FF56)
    # then two blocks hold them, each with its place among all
    assert len(blocks) == 2 * 512
    for number in range(2):
        block = blocks[number * 512 : (number + 1) * 512]
        head = struct.unpack_from("<8I", block)
        assert head[:3] == (0x0A32_4655, 0x9E5D_5157, 0x2000)
        assert head[3:] == (0x1000_0000 + 256 * number, 256, number, 2, 0xE48B_FF56)
        assert block[-4:] == bytes.fromhex("306fb10a")
    assert blocks[32 : 32 + 256] == binary[:256]
    assert blocks[512 + 32 : 512 + 32 + 256] == b"x" + bytes(255)


def test_an_image_without_bytes_is_no_uf2() -> None:
    with pytest.raises(ValueError, match="without bytes"):
        to_uf2(b"", 0, 0)
