"""One job at a time has a port: who waits is told who has it, and no job leaves it held."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from neurio_gen.devices.port_lock import locked
from neurio_gen.errors import DeviceError

HOLD = """
import sys, time
from neurio_gen.devices.port_lock import locked
with locked(sys.argv[1], 5, print):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    device = tmp_path / "ttyACM0"
    device.touch()
    return str(device)


@pytest.fixture
def other(port: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that has the port."""
    command = [sys.executable, "-c", HOLD, port]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_another_job_is_named_and_waited_for(other: subprocess.Popen[bytes], port: str) -> None:
    """Given a port that another process has, when it is killed, then the port is ours."""
    link = Path(port).with_name("board")
    link.symlink_to(port)
    told: list[str] = []
    with (
        pytest.raises(DeviceError, match=rf"process {other.pid} .* since 20\d\d-") as caught,
        locked(str(link), 0.3, told.append),
    ):
        pass
    assert "did not end within 0.3 s" in caught.value.message
    assert "--wait SECONDS" in str(caught.value.hint)
    assert f"process {other.pid}" in told[0]

    other.kill()
    with locked(port, 20, told.append):
        pass


def test_other_ports_are_free(port: str) -> None:
    with locked(port, 0, print), locked("socket://lab:2000", 0, print):
        pass
    with locked(port, 0, print):
        pass
