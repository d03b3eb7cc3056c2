"""A board on a serial port that is not there: a pseudo-terminal, firmware in Python, a cable."""

from __future__ import annotations

import contextlib
import os
import pty
import threading
import tty
from collections.abc import Mapping
from types import TracebackType

import numpy as np

from neurio_gen.harness.encoding import dequantise
from neurio_gen.oracle import Oracle
from tests.protocol.fake_firmware import FakeFirmware

_TENTH_OF_A_SECOND = 100_000


class FakeBoard:
    """Int8 models of one input and one output, whose answers are TFLite Micro's.

    With `pulled` = (model, commands), the cable is pulled in the middle of the answer to that many
    `infer` commands of the model. A context manager; `port` is the name to open.
    """

    def __init__(self, models: Mapping[str, bytes], pulled: tuple[str, int] | None = None) -> None:
        self._firmware = _Firmware({name: Oracle(content) for name, content in models.items()})
        self._pulled = pulled
        self._inferences = 0
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        self.port = os.ttyname(self._theirs)
        self._thread = threading.Thread(target=self._answer, daemon=True)

    def __enter__(self) -> FakeBoard:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pull()
        self._thread.join(timeout=10)

    @property
    def commands(self) -> list[str]:
        """What the host has said."""
        return self._firmware.fake.commands

    def _answer(self) -> None:
        with contextlib.suppress(OSError):  # the cable is pulled
            while data := os.read(self._ours, 4096):
                answer = self._firmware.fake.feed(data)
                if b"m-infer-done" in answer and self._is_last():
                    os.write(self._ours, answer[: len(answer) // 2])
                    self._pull()
                    return
                while answer:
                    answer = answer[os.write(self._ours, answer) :]

    def _is_last(self) -> bool:
        if self._pulled is None or self._firmware.fake.selected != self._pulled[0]:
            return False
        self._inferences += 1
        return self._inferences == self._pulled[1]

    def _pull(self) -> None:
        ours, theirs, self._ours, self._theirs = self._ours, self._theirs, -1, -1
        for end in (theirs, ours):
            if end >= 0:
                os.close(end)


class _Firmware:
    """Models by their oracles. An inference takes a tenth of a second of the board's time."""

    def __init__(self, oracles: Mapping[str, Oracle]) -> None:
        self._oracles = oracles
        self.fake = FakeFirmware(
            models=tuple(oracles),
            outputs_of=self._outputs,
            results_of=self._results,
            microseconds=_TENTH_OF_A_SECOND,
        )

    def _outputs(self, data: bytes) -> bytes:
        oracle = self._oracles[self.fake.selected]
        shape = oracle.inputs[0].shape
        if len(data) != oracle.inputs[0].nbytes:
            return b""
        (output,) = oracle.invoke([np.frombuffer(data, np.int8).reshape(shape)])
        return output.tobytes()

    def _results(self, outputs: bytes) -> list[float]:
        tensor = self._oracles[self.fake.selected].outputs[0]
        return [float(real) for real in dequantise(tensor, np.frombuffer(outputs, np.int8))]
