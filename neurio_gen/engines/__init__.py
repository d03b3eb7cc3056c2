"""Engines: what turns a model into something that an image can hold."""

from neurio_gen.engines.aot import AotEngine
from neurio_gen.engines.engine import Engine, EngineOptions
from neurio_gen.engines.registry import engines, make_engine

__all__ = ["AotEngine", "Engine", "EngineOptions", "engines", "make_engine"]
