"""A byte stream to a fake firmware, without threads or terminals."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.protocol.fake_firmware import FakeFirmware


class FakeStream:
    """Serves what the firmware answers in pieces of `piece` bytes; all of it to who cannot wait.

    The firmware boots when the stream is made, unless it is `up` already.
    """

    def __init__(self, firmware: FakeFirmware, *, up: bool = False, piece: int = 7) -> None:
        self.answer: Callable[[bytes], bytes] = firmware.feed
        self.piece = piece
        self.received = bytearray(b"" if up else firmware.boot())

    def write(self, data: bytes) -> None:
        self.received += self.answer(data)

    def read(self, timeout: float) -> bytes:
        if not self.received:
            time.sleep(min(timeout, 0.01))
        piece = self.piece if timeout else len(self.received)
        data = bytes(self.received[:piece])
        del self.received[:piece]
        return data
