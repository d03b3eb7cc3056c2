"""A lab on loopback: labgrid's coordinator and exporter, and emulated boards that can be flashed.

The boards' debug probe is an `openocd` of ours on PATH, the exporter's machine an `ssh` that runs
commands here. All else, from the places to the drivers that call OpenOCD, is labgrid's own.
"""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import yaml

from neurio_gen.boards import load_board
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.devices.labgrid.farm import PROGRAM
from neurio_gen.devices.labgrid.requests import Look
from neurio_gen.devices.serve import TcpEndpoint, serve
from neurio_gen.errors import DeviceError
from neurio_gen.workers.process import ChildProcess
from neurio_gen.workers.worker import Told, Worker, unheard

PATIENCE_SECONDS = 30.0

# Says what OpenOCD 0.12 says, and leaves the image where the board with that USB path finds it.
_OPENOCD = """\
#!/bin/sh
for each in "$@"; do echo "$each" >> "$LAB/openocd.txt"; done
path=$(printf '%s\\n' "$@" | sed -n 's/^adapter usb location "\\(.*\\)"$/\\1/p')
elf=$(printf '%s\\n' "$@" | sed -n 's/^program {\\(.*\\)} verify reset exit$/\\1/p')
echo "Open On-Chip Debugger 0.12.0" >&2
if [ -e "$LAB/$path.broken" ]; then echo "Error: open failed" >&2; exit 1; fi
while [ -e "$LAB/$path.stuck" ]; do sleep 0.1; done
echo "Info : STLINK V2J37M26 (API v2) VID:PID 0483:374B" >&2
[ -n "$elf" ] || exit 0
cp "$elf" "$LAB/$path.new" && mv "$LAB/$path.new" "$LAB/$path.elf"
while [ -e "$LAB/$path.elf" ]; do sleep 0.05; done
echo "** Programming Finished **" >&2
echo "** Verified OK **" >&2
echo "** Resetting Target **" >&2
"""

# Control sockets are files; a connection that is kept up ends with its standard input.
_SSH = f"""\
#!{sys.executable}
import os, sys
words = sys.argv[1:]
if "-O" in words:
    print("No ControlPath specified")
    sys.exit(255 if "check" in words else 0)
values, options = [], []
while words and words[0].startswith("-"):
    option = words.pop(0)
    options.append(option)
    if option == "-o":
        values.append(words.pop(0))
if "-MN" in options:
    open(next(v for v in values if v.startswith("ControlPath=")).partition("=")[2], "w").close()
    sys.exit(0)
host, *command = words
os.execv("/bin/sh", ["sh", "-c", " ".join(word for word in command if word != "--")])
"""


class EmulatedBoard:
    """A board of a lab: what is flashed runs on models of its chip, its UART is a TCP port."""

    def __init__(self, board: str, folder: Path, usb_path: str) -> None:
        self.usb_path = usb_path
        self._board = load_board(board).emulated()
        self._flash = folder / f"{usb_path}.elf"
        self._image = folder / f"{usb_path}.image"
        self._endpoint = TcpEndpoint(0)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._endpoint.address.rpartition(":")[2])

    def close(self) -> None:
        self._ended.set()
        self._thread.join(10)
        self._endpoint.close()

    def _run(self) -> None:
        while not self._ended.wait(0.02):
            if not self._flash.exists():
                continue
            self._flash.rename(self._image)
            with EmulatedDevice(self._board, self._image) as device:
                stop = _Reflashed(self._ended, self._flash)
                serve(device.link, self._endpoint, stop, follow=device.link.set_baud)


class _Reflashed(threading.Event):
    """Set where the board has ended, or another image is to be loaded."""

    def __init__(self, ended: threading.Event, flash: Path) -> None:
        super().__init__()
        self._ended_too, self._flash = ended, flash

    def is_set(self) -> bool:
        return self._ended_too.is_set() or self._flash.exists()


