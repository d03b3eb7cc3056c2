"""The modes: what can be measured."""

from neurio_gen.pipeline.modes.accuracy import AccuracyMode
from neurio_gen.pipeline.modes.energy import EnergyMode
from neurio_gen.pipeline.modes.performance import PerformanceMode
from neurio_gen.pipeline.modes.profile import ProfileMode
from neurio_gen.pipeline.modes.verify import VerifyMode

__all__ = ["AccuracyMode", "EnergyMode", "PerformanceMode", "ProfileMode", "VerifyMode"]
