"""TensorFlow Lite Micro, from a library that the user names, in our harness."""

from neurio_gen.engines.tflm.engine import TflmEngine

__all__ = ["TflmEngine"]
