"""What labgrid's drivers do with the resources of a place: the way to its serial port, and tools.

Drivers run commands on the exporter's machine, by SSH, and copy files there.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import labgrid.driver
from labgrid import Target
from labgrid.driver import OpenOCDDriver, USBStorageDriver
from labgrid.driver.exception import ExecutionError
from labgrid.exceptions import NoResourceFoundError
from labgrid.resource import NetworkSerialPort
from labgrid.resource.remote import RemotePlace, RemotePlaceManager
from labgrid.util.helper import processwrapper
from labgrid.util.proxy import proxymanager

from neurio_gen.devices.labgrid.requests import (
    POWER_SWITCHES,
    PowerCycle,
    Ran,
    StorageCopy,
    Tool,
)
from neurio_gen.errors import DeviceError, UsageError

CONSOLE = "console"
"""What the board's serial port is called where a place has several."""

_TELL_SECONDS = 1.0
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class Tools:
    """The drivers of an acquired place. They come to be when they are first needed."""

    def __init__(self, session: Any, place: str) -> None:
        manager = RemotePlaceManager.get()
        manager.session, manager.loop = session, session.loop
        self._place = place
        self._target = Target(place)
        RemotePlace(self._target, name=place)
        self._drivers: dict[type, Any] = {}

    def url(self) -> str:
        """Where the place's serial port is, as pyserial opens it.

        Raises UsageError where it has several, DeviceError where the exporter does not show it.
        """
        ports = [each for each in self._target.resources if isinstance(each, NetworkSerialPort)]
        named = [each for each in ports if each.name == CONSOLE] or ports
        if len(named) != 1:
            names = ", ".join(str(each.name) for each in ports)
            raise UsageError(
                f"The place {self._place} has {len(ports)} serial ports: {names}.",
                hint=f"Call the board's one {CONSOLE}: labgrid-client -p {self._place} "
                f"add-named-match EXPORTER/GROUP/{NetworkSerialPort.__name__} {CONSOLE}",
            )
        try:
            self._target.await_resources(named)
            host, number = proxymanager.get_host_and_port(named[0])
            socket.getaddrinfo(host, number)
        except socket.gaierror as error:
            raise DeviceError(
                f"The serial port of {self._place} is on {host}, a name that is not known here.",
                hint="Have its exporter publish a name or address that is known here, or reach it "
                "by SSH: LG_PROXY=HOST.",
            ) from error
        except (NoResourceFoundError, ExecutionError, OSError, subprocess.SubprocessError) as error:
            raise DeviceError(
                f"The serial port of {self._place} cannot be reached: {error}",
                hint="Look at the exporter's log: is the board plugged in, and ser2net installed?",
            ) from error
        host = f"[{host}]" if ":" in host else host
        if named[0].protocol == "rfc2217":
            return f"rfc2217://{host}:{number}?ign_set_control"
        return f"socket://{host}:{number}"

    def run(self, tool: Tool, seconds: float, tell: Callable[[str], None]) -> Ran:
        """Has a driver run a tool; what goes wrong is in the answer, with what the tool said."""
        said: list[str] = []

        def listen(message: bytes, _: object) -> None:
            said.append(_ANSI.sub("", message.decode(errors="replace").strip("\r\n")))

        before = _children()
        processwrapper.register(listen)
        problem: str | None = "was interrupted"
        try:
            problem = _within(lambda: self._work(tool), seconds, tell)
        finally:
            processwrapper.unregister(listen)
            if problem is not None:  # connections of SSH stay, once they are there
                _kill(_children() - before)
        return Ran("\n".join(line for line in said if line), problem)

    def _work(self, tool: Tool) -> None:
        if isinstance(tool, PowerCycle):
            self._driver(getattr(labgrid.driver, POWER_SWITCHES[tool.resource])).cycle()
            return
        if isinstance(tool, StorageCopy):
            driver = self._driver(USBStorageDriver)
            driver.write_files([tool.file], PurePosixPath("/"), None)
            return
        driver = self._driver(OpenOCDDriver)
        driver.interface_config = tool.interface
        if tool.elf is None:
            driver.execute(list(tool.commands))
            return
        driver.load_commands = [
            _escaped(command).replace("{{elf}}", "{filename}") for command in tool.commands
        ]
        driver.load(tool.elf)

    def _driver(self, kind: type) -> Any:
        if kind not in self._drivers:
            driver = kind(self._target, name=None)
            self._target.activate(driver)
            self._drivers[kind] = driver
        return self._drivers[kind]


def _escaped(command: str) -> str:
    """As a format string: OpenOCD's own braces stay."""
    return command.replace("{", "{{").replace("}", "}}")


def _within(work: Callable[[], None], seconds: float, tell: Callable[[str], None]) -> str | None:
    """Does the work in a thread of its own; what went wrong, a clause, or None."""
    problems: list[BaseException] = []

    def do() -> None:
        try:
            work()
        except BaseException as error:
            problems.append(error)

    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    passed = 0.0
    while thread.is_alive():
        thread.join(min(_TELL_SECONDS, seconds - passed))
        passed += _TELL_SECONDS
        if thread.is_alive() and passed >= seconds:
            return f"did not finish within {seconds:g} s"
        tell(f"{passed:g} s")
    return _clause(problems[0]) if problems else None


def _clause(error: BaseException) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"failed with exit code {error.returncode}"
    if isinstance(error, ExecutionError):
        said = " ".join(map(str, error.stderr or error.stdout or ()))
        return f"failed: {error.msg} {said}".rstrip()
    return f"failed: {error}"


def _children() -> set[int]:
    """The processes that this one has started, where Linux tells."""
    found: set[int] = set()
    for file in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError, ValueError):
            found |= {int(number) for number in file.read_text().split()}
    return found


def _kill(processes: set[int]) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(process, signal.SIGKILL)
