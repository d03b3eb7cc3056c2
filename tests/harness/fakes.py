"""A benchmark that the fake firmware runs: four unsigned bytes in, each inverted out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler.graph import DType, Quantisation, Tensor
from neurio_gen.harness.workload import Array
from neurio_gen.models.interface import InputEncoding, ResultKind
from neurio_gen.protocol.session import Session
from tests.protocol.fake_firmware import FakeFirmware
from tests.protocol.fake_stream import FakeStream


@dataclass(frozen=True)
class FakeWorkload:
    id: str = "kws01"
    input_encoding: InputEncoding = InputEncoding.AS_IS
    result_kind: ResultKind = ResultKind.DEQUANTISED
    stateful: bool = False


class Inverter:
    """The reference of that benchmark."""

    inputs = (Tensor("in", (1, 4), DType.UINT8, Quantisation((1 / 256,), (0,))),)
    outputs = (Tensor("out", (1, 4), DType.UINT8, Quantisation((1 / 256,), (0,))),)

    stateful = False

    def reset(self) -> None:
        """It keeps nothing."""

    def invoke(self, inputs: Sequence[Array]) -> list[Array]:
        return [np.invert(inputs[0])]


def connected(firmware: FakeFirmware) -> Session:
    session = Session(FakeStream(firmware), timeout=1.0)
    session.connect()
    return session
