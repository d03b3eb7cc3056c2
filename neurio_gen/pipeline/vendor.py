"""The columns of the table that vendors publish for ConvMixer, for the suite of that name."""

from __future__ import annotations

from neurio_gen.benchmarks.convmixer import SUITE
from neurio_gen.models import Weights
from neurio_gen.pipeline.sizes import model_symbols_bytes
from neurio_gen.pipeline.stages import Built, Compiled, Subject
from neurio_gen.results import VendorRecord

REFERENCE = "https://arxiv.org/abs/2201.09792"
"""Trockman and Kolter, Patches Are All You Need?"""


def vendor_record(
    subject: Subject, latency_us: float | None = None, instructions: float | None = None
) -> VendorRecord | None:
    """The record of a ConvMixer, with what was measured; None for other suites."""
    benchmark = subject.benchmark
    if benchmark.suite != SUITE:
        return None
    _, height, width, channels = benchmark.input_shapes[0]
    known = subject.model.weights is not Weights.RANDOM
    weights = subject.program.constant_bytes if isinstance(subject, Compiled) else None
    generated = model_symbols_bytes(subject) if isinstance(subject, Built) else 0
    return VendorRecord(
        model=benchmark.description.partition(",")[0],
        framework="TensorFlow Lite",
        dataset=benchmark.dataset.folder if benchmark.dataset else None,
        input_size=f"{width}x{height}x{channels}",
        time_ms=None if latency_us is None else latency_us / 1000,
        instructions=instructions,
        accuracy_fp32=subject.model.facts.get("accuracy_fp32") if known else None,
        quantisation_bits=8,
        weights_bytes=weights,
        command_bytes=generated - weights if generated and weights is not None else None,
        reference=REFERENCE,
    )
