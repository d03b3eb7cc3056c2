"""`pio run -t upload`: with the tools that are there, or a message that names what is missing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from neurio_gen.build.platformio_setup import ensure_build_engine
from neurio_gen.resources import project_dir
from tests.build.conftest import Write

FAKE = """#!/bin/sh
echo "fake $0 $@" >> {record}
"""


class Upload:
    """Runs the upload target on a PATH that has the compiler and what a test adds."""

    def __init__(self, tmp_path: Path, workspace: Path) -> None:
        self.tools = tmp_path / "tools"
        self.tools.mkdir()
        self.record = tmp_path / "record.txt"
        self._workspace = workspace

    def add_tool(self, name: str) -> None:
        tool = self.tools / name
        tool.write_text(FAKE.format(record=self.record))
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)

    def run(self, images: Path, board: str, *options: str) -> subprocess.CompletedProcess[str]:
        ensure_build_engine()
        for pattern in ("arm-none-eabi-*", "sh"):
            for folder in os.environ["PATH"].split(os.pathsep):
                for tool in Path(folder).glob(pattern):
                    link = self.tools / tool.name
                    if not link.exists():
                        link.symlink_to(tool)
        command = [sys.executable, "-m", "platformio", "run", "-d", str(project_dir())]
        return subprocess.run(
            [*command, "-e", board, "-t", "upload", *options],
            env={
                **os.environ,
                "PATH": str(self.tools),
                "NEURIO_GEN_IMAGES": str(images),
                "PLATFORMIO_WORKSPACE_DIR": str(self._workspace),
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture
def upload(tmp_path: Path, output: Path) -> Upload:
    return Upload(tmp_path, output / "pio")


def test_openocd_programs_verifies_and_resets(upload: Upload, write: Write) -> None:
    upload.add_tool("openocd")
    done = upload.run(write("one").directory.parent, "nucleo_l4r5zi")
    assert done.returncode == 0, done.stdout + done.stderr
    call = upload.record.read_text()
    assert "-f interface/stlink.cfg -f target/stm32l4x.cfg" in call
    assert "one.elf} verify reset exit" in call


def test_st_flash_writes_to_the_start_of_flash(upload: Upload, write: Write) -> None:
    upload.add_tool("st-flash")
    done = upload.run(write("one").directory.parent, "nucleo_l4r5zi")
    assert done.returncode == 0, done.stdout + done.stderr
    call = upload.record.read_text()
    assert "--reset" in call
    assert "one.bin" in call
    assert "0x8000000" in call


def test_the_image_is_copied_to_the_boards_drive(
    upload: Upload, write: Write, tmp_path: Path
) -> None:
    drive = tmp_path / "NODE_L4R5ZI"
    drive.mkdir()
    done = upload.run(write("one").directory.parent, "nucleo_l4r5zi", "--upload-port", str(drive))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (drive / "one.bin").stat().st_size > 1000


def test_without_any_tool_the_message_names_each(upload: Upload, write: Write) -> None:
    done = upload.run(write("one").directory.parent, "nucleo_l4r5zi")
    assert done.returncode != 0
    for part in (
        "openocd is not on PATH",
        "st-flash is not on PATH",
        "NODE_L4R5ZI",
        "NEURIO_GEN_DRIVE",
    ):
        assert part in done.stderr


def test_a_choice_of_several_images_is_asked_for(upload: Upload, write: Write) -> None:
    upload.add_tool("openocd")
    write("one")
    done = upload.run(write("two").directory.parent, "nucleo_l4r5zi")
    assert done.returncode != 0
    assert "NEURIO_GEN_IMAGE_NAMES to one of one, two" in done.stderr
    assert not upload.record.exists()


def test_an_emulated_board_is_not_flashed(upload: Upload, write: Write) -> None:
    done = upload.run(write("one").directory.parent, "mps2_an386")
    assert done.returncode != 0
    assert "mps2_an386 is not flashed" in done.stderr
