"""The `neurio-gen` command: its commands, and how errors leave it."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from neurio_gen import __version__
from neurio_gen.cli.lazy_commands import MARKUP, SETTINGS, Entry, LazyCommands
from neurio_gen.errors import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, NeurioGenError

_COLLECTED_AT = 50_000
"""New objects between two collections of garbage: imports make many, and hardly any of it.

With Python's 700, imports take 3 to 10 % more of the processor's time.
"""

MAIN = "Main commands"
STAGES = "Pipeline stages"
DISCOVER = "Discover"
RESULTS = "Results"
UPKEEP = "Upkeep"


class Commands(LazyCommands):
    """All commands, in the order of `--help`."""

    entries = (
        Entry(
            "flash-and-run",
            "flash_and_run:flash_and_run",
            MAIN,
            "Measure inference: generate, build, flash, run, compare outputs, print a table.",
        ),
        Entry(
            "verify",
            "verify:verify",
            MAIN,
            "Compare every output byte of the firmware with TFLite Micro's, on random inputs.",
        ),
        Entry(
            "profile",
            "profile:profile",
            MAIN,
            "Show where an inference spends its instructions or cycles: by layer, by function.",
        ),
        Entry(
            "sweep",
            "sweep:sweep_models",
            MAIN,
            "Measure many models on many boards: in batches, side by side, each model once.",
        ),
        Entry(
            "estimate",
            "estimate:estimate_models",
            MAIN,
            "Estimate instructions and cycles of models on a board; nothing is built or run.",
        ),
        Entry(
            "export",
            "export:export_models",
            MAIN,
            "Write models as a C++ library for your own project.",
        ),
        Entry(
            "generate",
            "generate:generate",
            STAGES,
            "Turn models into C++ sources, one folder per image, and stop there.",
        ),
        Entry(
            "build",
            "build:build",
            STAGES,
            "Generate sources and build images: ELF, BIN and their use of memory.",
        ),
        Entry(
            "flash",
            "flash:flash",
            STAGES,
            "Write an image that was built before into a board's flash.",
        ),
        Entry(
            "run",
            "run:run",
            STAGES,
            "Measure images that were built (and, for boards, flashed) before.",
        ),
        Entry(
            "serve",
            "serve:serve",
            STAGES,
            "Start a device and keep it up for other programs, until Ctrl-C.",
        ),
        Entry("results", "results:app", RESULTS, "List, show and export what was measured."),
        Entry(
            "report",
            "report:report",
            RESULTS,
            "Make one HTML file about runs: heat maps, charts, tables, provenance.",
        ),
        Entry(
            "submission",
            "submission:submission",
            RESULTS,
            "Write an MLPerf Tiny submission from results measured on silicon, or check one.",
        ),
        Entry(
            "compare",
            "compare:compare",
            RESULTS,
            "Compare results benchmark by benchmark, or with what others have published.",
        ),
        Entry(
            "benchmarks",
            "benchmarks:benchmarks",
            DISCOVER,
            "List the benchmarks of the catalogue, with the shapes of their inputs.",
        ),
        Entry("boards", "boards:app", DISCOVER, "List the boards that firmware can be built for."),
        Entry(
            "new-board",
            "new_board:new_board",
            DISCOVER,
            "Begin a board of your own: its manifest, and with --family its code.",
        ),
        Entry(
            "doctor",
            "doctor:doctor",
            DISCOVER,
            "Say what this machine has, what it lacks, and how to get it.",
        ),
        Entry(
            "templates",
            "templates:templates",
            DISCOVER,
            "List the templates of generated files, or copy them out to be changed.",
        ),
        Entry(
            "cache",
            "cache:cache",
            UPKEEP,
            "Show what is kept between runs: where, how many files, how large.",
        ),
        Entry(
            "clean",
            "clean:clean",
            UPKEEP,
            "Remove generated sources, objects, images and logs; keep results and the cache.",
        ),
    )


app = typer.Typer(
    cls=Commands,
    help="How fast does this network run on that microcontroller?\n\n"
    "Turns TensorFlow Lite models, int8 or float32, into firmware, runs it on a board or in an "
    "emulator, compares its outputs with TFLite Micro, and measures inference.",
    epilog="Start with: neurio-gen flash-and-run",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=MARKUP,
    context_settings=SETTINGS,
)

# Typer may carry a copy of click of its own: its classes are reached through what it exports.
CommandLineError = typer.BadParameter.__mro__[2]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"neurio-gen {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
    boards_folder: Annotated[
        list[Path] | None,
        typer.Option("--boards", help="Folder with boards of your own.", metavar="DIR"),
    ] = None,
) -> None:
    """Options of the command itself."""
    if boards_folder:
        from neurio_gen.boards.folders import add_folders

        add_folders(boards_folder)


def main() -> None:
    """Run the command line and leave with its exit code: 0, 1 failed, 2 usage, 130 interrupted."""
    signal.signal(signal.SIGTERM, _interrupt)
    gc.set_threshold(_COLLECTED_AT)
    sys.exit(_exit_code())


def _exit_code() -> int:
    try:
        result = app(prog_name="neurio-gen", standalone_mode=False)
    except NeurioGenError as error:
        _print_error(error)
        _document(error.kind, error.message, error.hint)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        result = EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout has gone, as in `neurio-gen boards | head -1`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except OSError as error:
        failure = _system_error(error)
        _print_error(failure)
        _document("system", failure.message, failure.hint)
        return EXIT_FAILED
    except CommandLineError as error:  # type: ignore[misc]
        return _usage_error(error)
    except Exception as error:
        from neurio_gen.cli.internal_error import internal_error

        fault = internal_error(error)
        _print_error(fault)
        _document(fault.kind, fault.message, fault.hint)
        return EXIT_FAILED
    if result == EXIT_INTERRUPTED:  # Typer, too, makes an interrupt an exit code
        from neurio_gen.cli.console import err

        err.print("[bold red]interrupted[/]: results kept, continue with --resume")
        _document("interrupted", "The command was interrupted.", "Continue with --resume.")
    return result if isinstance(result, int) else EXIT_OK


def _print_error(error: NeurioGenError) -> None:
    from neurio_gen.cli.console import print_error

    print_error(error)


def _usage_error(error: CommandLineError) -> int:  # type: ignore[valid-type]
    from neurio_gen.cli.console import print_hint
    from neurio_gen.cli.usage_errors import hint_for, without_jargon

    without_jargon(error)
    error.show()  # type: ignore[attr-defined]
    if hint := hint_for(error):
        print_hint(hint)
    _document("usage", error.format_message(), hint)  # type: ignore[attr-defined]
    return EXIT_USAGE


def _document(kind: str, message: str, hint: str | None) -> None:
    """Tells the file of --json, too. One that cannot be written takes nothing from the error."""
    from neurio_gen.cli.error_document import write_error

    try:
        write_error(kind, message, hint)
    except (NeurioGenError, OSError, ValueError) as error:
        _print_error(NeurioGenError(f"The file of --json was not written: {error}"))


def _system_error(error: OSError) -> NeurioGenError:
    where = f"{error.filename}: " if error.filename else ""
    hints = {
        errno.ENOSPC: "Free some space, or choose another folder with --output.",
        errno.EACCES: "Choose a folder that you may write to with --output.",
        errno.EROFS: "Choose a folder that you may write to with --output.",
    }
    return NeurioGenError(f"{where}{error.strerror or error}.", hint=hints.get(error.errno or 0))


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
