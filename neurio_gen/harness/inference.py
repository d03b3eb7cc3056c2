"""One sample on the device, compared with the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from neurio_gen.harness.comparison import (
    Differences,
    Mismatch,
    compare_results,
    expected_results,
)
from neurio_gen.harness.encoding import from_wire, little_endian, to_wire
from neurio_gen.harness.samples import Sample
from neurio_gen.harness.workload import Array, Reference, Workload
from neurio_gen.protocol.session import Session

INFER_SECONDS = 600.0
"""Host time one untimed inference may take: slow emulators on busy machines are given time."""


@dataclass(frozen=True)
class RunningModel:
    """A model on a device: the session, the model's workload and the reference it is held to.

    `differences` holds outputs against a tolerance; without one, every byte is compared.
    """

    session: Session
    workload: Workload
    reference: Reference
    differences: Differences = field(default_factory=Differences)

    def load(self, sample: Sample) -> None:
        """Makes `sample` the input of the next inferences."""
        encoding = self.workload.input_encoding
        self.session.load(to_wire(encoding, self.reference.inputs, sample.arrays))

    def reset(self) -> None:
        """Begins a sequence on both sides, where the model keeps state."""
        if self.reference.stateful:
            self.session.reset()
            self.reference.reset()

    def compare_alone(self, sample: Sample) -> Mismatch | None:
        """As `compare`, where the device ran `sample`, which is loaded, any number of times.

        A model that keeps state is begun anew, and its first step compared.
        """
        if self.reference.stateful:
            self.reset()
            self.session.infer_untimed(1, 0, INFER_SECONDS)
        return self.compare(sample)

    def compare(self, sample: Sample) -> Mismatch | None:
        """The first difference between what the device found for `sample` and what is right.

        Looks at the bytes of all outputs, or at their digest, then at the results line.
        """
        expected = self.reference.invoke(sample.arrays)
        got: Sequence[Array] = expected
        if not self.session.outputs_are(b"".join(map(little_endian, expected))):
            got = from_wire(self.reference.outputs, self.session.outputs())
        mismatch = self.differences.compare(sample, expected, got)
        if mismatch is not None:
            return mismatch
        kind = self.workload.result_kind
        line = expected_results(kind, self.reference.inputs, sample, self.reference.outputs, got)
        return compare_results(sample, line, self.session.results(), kind)