class Lab:
    """The lab's servers, and the environment in which labgrid's and our commands find them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        tools = folder / "tools"
        tools.mkdir()
        for name, script in (("openocd", _OPENOCD), ("ssh", _SSH)):
            (tools / name).write_text(script)
            (tools / name).chmod(0o755)
        self.address = f"127.0.0.1:{free_port()}"
        self.environment = {
            "LG_COORDINATOR": self.address,
            "LG_USERNAME": "anna",
            "LG_HOSTNAME": "desk",
            "LAB": str(folder),
            "PATH": f"{tools}:{os.environ['PATH']}",
        }
        self._coordinator: ChildProcess | None = None
        self._exporter: ChildProcess | None = None
        self._known = 0
        self.switch: PowerSwitch
        self.begun = 0
        """How often it was started: sessions of before have ended."""

    def configure(
        self, places: dict[str, dict[str, str]], groups: dict[str, dict[str, object]]
    ) -> None:
        """Places with their tags, as the coordinator keeps them; each has a group's resources.

        labgrid-client would make them, too, and take a second for each word.
        """
        kept = {
            name: {"tags": tags, "matches": [{"exporter": "bench", "group": name, "cls": "*"}]}
            for name, tags in places.items()
        }
        (self.folder / "places.yaml").write_text(yaml.safe_dump(kept))
        (self.folder / "exporter.yaml").write_text(yaml.safe_dump(groups))
        self._known = sum(map(len, groups.values()))

    def start(self) -> None:
        self.begun += 1
        log = self.folder / "coordinator.log"
        log.unlink(missing_ok=True)
        self._coordinator = self._server("coordinator", "-l", self.address)
        wait_for(self._listens)
        words = ("-c", self.address, "-n", "bench", "--hostname", "localhost", "exporter.yaml")
        self._exporter = self._server("exporter", *words)
        wait_for(lambda: log.read_text().count("set_resource") >= self._known)

    def kill_coordinator(self) -> None:
        """An exporter ends with its coordinator, and is started anew by who started it."""
        assert self._coordinator is not None
        self._coordinator.stop()

    def client(self, *words: str, user: str = "anna") -> str:
        """What labgrid-client says; its name is that of the user."""
        environment = {**os.environ, **self.environment, "LG_USERNAME": user}
        command = [sys.executable, "-m", "labgrid.remote.client", *words]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, f"{shlex.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def close(self) -> None:
        for server in (self._exporter, self._coordinator):
            if server is not None:
                server.stop()

    def _server(self, name: str, *words: str) -> ChildProcess:
        logged = f'cd "$0" && exec "$@" >> {name}.log 2>&1'
        command = (sys.executable, "-m", f"labgrid.remote.{name}", *words)
        return ChildProcess(
            ("sh", "-c", logged, self.folder, *command), environment=self.environment
        )

    def _listens(self) -> bool:
        host, _, port = self.address.partition(":")
        try:
            socket.create_connection((host, int(port)), 1.0).close()
        except OSError:
            return False
        return True


class Person:
    """Somebody who uses the lab, in a process of their own: gRPC and forks do not go together."""

    def __init__(self, lab: Lab, name: str, program: str = PROGRAM) -> None:
        self._lab, self._name, self._program = lab, name, program
        self._session: tuple[int, Worker] | None = None

    def ask(self, request: object, told: Told = unheard) -> Any:
        """What the process that holds places makes of a request."""
        if self._session is None or self._session[0] != self._lab.begun:
            self.leave()
            environment = {**self._lab.environment, "LG_USERNAME": self._name}
            worker = Worker(
                self._program,
                name=self._name,
                hint="",
                seconds=PATIENCE_SECONDS,
                environment=environment,
                refused=lambda refusal: DeviceError(refusal.message, hint=refusal.hint),
                last_word=PATIENCE_SECONDS,
            )
            self._session = self._lab.begun, worker
        return self._session[1].ask(request, "what the test asks", told)

    def holder_of(self, place: str) -> str | None:
        """Who has a place."""
        (seen,) = self.ask(Look(place, "nucleo_l4r5zi"))
        return seen.holder  # type: ignore[no-any-return]

    def leave(self) -> None:
        """Gives back what they hold."""
        if self._session is not None:
            self._session[1].close()
            self._session = None


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def wait_for(holds: object, seconds: float = PATIENCE_SECONDS) -> None:
    """Until `holds()` is true."""
    assert callable(holds)
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it has not come true"
        time.sleep(0.05)


def serial_port(port: int, protocol: str = "raw") -> dict[str, object]:
    return {"host": "127.0.0.1", "port": port, "protocol": protocol, "speed": 115200}


def debugger(usb_path: str) -> dict[str, object]:
    return {
        "host": "here",
        "busnum": 1,
        "devnum": 4,
        "path": usb_path,
        "vendor_id": 0x0483,
        "model_id": 0x374B,
    }


def drive(folder: Path) -> dict[str, object]:
    """A drive whose size is in a file of the folder, not in one of the system."""
    (folder / "drive").mkdir()
    (folder / "drive" / "size").write_text("2048")
    return {**debugger("1-4"), "path": f"/dev/../../..{folder}/drive"}


class PowerSwitch:
    """A switch of the kind `rest`: remembers what it was told."""

    def __init__(self) -> None:
        told: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                told.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self.told = told
        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{self._server.server_port}/{{index}}"
        self.resource: dict[str, object] = {"model": "rest", "host": url, "index": "0"}

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def two_nucleos(folder: Path) -> Iterator[Lab]:
    """A lab with two boards at nucleo-1 and nucleo-2.

    The place `bare` has a probe and no serial port, `far` a serial port by RFC 2217 and no probe,
    but a drive and a power switch.
    """
    lab = Lab(folder)
    lab.switch = PowerSwitch()
    boards = [EmulatedBoard("nucleo_l4r5zi", folder, path) for path in ("1-1", "1-2")]
    try:
        groups: dict[str, dict[str, object]] = {
            f"nucleo-{number}": {
                "NetworkSerialPort": serial_port(board.port),
                "NetworkUSBDebugger": debugger(board.usb_path),
            }
            for number, board in enumerate(boards, 1)
        }
        tags = {name: {"board": "nucleo_l4r5zi"} for name in groups}
        groups["bare"] = {"NetworkUSBDebugger": debugger("1-3")}
        groups["far"] = {
            "NetworkSerialPort": serial_port(7, "rfc2217"),
            "NetworkUSBMassStorage": drive(folder),
            "NetworkPowerPort": lab.switch.resource,
        }
        lab.configure({**tags, "bare": {}, "far": {}}, groups)
        lab.start()
        yield lab
    finally:
        lab.close()
        lab.switch.close()
        for board in boards:
            board.close()
