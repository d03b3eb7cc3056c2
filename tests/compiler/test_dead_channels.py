"""Dead channels go, and every output byte of the original model stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler.passes.dead_channels import remove_dead_channels
from neurio_gen.compiler.reader import read_model
from tests.support.cases import Draw, sample, seeds
from tests.support.exactness import assert_exact
from tests.support.model_writer import ModelWriter

_SCALE = 0.05
_SIDE = 6


@dataclass
class _Network:
    """A model of layers over images of one size; a tensor is its number and its channels."""

    seed: int
    writer: ModelWriter = field(default_factory=ModelWriter)
    _layers: int = 0

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)

    def input(self, channels: int) -> tuple[int, int]:
        return self.writer.input((1, _SIDE, _SIDE, channels), _SCALE, 3), channels

    def mix(
        self,
        source: tuple[int, int],
        filters: int,
        *,
        dead: tuple[int, ...] = (),
        unread: tuple[int, ...] = (),
        size: int = 1,
        bias: int = 4000,
        last: bool = False,
    ) -> tuple[int, int]:
        """A CONV_2D; filters of `dead` are zeros, so are weights for channels `unread`."""
        weights = self.random.integers(-127, 128, (filters, size, size, source[1])).astype(np.int8)
        weights[list(dead)] = 0
        weights[..., list(unread)] = 0
        return self._layer("CONV_2D", source, weights, 0, bias, last)

    def depthwise(self, source: tuple[int, int], *, last: bool = False) -> tuple[int, int]:
        weights = self.random.integers(-127, 128, (1, 3, 3, source[1])).astype(np.int8)
        return self._layer("DEPTHWISE_CONV_2D", source, weights, 3, 4000, last)

    def _layer(
        self,
        kind: str,
        source: tuple[int, int],
        weights: np.ndarray[Any, np.dtype[np.int8]],
        axis: int,
        bias: int,
        last: bool,
    ) -> tuple[int, int]:
        self._layers += 1
        channels = weights.shape[axis]
        scales = self.random.uniform(0.0005, 0.004, channels).astype(np.float32)
        biases = self.random.integers(-bias, bias + 1, channels).astype(np.int32)
        w = self.writer.constant(weights, scales.tolist(), axis=axis)
        b = self.writer.constant(biases, (scales * np.float32(_SCALE)).tolist())
        make = self.writer.output if last else self.writer.tensor
        y = make((1, _SIDE, _SIDE, channels), _SCALE, -128)
        options = {"depth_multiplier": 1} if axis == 3 else {}
        self.writer.op(
            kind,
            [source[0], w, b],
            [y],
            padding="SAME",
            stride_h=1,
            stride_w=1,
            fused_activation_function="RELU",
            **options,
        )
        return y, channels

    def add(self, left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
        y = self.writer.tensor((1, _SIDE, _SIDE, left[1]), _SCALE, -128)
        self.writer.op("ADD", [left[0], right[0]], [y])
        return y, left[1]

    def pool(self, source: tuple[int, int]) -> tuple[int, int]:
        y = self.writer.tensor((1, 1, 1, source[1]), _SCALE, -128)
        self.writer.op(
            "AVERAGE_POOL_2D",
            [source[0]],
            [y],
            padding="VALID",
            filter_height=_SIDE,
            filter_width=_SIDE,
            stride_h=_SIDE,
            stride_w=_SIDE,
        )
        return y, source[1]

    def dense(self, source: tuple[int, int], outputs: int, unread: tuple[int, ...]) -> None:
        """A reshape to a row, and a FULLY_CONNECTED layer to a model output."""
        row = self.writer.tensor((1, source[1]), _SCALE, -128)
        shape = self.writer.constant(np.array([1, source[1]], np.int32))
        self.writer.op("RESHAPE", [source[0], shape], [row])
        weights = self.random.integers(-127, 128, (outputs, source[1])).astype(np.int8)
        weights[:, list(unread)] = 0
        w = self.writer.constant(weights, [0.01])
        b = self.writer.constant(self.random.integers(-500, 500, outputs).astype(np.int32), [5e-4])
        y = self.writer.output((1, outputs), 0.3, 5)
        self.writer.op("FULLY_CONNECTED", [row, w, b], [y])

    def channels(self) -> list[int]:
        """Channels of each layer's output after the pass; outputs are exact."""
        content = self.writer.bytes()
        assert_exact(content)
        graph = remove_dead_channels(read_model(content, "the network"))
        return [graph.tensors[operator.outputs[0]].shape[-1] for operator in graph.operators]


