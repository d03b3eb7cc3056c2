"""A served device: connections come and go, the device stays up and in step."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import serial

from neurio_gen.boards import load_board
from neurio_gen.devices import LinkClosedError, open_device
from neurio_gen.devices.connecting import connect
from neurio_gen.devices.identity import name_of
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.devices.serve import Endpoint, TcpEndpoint, TerminalEndpoint, serve
from neurio_gen.errors import UsageError
from neurio_gen.protocol.session import Session
from tests.devices.fake_image import fake_image
from tests.devices.rated_board import BOOT, RatedBoard
from tests.devices.runner_client import RunnerClient
from tests.protocol.fake_firmware import FakeFirmware


@pytest.fixture(params=["terminal", "tcp"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of fake firmware that is served."""
    endpoint: Endpoint = TerminalEndpoint() if request.param == "terminal" else TcpEndpoint(0)
    stop = threading.Event()
    with open_device(load_board("native"), fake_image(tmp_path)) as device, endpoint:
        Session(device.link).connect()
        thread = threading.Thread(target=serve, args=(device.link, endpoint, stop))
        thread.start()
        yield endpoint.address
        stop.set()
        thread.join(timeout=10)
        assert not thread.is_alive()


def talk(client: RunnerClient) -> None:
    assert client.value("name", r"m-name-dut-\[([^]]+)]") == "fake"
    assert client.value("profile", r"m-model-\[([^]]+)]") == "kws01"
    client.load(bytes(range(100)))
    results, elapsed = client.infer(3, 0)
    assert results == [0.996, 0.992, 0.988, 0.984]
    assert elapsed == 3000


def test_connections_one_after_the_other(served: str) -> None:
    for _ in range(3):
        with RunnerClient(served) as client:
            talk(client)


def test_a_program_that_leaves_in_the_middle_of_a_command_harms_nobody(served: str) -> None:
    for rest in (b"db 00", b"na", b"infer 1", b"name%db load 4"):
        with serial.serial_for_url(served, baudrate=115200) as port:
            port.write(rest)
            time.sleep(0.1)
        time.sleep(0.4)
        with RunnerClient(served) as client:
            talk(client)


def test_answers_that_nobody_read_are_not_for_the_next_program(served: str) -> None:
    with serial.serial_for_url(served, baudrate=115200) as port:
        port.write(b"profile%" * 50)
        time.sleep(0.3)
    time.sleep(0.4)
    with RunnerClient(served) as client:
        talk(client)


def test_our_own_client_works_as_well(served: str) -> None:
    board = load_board("nucleo_l4r5zi")
    with open_device(board, Path(), port=served) as device:
        session = Session(device.link, timeout=5.0)
        session.connect()
        session.load(bytes(range(250)))
        assert session.outputs() == bytes(255 - value for value in range(250))


def test_the_end_of_the_device_is_told(tmp_path: Path) -> None:
    image = fake_image(tmp_path, "os.write(1, b'm-ready\\r\\n')\nsys.exit('no power')\n")
    with (
        open_device(load_board("native"), image) as device,
        TerminalEndpoint() as endpoint,
        pytest.raises(LinkClosedError, match="no power"),
    ):
        serve(device.link, endpoint)


def test_a_port_in_use_is_a_usage_error() -> None:
    with TcpEndpoint(0) as first:
        port = int(first.address.rpartition(":")[2])
        with pytest.raises(UsageError, match=f"port {port} cannot be used"):
            TcpEndpoint(port)


def test_the_device_follows_the_rate_that_a_program_sets() -> None:
    """A program that asks for 921600 talks to a device at 921600, the next one at 115200 again."""
    firmware = FakeFirmware(name=name_of(load_board("nucleo_l4r5zi")), rates=(BOOT, 921600))
    stop, seen = threading.Event(), []
    with closing(RatedBoard(firmware)) as board, TerminalEndpoint() as endpoint:
        device = SerialDevice(load_board("nucleo_l4r5zi"), board.port)
        with device:
            session = connect(device)

            def follow(rate: int) -> None:
                if session.baud != rate:
                    session.set_baud(rate)

            thread = threading.Thread(
                target=serve, args=(device.link, endpoint, stop), kwargs={"follow": follow}
            )
            thread.start()
            for rate in (921600, 921600, BOOT):
                with serial.serial_for_url(endpoint.address, baudrate=rate, timeout=5) as port:
                    port.write(b"profile%")
                    assert b"m-model-[kws01]" in port.read_until(b"m-ready\r\n")
                    seen.append(board.rate)
                time.sleep(0.2)
            stop.set()
            thread.join(timeout=10)
    assert seen == [921600, 921600, BOOT]
