"""Drives of debug probes and boot loaders: a real copy into a folder."""

from __future__ import annotations

import errno
import os
import struct
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.errors import DeviceError
from neurio_gen.flashing import Probe, drives, flash_image, mass_storage
from neurio_gen.flashing.drives import DRIVE_VARIABLE, find_drives
from neurio_gen.flashing.mass_storage import MassStorage
from neurio_gen.flashing.uf2 import to_uf2
from tests.flashing.conftest import CONTENTS, Job, Tools


@pytest.fixture
def drive(tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The board's drive, mounted where a desktop mounts it."""
    media = tmp_path / "media"
    folder = media / "me" / "NODE_L4R5ZI"
    folder.mkdir(parents=True)
    monkeypatch.setattr(drives, "_MOUNT_ROOTS", (str(media),))
    monkeypatch.setattr(drives, "_MOUNTS", tmp_path / "mounts")
    monkeypatch.setattr(drives, "_BLOCKS", tmp_path / "block")
    monkeypatch.setattr(mass_storage, "_SETTLE_SECONDS", 0.2)
    return folder


def test_the_drive_is_found_by_its_label_and_gets_the_binary(
    job: Job, drive: Path, tmp_path: Path
) -> None:
    used = flash_image(job(), tmp_path / "flash.log")
    assert used.name == "mass_storage"
    assert (drive / "kws01.bin").read_bytes() == CONTENTS
    assert str(drive) in (tmp_path / "flash.log").read_text()


def plug(tmp_path: Path, folder: Path, disk: str, place: str) -> None:
    """Has Linux say that `folder` is the drive of the USB device that is plugged in at `place`."""
    device = tmp_path / "devices" / "usb1" / place / f"{place}:1.2" / "host6" / "block" / disk
    device.mkdir(parents=True)
    (tmp_path / "block").mkdir(exist_ok=True)
    (tmp_path / "block" / disk).symlink_to(device)
    mounted = str(folder).replace(" ", "\\040")
    with (tmp_path / "mounts").open("a") as mounts:
        mounts.write(f"/dev/{disk} {mounted} vfat rw 0 0\n")


def test_of_two_probes_the_drive_of_the_one_that_is_meant_gets_the_image(
    job: Job, drive: Path, tmp_path: Path
) -> None:
    # given two boards of a kind, whose drives the desktop has numbered
    second = drive.parent / "NODE_L4R5ZI1"
    second.mkdir()
    plug(tmp_path, drive, "sda", "1-2")
    plug(tmp_path, second, "sdb", "1-3.4")
    # then the place of the probe tells which is which
    flash_image(job(probe=Probe("066EFF", "1-3.4")), tmp_path / "log", method="mass_storage")
    assert (second / "kws01.bin").is_file()
    assert not list(drive.iterdir())


@pytest.mark.parametrize("probe", [Probe("066EFF"), Probe("066EFF", "1-9"), Probe(None)])
def test_a_drive_that_may_be_another_probes_gets_nothing(
    job: Job, drive: Path, tmp_path: Path, probe: Probe
) -> None:
    with pytest.raises(DeviceError, match="mass_storage: it cannot be told which drive is that of"):
        flash_image(job(probe=probe), tmp_path / "log", method="mass_storage")
    assert not list(drive.iterdir())


def test_the_drive_of_the_only_probe_is_its_own(job: Job, drive: Path, tmp_path: Path) -> None:
    flash_image(job(probe=Probe("066EFF", alone=True)), tmp_path / "log", method="mass_storage")
    assert (drive / "kws01.bin").is_file()


def test_of_two_picos_in_their_boot_loaders_none_is_written(
    job: Job, drive: Path, tmp_path: Path
) -> None:
    for name in ("RPI-RP2", "RPI-RP21"):
        (drive.parent / name).mkdir()
    with pytest.raises(DeviceError, match=r"which drive is that of the board: .*RPI-RP2, .*RP21"):
        flash_image(job("rpipico"), tmp_path / "log", method="mass_storage")


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
    assert find_drives(("NODE_L4R5ZI",)) == ()


@pytest.mark.parametrize("name", ["FAIL.TXT", "ERROR.TXT"])
def test_a_refusal_of_the_probe_is_told(
    job: Job, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(_: int) -> None:
        (drive / name).write_text("The interface firmware could not reset the target\r\n")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DeviceError, match="did not write the image: The interface firmware"):
        flash_image(job(), tmp_path / "flash.log")


def test_a_refusal_of_an_earlier_attempt_is_not_this_ones(
    job: Job, drive: Path, tmp_path: Path
) -> None:
    (drive / "FAIL.TXT").write_text("The interface firmware could not reset the target\r\n")
    assert flash_image(job(), tmp_path / "flash.log").name == "mass_storage"


def test_the_same_refusal_on_a_drive_that_is_shown_anew_is_this_attempts(
    job: Job, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (drive / "FAIL.TXT").write_text("The transfer timed out.")

    def show_anew(_: int) -> None:
        drive.rename(drive.parent / "old")
        drive.mkdir()
        (drive / "FAIL.TXT").write_text("The transfer timed out.")
        status = (drive.parent / "old" / "FAIL.TXT").stat()
        os.utime(drive / "FAIL.TXT", ns=(status.st_atime_ns, status.st_mtime_ns))

    monkeypatch.setattr(os, "fsync", show_anew)
    with pytest.raises(DeviceError, match="did not write the image: The transfer timed out"):
        flash_image(job(), tmp_path / "flash.log")


def test_a_boot_loader_takes_its_drive_away_with_the_last_block(
    job: Job, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Linux makes of it: an input/output error, after all bytes were taken."""
    pico = drive.parent / "RPI-RP2"
    pico.mkdir()

    def vanish(_: int) -> None:
        pico.rename(drive.parent / "gone")
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", vanish)
    flash_image(job("rpipico"), tmp_path / "flash.log", method="mass_storage")
    written = (drive.parent / "gone" / "kws01.uf2").read_bytes()
    assert written == to_uf2(CONTENTS, 0x1000_0000, 0xE48B_FF56)


@pytest.mark.parametrize("stays", [True, False])
def test_an_error_before_all_bytes_were_taken_or_with_a_drive_that_stays_is_one(
    job: Job, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stays: bool
) -> None:
    def fail(*_: object) -> int:
        if not stays:
            drive.rename(drive.parent / "gone")
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync" if stays else "write", fail)
    with pytest.raises(DeviceError, match=r"kws01\.bin cannot be copied to .*Input/output error"):
        flash_image(job(), tmp_path / "flash.log")


def test_a_drive_that_takes_no_file_is_told(job: Job, drive: Path, tmp_path: Path) -> None:
    (drive / "kws01.bin").mkdir()
    with pytest.raises(DeviceError, match=r"kws01\.bin cannot be copied to"):
        flash_image(job(), tmp_path / "flash.log")


def test_a_drive_that_has_gone_is_told(job: Job, drive: Path, tmp_path: Path) -> None:
    drive.rmdir()
    with pytest.raises(DeviceError, match=r"The drive of nucleo_l4r5zi cannot be used: no"):
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
