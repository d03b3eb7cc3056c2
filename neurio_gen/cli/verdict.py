"""How a command ends that works on benchmarks: what it says of them, and its exit code."""

from __future__ import annotations

from collections.abc import Mapping

from neurio_gen.benchmarks import is_named
from neurio_gen.cli.console import print_errors, print_note
from neurio_gen.cli.groups import Selection
from neurio_gen.errors import EXIT_FAILED, EXIT_OK, DoesNotFitError, NeurioGenError


def conclude(selection: Selection, outcomes: Mapping[str, NeurioGenError | None]) -> int:
    """Print what is wrong with benchmarks, by their ids; the exit code.

    A suite is for boards of all sizes: what of it the board cannot hold is told, and no failure.
    It is one for what was asked for by name, under --strict, and where nothing else ran.
    """
    errors = {name: error for name, error in outcomes.items() if error is not None}
    left_out = {} if len(errors) == len(outcomes) else _left_out(selection, errors)
    failures = [error for name, error in errors.items() if name not in left_out]
    for error in left_out.values():
        print_note(f"left out: {error.message}")
    print_errors(failures)
    if selection.own_models and failures:
        return failures[0].exit_code
    return EXIT_FAILED if failures else EXIT_OK


def _left_out(
    selection: Selection, errors: Mapping[str, NeurioGenError]
) -> dict[str, NeurioGenError]:
    """The errors that are facts about a suite and the board."""
    named = selection.benchmark or []
    return {
        name: error
        for name, error in errors.items()
        if isinstance(error, DoesNotFitError)
        and not (selection.strict or name.startswith("file/") or is_named(name, named))
    }
