"""The test of all kernels: every output byte as TFLite Micro's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.plan import Plan, Port
from neurio_gen.harness.comparison import Differences
from neurio_gen.harness.samples import Sample
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.host_runner import X86_LEVELS, HostModel

Array = npt.NDArray[Any]


def assert_exact(
    tflite: bytes,
    *,
    isa: Isa = Isa.GENERIC,
    seed: int = 0,
    samples: int = 3,
    sanitised: bool = False,
    x86_most: int = X86_LEVELS[-1],
) -> Plan:
    """A model's generated code on the host gives the oracle's bytes; the plan, for more tests."""
    plan = compile_model(tflite, "the model", isa)
    oracle = Oracle(tflite)
    model = HostModel(plan, sanitised=sanitised, x86_most=x86_most)
    for inputs in sample_inputs(plan, seed, samples):
        compare(model(inputs), oracle.invoke(inputs), plan)
    return plan


def assert_exact_steps(tflite: bytes, steps: int, *, resets: int = 2, seed: int = 0) -> Plan:
    """As `assert_exact`, for the steps of sequences: `resets` begin one anew in between."""
    plan = compile_model(tflite, "the model", Isa.GENERIC)
    oracle, model = Oracle(tflite), HostModel(plan)
    length = -(-steps // (resets + 1))
    for step, inputs in enumerate(sample_inputs(plan, seed, steps - 2)):
        if step % length == 0:
            oracle.reset()
            model.reset()
        compare(model(inputs), oracle.invoke(inputs), plan)
    return plan


def sample_inputs(plan: Plan, seed: int, samples: int) -> Iterator[list[Array]]:
    """The smallest codes, the largest codes, then `samples` times random codes."""
    yield [np.full(port.shape, _range(port)[0], port.dtype.value) for port in plan.inputs]
    yield [np.full(port.shape, _range(port)[1], port.dtype.value) for port in plan.inputs]
    generator = np.random.default_rng(seed)
    for _ in range(samples):
        yield [_random(generator, port) for port in plan.inputs]


def compare(found: list[Array], expected: list[Array], plan: Plan) -> None:
    """Every byte of every output is equal, or as near as the plan says."""
    if plan.tolerance:
        mismatch = Differences(plan.tolerance).compare(Sample(0, "test", ()), expected, found)
        assert mismatch is None, str(mismatch)
        return
    for port, ours, truth in zip(plan.outputs, found, expected, strict=True):
        different = np.flatnonzero(ours.ravel() != truth.ravel())
        assert different.size == 0, (
            f"{port.name}: {different.size} of {ours.size} elements differ, the first at "
            f"{different[0]}: {ours.ravel()[different[0]]} for {truth.ravel()[different[0]]}"
        )


def _range(port: Port) -> tuple[float, float]:
    if port.dtype.value == "float32":
        return -3.0, 3.0
    if port.dtype.value == "bool":
        return 0, 1
    info = np.iinfo(port.dtype.value)
    return int(info.min), int(info.max)


def _random(generator: np.random.Generator, port: Port) -> Array:
    if port.dtype.value == "float32":
        return generator.normal(size=port.shape).astype(np.float32)
    low, high = _range(port)
    if port.dtype.value == "bool":
        return generator.integers(0, 2, port.shape).astype(bool)
    return generator.integers(low, high, port.shape, port.dtype.value, endpoint=True)
