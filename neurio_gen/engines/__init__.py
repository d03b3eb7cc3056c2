"""Engines: what turns a model into something that an image can hold."""

from neurio_gen.engines.aot import AotEngine
from neurio_gen.engines.engine import Engine, EngineOptions
from neurio_gen.engines.registry import engines, make_engine
from neurio_gen.engines.tflm import TflmEngine

__all__ = ["AotEngine", "Engine", "EngineOptions", "TflmEngine", "engines", "make_engine"]
