"""TFLite Micro in a process of its own: a model on which it crashes is an error, not our end."""

from __future__ import annotations

import os
import pickle
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.reader import read_model
from neurio_gen.devices.process import ChildProcess
from neurio_gen.errors import ModelError
from neurio_gen.harness.workload import Array
from neurio_gen.messages import HEADER, packed
from neurio_gen.protocol.deadline import Deadline

SECONDS = 3600.0
"""The longest time for one inference: its kernels are plain loops, and some models are large."""

_PACKAGES = Path(__file__).resolve().parents[2]
_WORKER = (
    f"import sys; sys.path.insert(0, {str(_PACKAGES)!r}); from neurio_gen import oracle_worker"
)
_CHUNK = 1 << 20


class OracleFailureError(ModelError):
    """TFLite Micro crashed or hung, which is no judgement of the model."""


class ProcessOracle:
    """As `Oracle`, and a crash of TFLite Micro's is a ModelError.

    All share one process, which starts in a third of a second, and again after a crash.
    """

    def __init__(self, tflite: bytes, name: str = "the model") -> None:
        graph = read_model(tflite, name)
        self.name = name
        self.inputs: tuple[Tensor, ...] = tuple(graph.tensors[i] for i in graph.inputs)
        """The inputs' shapes, types and quantisation."""
        self.outputs: tuple[Tensor, ...] = tuple(graph.tensors[i] for i in graph.outputs)
        """The outputs' shapes, types and quantisation."""
        self.stateful = bool(graph.states)
        """Whether the model keeps state from one call to the next."""
        self._model = (tflite, name)
        _worker.load(self._model)

    def reset(self) -> None:
        """Lets the next call be the first step of a sequence."""
        _worker.load(self._model)
        _worker.ask(None)

    def invoke(self, inputs: Sequence[Array]) -> list[Array]:
        """All outputs for arrays of the inputs' shapes and types.

        A model that keeps state goes on from the call before. Raises ModelError where TFLite Micro
        fails.
        """
        _worker.load(self._model)
        return _worker.ask(list(inputs))


class _Worker:
    """The process, once it is needed, and the model that it has loaded."""

    def __init__(self) -> None:
        self._process: ChildProcess | None = None
        self._loaded: tuple[bytes, str] | None = None

    def load(self, model: tuple[bytes, str]) -> None:
        if self._loaded is not model:
            self._loaded = model
            self.ask(model)

    def ask(self, request: Any) -> list[Array]:
        process = self._process or self._start()
        try:
            answer = _exchanged(process, packed(request))
        except (EOFError, BrokenPipeError):
            raise self._failure(f"crashed: {process.epitaph()}") from None
        except TimeoutError:
            raise self._failure(f"gave no answer within {SECONDS:g} s") from None
        except BaseException:  # an interrupt, say, that leaves an answer on its way
            self._end()
            raise
        if isinstance(answer, tuple):
            self._loaded = None
            raise ModelError(answer[0], hint=answer[1])
        outputs: list[Array] = answer
        return outputs

    def _start(self) -> ChildProcess:
        command = (sys.executable, "-c", f"{_WORKER}; oracle_worker.main()")
        self._process = ChildProcess(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process

    def _failure(self, how: str) -> OracleFailureError:
        name = self._loaded[1] if self._loaded else "the model"
        self._end()
        return OracleFailureError(
            f"TFLite Micro, run on {name}, {how}.",
            hint="Without its outputs there is nothing to compare with: convert the model anew.",
        )

    def _end(self) -> None:
        if self._process is not None:
            self._process.stop()
        self._process = self._loaded = None


_worker = _Worker()


def _exchanged(process: ChildProcess, request: bytes) -> Any:
    """The answer to a request. Raises EOFError, BrokenPipeError or TimeoutError."""
    assert process.popen.stdin is not None
    assert process.popen.stdout is not None
    process.popen.stdin.write(request)
    process.popen.stdin.flush()
    source = process.popen.stdout.fileno()
    deadline = Deadline(SECONDS, "the oracle")
    (size,) = HEADER.unpack(_read(source, HEADER.size, deadline))
    return pickle.loads(_read(source, size, deadline))


def _read(source: int, count: int, deadline: Deadline) -> bytes:
    data = bytearray()
    while len(data) < count:
        if not select.select([source], [], [], deadline.remaining)[0]:
            raise TimeoutError
        part = os.read(source, min(count - len(data), _CHUNK))
        if not part:
            raise EOFError
        data += part
    return bytes(data)
