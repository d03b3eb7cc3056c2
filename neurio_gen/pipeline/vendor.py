"""The columns of the table that vendors publish, for suites that have one."""

from __future__ import annotations

from neurio_gen.models import MEANINGLESS
from neurio_gen.pipeline.sizes import model_symbols_bytes
from neurio_gen.pipeline.stages import Built, Compiled, Subject
from neurio_gen.results import VendorRecord


def vendor_record(
    subject: Subject, latency_us: float | None = None, instructions: float | None = None
) -> VendorRecord | None:
    """The record of a benchmark, with what was measured; None for suites without such a table."""
    benchmark = subject.benchmark
    columns = benchmark.facts.vendor
    if columns is None:
        return None
    known = subject.model.weights not in MEANINGLESS
    weights = subject.program.constant_bytes if isinstance(subject, Compiled) else None
    generated = model_symbols_bytes(subject) if isinstance(subject, Built) else 0
    return VendorRecord(
        title=columns.title,
        model=benchmark.description.partition(",")[0],
        framework=columns.framework,
        dataset=benchmark.dataset.folder if benchmark.dataset else None,
        input_size=_size(subject),
        time_ms=None if latency_us is None else latency_us / 1000,
        instructions=instructions,
        accuracy_fp32=subject.model.facts.get("accuracy_fp32") if known else None,
        quantisation_bits=8,
        weights_bytes=weights,
        command_bytes=generated - weights if generated and weights is not None else None,
        reference=columns.reference,
    )


def _size(subject: Subject) -> str:
    """Of a picture width, height and channels; other shapes as they are."""
    shapes = subject.benchmark.input_shapes
    if not shapes and isinstance(subject, Compiled):
        shapes = (subject.program.inputs[0].shape,)
    shape = list(shapes[0][1:]) if shapes else []
    if len(shape) == 3:
        height, width, channels = shape
        shape = [width, height, channels]
    return "x".join(map(str, shape))
