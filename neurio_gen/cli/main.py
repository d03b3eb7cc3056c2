"""The `neurio-gen` command: its commands, and how errors leave it."""

from __future__ import annotations

import errno
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from neurio_gen import __version__
from neurio_gen.boards.folders import add_folders
from neurio_gen.cli.commands import (
    benchmarks,
    boards,
    build,
    cache,
    clean,
    compare,
    doctor,
    flash,
    flash_and_run,
    generate,
    new_board,
    profile,
    report,
    results,
    run,
    serve,
    submission,
    templates,
    verify,
)
from neurio_gen.cli.console import err, print_error
from neurio_gen.errors import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, NeurioGenError

app = typer.Typer(
    help="How fast does this network run on that microcontroller?\n\n"
    "Turns TensorFlow Lite int8 models into firmware, puts it on a board or into an emulator, "
    "and measures inference in the MLPerf Tiny protocol.",
    epilog="Start with: neurio-gen flash-and-run",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",  # joins the lines of a paragraph
    context_settings={"help_option_names": ["-h", "--help"]},
)

# Typer may carry a copy of click of its own: its classes are reached through what it exports.
CommandLineError = typer.BadParameter.__mro__[2]

MAIN_JOB = "The main job"
STAGES = "Its stages"
LOOKUP = "What there is"
RESULTS = "What was measured"
UPKEEP = "Upkeep"

app.command("flash-and-run", rich_help_panel=MAIN_JOB)(flash_and_run.flash_and_run)
app.command("verify", rich_help_panel=MAIN_JOB)(verify.verify)
app.command("profile", rich_help_panel=MAIN_JOB)(profile.profile)
app.command("generate", rich_help_panel=STAGES)(generate.generate)
app.command("build", rich_help_panel=STAGES)(build.build)
app.command("flash", rich_help_panel=STAGES)(flash.flash)
app.command("run", rich_help_panel=STAGES)(run.run)
app.command("serve", rich_help_panel=STAGES)(serve.serve)
app.add_typer(results.app, name="results", rich_help_panel=RESULTS)
app.command("report", rich_help_panel=RESULTS)(report.report)
app.command("submission", rich_help_panel=RESULTS)(submission.submission)
app.command("compare", rich_help_panel=RESULTS)(compare.compare)
app.command("benchmarks", rich_help_panel=LOOKUP)(benchmarks.benchmarks)
app.command("boards", rich_help_panel=LOOKUP)(boards.boards)
app.command("new-board", rich_help_panel=LOOKUP)(new_board.new_board)
app.command("doctor", rich_help_panel=LOOKUP)(doctor.doctor)
app.command("templates", rich_help_panel=LOOKUP)(templates.templates)
app.command("cache", rich_help_panel=UPKEEP)(cache.cache)
app.command("clean", rich_help_panel=UPKEEP)(clean.clean)


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
        add_folders(boards_folder)


def main() -> None:
    """Run the command line and leave with its exit code: 0, 1 failed, 2 usage, 130 interrupted."""
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(_exit_code())


def _exit_code() -> int:
    try:
        result = app(standalone_mode=False)
    except NeurioGenError as error:
        print_error(error)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        result = EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout has gone, as in `neurio-gen boards | head -1`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except OSError as error:
        print_error(_system_error(error))
        return EXIT_FAILED
    except CommandLineError as error:  # type: ignore[misc]
        error.show()
        return EXIT_USAGE
    if result == EXIT_INTERRUPTED:  # Typer, too, makes an interrupt an exit code
        err.print("[bold red]interrupted[/]: what was measured is kept, --resume goes on")
    return result if isinstance(result, int) else EXIT_OK


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
