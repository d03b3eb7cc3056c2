"""The parent's side: a process that answers requests, owned by who made the `Worker`."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any

from neurio_gen.closing import Closing
from neurio_gen.errors import ModelError, NeurioGenError
from neurio_gen.workers.messages import Answer, Fault, Message, Refusal
from neurio_gen.workers.messages import Told as SignOfLife
from neurio_gen.workers.process import ChildProcess, our_module

TRANSFER_SECONDS = 60
"""The longest time for a part of a message to be taken or given, once it has begun."""

_SHOWN_LINES = 5
_END_SECONDS = 5.0


class WorkerFailureError(ModelError):
    """A worker crashed or hung, which is no judgement of what it worked on."""


class WorkerFaultError(Exception):
    """A fault of our own in a worker. Its cause shows the worker's traceback."""


class _RemoteTraceback(Exception):  # noqa: N818 - shown as the cause, never caught
    """A traceback of another process, as text."""


Told = Callable[[str], None]
"""Called with signs of life."""


def unheard(_: str) -> None:
    """Does nothing with a sign of life."""


def as_model_error(refusal: Refusal) -> NeurioGenError:
    """A refusal of a worker that works on models."""
    return ModelError(refusal.message, hint=refusal.hint)


class Worker(Closing):
    """A process that runs `module` and answers one request after the other. A context manager.

    It starts when it is first needed, and again after a crash; `close`, or leaving the context,
    ends it. `name` is what messages call it, `hint` what to do where it fails. No sign of life may
    take longer than `seconds`. `environment` goes before ours. `module` has a function `service`,
    see `child`. `refused` makes the error of a refusal. `last_word` is how many seconds it may take
    to put things in order when it is ended, even where we were killed; without, it is killed, too.
    Not for use from several threads at once.
    """

    def __init__(
        self,
        module: str,
        *,
        name: str,
        hint: str,
        seconds: float,
        environment: Mapping[str, str] | None = None,
        refused: Callable[[Refusal], NeurioGenError] = as_model_error,
        last_word: float = 0.0,
    ) -> None:
        self.seconds = seconds
        """The longest time between two signs of life."""
        self._module = module
        self._name = name
        self._hint = hint
        self._environment = environment
        self._refused = refused
        self._last_word = last_word
        self._running: tuple[ChildProcess, Connection] | None = None
        self._has_loaded = False

    @property
    def pid(self) -> int | None:
        """The process's number; None where none runs."""
        return self._running[0].popen.pid if self._running else None

    def start(self, task: str) -> None:
        """Starts the process, if none runs, and waits until it has loaded its module.

        Raises WorkerFailureError, which names the `task`, where that fails.
        """
        self.begin()
        if not self._has_loaded:
            self._exchange(None, task)
            self._has_loaded = True

    def begin(self) -> None:
        """Starts the process, if none runs, and leaves it to load its module meanwhile."""
        if self._running is None:
            self._has_loaded = False
            self._running = self._started()

    def ask(self, request: Any, task: str, told: Told = unheard) -> Any:
        """The answer to `request`, which is pickled. `task` is what the worker does, in words.

        `told` is called with its signs of life. Raises what `refused` makes where the worker
        refuses, WorkerFailureError where it crashes or gives no sign of life, and WorkerFaultError
        where a fault of ours shows in it.
        """
        self.start(task)
        message = self._exchange(request, task, told)
        if isinstance(message, Refusal):
            raise self._refused(message)
        if isinstance(message, Fault):
            raise WorkerFaultError(f"{self._name}, {task}: {message.what}") from _RemoteTraceback(
                f"\n{message.trace}"
            )
        assert isinstance(message, Answer)
        return message.value

    def kill(self) -> None:
        """Ends the process; who awaits its answer, in another thread, sees it crash."""
        running = self._running
        if running is not None:
            running[0].kill()

    def close(self) -> None:
        """Ends the process. May be called twice, and asked again."""
        if self._running is not None:
            process, connection = self._running
            self._running = None
            connection.close()
            process.stop()

    def _started(self) -> tuple[ChildProcess, Connection]:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            longest = struct.pack("@ll", TRANSFER_SECONDS, 0)
            for option in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
                ours.setsockopt(socket.SOL_SOCKET, option, longest)
            process = ChildProcess(
                our_module("neurio_gen.workers.child", self._module, str(theirs.fileno())),
                descriptors=(theirs.fileno(),),
                environment=self._environment,
                last_word=self._last_word,
            )
            return process, Connection(ours.detach())

    def _exchange(self, request: Any, task: str, told: Told = unheard) -> Message:
        """What the worker says to a request, or at first; signs of life are waited through."""
        assert self._running is not None
        process, connection = self._running
        said = ""
        try:
            if request is not None:
                connection.send(request)
            while connection.poll(self.seconds):
                message: Message = connection.recv()
                if not isinstance(message, SignOfLife):
                    return message
                said = f" after {message.text}"
                told(message.text)
            problem = f"gave no sign of life for {self.seconds:g} s{said}"
        except BlockingIOError:
            problem = f"took or gave no part of a message for {TRANSFER_SECONDS} s{said}"
        except (EOFError, OSError):
            problem = f"crashed{said}: {process.epitaph(_END_SECONDS, _SHOWN_LINES)}"
        except BaseException:  # an interrupt, say, that leaves an answer on its way
            self.close()
            raise
        self.close()
        raise WorkerFailureError(f"{self._name}, {task}, {problem}.", hint=self._hint)
