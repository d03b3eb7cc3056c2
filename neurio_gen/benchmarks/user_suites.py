"""Suites from outside: a Python file of the user's, or an installed package's entry point."""

from __future__ import annotations

import importlib.util
import traceback
from functools import cache
from importlib.metadata import EntryPoint
from pathlib import Path

from neurio_gen.benchmarks.suite import Suite
from neurio_gen.errors import NeurioGenError, UsageError
from neurio_gen.installed import entry_points

ENTRY_POINTS = "neurio_gen.suites"
"""The group of entry points that name a `Suite`."""

_HINT = "See docs/add-a-suite.md."
_GUARD = 'It is imported: put what is a program behind `if __name__ == "__main__":`.'


@cache
def installed_suites() -> tuple[Suite, ...]:
    """The suites of installed packages. Raises UsageError where one cannot be loaded."""
    return tuple(_load(point) for point in _entry_points())


def suite_of_file(path: Path) -> Suite:
    """The one `Suite` at the top of a Python file. Raises UsageError where there is none."""
    if not path.is_file():
        raise UsageError(f"There is no suite file {path}.", hint=_HINT)
    # No name that an import could find: the builders are then known by their file.
    spec = importlib.util.spec_from_file_location(f"the suite file {path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except NeurioGenError:
        raise
    except (Exception, SystemExit) as error:  # what a user's file raises is the user's to know
        hint = _GUARD if isinstance(error, SystemExit) else _HINT
        raise UsageError(f"The suite file {path} fails: {_told(error, path)}", hint=hint) from error
    found = [value for value in vars(module).values() if isinstance(value, Suite)]
    if len(found) != 1:
        raise UsageError(f"{path} holds {len(found)} suites instead of one.", hint=_HINT)
    return found[0]


def _told(error: BaseException, path: Path) -> str:
    """The error with its place in the file."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename) == path.absolute()
    ]
    where = f", line {lines[-1]}" if lines else ""
    if isinstance(error, SystemExit):
        return f"it ends the program{where}."
    return f"{type(error).__name__}: {error}{where}"


def _entry_points() -> tuple[EntryPoint, ...]:
    return entry_points(ENTRY_POINTS)


def _load(point: EntryPoint) -> Suite:
    name, package = point.name, point.dist.name if point.dist else point.value
    try:
        suite = point.load()
    except Exception as error:  # as above
        raise UsageError(
            f"The suite {name} of the package {package} cannot be loaded: "
            f"{type(error).__name__}: {error}",
            hint=f"Fix it, or: pip uninstall {package}",
        ) from error
    if not isinstance(suite, Suite):
        raise UsageError(
            f"The entry point {name} of the package {package} is no suite.", hint=_HINT
        )
    return suite
