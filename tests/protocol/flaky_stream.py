"""A line that drops, doubles, flips and holds back bytes, both ways, and a device that restarts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.protocol.fake_firmware import FakeFirmware
from tests.protocol.fake_stream import FakeStream


@dataclass(frozen=True)
class Faults:
    """How often what happens: a share of the bytes, or of the commands for restarts."""

    drop: float = 0.0
    double: float = 0.0
    flip: float = 0.0
    hold: float = 0.0
    restart: float = 0.0


NONE = Faults()


class FlakyStream(FakeStream):
    """Serves firmware over such a line. `faults` may be changed at any time.

    `held` are bytes that come only with the next read after them.
    """

    def __init__(self, firmware: FakeFirmware, seed: int) -> None:
        super().__init__(firmware)
        self.firmware = firmware
        self.random = random.Random(seed)
        self.faults = NONE
        self.held = bytearray()

    def write(self, data: bytes) -> None:
        sent = self._spoilt(data)
        if self.random.random() < self.faults.restart:
            self.received += self._spoilt(self.firmware.boot())
            return
        try:
            answer = self.answer(sent)
        except (ValueError, TypeError, UnicodeDecodeError, IndexError):
            answer = b"e-[spoilt]\r\nm-ready\r\n"  # the fake is stricter than firmware
        self.received += self._spoilt(answer)

    def read(self, timeout: float) -> bytes:
        if self.held:
            self.received[:0], self.held = self.held, bytearray()
        data = super().read(timeout)
        if data and self.random.random() < self.faults.hold:
            self.held += data
            return b""
        return data

    def _spoilt(self, data: bytes) -> bytes:
        return bytes(self._fates(data))

    def _fates(self, data: bytes) -> Iterator[int]:
        for byte in data:
            fate = self.random.random()
            if fate < self.faults.drop:
                continue
            fate -= self.faults.drop
            if fate < self.faults.flip:
                yield byte ^ (1 << self.random.randrange(8))
                continue
            fate -= self.faults.flip
            yield byte
            if fate < self.faults.double:
                yield byte
