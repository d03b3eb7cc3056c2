"""What is done with a device once it answers: verification and timing."""

from neurio_gen.harness.performance import Timing, Window, measure
from neurio_gen.harness.verify import VerifyReport, verify

__all__ = ["Timing", "VerifyReport", "Window", "measure", "verify"]
