"""What is done with a device once it answers: verification and timing."""

from neurio_gen.harness.performance import TimedWindow, Timing, measure
from neurio_gen.harness.verify import VerifyReport, verify

__all__ = ["TimedWindow", "Timing", "VerifyReport", "measure", "verify"]
