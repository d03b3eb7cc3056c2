"""Commands that are imported when they run: help, completion and --version load none of them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, Literal

import typer
from typer.core import TyperCommand
from typer.main import get_command

from neurio_gen.cli import completion
from neurio_gen.cli.strict_command import StrictCommand, StrictGroup

SETTINGS = {"help_option_names": ["-h", "--help"]}
MARKUP: Literal["markdown"] = "markdown"
"""Typer's mode that joins the lines of a paragraph."""


@dataclass(frozen=True)
class Entry:
    """A command: where it is, the panel of `--help` that lists it, and what is said of it there.

    `place` is `module:function` below `neurio_gen.cli.commands`, or `module:app` for a group of
    commands. `summary` is the first line of the function's docstring.
    """

    name: str
    place: str
    panel: str
    summary: str

    def load(self) -> Any:
        """The command, ready to run, with all its options."""
        module, _, attribute = self.place.partition(":")
        found = getattr(import_module(f"neurio_gen.cli.commands.{module}"), attribute)
        if not isinstance(found, typer.Typer):
            app = typer.Typer(
                add_completion=False, rich_markup_mode=MARKUP, context_settings=SETTINGS
            )
            app.command(self.name, cls=StrictCommand)(found)
            found = app
        return get_command(found)


class Completed(TyperCommand):
    """A command with nothing but the parameter whose value the shell asks for."""

    entry: Entry

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Names of options, which the command itself knows."""
        return list(self.entry.load().shell_complete(ctx, incomplete))


def completed(entry: Entry, args: list[str]) -> Completed | None:
    """What completes the value behind `args` without the command; None where that is needed."""
    words = next((name for name in _names(args) if name in completion.ARGUMENTS), None)
    if args[-1] in completion.OPTIONS:
        parameter = typer.Option([], args[-1], autocompletion=completion.OPTIONS[args[-1]])
    elif words is not None and not any(word.startswith("-") for word in args):
        parameter = typer.Argument([], autocompletion=completion.ARGUMENTS[words])
    else:
        return None

    def value(words: list[str] = parameter) -> None:
        """Nothing: it is completed, never run."""

    app = typer.Typer(add_completion=False)
    app.command(entry.name, cls=Completed)(value)
    command = get_command(app)
    assert isinstance(command, Completed)
    command.entry = entry
    return command


def _names(args: list[str]) -> tuple[str, str]:
    """What `args` may be a command by: the first word, or the first two."""
    return args[0], " ".join(args[:2])


class LazyCommands(StrictGroup):
    """A group whose commands are `entries`. Derive it and state them."""

    entries: ClassVar[tuple[Entry, ...]] = ()

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {
            entry.name: TyperCommand(
                name=entry.name, help=entry.summary, rich_help_panel=entry.panel
            )
            for entry in self.entries
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that `args` begin with, imported now."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            entry = next(entry for entry in self.entries if entry.name == name)
            command = (completed(entry, args) if ctx.resilient_parsing else None) or entry.load()
        return name, command, rest
