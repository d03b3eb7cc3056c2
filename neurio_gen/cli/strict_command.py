"""Commands that refuse an option given twice, and groups of them; help names no type of Python."""

from __future__ import annotations

from collections import Counter
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption


class StrictCommand(TyperCommand):
    """Refuses a single option given twice, and empty values: an empty path is `.`."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All parameters, as help shows them."""
        return list(map(shown, super().get_params(ctx)))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Click does. Raises its usage error for what is given twice, or empty."""
        if not ctx.resilient_parsing:
            values, _, order = self.make_parser(ctx).parse_args(args=list(args))
            for parameter in self.get_params(ctx):
                if _is_empty(values.get(parameter.name)):
                    raise typer.BadParameter(
                        "it is empty. Is a variable of the shell not set?", ctx=ctx, param=parameter
                    )
            given = Counter(order)
            for option, count in given.items():
                if count > 1 and isinstance(option, TyperOption) and _takes_one(option):
                    raise typer.BadParameter(
                        f"given {count} times, and it takes one value.", ctx=ctx, param=option
                    )
        return super().parse_args(ctx, args)


class StrictGroup(TyperGroup):
    """A group of commands with the same help as they."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All parameters, as help shows them."""
        return list(map(shown, super().get_params(ctx)))


def shown(parameter: Any) -> Any:
    """A parameter as help shows it: switches take no value, and arguments have a name for it."""
    if isinstance(parameter, TyperArgument):
        vars(parameter)["display_type_rich"] = _no_type
    elif isinstance(parameter, TyperOption) and parameter.is_flag:
        parameter.metavar = ""
    return parameter


def _no_type(ctx: Any) -> None:
    """Instead of a type of Python."""


def _takes_one(option: TyperOption) -> bool:
    return not (option.multiple or option.is_flag or option.count)


def _is_empty(value: object) -> bool:
    return value == "" or (isinstance(value, (list, tuple)) and "" in value)
