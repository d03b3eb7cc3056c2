"""The child's side: it answers requests until the one that asks is gone.

The module that it runs has a function `service`, which is called once and returns what answers. If
that has a method `close`, it is called at the end, however the one that asks has ended.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from neurio_gen.errors import NeurioGenError, UsageError
from neurio_gen.workers.messages import Answer, Fault, Message, Ready, Refusal, Told

Tell = Callable[[str], None]
"""Gives a sign of life, with how far an answer is."""

Service = Callable[[Any, Tell], Any]
"""Answers a request. A NeurioGenError is a refusal, any other exception a fault of ours."""

_OUTPUT = 1
_STANDARD_ERROR = 2


def main() -> None:
    """Serve the connection of the second argument, a descriptor, with the module of the first."""
    module, descriptor = sys.argv[1:]
    os.set_inheritable(int(descriptor), False)
    os.dup2(_STANDARD_ERROR, _OUTPUT)  # whatever prints is kept with the errors
    with Connection(int(descriptor)) as connection:
        service: Service = importlib.import_module(module).service()
        try:
            connection.send(Ready())
            _serve(connection, service)
        finally:
            getattr(service, "close", lambda: None)()


def _serve(connection: Connection, service: Service) -> None:
    while True:
        try:
            request = connection.recv()
        except (EOFError, ConnectionError):  # the latter where an answer was never read
            return
        _reply(connection, service, request)


def _reply(connection: Connection, service: Service, request: Any) -> None:
    def tell(text: str) -> None:
        connection.send(Told(text))

    message: Message
    try:
        connection.send(Answer(service(request, tell)))
    except NeurioGenError as error:
        message = Refusal(error.message, error.hint, usage=isinstance(error, UsageError))
    except (MemoryError, ConnectionError):
        raise  # no fault of ours: this process ends, with the reason among its errors
    except Exception as error:
        message = Fault(f"{type(error).__name__}: {error}", traceback.format_exc())
    else:
        return
    connection.send(message)
