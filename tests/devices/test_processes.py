"""Native and emulated devices: started, talked to, and never left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.devices import Device, LinkClosedError, open_device
from neurio_gen.devices.native import NativeDevice
from neurio_gen.devices.qemu import QemuDevice
from neurio_gen.errors import DeviceError, UsageError
from neurio_gen.protocol.session import Session
from tests.devices.fake_image import FIRMWARE, emulated_by, fake_image

PID = "os.write(1, b'pid %d\\n' % os.getpid())\n"
WAIT_FOR_EVER = "time.sleep(600)\n"


def ended(pid: int, within: float = 0.0) -> bool:
    end = time.monotonic() + within
    while running(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not running(pid)


def running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def first_line(device: Device) -> str:
    line = b""
    while not line.endswith(b"\n"):
        line += device.link.read(5.0)
    return line.decode().strip()


@pytest.fixture(params=["native", "qemu"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def device_of(kind: str, folder: Path, body: str = FIRMWARE, log: Path | None = None) -> Device:
    image = fake_image(folder, body)
    if kind == "native":
        return open_device(load_board("native"), image, log=log)
    return open_device(emulated_by(image), image, log=log)


def test_a_conversation_and_its_transcript(kind: str, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "link.txt"

    with device_of(kind, tmp_path, log=log) as device:
        session = Session(device.link)
        session.connect()
        session.load(bytes(range(200)))
        session.infer(3)
        assert session.outputs() == bytes(255 - value for value in range(200))

    text = log.read_text()
    assert " > name%\n" in text
    assert " < m-name-dut-[fake]\n" in text
    assert " > infer 3 0%\n" in text
    assert text.isascii()


def test_kinds_and_time_bases(tmp_path: Path) -> None:
    native = device_of("native", tmp_path)
    qemu = device_of("qemu", tmp_path)

    assert isinstance(native, NativeDevice)
    assert isinstance(qemu, QemuDevice)
    assert (native.kind, native.time_base) == ("native", "host-clock")
    assert native.nanoseconds_per_instruction is None
    assert (qemu.kind, qemu.time_base) == ("qemu", "instruction-count")
    assert qemu.nanoseconds_per_instruction == 64


def test_the_command_line_of_qemu(tmp_path: Path) -> None:
    with device_of("qemu", tmp_path, WAIT_FOR_EVER) as qemu:
        assert isinstance(qemu, QemuDevice)
        assert qemu.command()[1:] == (
            *("-machine", "mps2-an386", "-icount", "shift=6,sleep=off"),
            *("-nographic", "-monitor", "none", "-serial", "stdio"),
            *("-chardev", f"socket,id=gdb,path={qemu.socket},server=on,wait=off"),
            *("-gdb", "chardev:gdb", "-kernel", str(qemu.image)),
        )
    with pytest.raises(DeviceError, match="is not open"):
        qemu.command()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_the_process_ends_with_the_device(
    kind: str, tmp_path: Path, error: type[BaseException]
) -> None:
    with pytest.raises(error), device_of(kind, tmp_path, PID + WAIT_FOR_EVER) as device:
        pid = int(first_line(device).split()[1])
        raise error

    assert ended(pid)


def test_a_process_that_ignores_every_signal_ends_too(kind: str, tmp_path: Path) -> None:
    deaf = "for s in range(1, 32):\n  if s not in (9, 19): signal.signal(s, signal.SIG_IGN)\n"

    with device_of(kind, tmp_path, deaf + PID + WAIT_FOR_EVER) as device:
        pid = int(first_line(device).split()[1])

    assert ended(pid)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's help is Linux's")
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_survives_the_death_of_the_tool(
    kind: str, tmp_path: Path, by: signal.Signals
) -> None:
    image = fake_image(tmp_path, PID + WAIT_FOR_EVER)
    board = "load_board('native')" if kind == "native" else f"emulated_by({str(image)!r})"
    tool = fake_image(
        tmp_path,
        "from pathlib import Path\n"
        "from neurio_gen.boards import load_board\n"
        "from neurio_gen.devices import open_device\n"
        "from tests.devices.fake_image import emulated_by\n"
        f"device = open_device({board}, Path({str(image)!r}))\n"
        "os.write(1, device.open().read(20))\n" + WAIT_FOR_EVER,
        "tool",
    )
    parent = subprocess.Popen([tool], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdout is not None
    with parent:
        try:
            pid = int(parent.stdout.readline().split()[1])
            parent.send_signal(by)
            parent.wait(timeout=10)
        finally:
            parent.kill()

    assert ended(pid, within=5.0)


def test_the_last_words_of_a_process_that_dies_are_told(kind: str, tmp_path: Path) -> None:
    dying = "os.write(1, b'm-warm')\nsys.exit('no such machine')\n"

    with device_of(kind, tmp_path, dying) as device, pytest.raises(LinkClosedError) as caught:
        while True:
            device.link.read(5.0)

    assert "exit code 1 and said: no such machine" in caught.value.message
    assert "m-warm" in caught.value.message


def test_a_crash_is_told_with_its_signal(kind: str, tmp_path: Path) -> None:
    crashing = "os.kill(os.getpid(), signal.SIGSEGV)\n"

    with (
        device_of(kind, tmp_path, crashing) as device,
        pytest.raises(LinkClosedError, match="signal SIGSEGV and said nothing"),
    ):
        while True:
            device.link.read(5.0)


def test_a_missing_emulator_says_how_to_install_it(tmp_path: Path) -> None:
    device = open_device(emulated_by("qemu-system-nowhere"), fake_image(tmp_path))

    with pytest.raises(DeviceError, match="no program qemu-system-nowhere") as caught:
        device.open()

    assert caught.value.hint == (
        "Install it: apt-get install qemu-system-arm; or do without, by --emulate."
    )


def test_a_missing_or_broken_image_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "image"
    broken.write_bytes(b"\x00\x01")
    broken.chmod(0o755)

    with pytest.raises(DeviceError, match="There is no image"):
        open_device(load_board("native"), tmp_path / "none").open()
    with pytest.raises(DeviceError, match="cannot be run"):
        open_device(load_board("native"), broken).open()


def test_a_device_can_be_closed_twice_and_opened_again(kind: str, tmp_path: Path) -> None:
    device = device_of(kind, tmp_path)

    for _ in range(2):
        with device:
            assert Session(device.link).connect().model == "kws01"
        device.close()

    with pytest.raises(DeviceError, match="not open"):
        device.link.read(0)


def test_a_port_for_an_emulator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not on a serial port"):
        open_device(load_board("mps2_an386"), tmp_path, port="/dev/ttyACM0")


def test_many_devices_leave_no_descriptors_behind(kind: str, tmp_path: Path) -> None:
    device = device_of(kind, tmp_path)
    with device:
        pass
    before = len(list(Path("/proc/self/fd").iterdir()))

    for _ in range(3):
        with device:
            pass

    assert len(list(Path("/proc/self/fd").iterdir())) == before