def test_channels_that_nobody_reads_go_through_depthwise_layers() -> None:
    network = _Network(1)
    dead = (0, 3, 4, 7)
    x = network.mix(network.input(3), 12, dead=dead)
    x = network.depthwise(x)
    network.mix(x, 4, unread=dead, last=True)
    assert network.channels() == [8, 8, 4]


def test_channels_that_are_computed_but_never_read_go_too() -> None:
    network = _Network(2)
    x = network.mix(network.input(3), 8)
    network.mix(network.depthwise(x), 5, unread=(1, 2, 5, 6), last=True)
    assert network.channels() == [4, 4, 5]


def test_a_constant_moves_into_the_bias_of_an_unpadded_reader() -> None:
    network = _Network(3)
    x = network.mix(network.input(3), 8, dead=(1, 2, 3, 4))
    network.mix(x, 5, last=True)
    assert network.channels() == [4, 5]


def test_a_constant_other_than_the_zero_point_stays_before_a_padded_reader() -> None:
    network = _Network(4)
    x = network.mix(network.input(3), 8, dead=(1, 2, 3, 4), bias=10**6)
    network.mix(x, 5, size=3, last=True)
    biases_above_zero = network.channels()[0] - 4
    assert 0 < biases_above_zero <= 4


def test_a_constant_zero_point_goes_before_a_padded_reader() -> None:
    network = _Network(5)
    x = network.mix(network.input(3), 8, dead=(1, 2, 3, 4), bias=0)
    network.mix(x, 5, size=3, last=True)
    assert network.channels() == [4, 5]


def test_a_residual_connection_loses_a_channel_only_on_both_sides() -> None:
    network = _Network(6)
    x = network.mix(network.input(3), 12)
    y = network.mix(x, 12, dead=(4, 5, 6, 7))
    z = network.add(x, y)
    network.mix(z, 4, unread=(4, 5, 6, 7, 8, 9, 10, 11), last=True)
    # Of x, all channels are read by the second layer, so the sum keeps them as well.
    assert network.channels() == [12, 12, 12, 4]

    network = _Network(7)
    x = network.mix(network.input(3), 12)
    y = network.mix(x, 12, unread=(0, 1, 2, 3))
    network.mix(network.add(x, y), 4, unread=(0, 1, 2, 3), last=True)
    assert network.channels() == [8, 8, 8, 4]


def test_channels_go_through_pools_and_reshapes() -> None:
    network = _Network(8)
    x = network.mix(network.input(3), 16)
    network.dense(network.pool(x), 3, unread=(0, 5, 6, 7, 8, 9, 10, 15))
    assert network.channels() == [8, 8, 8, 3]


def test_what_remains_fills_words_of_four() -> None:
    network = _Network(9)
    x = network.mix(network.input(3), 11)
    network.mix(x, 2, unread=tuple(range(1, 11)), last=True)
    assert network.channels() == [4, 2]


def test_a_network_that_reads_nothing_still_has_channels() -> None:
    network = _Network(10)
    x = network.mix(network.input(3), 2)
    network.mix(x, 3, unread=(0, 1), last=True)
    assert network.channels() == [2, 3]


def test_a_live_network_is_left_as_it_is() -> None:
    network = _Network(11)
    network.mix(network.depthwise(network.mix(network.input(3), 6)), 4, last=True)
    graph = read_model(network.writer.bytes(), "the network")
    assert remove_dead_channels(graph) is graph


@st.composite
def _networks(draw: Draw) -> bytes:
    """Chains with branches, dead filters and unread channels anywhere."""
    network = _Network(draw(seeds()))
    some = st.sets(st.integers(0, 7), max_size=7).map(tuple)
    x = network.mix(network.input(2), 8, dead=draw(some), bias=draw(st.sampled_from([0, 9000])))
    for _ in range(draw(st.integers(1, 4))):
        step = draw(st.sampled_from(["mix", "window", "depthwise", "residual"]))
        if step == "depthwise":
            x = network.depthwise(x)
            continue
        size = 3 if step == "window" else 1
        y = network.mix(x, 8, dead=draw(some), unread=draw(some), size=size)
        x = network.add(x, y) if step == "residual" else y
    if draw(st.booleans()):
        network.dense(network.pool(x), 3, unread=draw(some))
    else:
        network.mix(x, 3, unread=draw(some), last=True)
    return network.writer.bytes()


@sample(15)
@given(content=_networks())
def test_any_network_stays_exact(content: bytes) -> None:
    assert_exact(content, samples=2)
