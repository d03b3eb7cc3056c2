"""A build ends with who began it, however that ends, and the next one finds all in order."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.build import build_images
from tests.build.conftest import Source, Write
from tests.devices.test_processes import ended

BEGIN_SECONDS = 60.0
END_SECONDS = 5.0

LAUNCHER = """\
#!/bin/sh
echo begun > "$0.begun"
sleep 600
"""
"""What PlatformIO starts for a compiler: it is not done when the build is killed."""

BUILD = """
import sys
from pathlib import Path
from neurio_gen.boards import load_board
from neurio_gen.build import build_images
from tests.build.conftest import Source
name, folder, output = sys.argv[1:]
build_images(load_board("native"), [Source(name, Path(folder))], Path(output))
"""


def slow_launcher(folder: Path) -> Path:
    launcher = folder / "slow"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    return launcher


def begun_build(source: Source, output: Path, launcher: Path) -> subprocess.Popen[bytes]:
    """A process that builds, once it compiles; it stays there."""
    arguments = (source.name, str(source.directory), str(output))
    child = subprocess.Popen(
        [sys.executable, "-c", BUILD, *arguments],
        env={**os.environ, "NEURIO_GEN_COMPILER_LAUNCHER": str(launcher)},
    )
    end = time.monotonic() + BEGIN_SECONDS
    begun = launcher.with_suffix(".begun")
    while not begun.exists() and child.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    assert begun.exists(), "no compiler was started"
    return child


def descendants(pid: int) -> dict[int, str]:
    """The processes that a process has started, and those that these have, with their names."""
    parents: dict[int, tuple[int, str]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, fields = stat.read_text().split(" (", 1)[1].rsplit(")", 1)
        except OSError:  # it has ended meanwhile
            continue
        parents[int(stat.parent.name)] = int(fields.split()[1]), name
    found: dict[int, str] = {}
    wanted = {pid}
    while wanted:
        wanted = {child for child, (parent, _) in parents.items() if parent in wanted}
        found |= {child: parents[child][1] for child in wanted}
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it looks for processes in /proc")
def test_a_build_that_is_killed_leaves_no_process_and_no_half_state(
    write: Write, output: Path, tmp_path: Path
) -> None:
    # given a build that compiles: PlatformIO, SCons, a shell and what that has started
    source = write("killed")
    child = begun_build(source, output, slow_launcher(tmp_path))
    started = descendants(child.pid)
    assert "sleep" in started.values()
    assert len(started) >= 4
    # when it is killed
    child.kill()
    child.wait(END_SECONDS)
    # then all that it had started ends
    left = {pid: name for pid, name in started.items() if not ended(pid, within=END_SECONDS)}
    assert not left
    # and the next build in the same folder finds nothing locked, and makes the image
    (image,) = build_images(load_board("native"), [source], output, timeout=BEGIN_SECONDS)
    assert image.elf.is_file()
