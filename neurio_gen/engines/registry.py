"""Which engines there are: ours, and those of installed packages."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib.metadata import EntryPoint

from neurio_gen.engines.aot import AotEngine
from neurio_gen.engines.engine import Engine, EngineOptions
from neurio_gen.engines.tflm import TflmEngine
from neurio_gen.errors import UsageError
from neurio_gen.installed import entry_points

ENTRY_POINTS = "neurio_gen.engines"
"""Entry point group of packages with engines: each names a subclass of `Engine`."""

DEFAULT = AotEngine.name

_OURS: tuple[type[Engine], ...] = (AotEngine, TflmEngine)


def engines() -> Mapping[str, type[Engine]]:
    """All engines by name, ours first.

    Raises UsageError for an installed engine that cannot be loaded or takes a name that is in use.
    """
    found = {engine.name: engine for engine in _OURS}
    for point in entry_points(ENTRY_POINTS):
        engine = _load(point)
        if engine.name in found:
            raise UsageError(
                f"Two engines are called {engine.name}; one is {point.value}.",
                hint="Uninstall its package, or have it renamed.",
            )
        found[engine.name] = engine
    return found


def make_engine(name: str, options: EngineOptions | None = None) -> Engine:
    """The engine of a name with the options. Raises UsageError where it has no such option."""
    known = engines()
    if name not in known:
        near = get_close_matches(name, known, n=1) or list(known)
        raise UsageError(f"There is no engine {name!r}.", hint=f"There is {', '.join(near)}.")
    return known[name].configured(options or EngineOptions())


def _load(point: EntryPoint) -> type[Engine]:
    try:
        engine = point.load()
    except Exception as error:
        raise UsageError(
            f"The engine {point.name} cannot be loaded: {error}.", hint=f"It is {point.value}."
        ) from error
    if not (isinstance(engine, type) and issubclass(engine, Engine)):
        raise UsageError(f"{point.value} is no engine.", hint="See docs/engines.md.")
    return engine
