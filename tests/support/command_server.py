"""Runs `neurio-gen` in forks of one process that has imported what commands import.

`python command_server.py DESCRIPTOR` takes requests on that socket, one after the other: a message
with arguments, folder and environment as JSON, and two descriptors, for stdout and stderr. It
answers with the process id, and with the exit code when the command has ended. A fork begins with
modules and nothing else: no command has run in it, and its environment is as asked for.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import NoReturn

MOST_BYTES = 1 << 17
_ROOT = Path(__file__).resolve().parents[2]


_LATER = (
    "neurio_gen.codegen.generate",
    "neurio_gen.compiler.reader",
    "neurio_gen.engines.aot_program",
)
"""What commands import when they first compile a model, as most tests' do."""


def import_commands() -> None:
    """Import what all commands import; nothing is called."""
    from neurio_gen.cli import commands

    for name in _LATER:
        importlib.import_module(name)
    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"{commands.__name__}.{module.name}")


def serve(connection: socket.socket) -> bool:
    """Answer until the other end closes; True in a fork, which is to run the command."""
    while True:
        content, descriptors, _, _ = socket.recv_fds(connection, MOST_BYTES, 2)
        if not content:
            return False
        child = os.fork()
        if child == 0:
            connection.close()
            become(json.loads(content), *descriptors)
            return True
        for descriptor in descriptors:
            os.close(descriptor)
        connection.send(str(child).encode())
        _, status = os.waitpid(child, 0)
        connection.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(request: dict[str, object], out: int, err: int) -> None:
    """Make this process what `python -m neurio_gen` would be."""
    for source, target in ((out, 1), (err, 2)):
        os.dup2(source, target)
        os.close(source)
    folder, environment = str(request["folder"]), request["environment"]
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)  # type: ignore[arg-type]
    arguments = request["arguments"]
    assert isinstance(arguments, list)
    sys.argv = [str(_ROOT / "neurio_gen" / "__main__.py"), *arguments]
    sys.path[0] = folder


def leave(code: object) -> NoReturn:
    """End as Python does, but for taking its modules apart, which takes as long as to import."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else bool(code))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    import_commands()
    gc.freeze()
    if serve(socket.socket(fileno=int(sys.argv[1]))):
        from neurio_gen.cli.main import main

        try:
            main()
        except SystemExit as end:
            leave(end.code)
