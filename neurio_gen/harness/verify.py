"""Every output byte of the firmware against the reference."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.compiler.tolerance import EXACT, Tolerance
from neurio_gen.errors import MismatchError
from neurio_gen.harness.comparison import Differences, Mismatch
from neurio_gen.harness.inference import INFER_SECONDS, RunningModel
from neurio_gen.harness.samples import samples as make_samples
from neurio_gen.harness.workload import Reference, Workload
from neurio_gen.progress import SILENT, Progress
from neurio_gen.protocol.session import Session

SEQUENCES = 3
"""Sequences that the samples of a model with state are divided into, each begun by a reset."""


@dataclass(frozen=True)
class VerifyReport:
    """How many samples were compared, and the first mismatch, which ends the comparison.

    `largest_difference` is that of float32 outputs with a tolerance, by the output's range.
    """

    model: str
    samples: int
    compared: int
    mismatch: Mismatch | None
    largest_difference: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether all samples were compared without a mismatch."""
        return self.mismatch is None and self.compared == self.samples

    def require_exact(self) -> None:
        """Raises MismatchError with the first mismatch where there is one."""
        if self.mismatch is not None:
            raise MismatchError(
                f"The firmware's outputs of {self.model} differ from the reference: "
                f"{self.mismatch}.",
                hint="The engine is at fault, not your model: please report it with the model.",
            )


def verify(
    session: Session,
    model: Workload,
    oracle: Reference,
    samples: int,
    seed: int,
    *,
    progress: Progress = SILENT,
    tolerance: Tolerance = EXACT,
) -> VerifyReport:
    """Runs `samples` seeded inputs through the device and compares every output byte.

    A model that keeps state takes them as the steps of SEQUENCES sequences. Selects the model
    first. Raises ProtocolError where the device refuses or falls silent.
    """
    session.select(model.id)
    running = RunningModel(session, model, oracle, Differences(tolerance))
    length = -(-samples // SEQUENCES)
    for sample in make_samples(oracle.inputs, samples, seed):
        if sample.index % length == 0:
            running.reset()
        running.load(sample)
        session.infer(1, 0, timeout=INFER_SECONDS)
        mismatch = running.compare(sample)
        progress.done()
        if mismatch is not None:
            return VerifyReport(model.id, samples, sample.index + 1, mismatch)
    return VerifyReport(model.id, samples, samples, None, running.differences.largest)
